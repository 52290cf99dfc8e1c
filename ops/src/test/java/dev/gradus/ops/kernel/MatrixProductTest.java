package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The matrix product: the law of products to the bit, for all shapes, transpositions and offsets,
 * whichever kernels compute it.
 */
class MatrixProductTest {

  private static final long SEED = 512;

  /** Three plain loops over [rows, inner] and [inner, columns]. */
  private static float[] product(float[] a, float[] b, int rows, int inner, int columns) {
    float[] result = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0f;
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(a[i * inner + k], b[k * columns + j], sum);
        }
        result[i * columns + j] = sum;
      }
    }
    return result;
  }

  private static void multiply(
      float[] a, float[] b, float[] result, int rows, int inner, int columns) {
    Kernels.floats()
        .product(false, false, rows, inner, columns, Workers.caller())
        .multiply(a, 0, b, 0, result, 0);
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    Transposition.of(new int[] {rows, columns}, 1, 0).run(matrix, result);
    return result;
  }

  private static float[] behind(int offset, float[] values) {
    float[] result = new float[offset + values.length];
    System.arraycopy(values, 0, result, offset, values.length);
    return result;
  }

  private static void check(int rows, int inner, int columns, Random random) {
    float[] a = Samples.floats(random, rows * inner);
    float[] b = Samples.floats(random, inner * columns);
    float[] expected = product(a, b, rows, inner, columns);
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        float[] left = behind(5, transposeA ? transposed(a, rows, inner) : a);
        float[] right = behind(2, transposeB ? transposed(b, inner, columns) : b);
        for (FloatKernels kernels : List.of(new ScalarKernels().floats(), Kernels.floats())) {
          float[] result = new float[4 + rows * columns];
          Arrays.fill(result, 99f);
          kernels
              .product(transposeA, transposeB, rows, inner, columns, Workers.caller())
              .multiply(left, 5, right, 2, result, 3);
          assertThat(result[2]).as("before").isEqualTo(99f);
          assertThat(result[result.length - 1]).as("behind").isEqualTo(99f);
          assertSameBits(
              Arrays.copyOfRange(result, 3, result.length - 1),
              expected,
              "[%d,%d]x[%d,%d] transposed %s %s, seed %d, %s",
              rows,
              inner,
              inner,
              columns,
              transposeA,
              transposeB,
              SEED,
              kernels.getClass().getSimpleName());
        }
      }
    }
  }

  @Test
  void everyShapeFollowsTheLaw() {
    Random random = new Random(SEED);
    int[][] shapes = {
      {1, 1, 1}, {100, 784, 10}, {784, 100, 10}, {10, 3, 784}, {50, 65, 47}, {47, 64, 48},
      {60, 63, 49}, {3, 130, 513}, {2, 5, 1100}, {64, 64, 64}, {1, 300, 1}, {600, 1, 1}
    };
    for (int[] shape : shapes) {
      check(shape[0], shape[1], shape[2], random);
    }
    for (int i = 0; i < 100; i++) {
      check(1 + random.nextInt(70), 1 + random.nextInt(70), 1 + random.nextInt(70), random);
    }
  }

  @Test
  void emptyMatricesAndNoTermsGiveZero() {
    float[] result = {7f, 7f, 7f, 7f, 7f, 7f};
    multiply(new float[0], new float[0], result, 2, 0, 3);
    assertSameBits(result, new float[6], "no terms");
    multiply(new float[0], new float[6], result, 0, 2, 3);
    multiply(new float[6], new float[0], result, 3, 2, 0);
    multiply(new float[0], new float[0], result, Integer.MAX_VALUE, 0, 0);
    multiply(new float[0], new float[0], result, 0, 0, Integer.MAX_VALUE);
    int[] ints = {7};
    MatrixProducts.multiply(new int[0], 0, false, new int[0], 0, false, ints, 0, 1, 0, 1);
    assertThat(ints).containsExactly(0);
  }

  @Test
  void aChainBeginsAtPlusZero() {
    float[] result = new float[1];
    multiply(new float[] {-1f}, new float[] {0f}, result, 1, 1, 1);
    assertThat(Float.floatToIntBits(result[0])).as("+0").isZero();
  }

  @Test
  void aZeroDoesNotHideANaN() {
    float[] result = new float[1];
    float[] nan = {Float.NaN, 1f};
    multiply(new float[2], nan, result, 1, 2, 1);
    assertThat(result[0]).isNaN();
  }

  @Test
  void theFloatProductIsNearTheDoubleOne() {
    Random random = new Random(SEED);
    float[] a = Samples.floats(random, 20 * 30);
    float[] b = Samples.floats(random, 30 * 25);
    float[] result = new float[20 * 25];
    double[] exact = new double[20 * 25];
    multiply(a, b, result, 20, 30, 25);
    MatrixProducts.multiply(
        Samples.doubles(a), 0, false, Samples.doubles(b), 0, false, exact, 0, 20, 30, 25);
    for (int i = 0; i < exact.length; i++) {
      assertThat(Math.abs(result[i] - exact[i])).as("seed %d", SEED).isLessThan(1e-4);
    }
  }

  @Test
  void otherTypesMultiplyTooWithAllTranspositions() {
    Random random = new Random(SEED);
    int rows = 4;
    int inner = 5;
    int columns = 3;
    int[] a = random.ints(rows * inner).toArray();
    int[] b = random.ints(inner * columns).toArray();
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        int[] ints = new int[rows * columns];
        long[] longs = new long[rows * columns];
        double[] doubles = new double[rows * columns];
        MatrixProducts.multiply(a, 0, transposeA, b, 0, transposeB, ints, 0, rows, inner, columns);
        long[] wideA = new long[a.length];
        long[] wideB = new long[b.length];
        Casts.cast(a, wideA, a.length);
        Casts.cast(b, wideB, b.length);
        MatrixProducts.multiply(
            wideA, 0, transposeA, wideB, 0, transposeB, longs, 0, rows, inner, columns);
        double[] realA = new double[a.length];
        double[] realB = new double[b.length];
        Casts.cast(a, realA, a.length);
        Casts.cast(b, realB, b.length);
        MatrixProducts.multiply(
            realA, 0, transposeA, realB, 0, transposeB, doubles, 0, rows, inner, columns);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            int intSum = 0;
            long longSum = 0;
            double chain = 0;
            for (int k = 0; k < inner; k++) {
              int left = a[transposeA ? k * rows + i : i * inner + k];
              int right = b[transposeB ? j * inner + k : k * columns + j];
              intSum += left * right;
              longSum += (long) left * right;
              chain = Math.fma((double) left, (double) right, chain);
            }
            assertThat(ints[i * columns + j]).isEqualTo(intSum);
            assertThat(longs[i * columns + j]).isEqualTo(longSum);
            assertThat(doubles[i * columns + j]).isEqualTo(chain);
          }
        }
      }
    }
  }
}
