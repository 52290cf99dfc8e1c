package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The element-wise functions on double, int, long, unsigned byte and boolean arrays. */
class DoubleAndIntegerElementsTest {

  private static final long SEED = 77;

  private static int ofInts(BinaryFunction function, int x, int y) {
    int[] result = new int[1];
    Kernels.intElements()
        .binary(function)
        .orElseThrow()
        .apply(new int[] {x}, 0, new int[] {y}, 0, result, 0, 1);
    return result[0];
  }

  private static long ofLongs(BinaryFunction function, long x, long y) {
    long[] result = new long[1];
    Kernels.longElements()
        .binary(function)
        .orElseThrow()
        .apply(new long[] {x}, 0, new long[] {y}, 0, result, 0, 1);
    return result[0];
  }

  private static int ofUnsigned(BinaryFunction function, int x, int y) {
    byte[] result = new byte[1];
    Kernels.unsignedByteElements()
        .binary(function)
        .orElseThrow()
        .apply(new byte[] {(byte) x}, 0, new byte[] {(byte) y}, 0, result, 0, 1);
    return result[0] & 0xff;
  }

  private static double ofDoubles(BinaryFunction function, double x, double y) {
    double[] result = new double[1];
    Kernels.doubleElements()
        .binary(function)
        .orElseThrow()
        .apply(new double[] {x}, 0, new double[] {y}, 0, result, 0, 1);
    return result[0];
  }

  @Test
  void doubleFunctionsAgreeWithTheFloatOnesWhereBothAreExact() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      float[] x = {random.nextInt(41) - 20};
      float[] y = {1 + random.nextInt(20) * (random.nextBoolean() ? 1 : -2)};
      float[] result = new float[1];
      Elements<float[]> floats = Kernels.floatElements();
      floats.binary(BinaryFunction.FLOOR_MOD).orElseThrow().apply(x, 0, y, 0, result, 0, 1);
      assertThat((float) ofDoubles(BinaryFunction.FLOOR_MOD, x[0], y[0])).isEqualTo(result[0]);
      floats.binary(BinaryFunction.FLOOR_DIV).orElseThrow().apply(x, 0, y, 0, result, 0, 1);
      assertThat((float) ofDoubles(BinaryFunction.FLOOR_DIV, x[0], y[0])).isEqualTo(result[0]);
      floats
          .binary(BinaryFunction.SQUARED_DIFFERENCE)
          .orElseThrow()
          .apply(x, 0, y, 0, result, 0, 1);
      assertThat((float) ofDoubles(BinaryFunction.SQUARED_DIFFERENCE, x[0], y[0]))
          .isEqualTo(result[0]);
      floats.binary(BinaryFunction.RELU_GRAD).orElseThrow().apply(x, 0, y, 0, result, 0, 1);
      assertThat((float) ofDoubles(BinaryFunction.RELU_GRAD, x[0], y[0])).isEqualTo(result[0]);
    }
    assertThat(ofDoubles(BinaryFunction.MAXIMUM, Double.NaN, 1)).isNaN();
    assertThat(ofDoubles(BinaryFunction.MINIMUM, 1, Double.NaN)).isNaN();
  }

  @Test
  void integerDivisionTruncatesOrFloors() {
    assertThat(ofInts(BinaryFunction.DIV, -7, 2)).isEqualTo(-3);
    assertThat(ofInts(BinaryFunction.FLOOR_DIV, -7, 2)).isEqualTo(-4);
    assertThat(ofInts(BinaryFunction.FLOOR_MOD, -7, 2)).isEqualTo(1);
    assertThat(ofInts(BinaryFunction.FLOOR_MOD, 7, -2)).isEqualTo(-1);
    assertThat(ofInts(BinaryFunction.DIV, Integer.MIN_VALUE, -1)).isEqualTo(Integer.MIN_VALUE);
    assertThat(ofLongs(BinaryFunction.FLOOR_DIV, -7L, 2L)).isEqualTo(-4L);
    assertThat(ofUnsigned(BinaryFunction.DIV, 200, 7)).isEqualTo(28);
  }

  @Test
  void integerDivisionByZeroIsAnErrorThatNamesTheDividend() {
    assertThatThrownBy(() -> ofInts(BinaryFunction.DIV, 7, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Integer division by zero: 7 / 0.");
    assertThatThrownBy(() -> ofInts(BinaryFunction.FLOOR_MOD, 7, 0))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> ofLongs(BinaryFunction.FLOOR_DIV, 7L, 0L))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> ofUnsigned(BinaryFunction.FLOOR_MOD, 7, 0))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void integerPowersWrapAndRefuseNegativeExponents() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      int x = random.nextInt();
      int y = random.nextInt(100);
      BigInteger exact = BigInteger.valueOf(x).pow(y);
      assertThat(ofInts(BinaryFunction.POW, x, y)).as("%d^%d", x, y).isEqualTo(exact.intValue());
      assertThat(ofLongs(BinaryFunction.POW, (long) x, (long) y)).isEqualTo(exact.longValue());
    }
    assertThatThrownBy(() -> ofInts(BinaryFunction.POW, 2, -1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("2 to the -1");
  }

  @Test
  void unsignedBytesCountModulo256AndCompareUnsigned() {
    for (int x = 0; x < 256; x++) {
      for (int y = 0; y < 256; y++) {
        assertThat(ofUnsigned(BinaryFunction.ADD, x, y)).isEqualTo((x + y) % 256);
        assertThat(ofUnsigned(BinaryFunction.SUB, x, y)).isEqualTo((x - y + 256) % 256);
        assertThat(ofUnsigned(BinaryFunction.MUL, x, y)).isEqualTo(x * y % 256);
        assertThat(ofUnsigned(BinaryFunction.MAXIMUM, x, y)).isEqualTo(Math.max(x, y));
      }
    }
    boolean[] less = new boolean[1];
    Kernels.unsignedByteElements()
        .comparison(Comparison.LESS)
        .orElseThrow()
        .apply(new byte[] {100}, 0, new byte[] {(byte) 200}, 0, less, 0, 1);
    assertThat(less).containsExactly(true);
  }

  @Test
  void booleansFollowTheTruthTables() {
    boolean[] x = {false, false, true, true};
    boolean[] y = {false, true, false, true};
    boolean[] result = new boolean[4];
    Kernels.booleanElements()
        .binary(BinaryFunction.LOGICAL_AND)
        .orElseThrow()
        .apply(x, 0, y, 0, result, 0, 4);
    assertThat(result).containsExactly(false, false, false, true);
    Kernels.booleanElements()
        .binary(BinaryFunction.LOGICAL_OR)
        .orElseThrow()
        .apply(x, 0, y, 0, result, 0, 4);
    assertThat(result).containsExactly(false, true, true, true);
    Kernels.booleanElements()
        .comparison(Comparison.NOT_EQUAL)
        .orElseThrow()
        .apply(x, 0, y, 0, result, 0, 4);
    assertThat(result).containsExactly(false, true, true, false);
    Kernels.booleanElements()
        .unary(UnaryFunction.LOGICAL_NOT)
        .orElseThrow()
        .apply(x, 0, result, 0, 4);
    assertThat(result).containsExactly(true, true, false, false);
  }

  @Test
  void selectTakesFromOneOrTheOtherForEveryType() {
    boolean[] condition = {true, false};
    float[] floats = new float[2];
    ElementArrays.select(condition, new float[] {1, 2}, new float[] {3, 4}, floats, 2);
    assertThat(floats).containsExactly(1f, 4f);
    double[] doubles = new double[2];
    ElementArrays.select(condition, new double[] {1, 2}, new double[] {3, 4}, doubles, 2);
    assertThat(doubles).containsExactly(1, 4);
    int[] ints = new int[2];
    ElementArrays.select(condition, new int[] {1, 2}, new int[] {3, 4}, ints, 2);
    assertThat(ints).containsExactly(1, 4);
    long[] longs = new long[2];
    ElementArrays.select(condition, new long[] {1, 2}, new long[] {3, 4}, longs, 2);
    assertThat(longs).containsExactly(1, 4);
    byte[] bytes = new byte[2];
    ElementArrays.select(condition, new byte[] {1, 2}, new byte[] {3, 4}, bytes, 2);
    assertThat(bytes).containsExactly(1, 4);
    boolean[] booleans = new boolean[2];
    ElementArrays.select(
        condition, new boolean[] {true, true}, new boolean[] {false, false}, booleans, 2);
    assertThat(booleans).containsExactly(true, false);
  }
}
