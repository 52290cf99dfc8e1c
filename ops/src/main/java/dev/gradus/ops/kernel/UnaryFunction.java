package dev.gradus.ops.kernel;

/** The element-wise functions of one argument, and what they mean for every type that has them. */
public enum UnaryFunction {
  /** −x. */
  NEG(Domain.SIGNED),
  /** |x|; the least integer stays as it is. */
  ABS(Domain.SIGNED),
  /** −1, 0 or 1; as in TensorFlow 1.x, +0 for ±0 and for NaN. */
  SIGN(Domain.SIGNED),
  /** x·x. */
  SQUARE(Domain.NUMBERS),
  /** The nearest integer, and of two the even one; integers stay as they are. */
  ROUND(Domain.SIGNED),
  /** The nearest integer, and of two the even one. */
  RINT(Domain.FLOATING),
  /** ⌊x⌋. */
  FLOOR(Domain.FLOATING),
  /** ⌈x⌉. */
  CEIL(Domain.FLOATING),
  /** 1 / x. */
  RECIPROCAL(Domain.FLOATING),
  /** √x, correctly rounded; NaN below zero. */
  SQRT(Domain.FLOATING),
  /** 1 / √x; ∞ for 0, NaN below. */
  RSQRT(Domain.FLOATING),
  /** e<sup>x</sup>, by {@link FloatMath#exp} and {@link DoubleMath#exp}. */
  EXP(Domain.FLOATING),
  /** e<sup>x</sup> − 1, exact near 0 too. */
  EXPM1(Domain.FLOATING),
  /** ln x, by {@link FloatMath#log} and {@link DoubleMath#log}. */
  LOG(Domain.FLOATING),
  /** ln (1 + x), exact near 0 too. */
  LOG1P(Domain.FLOATING),
  /** sin x, x in radians, as all angles here. */
  SIN(Domain.FLOATING),
  /** cos x. */
  COS(Domain.FLOATING),
  /** tan x. */
  TAN(Domain.FLOATING),
  /** The angle in [−π/2, π/2] whose sine is x; NaN if |x| &gt; 1. */
  ASIN(Domain.FLOATING),
  /** The angle in [0, π] whose cosine is x; NaN if |x| &gt; 1. */
  ACOS(Domain.FLOATING),
  /** The angle in [−π/2, π/2] whose tangent is x. */
  ATAN(Domain.FLOATING),
  /** sinh x. */
  SINH(Domain.FLOATING),
  /** cosh x. */
  COSH(Domain.FLOATING),
  /** tanh x, by {@link FloatMath#tanh} and {@link DoubleMath#tanh}. */
  TANH(Domain.FLOATING),
  /** The x of sinh. */
  ASINH(Domain.FLOATING),
  /** The x ≥ 0 of cosh; NaN below 1. */
  ACOSH(Domain.FLOATING),
  /** The x of tanh; ±∞ for ±1, NaN beyond. */
  ATANH(Domain.FLOATING),
  /** The error function, by {@link ErrorFunction#erf}. */
  ERF(Domain.FLOATING),
  /** 1 − erf x, exact where that is small too, by {@link ErrorFunction#erfc}. */
  ERFC(Domain.FLOATING),
  /** 1 / (1 + e<sup>−x</sup>), by {@link FloatMath#sigmoid} and {@link DoubleMath#sigmoid}. */
  SIGMOID(Domain.FLOATING),
  /** ln (1 + e<sup>x</sup>), finite for all finite x. */
  SOFTPLUS(Domain.FLOATING),
  /** x / (1 + |x|). */
  SOFTSIGN(Domain.FLOATING),
  /** x, and e<sup>x</sup> − 1 below 0. */
  ELU(Domain.FLOATING),
  /**
   * {@link #ELU} with the constants of self-normalizing networks: 1.0507 times x, or 1.7581 times
   * e<sup>x</sup> − 1.
   */
  SELU(Domain.FLOATING),
  /** max(x, +0); NaN for NaN. */
  RELU(Domain.NUMBERS),
  /** min(max(x, +0), 6); NaN for NaN. */
  RELU6(Domain.NUMBERS),
  /** Not x. */
  LOGICAL_NOT(Domain.TRUTH_VALUES);

  private final Domain domain;

  UnaryFunction(Domain domain) {
    this.domain = domain;
  }

  /** Returns which element types have this. */
  public Domain domain() {
    return domain;
  }
}
