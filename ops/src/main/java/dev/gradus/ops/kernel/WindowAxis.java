package dev.gradus.ops.kernel;

/**
 * One axis of an image along which a window slides: which element of the input lies under which
 * place of the window at which step, {@code step * stride + place * dilation - before}.
 *
 * <pre>{@code
 * input      .  a  b  c  d  e  .       5 elements, 1 of padding before and behind
 * step 0     ^  ^  ^                   a window of 3
 * step 1           ^  ^  ^             with a stride of 2
 * step 2                 ^  ^  ^
 * }</pre>
 *
 * @param input how many elements the image has along the axis
 * @param window how many places the window has
 * @param stride how far it moves in a step, 1 or more
 * @param dilation the distance between its places, 1 or more
 * @param before how far it juts out of the image at step 0
 * @param steps how many steps it makes: how many elements the result has along the axis
 */
public record WindowAxis(int input, int window, int stride, int dilation, int before, int steps) {
  /** What {@link #step} returns where the stride skips the element. */
  static final int SKIPPED = Integer.MIN_VALUE;

  /** Checks that no position is beyond what an {@code int} holds. */
  public WindowAxis {
    Math.addExact(
        Math.multiplyExact(Math.max(steps - 1, 0), stride),
        Math.multiplyExact(Math.max(window - 1, 0), dilation));
    Math.addExact(input, before);
  }

  /** Returns the element under a place of the window at a step; it may lie outside of the image. */
  public int element(int step, int place) {
    return step * stride + place * dilation - before;
  }

  /**
   * Returns the step at which a place of the window lies on an element, which may be one that is
   * never made, less than 0 or not less than {@link #steps}; or {@link #SKIPPED}.
   */
  int step(int element, int place) {
    int distance = element + before - place * dilation;
    return Math.floorMod(distance, stride) == 0 ? Math.floorDiv(distance, stride) : SKIPPED;
  }

  boolean isInside(int element) {
    return element >= 0 && element < input;
  }

  boolean isMade(int step) {
    return step >= 0 && step < steps;
  }

  /** Returns the first place of the window that lies on the image at a step. */
  public int firstPlace(int step) {
    int outside = before - step * stride;
    return outside <= 0 ? 0 : Math.min(window, (outside + dilation - 1) / dilation);
  }

  /** Returns the place after the last one that lies on the image at a step. */
  public int endPlace(int step) {
    int rest = input + before - step * stride;
    return rest <= 0 ? 0 : Math.min(window, (rest + dilation - 1) / dilation);
  }
}
