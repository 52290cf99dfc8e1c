package dev.gradus.ops.kernel;

/**
 * The element-wise loops on {@code float} arrays, one per function, each over one index.
 *
 * <p>The one index is what makes them fast. HotSpot's C2 compiler vectorises {@code r[i] = x[i] +
 * y[i]}: whether or not the arrays are the same object, element i depends on element i alone. It
 * leaves {@code r[ro + i] = x[xo + i] + y[yo + i]} scalar, several times slower, because for all it
 * knows the arrays are one and the ranges overlap. {@link ScalarFloatKernels} brings calls with
 * unequal offsets to this form.
 */
final class FloatLoops {

  private static final int INFINITY_BITS = 0x7f800000;

  private FloatLoops() {}

  /** A loop over [from, to) of one argument array. */
  @FunctionalInterface
  interface Unary {
    void run(float[] x, float[] result, int from, int to);
  }

  /** A loop over [from, to) of two argument arrays. */
  @FunctionalInterface
  interface Binary {
    void run(float[] x, float[] y, float[] result, int from, int to);
  }

  /** A loop over [from, to) of two argument arrays, with a truth value as result. */
  @FunctionalInterface
  interface Comparison {
    void run(float[] x, float[] y, boolean[] result, int from, int to);
  }

  static void neg(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = -x[i];
    }
  }

  static void abs(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = Math.abs(x[i]);
    }
  }

  static void sign(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      float sign = (x[i] > 0f ? 1f : 0f) - (x[i] < 0f ? 1f : 0f);
      result[i] = Float.isNaN(x[i]) ? x[i] : sign;
    }
  }

  static void square(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] * x[i];
    }
  }

  static void sqrt(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = (float) Math.sqrt(x[i]);
    }
  }

  static void exp(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = FloatMath.exp(x[i]);
    }
  }

  static void log(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = FloatMath.log(x[i]);
    }
  }

  static void relu(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = Math.max(x[i], 0f);
    }
  }

  static void relu6(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = Math.min(Math.max(x[i], 0f), 6f);
    }
  }

  static void sigmoid(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = FloatMath.sigmoid(x[i]);
    }
  }

  static void tanh(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = FloatMath.tanh(x[i]);
    }
  }

  static void reciprocal(float[] x, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = 1f / x[i];
    }
  }

  static void add(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] + y[i];
    }
  }

  static void sub(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] - y[i];
    }
  }

  static void mul(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] * y[i];
    }
  }

  static void div(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] / y[i];
    }
  }

  static void pow(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = FloatMath.pow(x[i], y[i]);
    }
  }

  static void maximum(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = Math.max(x[i], y[i]);
    }
  }

  static void minimum(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = Math.min(x[i], y[i]);
    }
  }

  static void squaredDifference(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      float difference = x[i] - y[i];
      result[i] = difference * difference;
    }
  }

  static void floorDiv(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = (float) Math.floor(x[i] / y[i]);
    }
  }

  static void floorMod(float[] x, float[] y, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = flooredRemainder(x[i], y[i]);
    }
  }

  /**
   * Without a branch, which would be taken at random. The bits of a positive number are those of a
   * positive integer, and those of a positive NaN more than infinity's.
   */
  static void reluGrad(float[] gradient, float[] feature, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      int bits = Float.floatToRawIntBits(feature[i]);
      int isPositive = (-bits & ~bits & ~(INFINITY_BITS - bits)) >> 31;
      result[i] = Float.intBitsToFloat(isPositive & Float.floatToRawIntBits(gradient[i]));
    }
  }

  static void equal(float[] x, float[] y, boolean[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] == y[i];
    }
  }

  static void notEqual(float[] x, float[] y, boolean[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] != y[i];
    }
  }

  static void less(float[] x, float[] y, boolean[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] < y[i];
    }
  }

  static void lessEqual(float[] x, float[] y, boolean[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] <= y[i];
    }
  }

  static void greater(float[] x, float[] y, boolean[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] > y[i];
    }
  }

  static void greaterEqual(float[] x, float[] y, boolean[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      result[i] = x[i] >= y[i];
    }
  }

  /** C's fmod, moved to the sign of the divisor: TensorFlow's FloorMod. */
  static float flooredRemainder(float x, float y) {
    float remainder = x % y;
    return remainder != 0f && (remainder < 0f) != (y < 0f) ? remainder + y : remainder;
  }
}
