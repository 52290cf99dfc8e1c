package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Depthwise convolution of {@code double} images, by the law of convolutions: each channel has
 * filters of its own, and the channels of the result are those of the first channel, then those of
 * the second, and so on.
 */
public final class DoubleDepthwiseConvolution {
  private DoubleDepthwiseConvolution() {}

  /** Computes the result from images and filter. */
  public static void forward(Convolution sizes, double[] images, double[] filter, double[] result) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    int size = channels * filters;
    Arrays.fill(result, 0, sizes.steps() * size, 0);
    new Steps(sizes)
        .forEach(
            (to, pixel, place) -> {
              for (int channel = 0, i = 0; channel < channels; channel++) {
                double x = pixel < 0 ? 0 : images[pixel * channels + channel];
                for (int end = i + filters; i < end; i++) {
                  result[to * size + i] =
                      Math.fma(x, filter[place * size + i], result[to * size + i]);
                }
              }
            });
  }

  /** Computes the gradient by the filter from the images and the gradient by the result. */
  public static void byFilter(
      Convolution sizes, double[] images, double[] gradient, double[] byFilter) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    int size = channels * filters;
    Arrays.fill(byFilter, 0, sizes.places() * size, 0);
    new Steps(sizes)
        .forEach(
            (from, pixel, place) -> {
              for (int channel = 0, i = 0; channel < channels; channel++) {
                double x = pixel < 0 ? 0 : images[pixel * channels + channel];
                for (int end = i + filters; i < end; i++) {
                  byFilter[place * size + i] =
                      Math.fma(x, gradient[from * size + i], byFilter[place * size + i]);
                }
              }
            });
  }

  /** Computes the gradient by the images from the filter and the gradient by the result. */
  public static void byImages(
      Convolution sizes, double[] filter, double[] gradient, double[] byImages) {
    int channels = sizes.channels();
    int filters = sizes.filters();
    int size = channels * filters;
    Arrays.fill(byImages, 0, sizes.imageSize(), 0);
    new Steps(sizes)
        .forEachBack(
            (to, step, place) -> {
              for (int channel = 0, i = 0; channel < channels; channel++) {
                double sum = byImages[to * channels + channel];
                for (int end = i + filters; i < end; i++) {
                  double g = step < 0 ? 0 : gradient[step * size + i];
                  sum = Math.fma(g, filter[place * size + i], sum);
                }
                byImages[to * channels + channel] = sum;
              }
            });
  }
}
