package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The error of the {@code float} functions, against the same function in {@code double} (whose own
 * error is a billionth of what is measured), and their special values.
 */
class FloatMathTest {

  private static final long SEED = 31;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** A function of one float. */
  interface FloatFunction {
    float apply(float x);
  }

  /** Each function, its oracle, and the greatest error allowed, in ulp. */
  enum Function {
    EXP(FloatMath::exp, Math::exp, 1.0),
    LOG(FloatMath::log, Math::log, 1.0),
    TANH(FloatMath::tanh, StrictMath::tanh, 2.0),
    SIGMOID(FloatMath::sigmoid, FloatMathTest::sigmoid, 3.0);

    final FloatFunction function;
    final DoubleUnaryOperator oracle;
    final double tolerance;

    Function(FloatFunction function, DoubleUnaryOperator oracle, double tolerance) {
      this.function = function;
      this.oracle = oracle;
      this.tolerance = tolerance;
    }

    double error(float x) {
      return Samples.ulps(function.apply(x), oracle.applyAsDouble(x));
    }
  }

  private static double sigmoid(double x) {
    return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
  }

  @ParameterizedTest
  @EnumSource
  void isAccurateForRandomArguments(Function function) {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000_000; i++) {
      float anywhere = Float.intBitsToFloat(random.nextInt());
      float ordinary = (float) (random.nextGaussian() * 30);
      assertAccurate(function, anywhere);
      assertAccurate(function, ordinary);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAccurateAtAndAroundPowersOfTwoAndWhereResultsUnderflowAndOverflow(Function function) {
    List<Float> edges =
        new ArrayList<>(List.of(0f, 88.72284f, -87.33655f, -103.97208f, 0.625f, 1f));
    for (int exponent = -149; exponent < 128; exponent++) {
      edges.add(Math.scalb(1f, exponent));
      edges.add(Math.scalb(1.3333334f, exponent));
      edges.add(Math.scalb(1.4142135f, exponent));
    }
    for (float edge : edges) {
      for (int step = -64; step <= 64; step++) {
        float near = Float.intBitsToFloat(Float.floatToIntBits(edge) + step);
        assertAccurate(function, near);
        assertAccurate(function, -near);
      }
    }
  }

  private static void assertAccurate(Function function, float x) {
    double error = function.error(x);
    if (!(error <= function.tolerance)) {
      assertThat(error)
          .as("error of %s(%s) in ulp (seed %d)", function, x, SEED)
          .isLessThanOrEqualTo(function.tolerance);
    }
  }

  /** Every float there is, on two threads: minutes. Prints the greatest errors. */
  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void isAccurateForEveryFloat(Function function) throws InterruptedException {
    double[] worst = new double[2];
    float[] where = new float[2];
    Thread[] threads = new Thread[2];
    for (int half = 0; half < 2; half++) {
      int sign = half;
      threads[half] =
          new Thread(
              () -> {
                int bits = sign << 31;
                for (long i = 0; i < 1L << 31; i++, bits++) {
                  float x = Float.intBitsToFloat(bits);
                  double error = function.error(x);
                  if (error > worst[sign]) {
                    worst[sign] = error;
                    where[sign] = x;
                  }
                }
              });
      threads[half].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int half = 0; half < 2; half++) {
      System.out.printf("%s: at most %.3f ulp, at %s%n", function, worst[half], where[half]);
      assertThat(worst[half]).as("at %s", where[half]).isLessThanOrEqualTo(function.tolerance);
    }
  }

  @Test
  void expOfSpecialValues() {
    assertThat(FloatMath.exp(Float.NaN)).isNaN();
    assertThat(FloatMath.exp(INFINITY)).isEqualTo(INFINITY);
    assertThat(FloatMath.exp(-INFINITY)).isEqualTo(0f);
    assertThat(FloatMath.exp(0f)).isEqualTo(1f);
    assertThat(FloatMath.exp(-0f)).isEqualTo(1f);
    assertThat(FloatMath.exp(89f)).isEqualTo(INFINITY);
    assertThat(FloatMath.exp(-100f)).as("subnormal, not flushed").isGreaterThan(0f);
    assertThat(FloatMath.exp(Float.MIN_VALUE)).isEqualTo(1f);
  }

  @Test
  void logOfSpecialValues() {
    assertThat(FloatMath.log(Float.NaN)).isNaN();
    assertThat(FloatMath.log(INFINITY)).isEqualTo(INFINITY);
    assertThat(FloatMath.log(-INFINITY)).isNaN();
    assertThat(FloatMath.log(-1f)).isNaN();
    assertThat(FloatMath.log(-Float.MIN_VALUE)).isNaN();
    assertThat(FloatMath.log(0f)).isEqualTo(-INFINITY);
    assertThat(FloatMath.log(-0f)).isEqualTo(-INFINITY);
    assertThat(Float.floatToIntBits(FloatMath.log(1f))).as("+0").isZero();
    assertThat(FloatMath.log(Float.MIN_VALUE)).isEqualTo((float) (-149 * StrictMath.log(2)));
  }

  @Test
  void tanhOfSpecialValuesKeepsTheSign() {
    assertThat(FloatMath.tanh(Float.NaN)).isNaN();
    assertThat(FloatMath.tanh(INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.tanh(-INFINITY)).isEqualTo(-1f);
    assertThat(Float.floatToIntBits(FloatMath.tanh(-0f))).isEqualTo(0x80000000);
    assertThat(Float.floatToIntBits(FloatMath.tanh(0f))).isZero();
    assertThat(FloatMath.tanh(-Float.MIN_VALUE)).isEqualTo(-Float.MIN_VALUE);
  }

  @Test
  void sigmoidOfSpecialValuesDoesNotOverflow() {
    assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    assertThat(FloatMath.sigmoid(INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.sigmoid(-INFINITY)).isEqualTo(0f);
    assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(FloatMath.sigmoid(-0f)).isEqualTo(0.5f);
    assertThat(FloatMath.sigmoid(-100f)).as("subnormal, not flushed").isGreaterThan(0f);
  }

  @Test
  void powIsThatOfC() {
    assertThat(FloatMath.pow(3f, 2f)).isEqualTo(9f);
    assertThat(FloatMath.pow(2f, -149f)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatMath.pow(-2f, 3f)).isEqualTo(-8f);
    assertThat(FloatMath.pow(-2f, 0.5f)).isNaN();
    assertThat(FloatMath.pow(0f, 0f)).isEqualTo(1f);
    assertThat(FloatMath.pow(Float.NaN, 0f)).isEqualTo(1f);
    assertThat(FloatMath.pow(1f, Float.NaN)).isEqualTo(1f);
    assertThat(FloatMath.pow(-1f, INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.pow(-1f, -INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.pow(0f, -1f)).isEqualTo(INFINITY);
    assertThat(FloatMath.pow(-0f, -1f)).isEqualTo(-INFINITY);
  }
}
