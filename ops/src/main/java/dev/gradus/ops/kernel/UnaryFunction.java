package dev.gradus.ops.kernel;

/** The element-wise functions of one argument, and what they mean for every type that has them. */
public enum UnaryFunction {
  /** −x. */
  NEG,
  /** |x|; the least integer stays as it is. */
  ABS,
  /** −1, 0 or 1; as in TensorFlow 1.x, +0 for ±0 and for NaN. */
  SIGN,
  /** x·x. */
  SQUARE,
  /** The nearest integer, and of two the even one; integers stay as they are. */
  ROUND,
  /** The nearest integer, and of two the even one. */
  RINT,
  /** ⌊x⌋. */
  FLOOR,
  /** ⌈x⌉. */
  CEIL,
  /** 1 / x. */
  RECIPROCAL,
  /** √x, correctly rounded; NaN below zero. */
  SQRT,
  /** 1 / √x; ∞ for 0, NaN below. */
  RSQRT,
  /** e<sup>x</sup>, by {@link FloatMath#exp} and {@link DoubleMath#exp}. */
  EXP,
  /** e<sup>x</sup> − 1, exact near 0 too. */
  EXPM1,
  /** ln x, by {@link FloatMath#log} and {@link DoubleMath#log}. */
  LOG,
  /** ln (1 + x), exact near 0 too. */
  LOG1P,
  /** sin x, x in radians, as all angles here. */
  SIN,
  /** cos x. */
  COS,
  /** tan x. */
  TAN,
  /** The angle in [−π/2, π/2] whose sine is x; NaN if |x| &gt; 1. */
  ASIN,
  /** The angle in [0, π] whose cosine is x; NaN if |x| &gt; 1. */
  ACOS,
  /** The angle in [−π/2, π/2] whose tangent is x. */
  ATAN,
  /** sinh x. */
  SINH,
  /** cosh x. */
  COSH,
  /** tanh x, by {@link FloatMath#tanh} and {@link DoubleMath#tanh}. */
  TANH,
  /** The x of sinh. */
  ASINH,
  /** The x ≥ 0 of cosh; NaN below 1. */
  ACOSH,
  /** The x of tanh; ±∞ for ±1, NaN beyond. */
  ATANH,
  /** The error function, by {@link ErrorFunction#erf}. */
  ERF,
  /** 1 − erf x, exact where that is small too, by {@link ErrorFunction#erfc}. */
  ERFC,
  /** 1 / (1 + e<sup>−x</sup>), by {@link FloatMath#sigmoid} and {@link DoubleMath#sigmoid}. */
  SIGMOID,
  /** ln (1 + e<sup>x</sup>), finite for all finite x. */
  SOFTPLUS,
  /** x / (1 + |x|). */
  SOFTSIGN,
  /** x, and e<sup>x</sup> − 1 below 0. */
  ELU,
  /**
   * {@link #ELU} with the constants of self-normalizing networks: 1.0507 times x, or 1.7581 times
   * e<sup>x</sup> − 1.
   */
  SELU,
  /** max(x, +0); NaN for NaN. */
  RELU,
  /** min(max(x, +0), 6); NaN for NaN. */
  RELU6,
  /** Not x. */
  LOGICAL_NOT
}
