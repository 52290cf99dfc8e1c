package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The mean of the elements under a window, and the gradient of that, for {@code double[]}, by the
 * law of pools.
 */
public final class DoubleAveragePooling {
  private DoubleAveragePooling() {}

  /** Computes the means. */
  public static void forward(Pooling sizes, double[] images, double[] result) {
    int channels = sizes.channels();
    sizes.forEach(
        (step, pixels, first) -> Arrays.fill(result, step, step + channels, 0),
        (step, pixel) -> {
          for (int i = 0; i < channels; i++) {
            result[step + i] += images[pixel + i];
          }
        },
        (step, pixels) -> {
          for (int i = step; i < step + channels; i++) {
            result[i] /= pixels;
          }
        });
  }

  /**
   * Computes the gradient by the images from the gradient by the result.
   *
   * @param parts scratch, an element for each channel
   */
  public static void byImages(Pooling sizes, double[] gradient, double[] byImages, double[] parts) {
    Arrays.fill(byImages, 0, sizes.imageSize(), 0);
    int channels = sizes.channels();
    sizes.forEach(
        (step, pixels, first) -> {
          for (int i = 0; i < channels; i++) {
            parts[i] = gradient[step + i] / pixels;
          }
        },
        (step, pixel) -> {
          for (int i = 0; i < channels; i++) {
            byImages[pixel + i] += parts[i];
          }
        });
  }
}
