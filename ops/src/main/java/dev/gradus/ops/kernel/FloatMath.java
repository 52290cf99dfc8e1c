package dev.gradus.ops.kernel;

/**
 * Exponential, logarithm, hyperbolic tangent, logistic sigmoid and power of one {@code float}, with
 * the same bits on every machine.
 *
 * <p>{@link Math#exp} and its relatives may differ by an ulp between JVMs, because each may bring
 * its own intrinsic; {@link StrictMath} may not, but computes in {@code double}, branches and
 * cannot be written for vector lanes. The functions here use only operations whose every bit IEEE
 * 754 fixes (add, multiply, divide, fused multiply-add, comparison, and shifts of the bit pattern),
 * in {@code float}, without a branch that depends on the value: every {@code ?:} is a select
 * between two values that are both computed. So a SIMD version which performs the same operations
 * in the same order, lane by lane, agrees bit for bit.
 *
 * <p>The plan is the classical one (J.-M. Muller, <i>Elementary Functions</i>, 3rd edition,
 * chapters 3 and 11): reduce the argument to a short interval without losing bits, evaluate a
 * minimax polynomial there, undo the reduction. The coefficients come from a Remez exchange in
 * 60-digit arithmetic on exactly the interval stated beside each set, minimising the relative error
 * of the function (not of the polynomial factor), then rounded to {@code float}. The highest error
 * over all 2<sup>32</sup> inputs, measured against {@code double}: exp 0.99, log 0.91, tanh 1.34,
 * sigmoid 2.41 ulp.
 *
 * <p>Subnormal inputs and results are kept, never flushed to zero. A NaN gives a NaN.
 */
public final class FloatMath {

  private static final float LOG2_E = 0x1.715476p+0f;

  /** ln 2 rounded to {@code float}, and what that rounding left over. */
  private static final float LN2_HIGH = 0x1.62e43p-1f;

  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** ln 2 cut to 16 bits, so that its product with any float exponent (8 bits) is exact. */
  private static final float LN2_SHORT = 0x1.62e4p-1f;

  private static final float LN2_SHORT_REST = 0x1.7f7d1cp-20f;

  /** Adding 1.5·2^23 leaves no room for a fraction: the sum is rounded to an integer. */
  private static final float TO_INTEGER = 0x1.8p23f;

  private static final int TO_INTEGER_BITS = 0x4b400000;

  private static final int TWO_THIRDS_BITS = 0x3f2aaaab;

  private FloatMath() {}

  /**
   * e<sup>x</sup>.
   *
   * <p>x = n·ln 2 + r with n an integer and |r| ≤ ln 2 / 2, the product subtracted in two exact
   * steps (W. J. Cody and W. Waite, <i>Software Manual for the Elementary Functions</i>, 1980);
   * e<sup>r</sup> = 1 + r + r²·q(r) with q of degree 5, relative error 2<sup>-34</sup>. The factor
   * 2<sup>n</sup> is applied in two halves, so that a subnormal result is rounded only once.
   *
   * @return +∞ above 88.72284, +0 below −103.97209, and NaN for NaN
   */
  public static float exp(float x) {
    float clamped = Math.min(Math.max(x, -104f), 89f);
    float shifted = Math.fma(clamped, LOG2_E, TO_INTEGER);
    float n = shifted - TO_INTEGER;
    float r = Math.fma(n, -LN2_HIGH, clamped);
    r = Math.fma(n, -LN2_LOW, r);
    float q = 0x1.9f089p-13f;
    q = Math.fma(q, r, 0x1.6d8d08p-10f);
    q = Math.fma(q, r, 0x1.11127p-7f);
    q = Math.fma(q, r, 0x1.55548ep-5f);
    q = Math.fma(q, r, 0x1.555554p-3f);
    q = Math.fma(q, r, 0.5f);
    float power = 1f + Math.fma(r * r, q, r);
    int exponent = Float.floatToRawIntBits(shifted) - TO_INTEGER_BITS;
    int half = exponent >> 1;
    return power * powerOfTwo(half) * powerOfTwo(exponent - half);
  }

  /**
   * The natural logarithm.
   *
   * <p>x = 2<sup>k</sup>·m with m in [2/3, 4/3) by arithmetic on the bit pattern, f = m − 1
   * exactly, and ln(1 + f) = f + f²·q(f) with q of degree 8, relative error 2<sup>-27.7</sup>. The
   * sum k·ln 2 + f keeps its rounding error (T. J. Dekker's Fast2Sum, <i>Numerische Mathematik</i>
   * 18, 1971), because it may cancel.
   *
   * @return −∞ for ±0, NaN below zero and for NaN, +∞ for +∞
   */
  public static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    float scaled = subnormal ? x * 0x1p25f : x;
    int bits = Float.floatToRawIntBits(scaled);
    int exponentBits = (bits - TWO_THIRDS_BITS) & 0xff800000;
    float f = Float.intBitsToFloat(bits - exponentBits) - 1f;
    float k = (exponentBits >> 23) - (subnormal ? 25 : 0);
    float q = -0x1.0930fp-3f;
    q = Math.fma(q, f, 0x1.1ed0f8p-3f);
    q = Math.fma(q, f, -0x1.f25e42p-4f);
    q = Math.fma(q, f, 0x1.1ebe78p-3f);
    q = Math.fma(q, f, -0x1.55a75p-3f);
    q = Math.fma(q, f, 0x1.99d1f2p-3f);
    q = Math.fma(q, f, -0x1.fffe84p-3f);
    q = Math.fma(q, f, 0x1.555502p-2f);
    q = Math.fma(q, f, -0.5f);
    float exact = k * LN2_SHORT;
    float high = exact + f;
    float low = f - (high - exact);
    float result = high + (low + Math.fma(f * f, q, k * LN2_SHORT_REST));
    float positive = x < Float.POSITIVE_INFINITY ? result : x;
    float other = x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    return x > 0f ? positive : other;
  }

  /**
   * The hyperbolic tangent.
   *
   * <p>For |x| &lt; 0.625 the odd polynomial x + x³·p(x²) with p of degree 5, relative error
   * 2<sup>-32</sup>; beyond, 1 − 2 / (e<sup>2|x|</sup> + 1) with the sign of x. (The split is that
   * of S. L. Moshier's Cephes library.)
   *
   * @return ±1 for ±∞, ±0 for ±0, NaN for NaN
   */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float p = 0x1.19ff48p-9f;
    p = Math.fma(p, z, -0x1.0c4ceep-7f);
    p = Math.fma(p, z, 0x1.639fe6p-6f);
    p = Math.fma(p, z, -0x1.b9f0cep-5f);
    p = Math.fma(p, z, 0x1.111074p-3f);
    p = Math.fma(p, z, -0x1.555554p-2f);
    float small = Math.fma(a * z, p, a);
    float large = 1f - 2f / (exp(a + a) + 1f);
    return Math.copySign(a < 0.625f ? small : large, x);
  }

  /**
   * The logistic function 1 / (1 + e<sup>−x</sup>), accurate to 3 ulp also where it is tiny: for
   * negative x it is computed as e<sup>x</sup> / (1 + e<sup>x</sup>), so nothing overflows.
   */
  public static float sigmoid(float x) {
    float t = exp(-Math.abs(x));
    return (x < 0f ? t : 1f) / (1f + t);
  }

  /**
   * x<sup>y</sup>, computed in {@code double} and rounded. Special values are those of C's {@code
   * pow}, as in {@link DoubleMath#pow}.
   */
  public static float pow(float x, float y) {
    return (float) DoubleMath.pow(x, y);
  }

  /** 2<sup>exponent</sup> for an exponent of a normal number. */
  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
  }
}
