package dev.gradus.ops.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The functions in 50 digits, each from its definition: slow, and right to forty digits or more.
 * What the errors of the kernels' functions are measured by.
 */
final class ManyDigits {

  private static final MathContext DIGITS = new MathContext(50);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final BigDecimal ROOT_OF_PI =
      new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459230781")
          .sqrt(DIGITS);

  private ManyDigits() {}

  /** The distance of a number from the truth, in units of the last place that the truth has. */
  static double ulps(double actual, BigDecimal truth) {
    BigDecimal ulp = new BigDecimal(Math.ulp(truth.doubleValue()));
    return new BigDecimal(actual).subtract(truth).divide(ulp, DIGITS).abs().doubleValue();
  }

  /** The Taylor series, after halving the argument twenty times. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = 20;
    BigDecimal small = x.divide(BigDecimal.valueOf(1L << halvings), DIGITS);
    BigDecimal sum = ONE;
    BigDecimal term = ONE;
    for (int n = 1; n < 40; n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** Newton's iteration on {@link #exp}, from a double's worth of digits. */
  static BigDecimal log(BigDecimal x) {
    BigDecimal y = BigDecimal.valueOf(StrictMath.log(x.doubleValue()));
    for (int i = 0; i < 3; i++) {
      y = y.add(x.divide(exp(y), DIGITS).subtract(ONE), DIGITS);
    }
    return y;
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal t = exp(x.add(x));
    return t.subtract(ONE).divide(t.add(ONE), DIGITS);
  }

  static BigDecimal sigmoid(BigDecimal x) {
    return ONE.divide(ONE.add(exp(x.negate())), DIGITS);
  }

  static BigDecimal softplus(BigDecimal x) {
    return log(ONE.add(exp(x)));
  }

  static BigDecimal asinh(BigDecimal x) {
    BigDecimal magnitude = x.abs();
    BigDecimal result = log(magnitude.add(x.multiply(x).add(ONE).sqrt(DIGITS)));
    return x.signum() < 0 ? result.negate() : result;
  }

  static BigDecimal acosh(BigDecimal x) {
    return log(x.add(x.multiply(x).subtract(ONE).sqrt(DIGITS)));
  }

  static BigDecimal atanh(BigDecimal x) {
    return log(ONE.add(x).divide(ONE.subtract(x), DIGITS)).divide(TWO, DIGITS);
  }

  /** Maclaurin's series: up to 3, it loses 4 digits at most. */
  static BigDecimal erf(BigDecimal x) {
    if (x.abs().doubleValue() > 3) {
      BigDecimal result = ONE.subtract(tail(x.abs()));
      return x.signum() < 0 ? result.negate() : result;
    }
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = x;
    for (int n = 0; n < 120; n++) {
      sum = sum.add(power.divide(BigDecimal.valueOf(2 * n + 1), DIGITS), DIGITS);
      power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(n + 1), DIGITS).negate();
    }
    return sum.multiply(TWO, DIGITS).divide(ROOT_OF_PI, DIGITS);
  }

  static BigDecimal erfc(BigDecimal x) {
    return x.doubleValue() > 3 ? tail(x) : ONE.subtract(erf(x));
  }

  /** Laplace's continued fraction for 1 − erf x. */
  private static BigDecimal tail(BigDecimal x) {
    BigDecimal denominator = x;
    for (int k = 300; k > 0; k--) {
      BigDecimal half = BigDecimal.valueOf(k).divide(TWO, DIGITS);
      denominator = x.add(half.divide(denominator, DIGITS), DIGITS);
    }
    BigDecimal bell = exp(x.multiply(x).negate());
    return bell.divide(ROOT_OF_PI, DIGITS).divide(denominator, DIGITS);
  }
}
