package dev.gradus.ops.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The matrix products with the Vector API: each has the bits of the law of products, for all sizes,
 * transpositions, offsets and numbers, however the work is divided.
 */
class VectorProductTest {
  private static final long SEED = 2048;
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE
  };

  /** Makes a product for certain sizes. */
  private interface Maker {
    FloatProduct make(
        boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers);
  }

  /** Says that it has threads, and runs the parts in turn, the last one first. */
  private static final class Backwards implements Workers {
    @Override
    public int count() {
      return 3;
    }

    @Override
    public void run(int parts, Part part) {
      for (int i = parts - 1; i >= 0; i--) {
        part.run(i);
      }
    }
  }

  /** Mostly normal numbers, of any magnitude; where one is special, so are others. */
  private static float[] numbers(Random random, int count) {
    float[] values = new float[count];
    int oneIn = random.nextInt(3) == 0 ? 8 : 400;
    for (int i = 0; i < count; i++) {
      values[i] =
          random.nextInt(oneIn) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) Math.scalb(random.nextGaussian(), random.nextInt(9) - 4);
    }
    return values;
  }

  private static int[] bits(float[] values, int from, int count) {
    int[] bits = new int[count];
    for (int i = 0; i < count; i++) {
      bits[i] = Float.floatToIntBits(values[from + i]);
    }
    return bits;
  }

  /** Runs a product twice, on different numbers, and compares with three plain loops. */
  private static void check(
      Maker maker, int rows, int inner, int columns, boolean transposeA, boolean transposeB) {
    Random random = new Random(SEED + rows * 31L + inner * 17L + columns);
    for (Workers workers : new Workers[] {Workers.caller(), new Backwards()}) {
      FloatProduct product = maker.make(transposeA, transposeB, rows, inner, columns, workers);
      for (int turn = 0; turn < 2; turn++) {
        int aOffset = random.nextInt(5);
        int bOffset = random.nextInt(5);
        int offset = random.nextInt(5);
        float[] a = numbers(random, aOffset + rows * inner + random.nextInt(3));
        float[] b = numbers(random, bOffset + inner * columns + random.nextInt(3));
        int size = rows * columns;
        float[] result = new float[offset + size + 2];
        Arrays.fill(result, 99f);
        product.multiply(a, aOffset, b, bOffset, result, offset);
        float[] expected = new float[size];
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            float sum = 0f;
            for (int k = 0; k < inner; k++) {
              float left = a[aOffset + (transposeA ? k * rows + i : i * inner + k)];
              float right = b[bOffset + (transposeB ? j * inner + k : k * columns + j)];
              sum = Math.fma(left, right, sum);
            }
            expected[i * columns + j] = sum;
          }
        }
        assertThat(bits(result, offset, size))
            .as(
                "[%d,%d]x[%d,%d], transposed %s %s, turn %d, seed %d",
                rows, inner, inner, columns, transposeA, transposeB, turn, SEED)
            .isEqualTo(bits(expected, 0, size));
        for (int i = 0; i < offset; i++) {
          assertThat(result[i]).as("before the result").isEqualTo(99f);
        }
        assertThat(result[offset + size]).as("behind the result").isEqualTo(99f);
        assertThat(result[offset + size + 1]).as("behind the result").isEqualTo(99f);
      }
    }
  }

  private static void checkAll(Maker maker) {
    int[][] sizes = {
      {0, 3, 4},
      {3, 0, 4},
      {3, 4, 0},
      {1, 1, 1},
      {1, 5, 1},
      {1, 7, 10},
      {2, 3, 17},
      {9, 2, 15},
      {9, 30, 16},
      {8, 64, 32},
      {16, 3, 33},
      {7, 11, 48},
      {5, 4, 49},
      {1, 20, 300},
      {1, 9, 128},
      {100, 20, 10},
      {33, 1, 65},
      {20, 700, 40},
      {17, 300, 1},
      {140, 9, 600},
      {1, 1, 130}
    };
    for (int[] size : sizes) {
      checkTransposed(maker, size[0], size[1], size[2]);
    }
    Random random = new Random(SEED);
    for (int i = 0; i < 25; i++) {
      checkTransposed(
          maker, 1 + random.nextInt(40), 1 + random.nextInt(40), 1 + random.nextInt(150));
    }
  }

  private static Maker unlessEmpty(Maker maker) {
    return (transposeA, transposeB, rows, inner, columns, workers) ->
        (rows * inner * columns == 0 ? (Maker) VectorProducts::of : maker)
            .make(transposeA, transposeB, rows, inner, columns, workers);
  }

  private static void checkTransposed(Maker maker, int rows, int inner, int columns) {
    check(maker, rows, inner, columns, false, false);
    check(maker, rows, inner, columns, false, true);
    check(maker, rows, inner, columns, true, false);
    check(maker, rows, inner, columns, true, true);
  }

  @Test
  void theChosenProductFollowsTheLaw() {
    checkAll(VectorProducts::of);
  }

  @Test
  void theDirectProductFollowsTheLaw() {
    checkAll(unlessEmpty(DirectProduct::new));
  }

  @Test
  void thePackedProductFollowsTheLaw() {
    checkAll(unlessEmpty(PackedProduct::new));
  }

  @Test
  void theTransposedProductFollowsTheLaw() {
    Maker transposed =
        (transposeA, transposeB, rows, inner, columns, workers) ->
            new TransposedProduct(rows, inner, columns, workers);
    check(transposed, 1, 1, 1, false, true);
    check(transposed, 8, 3, 64, false, true);
    check(transposed, 33, 5, 70, false, true);
    check(transposed, 40, 900, 150, false, true);
    check(transposed, 3, 2, 1100, false, true);
    check(transposed, 16, 700, 260, false, true);
    check(VectorProducts::of, 20, 900, 300, false, true);
  }

  @Test
  void severalBlocksFollowTheLaw() {
    Maker packed = PackedProduct::new;
    check(packed, 1100, 3, 40, true, false);
    check(packed, 9, 5, 2100, false, true);
    check(packed, 30, 900, 70, false, false);
    check(packed, 12, 900, 1100, false, false);
    check(packed, 1027, 700, 20, false, false);
    check(packed, 300, 20, 700, true, true);
    check(packed, 150, 5, 40, true, false);
    check(packed, 70, 1000, 500, false, false);
    check(packed, 65, 1025, 500, false, true);
  }
}
