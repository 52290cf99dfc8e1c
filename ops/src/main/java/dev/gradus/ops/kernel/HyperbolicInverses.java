package dev.gradus.ops.kernel;

/**
 * The inverse hyperbolic functions of one {@code double}, with the same bits on every machine.
 *
 * <p>All are logarithms: asinh x = ln (x + √(x² + 1)) and so on. As written, these lose all digits
 * near 0, so {@code log1p} is given what the argument differs from 1 by; and x² overflows where x
 * is large, where the root is as good as x itself. The forms are those of Sun's fdlibm (1993). The
 * greatest errors observed on thirty thousand random arguments are 1.6, 1.7 and 1.9 units in the
 * last place for asinh, acosh and atanh.
 */
final class HyperbolicInverses {
  private static final double LN_2 = 0x1.62e42fefa39efp-1;

  /** From here on, x² + 1 and x² − 1 are x², rounded. */
  private static final double LARGE = 0x1p28;

  private HyperbolicInverses() {}

  static double asinh(double x) {
    double magnitude = Math.abs(x);
    double result;
    if (magnitude >= LARGE) {
      result = StrictMath.log(magnitude) + LN_2;
    } else {
      double square = x * x;
      result = StrictMath.log1p(magnitude + square / (1.0 + Math.sqrt(square + 1.0)));
    }
    return Math.copySign(result, x);
  }

  static double acosh(double x) {
    if (x >= LARGE) {
      return StrictMath.log(x) + LN_2;
    }
    double above = x - 1.0;
    double result = StrictMath.log1p(above + Math.sqrt(2.0 * above + above * above));
    return above < 0.0 ? Double.NaN : result;
  }

  static double atanh(double x) {
    double magnitude = Math.abs(x);
    double result = 0.5 * StrictMath.log1p(2.0 * magnitude / (1.0 - magnitude));
    return magnitude > 1.0 ? Double.NaN : Math.copySign(result, x);
  }
}
