package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.anyOrder;
import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Convolution and its gradients: the law of convolutions to the bit, however the window slides and
 * wherever the blocks of the fast loops end.
 */
class ConvolutionTest {
  private static final long SEED = 2016;

  private static WindowAxis same(int input, int window, int stride, int dilation) {
    int steps = (input + stride - 1) / stride;
    int outside = (steps - 1) * stride + (window - 1) * dilation + 1 - input;
    return new WindowAxis(input, window, stride, dilation, Math.max(0, outside) / 2, steps);
  }

  private static WindowAxis padded(
      int input, int window, int stride, int dilation, int before, int behind) {
    int covered = (window - 1) * dilation + 1;
    int steps = (input + before + behind - covered + stride) / stride;
    return new WindowAxis(input, window, stride, dilation, before, steps);
  }

  private static WindowAxis random(Random random, int most) {
    int input = 1 + random.nextInt(most);
    int window = 1 + random.nextInt(5);
    int stride = 1 + random.nextInt(4);
    int dilation = 1 + random.nextInt(3);
    return random.nextBoolean()
        ? same(input, window, stride, dilation)
        : padded(
            input,
            window,
            stride,
            dilation,
            random.nextInt(4),
            random.nextInt(4) + window * dilation);
  }

  private static List<Convolution> cases(Random random) {
    WindowAxis long1 = same(70, 3, 1, 1);
    List<Convolution> cases =
        new ArrayList<>(
            List.of(
                // More pixels, terms and channels than fit into the blocks, and not multiples.
                new Convolution(3, same(17, 5, 1, 1), same(19, 5, 1, 1), 3, 5),
                new Convolution(1, same(6, 3, 1, 1), same(7, 3, 1, 1), 67, 9),
                new Convolution(2, long1, same(9, 3, 2, 1), 2, 70),
                new Convolution(1, same(1, 1, 1, 1), same(1100, 3, 1, 1), 2, 3),
                new Convolution(1, same(2, 3, 1, 1), same(2, 3, 1, 1), 33, 1030),
                // More terms than in a block of weights, with whole and with odd vectors.
                new Convolution(1, same(3, 3, 1, 1), same(5, 3, 1, 1), 64, 32),
                new Convolution(2, same(4, 3, 2, 1), same(3, 3, 1, 1), 70, 33),
                // Enough for several parts.
                new Convolution(3, same(20, 5, 1, 1), same(23, 5, 1, 1), 8, 48),
                // What a network for digits has.
                new Convolution(2, same(28, 5, 1, 1), same(28, 5, 1, 1), 1, 32),
                new Convolution(5, same(14, 5, 1, 1), same(14, 5, 1, 1), 8, 16),
                // Lines that fill tall tiles, or almost: of every width, with terms in blocks.
                new Convolution(3, same(14, 5, 1, 1), same(14, 5, 1, 1), 16, 32),
                new Convolution(1, same(3, 3, 1, 1), same(28, 3, 1, 1), 70, 50),
                new Convolution(2, padded(5, 3, 2, 2, 1, 3), same(27, 4, 1, 2), 33, 20),
                new Convolution(1, same(5, 2, 1, 1), same(26, 3, 2, 1), 17, 7),
                // The window does not come to all pixels, or to none.
                new Convolution(1, same(7, 1, 3, 1), same(7, 2, 3, 1), 2, 2),
                new Convolution(2, padded(2, 3, 1, 1, 0, 0), same(3, 2, 1, 1), 2, 2),
                new Convolution(0, same(3, 2, 1, 1), same(3, 2, 1, 1), 2, 2),
                new Convolution(1, same(3, 2, 1, 1), same(3, 2, 1, 1), 0, 2),
                new Convolution(1, same(3, 2, 1, 1), same(3, 2, 1, 1), 2, 0),
                // The window is larger than the image, also by whole places.
                new Convolution(1, same(2, 7, 1, 2), same(3, 5, 2, 3), 2, 3),
                new Convolution(1, padded(2, 2, 1, 1, 5, 5), padded(2, 2, 2, 1, 5, 5), 2, 3)));
    for (int i = 0; i < 60; i++) {
      cases.add(
          new Convolution(
              1 + random.nextInt(3),
              random(random, 12),
              random(random, 12),
              1 + random.nextInt(6),
              1 + random.nextInt(6)));
    }
    return cases;
  }

  /** The three tensors of a convolution, and what the law says of each, in plain loops. */
  private static final class Naive {
    private final Convolution sizes;
    private final float[] images;
    private final float[] filter;
    private final float[] gradient;

    Naive(Convolution sizes, Random random) {
      this.sizes = sizes;
      images = Samples.floats(random, sizes.imageSize());
      filter = Samples.floats(random, sizes.places() * sizes.channels() * sizes.filters());
      gradient = Samples.floats(random, sizes.steps() * sizes.filters());
    }

    private float image(int image, int row, int column, int channel) {
      boolean inside =
          row >= 0 && row < sizes.rows().input() && column >= 0 && column < sizes.columns().input();
      int line = image * sizes.rows().input() + row;
      return inside
          ? images[(line * sizes.columns().input() + column) * sizes.channels() + channel]
          : 0;
    }

    private float filter(int row, int column, int channel, int i) {
      int place = row * sizes.columns().window() + column;
      return filter[(place * sizes.channels() + channel) * sizes.filters() + i];
    }

    private float gradient(int image, int row, int column, int i) {
      boolean inside =
          row >= 0 && row < sizes.rows().steps() && column >= 0 && column < sizes.columns().steps();
      int line = image * sizes.rows().steps() + row;
      return inside ? gradient[(line * sizes.columns().steps() + column) * sizes.filters() + i] : 0;
    }

    private static int at(WindowAxis axis, int step, int place) {
      return step * axis.stride() + place * axis.dilation() - axis.before();
    }

    float[] forward() {
      float[] result = new float[sizes.steps() * sizes.filters()];
      int to = 0;
      for (int image = 0; image < sizes.batch(); image++) {
        for (int y = 0; y < sizes.rows().steps(); y++) {
          for (int x = 0; x < sizes.columns().steps(); x++) {
            for (int k = 0; k < sizes.filters(); k++) {
              float sum = 0;
              for (int i = 0; i < sizes.rows().window(); i++) {
                for (int j = 0; j < sizes.columns().window(); j++) {
                  for (int c = 0; c < sizes.channels(); c++) {
                    float pixel =
                        image(image, at(sizes.rows(), y, i), at(sizes.columns(), x, j), c);
                    sum = Math.fma(pixel, filter(i, j, c, k), sum);
                  }
                }
              }
              result[to++] = sum;
            }
          }
        }
      }
      return result;
    }

    float[] byFilter() {
      float[] result = new float[filter.length];
      int to = 0;
      for (int i = 0; i < sizes.rows().window(); i++) {
        for (int j = 0; j < sizes.columns().window(); j++) {
          for (int c = 0; c < sizes.channels(); c++) {
            for (int k = 0; k < sizes.filters(); k++) {
              float sum = 0;
              for (int image = 0; image < sizes.batch(); image++) {
                for (int y = 0; y < sizes.rows().steps(); y++) {
                  for (int x = 0; x < sizes.columns().steps(); x++) {
                    float pixel =
                        image(image, at(sizes.rows(), y, i), at(sizes.columns(), x, j), c);
                    sum = Math.fma(pixel, gradient(image, y, x, k), sum);
                  }
                }
              }
              result[to++] = sum;
            }
          }
        }
      }
      return result;
    }

    float[] byImages() {
      float[] result = new float[images.length];
      int to = 0;
      for (int image = 0; image < sizes.batch(); image++) {
        for (int y = 0; y < sizes.rows().input(); y++) {
          for (int x = 0; x < sizes.columns().input(); x++) {
            for (int c = 0; c < sizes.channels(); c++) {
              result[to++] = byImage(image, y, x, c);
            }
          }
        }
      }
      return result;
    }

    private float byImage(int image, int y, int x, int c) {
      float sum = 0;
      for (int i = 0; i < sizes.rows().window(); i++) {
        int row = y - at(sizes.rows(), 0, i);
        for (int j = 0; j < sizes.columns().window(); j++) {
          int column = x - at(sizes.columns(), 0, j);
          if (row % sizes.rows().stride() == 0 && column % sizes.columns().stride() == 0) {
            for (int k = 0; k < sizes.filters(); k++) {
              float g =
                  gradient(
                      image, row / sizes.rows().stride(), column / sizes.columns().stride(), k);
              sum = Math.fma(g, filter(i, j, c, k), sum);
            }
          }
        }
      }
      return sum;
    }
  }

  @Test
  void everyElementFollowsTheLaw() {
    Random random = new Random(SEED);
    for (Convolution sizes : cases(random)) {
      Naive naive = new Naive(sizes, random);
      float[] result = garbage(naive.gradient.length);
      float[] byImages = garbage(naive.images.length);
      float[] byFilter = garbage(naive.filter.length);
      for (FloatKernels kernels : List.of(new ScalarKernels().floats(), Kernels.floats())) {
        ConvolutionLoop forward = kernels.convolution(sizes, anyOrder());
        ConvolutionLoop ofImages = kernels.convolutionByImages(sizes, anyOrder());
        ConvolutionLoop ofFilter = kernels.convolutionByFilter(sizes, anyOrder());
        for (int run = 0; run < 2; run++) { // What is left of a run must not matter to the next.
          forward.run(naive.images, naive.filter, result);
          ofImages.run(naive.filter, naive.gradient, byImages);
          ofFilter.run(naive.images, naive.gradient, byFilter);
          assertSameBits(result, naive.forward(), "forward, %s, seed %d", sizes, SEED);
          assertSameBits(byImages, naive.byImages(), "by images, %s, seed %d", sizes, SEED);
          assertSameBits(byFilter, naive.byFilter(), "by filter, %s, seed %d", sizes, SEED);
        }
      }
    }
  }

  private static float[] garbage(int length) {
    float[] array = new float[length];
    Arrays.fill(array, Float.NaN);
    return array;
  }

  @Test
  void otherTypesAgree() {
    Random random = new Random(SEED);
    for (Convolution sizes : cases(random)) {
      Naive naive = new Naive(sizes, random);
      for (float[] array : List.of(naive.images, naive.filter, naive.gradient)) {
        for (int i = 0; i < array.length; i++) {
          array[i] = random.nextInt(-8, 9); // Such sums are exact.
        }
      }
      double[] doubles = new double[naive.gradient.length];
      DoubleConvolution.forward(
          sizes, Samples.doubles(naive.images), Samples.doubles(naive.filter), doubles);
      assertThat(doubles).as("%s", sizes).isEqualTo(Samples.doubles(naive.forward()));
      doubles = new double[naive.images.length];
      DoubleConvolution.byImages(
          sizes, Samples.doubles(naive.filter), Samples.doubles(naive.gradient), doubles);
      assertThat(doubles).as("%s", sizes).isEqualTo(Samples.doubles(naive.byImages()));
      doubles = new double[naive.filter.length];
      DoubleConvolution.byFilter(
          sizes, Samples.doubles(naive.images), Samples.doubles(naive.gradient), doubles);
      assertThat(doubles).as("%s", sizes).isEqualTo(Samples.doubles(naive.byFilter()));
      int[] ints = new int[naive.gradient.length];
      IntConvolution.forward(sizes, ints(naive.images), ints(naive.filter), ints);
      assertThat(ints).as("%s", sizes).isEqualTo(ints(naive.forward()));
      ints = new int[naive.images.length];
      IntConvolution.byImages(sizes, ints(naive.filter), ints(naive.gradient), ints);
      assertThat(ints).as("%s", sizes).isEqualTo(ints(naive.byImages()));
    }
  }

  private static int[] ints(float[] x) {
    int[] ints = new int[x.length];
    Casts.cast(x, ints, x.length);
    return ints;
  }

  /** The filters of a channel are a convolution of that channel alone. */
  @Test
  void aDepthwiseConvolutionIsOneForEachChannel() {
    Random random = new Random(SEED);
    for (Convolution sizes : cases(random)) {
      int channels = Math.min(sizes.channels(), 5);
      int filters = Math.min(sizes.filters(), 3);
      Convolution deep =
          new Convolution(sizes.batch(), sizes.rows(), sizes.columns(), channels, filters);
      Convolution single =
          new Convolution(sizes.batch(), sizes.rows(), sizes.columns(), 1, filters);
      float[] images = Samples.floats(random, deep.imageSize());
      float[] filter = Samples.floats(random, deep.places() * channels * filters);
      float[] gradient = Samples.floats(random, deep.steps() * channels * filters);
      float[] result = garbage(gradient.length);
      float[] byImages = garbage(images.length);
      float[] byFilter = garbage(filter.length);
      FloatDepthwiseConvolution.forward(deep, images, filter, result);
      FloatDepthwiseConvolution.byImages(deep, filter, gradient, byImages);
      FloatDepthwiseConvolution.byFilter(deep, images, gradient, byFilter);
      for (int c = 0; c < channels; c++) {
        Naive naive = new Naive(single, random);
        System.arraycopy(part(images, c, 1, channels), 0, naive.images, 0, naive.images.length);
        System.arraycopy(
            part(filter, c, filters, channels), 0, naive.filter, 0, naive.filter.length);
        System.arraycopy(
            part(gradient, c, filters, channels), 0, naive.gradient, 0, naive.gradient.length);
        assertSameBits(part(result, c, filters, channels), naive.forward(), "forward, %s", deep);
        assertSameBits(part(byImages, c, 1, channels), naive.byImages(), "by images, %s", deep);
        assertSameBits(
            part(byFilter, c, filters, channels), naive.byFilter(), "by filter, %s", deep);
      }
    }
  }

  /** Takes from groups of {@code parts * size} elements part number {@code part}. */
  private static float[] part(float[] x, int part, int size, int parts) {
    float[] result = new float[x.length / parts];
    for (int i = 0; i < result.length; i++) {
      result[i] = x[(i / size * parts + part) * size + i % size];
    }
    return result;
  }
}
