package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Convolution of {@code double} images, in the plainest loops, by the law of convolutions.
 *
 * <p>The hot type, {@code float}, has {@link FloatConvolution}.
 */
public final class DoubleConvolution {
  private DoubleConvolution() {}

  /** Computes the result from images and filter. */
  public static void forward(Convolution sizes, double[] images, double[] filter, double[] result) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    Arrays.fill(result, 0, sizes.steps() * filters, 0);
    new Steps(sizes)
        .forEach(
            (to, pixel, place) -> {
              for (int channel = 0; channel < channels; channel++) {
                double x = pixel < 0 ? 0 : images[pixel * channels + channel];
                int from = (place * channels + channel) * filters;
                for (int i = 0; i < filters; i++) {
                  result[to * filters + i] =
                      Math.fma(x, filter[from + i], result[to * filters + i]);
                }
              }
            });
  }

  /** Computes the gradient by the filter from the images and the gradient by the result. */
  public static void byFilter(
      Convolution sizes, double[] images, double[] gradient, double[] byFilter) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    Arrays.fill(byFilter, 0, sizes.places() * channels * filters, 0);
    new Steps(sizes)
        .forEach(
            (from, pixel, place) -> {
              for (int channel = 0; channel < channels; channel++) {
                double x = pixel < 0 ? 0 : images[pixel * channels + channel];
                int to = (place * channels + channel) * filters;
                for (int i = 0; i < filters; i++) {
                  byFilter[to + i] = Math.fma(x, gradient[from * filters + i], byFilter[to + i]);
                }
              }
            });
  }

  /** Computes the gradient by the images from the filter and the gradient by the result. */
  public static void byImages(
      Convolution sizes, double[] filter, double[] gradient, double[] byImages) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    Arrays.fill(byImages, 0, sizes.imageSize(), 0);
    new Steps(sizes)
        .forEachBack(
            (to, step, place) -> {
              for (int i = 0; i < filters; i++) {
                double g = step < 0 ? 0 : gradient[step * filters + i];
                int from = place * channels * filters + i;
                for (int channel = 0; channel < channels; channel++) {
                  byImages[to * channels + channel] =
                      Math.fma(
                          g, filter[from + channel * filters], byImages[to * channels + channel]);
                }
              }
            });
  }
}
