package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conversion between element types: every pair, and the values where the rules differ. */
class CastsTest {

  private static final long SEED = 13;

  private static <A> A cast(Object source, A target, int count) {
    Casts.cast(source, target, count);
    return target;
  }

  @Test
  void everyPairOfTypesKeepsWhatBothCanHold() {
    Object[] arrays = {
      new float[] {0, 1}, new double[] {0, 1}, new int[] {0, 1},
      new long[] {0, 1}, new byte[] {0, 1}, new boolean[] {false, true}
    };
    for (Object source : arrays) {
      for (Object like : arrays) {
        assertThat(cast(source, ElementArrays.newLike(like, 2), 2)).isEqualTo(like);
      }
    }
  }

  @Test
  void realsTruncateAndWhatDoesNotFitBecomesTheLeast() {
    double[] x = {
      -1.9,
      1.9,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      2147483647.5,
      2147483648.0,
      -2147483648.9,
      -2147483649.0,
      0x1p63,
      -0x1p63
    };
    int least = Integer.MIN_VALUE;
    assertThat(cast(x, new int[11], 11))
        .containsExactly(
            -1, 1, least, least, least, Integer.MAX_VALUE, least, least, least, least, least);
    assertThat(cast(x, new long[11], 11))
        .containsExactly(
            -1,
            1,
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            2147483647L,
            2147483648L,
            -2147483648L,
            -2147483649L,
            Long.MIN_VALUE,
            Long.MIN_VALUE);
    assertThat(cast(new float[] {0x1p31f, -0x1p31f}, new int[2], 2)).containsExactly(least, least);
  }

  @Test
  void bytesAreUnsignedAndWrap() {
    assertThat(cast(new byte[] {(byte) 200}, new int[1], 1)).containsExactly(200);
    assertThat(cast(new byte[] {(byte) 255}, new float[1], 1)).containsExactly(255f);
    assertThat(cast(new float[] {-1.5f, 257.9f, Float.NaN}, new byte[3], 3))
        .containsExactly((byte) 255, (byte) 1, (byte) 0);
    assertThat(cast(new int[] {-1, 256}, new byte[2], 2)).containsExactly((byte) 255, (byte) 0);
    assertThat(cast(new long[] {(1L << 32) + 5}, new int[1], 1)).containsExactly(5);
  }

  @Test
  void everyNumberButZeroIsTrue() {
    assertThat(cast(new float[] {0f, -0f, Float.NaN, 0.1f}, new boolean[4], 4))
        .containsExactly(false, false, true, true);
    assertThat(cast(new long[] {0, 1L << 32}, new boolean[2], 2)).containsExactly(false, true);
  }

  @Test
  void numbersAreRoundedOnce() {
    Random random = new Random(SEED);
    long[] longs = random.longs(1000).toArray();
    float[] floats = cast(longs, new float[1000], 1000);
    double[] doubles = random.doubles(1000).toArray();
    float[] narrowed = cast(doubles, new float[1000], 1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(floats[i]).as("seed %d", SEED).isEqualTo((float) longs[i]);
      assertThat(narrowed[i]).as("seed %d", SEED).isEqualTo((float) doubles[i]);
    }
  }

  @Test
  void otherArraysAreRefused() {
    assertThatThrownBy(() -> Casts.cast(new char[1], new int[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("char[]");
  }
}
