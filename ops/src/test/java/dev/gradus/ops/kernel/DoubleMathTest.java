package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The error of the {@code double} functions: against {@link StrictMath}, which is within an ulp of
 * the truth itself, on many arguments, and against 50 digits on a few hundred.
 */
class DoubleMathTest {

  private static final long SEED = 59;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  enum Function {
    EXP(DoubleMath::exp, StrictMath::exp, ManyDigits::exp, 1.0),
    LOG(DoubleMath::log, StrictMath::log, ManyDigits::log, 1.0),
    TANH(DoubleMath::tanh, StrictMath::tanh, ManyDigits::tanh, 2.0),
    SIGMOID(DoubleMath::sigmoid, DoubleMathTest::sigmoid, ManyDigits::sigmoid, 3.0);

    final DoubleUnaryOperator function;
    final DoubleUnaryOperator nearby;
    final java.util.function.Function<BigDecimal, BigDecimal> truth;
    final double tolerance;

    Function(
        DoubleUnaryOperator function,
        DoubleUnaryOperator nearby,
        java.util.function.Function<BigDecimal, BigDecimal> truth,
        double tolerance) {
      this.function = function;
      this.nearby = nearby;
      this.truth = truth;
      this.tolerance = tolerance;
    }
  }

  private static double sigmoid(double x) {
    double t = StrictMath.exp(-Math.abs(x));
    return x < 0 ? t / (1 + t) : 1 / (1 + t);
  }

  private static double argument(Function function, Random random) {
    double x =
        switch (random.nextInt(3)) {
          case 0 -> random.nextGaussian();
          case 1 -> random.nextGaussian() * 200;
          default -> Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 34);
        };
    return function == Function.LOG ? Math.abs(x) : x;
  }

  @ParameterizedTest
  @EnumSource
  void isNearStrictMath(Function function) {
    Random random = new Random(SEED);
    for (int i = 0; i < 500_000; i++) {
      double x =
          i % 8 == 0 ? Double.longBitsToDouble(random.nextLong()) : argument(function, random);
      double actual = function.function.applyAsDouble(x);
      double expected = function.nearby.applyAsDouble(x);
      boolean near =
          Double.compare(actual, expected) == 0
              || Math.abs(actual - expected) <= (function.tolerance + 1) * Math.ulp(expected);
      if (!near) {
        assertThat(actual).as("%s(%s), seed %d", function, x, SEED).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isWithinItsErrorOfTheTruth(Function function) {
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      double x = argument(function, random);
      double actual = function.function.applyAsDouble(x);
      double error = ManyDigits.ulps(actual, function.truth.apply(new BigDecimal(x)));
      assertThat(error)
          .as("error of %s(%s) in ulp, seed %d", function, x, SEED)
          .isLessThanOrEqualTo(function.tolerance);
    }
  }

  @Test
  void specialValues() {
    assertThat(DoubleMath.exp(Double.NaN)).isNaN();
    assertThat(DoubleMath.exp(INFINITY)).isEqualTo(INFINITY);
    assertThat(DoubleMath.exp(-INFINITY)).isEqualTo(0.0);
    assertThat(DoubleMath.exp(0.0)).isEqualTo(1.0);
    assertThat(DoubleMath.exp(710.0)).isEqualTo(INFINITY);
    assertThat(DoubleMath.exp(-745.0)).as("subnormal").isEqualTo(Double.MIN_VALUE);
    assertThat(DoubleMath.log(Double.NaN)).isNaN();
    assertThat(DoubleMath.log(-1.0)).isNaN();
    assertThat(DoubleMath.log(-0.0)).isEqualTo(-INFINITY);
    assertThat(DoubleMath.log(INFINITY)).isEqualTo(INFINITY);
    assertThat(Double.doubleToLongBits(DoubleMath.log(1.0))).as("+0").isZero();
    assertThat(DoubleMath.tanh(Double.NaN)).isNaN();
    assertThat(DoubleMath.tanh(-INFINITY)).isEqualTo(-1.0);
    assertThat(Double.doubleToLongBits(DoubleMath.tanh(-0.0))).isEqualTo(Long.MIN_VALUE);
    assertThat(DoubleMath.sigmoid(-INFINITY)).isEqualTo(0.0);
    assertThat(DoubleMath.sigmoid(INFINITY)).isEqualTo(1.0);
    assertThat(DoubleMath.sigmoid(-740.0)).as("subnormal").isGreaterThan(0.0);
    assertThat(DoubleMath.pow(1.0, Double.NaN)).isEqualTo(1.0);
    assertThat(DoubleMath.pow(-1.0, INFINITY)).isEqualTo(1.0);
  }
}
