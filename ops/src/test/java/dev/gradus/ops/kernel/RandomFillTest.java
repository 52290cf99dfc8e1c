package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Random fills: which words of the stream make which element, and the shape of the distributions.
 */
class RandomFillTest {

  private static final long SEED = 87654321;
  private static final long SEED2 = 1;

  private static int word(long index) {
    int[] block = new int[Philox.WORDS];
    Philox.block(SEED, SEED2, index / 4, block);
    return block[(int) (index % 4)];
  }

  /**
   * What TensorFlow 1.x printed for {@code tf.random_uniform([1], seed=1)}, run twice in a session,
   * and for {@code tf.random_normal([2, 3], seed=1)}, in many a published tutorial. (An op seed
   * alone makes the streams (87654321, seed).)
   */
  @Test
  void theNumbersAreThoseOfTensorFlow() {
    float[] x = new float[1];
    RandomFill.uniform(x, 1, SEED, SEED2, 0);
    assertThat(x[0]).isEqualTo(0.2390374f);
    RandomFill.uniform(x, 1, SEED, SEED2, RandomFill.reservedBlocks(1));
    assertThat(x[0]).isEqualTo(0.22267115f);
    float[] y = new float[6];
    RandomFill.normal(y, 6, SEED, SEED2, 0);
    float[] printed = {-0.8113182f, 1.4845988f, 0.06532937f, -2.4427042f, 0.0992484f, 0.5912243f};
    assertThat(y).containsExactly(printed, within(1e-6f));
  }

  @Test
  void aFloatIsTheLower23BitsOfOneWord() {
    float[] x = new float[10];
    RandomFill.uniform(x, 10, SEED, SEED2, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(x[i]).isEqualTo((word(i) & 0x7fffff) / (float) (1 << 23));
    }
  }

  @Test
  void aDoubleIs52BitsOfTwoWords() {
    double[] x = new double[5];
    RandomFill.uniform(x, 5, SEED, SEED2, 0);
    for (int i = 0; i < 5; i++) {
      double high = word(2 * i) & 0xfffff;
      double low = Integer.toUnsignedLong(word(2 * i + 1));
      assertThat(x[i]).isEqualTo((high * 0x1p32 + low) * 0x1p-52);
    }
  }

  @Test
  void skippingIsBeginningLater() {
    float[] whole = new float[40];
    float[] part = new float[20];
    RandomFill.uniform(whole, 40, SEED, SEED2, 0);
    RandomFill.uniform(part, 20, SEED, SEED2, 5);
    assertThat(part).containsExactly(Arrays.copyOfRange(whole, 20, 40));
    assertThat(RandomFill.reservedBlocks(10)).isEqualTo(2560);
  }

  @Test
  void aShorterFillIsTheBeginningOfALongerOne() {
    float[] floats = new float[37];
    float[] fewer = new float[23];
    RandomFill.normal(floats, 37, SEED, SEED2, 0);
    RandomFill.normal(fewer, 23, SEED, SEED2, 0);
    assertSameBits(fewer, Arrays.copyOf(floats, 23), "normal");
    RandomFill.truncatedNormal(floats, 37, SEED, SEED2, 0);
    RandomFill.truncatedNormal(fewer, 23, SEED, SEED2, 0);
    assertSameBits(fewer, Arrays.copyOf(floats, 23), "truncated normal");
    double[] doubles = new double[37];
    double[] fewerDoubles = new double[23];
    RandomFill.truncatedNormal(doubles, 37, SEED, SEED2, 0);
    RandomFill.truncatedNormal(fewerDoubles, 23, SEED, SEED2, 0);
    assertSameBits(fewerDoubles, Arrays.copyOf(doubles, 23), "truncated normal");
  }

  @Test
  void normalNumbersAreBoxAndMullers() {
    float[] x = new float[8];
    RandomFill.normal(x, 8, SEED, SEED2, 0);
    for (int i = 0; i < 8; i += 2) {
      double u = (word(i) & 0x7fffff) * 0x1p-23;
      double v = (word(i + 1) & 0x7fffff) * 0x1p-23;
      double radius = Math.sqrt(-2 * Math.log(u));
      assertThat((double) x[i]).isCloseTo(radius * Math.sin(2 * Math.PI * v), within(1e-5));
      assertThat((double) x[i + 1]).isCloseTo(radius * Math.cos(2 * Math.PI * v), within(1e-5));
    }
  }

  @Test
  void aGroupOfTruncatedNormalsIsTheAcceptedNormalsFromItsOwnBlocks() {
    float[] x = new float[400];
    RandomFill.truncatedNormal(x, 400, SEED, SEED2, 7);
    for (int group = 0; group < 100; group++) {
      float[] candidates = new float[64];
      RandomFill.normal(candidates, 64, SEED, SEED2, 7 + group * 256L);
      float[] accepted = new float[4];
      int found = 0;
      for (int i = 0; found < 4; i++) {
        if (Math.abs(candidates[i]) < 2) {
          accepted[found++] = candidates[i];
        }
      }
      assertSameBits(Arrays.copyOfRange(x, 4 * group, 4 * group + 4), accepted, "group %d", group);
    }
    double[] y = new double[100];
    RandomFill.truncatedNormal(y, 100, SEED, SEED2, 0);
    for (int group = 0; group < 50; group++) {
      double[] candidates = new double[64];
      RandomFill.normal(candidates, 64, SEED, SEED2, group * 128L);
      double[] accepted = Arrays.stream(candidates).filter(v -> Math.abs(v) < 2).limit(2).toArray();
      assertSameBits(Arrays.copyOfRange(y, 2 * group, 2 * group + 2), accepted, "%d", group);
    }
  }

  @Test
  void theDistributionsHaveTheirMoments() {
    int count = 200_000;
    float[] x = new float[count];
    RandomFill.uniform(x, count, SEED, SEED2, 0);
    assertMoments(Samples.doubles(x), 0.5, 1.0 / 12);
    RandomFill.normal(x, count, SEED, SEED2, 0);
    assertMoments(Samples.doubles(x), 0, 1);
    RandomFill.truncatedNormal(x, count, SEED, SEED2, 0);
    assertMoments(Samples.doubles(x), 0, 0.7737);
    double[] y = new double[count];
    RandomFill.uniform(y, count, SEED, SEED2, 0);
    assertMoments(y, 0.5, 1.0 / 12);
    RandomFill.normal(y, count, SEED, SEED2, 0);
    assertMoments(y, 0, 1);
    RandomFill.truncatedNormal(y, count, SEED, SEED2, 0);
    assertMoments(y, 0, 0.7737);
  }

  private static void assertMoments(double[] values, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    double actualMean = sum / values.length;
    assertThat(actualMean).isCloseTo(mean, within(0.01));
    assertThat(squares / values.length - actualMean * actualMean).isCloseTo(variance, within(0.01));
  }

  @Test
  void integersStayInTheirRangeAndReachBothEnds() {
    int[] x = new int[1000];
    RandomFill.uniform(x, 1000, -3, 4, SEED, SEED2, 0);
    assertThat(Arrays.stream(x).distinct().sorted().toArray())
        .containsExactly(-3, -2, -1, 0, 1, 2, 3);
    assertThat(x[5]).isEqualTo(-3 + (int) (Integer.toUnsignedLong(word(5)) % 7));
    RandomFill.uniform(x, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE, SEED, SEED2, 0);
    assertThat(Arrays.stream(x).anyMatch(v -> v < 0)).isTrue();
    assertThat(Arrays.stream(x).anyMatch(v -> v > 0)).isTrue();
    long[] y = new long[1000];
    RandomFill.uniform(y, 1000, 5_000_000_000L, 5_000_000_003L, SEED, SEED2, 0);
    assertThat(Arrays.stream(y).distinct().sorted().toArray())
        .containsExactly(5_000_000_000L, 5_000_000_001L, 5_000_000_002L);
    assertThatThrownBy(() -> RandomFill.uniform(x, 1, 5, 5, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Random integers need minval < maxval, not 5 and 5.");
  }
}
