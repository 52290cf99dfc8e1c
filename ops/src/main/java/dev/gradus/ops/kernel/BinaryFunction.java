package dev.gradus.ops.kernel;

/**
 * The element-wise functions of two arguments of one type, and what they mean for every type that
 * has them. Integer arithmetic wraps; an integer division by zero and a negative exponent of an
 * integer are an {@link ArithmeticException} that names both numbers.
 */
public enum BinaryFunction {
  /** x + y. */
  ADD(Domain.NUMBERS),
  /** x − y. */
  SUB(Domain.NUMBERS),
  /** x·y. */
  MUL(Domain.NUMBERS),
  /** x / y: as IEEE 754 has it; of integers truncated towards zero. */
  DIV(Domain.NUMBERS),
  /** x / y, and 0 where y is 0. */
  DIV_NO_NAN(Domain.FLOATING),
  /** ⌊x / y⌋; of floating-point numbers, the quotient rounded before the floor is taken. */
  FLOOR_DIV(Domain.NUMBERS),
  /** x / y, rounded and then truncated towards zero. */
  TRUNCATE_DIV(Domain.NUMBERS),
  /** The remainder of x / y that has the sign of y. */
  FLOOR_MOD(Domain.NUMBERS),
  /** The remainder of x / y that has the sign of x. */
  TRUNCATE_MOD(Domain.NUMBERS),
  /** x<sup>y</sup>, by {@link FloatMath#pow} and {@link DoubleMath#pow}; of integers, wrapping. */
  POW(Domain.SIGNED),
  /** The greater; NaN if either is NaN; +0 is greater than −0. */
  MAXIMUM(Domain.NUMBERS),
  /** The lesser; NaN if either is NaN; −0 is less than +0. */
  MINIMUM(Domain.NUMBERS),
  /** (x − y)². */
  SQUARED_DIFFERENCE(Domain.SIGNED),
  /** The angle of the point (y, x), whose ordinate is the first argument, in [−π, π]. */
  ATAN2(Domain.FLOATING),
  /** x / y, and 0 where x is 0. */
  XDIVY(Domain.FLOATING),
  /** x · ln y, and 0 where x is 0. */
  XLOGY(Domain.FLOATING),
  /**
   * The gradient, which is the first argument, where the feature is positive, else +0 (also where
   * the feature is NaN).
   */
  RELU_GRAD(Domain.NUMBERS),
  /** x and y. */
  LOGICAL_AND(Domain.TRUTH_VALUES),
  /** x or y. */
  LOGICAL_OR(Domain.TRUTH_VALUES);

  private final Domain domain;

  BinaryFunction(Domain domain) {
    this.domain = domain;
  }

  /** Returns which element types have this. */
  public Domain domain() {
    return domain;
  }
}
