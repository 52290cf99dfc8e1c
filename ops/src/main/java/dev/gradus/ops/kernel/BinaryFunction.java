package dev.gradus.ops.kernel;

/**
 * The element-wise functions of two arguments of one type, and what they mean for every type that
 * has them. Integer arithmetic wraps; an integer division by zero and a negative exponent of an
 * integer are an {@link ArithmeticException} that names both numbers.
 */
public enum BinaryFunction {
  /** x + y. */
  ADD,
  /** x − y. */
  SUB,
  /** x·y. */
  MUL,
  /** x / y: as IEEE 754 has it; of integers truncated towards zero. */
  DIV,
  /** x / y, and 0 where y is 0. */
  DIV_NO_NAN,
  /** ⌊x / y⌋; of floating-point numbers, the quotient rounded before the floor is taken. */
  FLOOR_DIV,
  /** x / y, rounded and then truncated towards zero. */
  TRUNCATE_DIV,
  /** The remainder of x / y that has the sign of y. */
  FLOOR_MOD,
  /** The remainder of x / y that has the sign of x. */
  TRUNCATE_MOD,
  /** x<sup>y</sup>, by {@link FloatMath#pow} and {@link DoubleMath#pow}; of integers, wrapping. */
  POW,
  /** The greater; NaN if either is NaN; +0 is greater than −0. */
  MAXIMUM,
  /** The lesser; NaN if either is NaN; −0 is less than +0. */
  MINIMUM,
  /** (x − y)². */
  SQUARED_DIFFERENCE,
  /** The angle of the point (y, x), whose ordinate is the first argument, in [−π, π]. */
  ATAN2,
  /** x / y, and 0 where x is 0. */
  XDIVY,
  /** x · ln y, and 0 where x is 0. */
  XLOGY,
  /**
   * The gradient, which is the first argument, where the feature is positive, else +0 (also where
   * the feature is NaN).
   */
  RELU_GRAD,
  /** x and y. */
  LOGICAL_AND,
  /** x or y. */
  LOGICAL_OR
}
