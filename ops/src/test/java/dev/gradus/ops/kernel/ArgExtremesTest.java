package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index of the greatest and the least element. */
class ArgExtremesTest {

  private static final long SEED = 21;

  private static int argMax(Object row, int count) {
    int[] result = new int[1];
    ArgExtremes.argMax(row, 1, count, 1, result);
    return result[0];
  }

  private static int argMin(Object row, int count) {
    int[] result = new int[1];
    ArgExtremes.argMin(row, 1, count, 1, result);
    return result[0];
  }

  @Test
  void theIndexPointsAtTheMaximumAndNoEarlierElementEqualsIt() {
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      int outer = 1 + random.nextInt(4);
      int count = 1 + random.nextInt(9);
      int inner = 1 + random.nextInt(4);
      int[] x = random.ints(outer * count * inner, -4, 5).toArray();
      float[] floats = new float[x.length];
      long[] longs = new long[x.length];
      Casts.cast(x, floats, x.length);
      Casts.cast(x, longs, x.length);
      int[] greatest = new int[outer * inner];
      IntReductions.max(x, outer, count, inner, greatest);
      long[] result = new long[outer * inner];
      for (Object array : new Object[] {x, floats, longs}) {
        ArgExtremes.argMax(array, outer, count, inner, result);
        for (int o = 0; o < outer; o++) {
          for (int c = 0; c < inner; c++) {
            int at = (int) result[o * inner + c];
            assertThat(x[(o * count + at) * inner + c]).isEqualTo(greatest[o * inner + c]);
            for (int k = 0; k < at; k++) {
              assertThat(x[(o * count + k) * inner + c]).isLessThan(greatest[o * inner + c]);
            }
          }
        }
      }
    }
  }

  @Test
  void theFirstNaNWins() {
    float[] x = {1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NaN};
    assertThat(argMax(x, 4)).isEqualTo(1);
    assertThat(argMin(x, 4)).isEqualTo(1);
    assertThat(argMin(new double[] {Double.NaN, 0}, 2)).isZero();
  }

  @Test
  void tiesGoToTheFirst() {
    assertThat(argMax(new float[] {-0f, 0f}, 2)).isZero();
    assertThat(argMin(new float[] {0f, -0f}, 2)).isZero();
    assertThat(argMax(new int[] {1, 3, 3}, 3)).isEqualTo(1);
  }

  @Test
  void bytesAreUnsignedAndLongsExact() {
    assertThat(argMax(new byte[] {1, (byte) 200, 100}, 3)).isEqualTo(1);
    assertThat(argMin(new byte[] {1, (byte) 200, 100}, 3)).isZero();
    assertThat(argMax(new long[] {Long.MAX_VALUE - 1, Long.MAX_VALUE}, 2)).isEqualTo(1);
  }

  @Test
  void anEmptyAxisIsAnErrorUnlessNoResultIsWanted() {
    assertThatThrownBy(() -> argMax(new float[0], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An axis of size 0 has no greatest element.");
    ArgExtremes.argMax(new float[0], 0, 0, 3, new long[0]);
  }
}
