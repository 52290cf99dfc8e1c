package dev.gradus.ops.kernel;

/**
 * The error function erf x = 2/√π · ∫₀ˣ e<sup>−t²</sup> dt, and its complement 1 − erf x, with the
 * same bits on every machine.
 *
 * <p>The method and the coefficients are those of Sun Microsystems' fdlibm (s_erf.c, 1993, freely
 * granted): on each of five intervals of |x| a quotient of polynomials in x², |x| − 1 or 1/x²; from
 * 1.25 on times e<sup>−x²</sup>, with x² split into two parts, of which the first is exact. The
 * error is below one unit in the last place, for the {@link StrictMath#exp} that is used.
 */
final class ErrorFunction {
  /** erf 1, rounded to a {@code float}. */
  private static final double ERF_1 = 8.45062911510467529297e-01;

  /** 2/√π − 1. */
  private static final double SLOPE_LESS_1 = 1.28379167095512586316e-01;

  private static final double[] SMALL_NUMERATOR = {
    1.28379167095512558561e-01,
    -3.25042107247001499370e-01,
    -2.84817495755985104766e-02,
    -5.77027029648944159157e-03,
    -2.37630166566501626084e-05
  };
  private static final double[] SMALL_DENOMINATOR = {
    1,
    3.97917223959155352819e-01,
    6.50222499887672944485e-02,
    5.08130628187576562776e-03,
    1.32494738004321644526e-04,
    -3.96022827877536812320e-06
  };
  private static final double[] MIDDLE_NUMERATOR = {
    -2.36211856075265944077e-03,
    4.14856118683748331666e-01,
    -3.72207876035701323847e-01,
    3.18346619901161753674e-01,
    -1.10894694282396677476e-01,
    3.54783043256182359371e-02,
    -2.16637559486879084300e-03
  };
  private static final double[] MIDDLE_DENOMINATOR = {
    1,
    1.06420880400844228286e-01,
    5.40397917702171048937e-01,
    7.18286544141962662868e-02,
    1.26171219808761642112e-01,
    1.36370839120290507362e-02,
    1.19844998467991074170e-02
  };
  private static final double[] LARGE_NUMERATOR = {
    -9.86494403484714822705e-03,
    -6.93858572707181764372e-01,
    -1.05586262253232909814e+01,
    -6.23753324503260060396e+01,
    -1.62396669462573470355e+02,
    -1.84605092906711035994e+02,
    -8.12874355063065934246e+01,
    -9.81432934416914548592e+00
  };
  private static final double[] LARGE_DENOMINATOR = {
    1,
    1.96512716674392571292e+01,
    1.37657754143519042600e+02,
    4.34565877475229228821e+02,
    6.45387271733267880336e+02,
    4.29008140027567833386e+02,
    1.08635005541779435134e+02,
    6.57024977031928170135e+00,
    -6.04244152148580987438e-02
  };
  private static final double[] LARGEST_NUMERATOR = {
    -9.86494292470009928597e-03,
    -7.99283237680523006574e-01,
    -1.77579549177547519889e+01,
    -1.60636384855821916062e+02,
    -6.37566443368389627722e+02,
    -1.02509513161107724954e+03,
    -4.83519191608651397019e+02
  };
  private static final double[] LARGEST_DENOMINATOR = {
    1,
    3.03380607434824582924e+01,
    3.25792512996573918826e+02,
    1.53672958608443695994e+03,
    3.19985821950859553908e+03,
    2.55305040643316442583e+03,
    4.74528541206955367215e+02,
    -2.24409524465858183362e+01
  };

  private ErrorFunction() {}

  static double erf(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    } else if (magnitude < 0x1p-28) {
      return x + SLOPE_LESS_1 * x;
    } else if (magnitude < 0.84375) {
      return x + x * small(x * x);
    } else if (magnitude < 1.25) {
      return Math.copySign(ERF_1 + middle(magnitude - 1), x);
    } else {
      return Math.copySign(magnitude >= 6 ? 1 : 1 - tail(magnitude), x);
    }
  }

  static double erfc(double x) {
    double magnitude = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    } else if (magnitude < 0.84375) {
      double product = x * small(x * x);
      // Above 1/4, one minus the sum would lose a digit.
      return x < 0.25 ? 1 - (x + product) : 0.5 - (x - 0.5 + product);
    } else if (magnitude < 1.25) {
      double difference = middle(magnitude - 1);
      return x > 0 ? 1 - ERF_1 - difference : 1 + (ERF_1 + difference);
    } else if (magnitude < 28) {
      return x > 0 ? tail(magnitude) : x < -6 ? 2 : 2 - tail(magnitude);
    } else {
      return x > 0 ? 0 : 2;
    }
  }

  private static double small(double square) {
    return polynomial(SMALL_NUMERATOR, square) / polynomial(SMALL_DENOMINATOR, square);
  }

  private static double middle(double above1) {
    return polynomial(MIDDLE_NUMERATOR, above1) / polynomial(MIDDLE_DENOMINATOR, above1);
  }

  /** Returns 1 − erf x for x from 1.25 on. */
  private static double tail(double x) {
    double z = 1 / (x * x);
    double quotient =
        x < 1 / 0.35
            ? polynomial(LARGE_NUMERATOR, z) / polynomial(LARGE_DENOMINATOR, z)
            : polynomial(LARGEST_NUMERATOR, z) / polynomial(LARGEST_DENOMINATOR, z);
    // The upper half of x: its square is exact.
    double upper = Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffff00000000L);
    return StrictMath.exp(-upper * upper - 0.5625)
        * StrictMath.exp((upper - x) * (upper + x) + quotient)
        / x;
  }

  /** By Horner's rule, the coefficients from the constant one up. */
  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = coefficients[i] + x * sum;
    }
    return sum;
  }
}
