package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The element-wise functions of the family that serves here against those of the plain one: the
 * same bits, wherever a block begins and ends, and in place.
 */
class SameElementsTest {
  private static final long SEED = 1985;
  private static final int MOST = 120;

  private static final Elements<float[]> PLAIN = new ScalarKernels().floatElements();
  private static final Elements<float[]> CHOSEN = Kernels.floatElements();

  @Test
  void functionsOfOneArgument() {
    Random random = new Random(SEED);
    for (UnaryFunction function : UnaryFunction.values()) {
      assertThat(CHOSEN.unary(function).isPresent()).isEqualTo(PLAIN.unary(function).isPresent());
      if (PLAIN.unary(function).isEmpty()) {
        continue;
      }
      UnaryBlock<float[], float[]> plain = PLAIN.unary(function).orElseThrow();
      UnaryBlock<float[], float[]> chosen = CHOSEN.unary(function).orElseThrow();
      for (int count = 0; count < MOST; count += 1 + count / 40) {
        float[] x = Samples.wildFloats(random, MOST + 10);
        int from = random.nextInt(10);
        int to = random.nextInt(10);
        float[] expected = new float[MOST + 10];
        float[] result = new float[MOST + 10];
        plain.apply(x, from, expected, to, count);
        chosen.apply(x, from, result, to, count);
        assertSameBits(result, expected, "%s of %d, seed %d", function, count, SEED);
        expected = x.clone();
        plain.apply(x, from, expected, from, count);
        chosen.apply(x, from, x, from, count);
        assertSameBits(x, expected, "%s of %d in place, seed %d", function, count, SEED);
      }
    }
  }

  @Test
  void functionsOfTwoArguments() {
    Random random = new Random(SEED);
    for (BinaryFunction function : BinaryFunction.values()) {
      assertThat(CHOSEN.binary(function).isPresent()).isEqualTo(PLAIN.binary(function).isPresent());
      if (PLAIN.binary(function).isEmpty()) {
        continue;
      }
      BinaryBlock<float[], float[]> plain = PLAIN.binary(function).orElseThrow();
      BinaryBlock<float[], float[]> chosen = CHOSEN.binary(function).orElseThrow();
      for (int count = 0; count < MOST; count += 1 + count / 40) {
        float[] x = Samples.wildFloats(random, MOST + 10);
        float[] y = Samples.wildFloats(random, MOST + 10);
        int from = random.nextInt(10);
        int other = random.nextInt(10);
        int to = random.nextInt(10);
        float[] expected = new float[MOST + 10];
        float[] result = new float[MOST + 10];
        plain.apply(x, from, y, other, expected, to, count);
        chosen.apply(x, from, y, other, result, to, count);
        assertSameBits(result, expected, "%s of %d, seed %d", function, count, SEED);
        float[] left = x.clone();
        expected = x.clone();
        plain.apply(x, from, y, other, expected, from, count);
        chosen.apply(left, from, y, other, left, from, count);
        assertSameBits(left, expected, "%s of %d in place, seed %d", function, count, SEED);
        float[] right = y.clone();
        expected = y.clone();
        plain.apply(x, from, y, other, expected, other, count);
        chosen.apply(x, from, right, other, right, other, count);
        assertSameBits(right, expected, "%s of %d in place, seed %d", function, count, SEED);
      }
    }
  }

  @Test
  @Tag("long")
  void allNumbers() {
    int count = 1 << 16;
    float[] x = new float[count];
    float[] expected = new float[count];
    float[] result = new float[count];
    for (UnaryFunction function :
        List.of(UnaryFunction.EXP, UnaryFunction.LOG, UnaryFunction.TANH, UnaryFunction.SIGMOID)) {
      UnaryBlock<float[], float[]> plain = PLAIN.unary(function).orElseThrow();
      UnaryBlock<float[], float[]> chosen = CHOSEN.unary(function).orElseThrow();
      for (int high = 0; high < 1 << 16; high++) {
        for (int low = 0; low < count; low++) {
          x[low] = Float.intBitsToFloat(high << 16 | low);
        }
        plain.apply(x, 0, expected, 0, count);
        chosen.apply(x, 0, result, 0, count);
        if (Arrays.mismatch(result, expected) >= 0) { // NaNs count as equal here.
          assertSameBits(result, expected, "%s of 0x%04x....", function, high);
        }
      }
    }
  }
}
