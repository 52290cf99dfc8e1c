package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Convolution of {@code int} images, wrapping, in the plainest loops.
 *
 * <p>The hot type, {@code float}, has {@link FloatConvolution}.
 */
public final class IntConvolution {
  private IntConvolution() {}

  /** Computes the result from images and filter. */
  public static void forward(Convolution sizes, int[] images, int[] filter, int[] result) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    Arrays.fill(result, 0, sizes.steps() * filters, 0);
    new Steps(sizes)
        .forEach(
            (to, pixel, place) -> {
              for (int channel = 0; pixel >= 0 && channel < channels; channel++) {
                int x = images[pixel * channels + channel];
                int from = (place * channels + channel) * filters;
                for (int i = 0; i < filters; i++) {
                  result[to * filters + i] += x * filter[from + i];
                }
              }
            });
  }

  /** Computes the gradient by the images from the filter and the gradient by the result. */
  public static void byImages(Convolution sizes, int[] filter, int[] gradient, int[] byImages) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    Arrays.fill(byImages, 0, sizes.imageSize(), 0);
    new Steps(sizes)
        .forEachBack(
            (to, step, place) -> {
              for (int i = 0; step >= 0 && i < filters; i++) {
                int g = gradient[step * filters + i];
                int from = place * channels * filters + i;
                for (int channel = 0; channel < channels; channel++) {
                  byImages[to * channels + channel] += g * filter[from + channel * filters];
                }
              }
            });
  }
}
