package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Along one axis, for every {@code stride}-th element of the target: from which elements of the
 * source it is computed.
 *
 * @param start the first element of the target
 * @param stride the distance to the next one
 * @param count how many there are
 * @param step by how much the elements of the source move on from one to the next
 * @param places which places of the window reach these elements
 * @param offsets for each of these places, the element of the source that it has for the first,
 *     which may lie outside
 */
// The arrays are made here and never changed, and nothing compares two of these.
@SuppressWarnings("ArrayRecordComponent")
public record Reach(int start, int stride, int count, int step, int[] places, int[] offsets) {
  /** Of all steps of a window: the elements of the image under it. */
  static Reach forward(WindowAxis axis) {
    int[] places = new int[axis.window()];
    int[] offsets = new int[axis.window()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
      offsets[i] = axis.element(0, i);
    }
    return new Reach(0, 1, axis.steps(), axis.stride(), places, offsets);
  }

  /**
   * Of elements of the image, from {@code start} on, those a stride apart: the steps at which they
   * lie under the window.
   */
  static Reach back(WindowAxis axis, int start) {
    int[] places = new int[axis.window()];
    int[] offsets = new int[axis.window()];
    int found = 0;
    for (int i = 0; i < axis.window(); i++) {
      int step = axis.step(start, i);
      if (step != WindowAxis.SKIPPED) {
        places[found] = i;
        offsets[found++] = step;
      }
    }
    int stride = axis.stride();
    return new Reach(
        start,
        stride,
        axis.input() <= start ? 0 : (axis.input() - start - 1) / stride + 1,
        1,
        Arrays.copyOf(places, found),
        Arrays.copyOf(offsets, found));
  }

  /** Returns the least element of the source that is reached, if it is less than 0; else 0. */
  public int first() {
    return Math.min(0, Arrays.stream(offsets).min().orElse(0));
  }

  /** Returns the element after the greatest one that is reached; 0 if none is. */
  public int end() {
    return count == 0
        ? 0
        : Math.addExact(
            Math.multiplyExact(count - 1, step), Arrays.stream(offsets).max().orElse(-1) + 1);
  }
}
