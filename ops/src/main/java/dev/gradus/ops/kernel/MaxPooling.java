package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The greatest element under a window, and the gradients of that, for arrays of one type.
 *
 * <p>A NaN is the greatest element only where there is no other. The gradient goes to the first of
 * the greatest elements by row and column; there, a NaN counts as the greatest if it is the very
 * first. (TensorFlow does both.)
 *
 * @param <A> the array type
 */
public final class MaxPooling<A> {
  /** Max pooling of {@code float[]}. */
  public static final MaxPooling<float[]> FLOATS = new MaxPooling<>(new FloatChannelLoops());

  /** Max pooling of {@code double[]}. */
  public static final MaxPooling<double[]> DOUBLES = new MaxPooling<>(new DoubleChannelLoops());

  /** Max pooling of {@code int[]}. */
  public static final MaxPooling<int[]> INTS = new MaxPooling<>(new IntChannelLoops());

  /** Max pooling of {@code long[]}. */
  public static final MaxPooling<long[]> LONGS = new MaxPooling<>(new LongChannelLoops());

  /** Max pooling of {@code byte[]}, unsigned. */
  public static final MaxPooling<byte[]> UNSIGNED_BYTES = new MaxPooling<>(new UInt8ChannelLoops());

  private final ChannelLoops<A> loops;

  private MaxPooling(ChannelLoops<A> loops) {
    this.loops = loops;
  }

  /** Computes the greatest elements. */
  public void forward(Pooling sizes, A images, A result) {
    int channels = sizes.channels();
    sizes.forEach(
        (step, pixels, first) -> System.arraycopy(images, first, result, step, channels),
        (step, pixel) -> loops.raise(images, pixel, result, step, channels));
  }

  /**
   * Computes the gradient by the images from these and the gradient by the result.
   *
   * @param places scratch, an element for each channel
   */
  public void byImages(Pooling sizes, A images, A gradient, A byImages, int[] places) {
    ElementArrays.clear(byImages, sizes.imageSize());
    int channels = sizes.channels();
    sizes.forEach(
        (step, pixels, first) -> count(places, first),
        (step, pixel) -> loops.follow(images, pixel, places, channels),
        (step, pixels) -> loops.add(gradient, step, byImages, places, channels));
  }

  /**
   * Takes from each window what stands where the images have the result: the gradient of {@link
   * #byImages} by its gradient.
   *
   * @param places scratch, an element for each channel
   */
  public void atGreatest(Pooling sizes, A images, A result, A x, A picked, int[] places) {
    int channels = sizes.channels();
    sizes.forEach(
        (step, pixels, first) -> Arrays.fill(places, -1),
        (step, pixel) -> loops.find(images, pixel, result, step, places, channels),
        (step, pixels) -> loops.pick(x, places, picked, step, channels));
  }

  private static void count(int[] places, int first) {
    for (int i = 0; i < places.length; i++) {
      places[i] = first + i;
    }
  }
}
