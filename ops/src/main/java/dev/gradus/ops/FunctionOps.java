package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;

/**
 * The ops that are functions of one number, element by element.
 *
 * <p>{@code neg}, {@code abs}, {@code sign}, {@code square} and {@code round} take every number
 * type but uint8, all others float32 and float64. None has an error of more than 3 units in the
 * last place, and most are correctly rounded in float32.
 */
abstract sealed class FunctionOps extends MathOps permits ReductionOps {
  FunctionOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Returns {@code -x}. */
  public <T extends Number> Output<T> neg(Operand<T> x) {
    return node("Neg", x);
  }

  /** Returns the absolute value. */
  public <T extends Number> Output<T> abs(Operand<T> x) {
    return node("Abs", x);
  }

  /** Returns -1, 0 or 1, as {@code x} is negative, zero or positive; 0 for NaN. */
  public <T extends Number> Output<T> sign(Operand<T> x) {
    return node("Sign", x);
  }

  /** Returns {@code x²}. */
  public <T extends Number> Output<T> square(Operand<T> x) {
    return node("Square", x);
  }

  /**
   * Returns the nearest integer, and of two the even one; an integer is its own.
   *
   * <pre>{@code
   * tf.round(tf.constant(0.5f, 1.5f, -2.5f, 2.7f))    // [0 2 -2 3]
   * }</pre>
   */
  public <T extends Number> Output<T> round(Operand<T> x) {
    return node("Round", x);
  }

  /** Returns the nearest integer, and of two the even one. */
  public <T extends Number> Output<T> rint(Operand<T> x) {
    return node("Rint", x);
  }

  /** Returns the greatest integer that is not greater. */
  public <T extends Number> Output<T> floor(Operand<T> x) {
    return node("Floor", x);
  }

  /** Returns the least integer that is not less. */
  public <T extends Number> Output<T> ceil(Operand<T> x) {
    return node("Ceil", x);
  }

  /** Returns {@code 1 / x}. */
  public <T extends Number> Output<T> reciprocal(Operand<T> x) {
    return node("Reciprocal", x);
  }

  /** Returns the square root; NaN for a negative number. */
  public <T extends Number> Output<T> sqrt(Operand<T> x) {
    return node("Sqrt", x);
  }

  /** Returns {@code 1 / √x}; ∞ for 0, NaN for a negative number. */
  public <T extends Number> Output<T> rsqrt(Operand<T> x) {
    return node("Rsqrt", x);
  }

  /** Returns {@code eˣ}. */
  public <T extends Number> Output<T> exp(Operand<T> x) {
    return node("Exp", x);
  }

  /** Returns {@code eˣ - 1}, with all its digits where {@code x} is near 0, too. */
  public <T extends Number> Output<T> expm1(Operand<T> x) {
    return node("Expm1", x);
  }

  /** Returns the natural logarithm; -∞ for 0, NaN for a negative number. */
  public <T extends Number> Output<T> log(Operand<T> x) {
    return node("Log", x);
  }

  /**
   * Returns {@code log(1 + x)}, with all its digits where {@code x} is near 0, too; -∞ for -1, NaN
   * below.
   */
  public <T extends Number> Output<T> log1p(Operand<T> x) {
    return node("Log1p", x);
  }

  /** Returns the logistic function {@code 1 / (1 + e⁻ˣ)}. */
  public <T extends Number> Output<T> sigmoid(Operand<T> x) {
    return node("Sigmoid", x);
  }

  /** Returns the hyperbolic tangent. */
  public <T extends Number> Output<T> tanh(Operand<T> x) {
    return node("Tanh", x);
  }

  /** Returns the sine of an angle in radians. */
  public <T extends Number> Output<T> sin(Operand<T> x) {
    return node("Sin", x);
  }

  /** Returns the cosine of an angle in radians. */
  public <T extends Number> Output<T> cos(Operand<T> x) {
    return node("Cos", x);
  }

  /** Returns the tangent of an angle in radians. */
  public <T extends Number> Output<T> tan(Operand<T> x) {
    return node("Tan", x);
  }

  /** Returns the angle from -π/2 to π/2 that has the given sine; NaN if that is beyond ±1. */
  public <T extends Number> Output<T> asin(Operand<T> x) {
    return node("Asin", x);
  }

  /** Returns the angle from 0 to π that has the given cosine; NaN if that is beyond ±1. */
  public <T extends Number> Output<T> acos(Operand<T> x) {
    return node("Acos", x);
  }

  /** Returns the angle from -π/2 to π/2 that has the given tangent. */
  public <T extends Number> Output<T> atan(Operand<T> x) {
    return node("Atan", x);
  }

  /** Returns the hyperbolic sine. */
  public <T extends Number> Output<T> sinh(Operand<T> x) {
    return node("Sinh", x);
  }

  /** Returns the hyperbolic cosine. */
  public <T extends Number> Output<T> cosh(Operand<T> x) {
    return node("Cosh", x);
  }

  /** Returns the number that has the given hyperbolic sine. */
  public <T extends Number> Output<T> asinh(Operand<T> x) {
    return node("Asinh", x);
  }

  /**
   * Returns the number of 0 or more that has the given hyperbolic cosine; NaN if that is below 1.
   */
  public <T extends Number> Output<T> acosh(Operand<T> x) {
    return node("Acosh", x);
  }

  /** Returns the number that has the given hyperbolic tangent; ±∞ for ±1, NaN beyond. */
  public <T extends Number> Output<T> atanh(Operand<T> x) {
    return node("Atanh", x);
  }

  /**
   * Returns the error function {@code 2/√π · ∫₀ˣ exp(-t²) dt}: how likely it is that a normal
   * number of deviation {@code 1/√2} lies between -x and x.
   */
  public <T extends Number> Output<T> erf(Operand<T> x) {
    return node("Erf", x);
  }

  /** Returns {@code 1 - erf(x)}, with all its digits where that is tiny, too. */
  public <T extends Number> Output<T> erfc(Operand<T> x) {
    return node("Erfc", x);
  }

  /** Returns, element by element, whether it is NaN. */
  public Output<Boolean> isNan(Operand<? extends Number> x) {
    return node("IsNan", x);
  }

  /** Returns, element by element, whether it is ∞ or -∞. */
  public Output<Boolean> isInf(Operand<? extends Number> x) {
    return node("IsInf", x);
  }

  /** Returns, element by element, whether it is neither infinite nor NaN. */
  public Output<Boolean> isFinite(Operand<? extends Number> x) {
    return node("IsFinite", x);
  }

  /** Returns, element by element, whether it is not true. */
  public Output<Boolean> logicalNot(Operand<Boolean> x) {
    return node("LogicalNot", x);
  }
}
