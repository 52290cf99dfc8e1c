package dev.gradus.ops.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The element-wise functions on {@code double} arrays, each one line: what it does with one
 * element.
 *
 * <p>{@code double} serves where precision matters more than speed (checking gradients), so all
 * share the three loops below. Special values are those of the functions of the same names in
 * {@link FloatKernels}.
 */
public final class DoubleKernels {

  /** −x. */
  public static final UnaryBlock<double[], double[]> NEG = unary(x -> -x);

  /** |x|. */
  public static final UnaryBlock<double[], double[]> ABS = unary(Math::abs);

  /** −1, 0 or 1; +0 for ±0 and for NaN, as in TensorFlow 1.x. */
  public static final UnaryBlock<double[], double[]> SIGN =
      unary(x -> (x > 0.0 ? 1.0 : 0.0) - (x < 0.0 ? 1.0 : 0.0));

  /** x·x. */
  public static final UnaryBlock<double[], double[]> SQUARE = unary(x -> x * x);

  /** √x, correctly rounded; NaN below zero. */
  public static final UnaryBlock<double[], double[]> SQRT = unary(Math::sqrt);

  /** e<sup>x</sup>, by {@link DoubleMath#exp}. */
  public static final UnaryBlock<double[], double[]> EXP = unary(DoubleMath::exp);

  /** ln x, by {@link DoubleMath#log}. */
  public static final UnaryBlock<double[], double[]> LOG = unary(DoubleMath::log);

  /** max(x, +0); NaN for NaN. */
  public static final UnaryBlock<double[], double[]> RELU = unary(x -> Math.max(x, 0.0));

  /** 1 / (1 + e<sup>−x</sup>), by {@link DoubleMath#sigmoid}. */
  public static final UnaryBlock<double[], double[]> SIGMOID = unary(DoubleMath::sigmoid);

  /** tanh x, by {@link DoubleMath#tanh}. */
  public static final UnaryBlock<double[], double[]> TANH = unary(DoubleMath::tanh);

  /** 1 / x. */
  public static final UnaryBlock<double[], double[]> RECIPROCAL = unary(x -> 1.0 / x);

  /** x + y. */
  public static final BinaryBlock<double[], double[]> ADD = binary((x, y) -> x + y);

  /** x − y. */
  public static final BinaryBlock<double[], double[]> SUB = binary((x, y) -> x - y);

  /** x·y. */
  public static final BinaryBlock<double[], double[]> MUL = binary((x, y) -> x * y);

  /** x / y, as IEEE 754 has it. */
  public static final BinaryBlock<double[], double[]> DIV = binary((x, y) -> x / y);

  /** x<sup>y</sup>, by {@link DoubleMath#pow}. */
  public static final BinaryBlock<double[], double[]> POW = binary(DoubleMath::pow);

  /** The greater; NaN if either is NaN. */
  public static final BinaryBlock<double[], double[]> MAXIMUM = binary(Math::max);

  /** The lesser; NaN if either is NaN. */
  public static final BinaryBlock<double[], double[]> MINIMUM = binary(Math::min);

  /** (x − y)². */
  public static final BinaryBlock<double[], double[]> SQUARED_DIFFERENCE =
      binary((x, y) -> (x - y) * (x - y));

  /** ⌊x / y⌋, the quotient rounded before the floor is taken. */
  public static final BinaryBlock<double[], double[]> FLOOR_DIV =
      binary((x, y) -> Math.floor(x / y));

  /** The remainder of x / y that has the sign of y. */
  public static final BinaryBlock<double[], double[]> FLOOR_MOD =
      binary(DoubleKernels::flooredRemainder);

  /** The gradient (first argument) where the feature (second) is positive, else +0. */
  public static final BinaryBlock<double[], double[]> RELU_GRAD =
      binary((gradient, feature) -> feature > 0.0 ? gradient : 0.0);

  /** x = y; false if either is NaN; true for +0 and −0. */
  public static final BinaryBlock<double[], boolean[]> EQUAL = comparison((x, y) -> x == y);

  /** Not x = y; true if either is NaN. */
  public static final BinaryBlock<double[], boolean[]> NOT_EQUAL = comparison((x, y) -> x != y);

  /** x &lt; y; false if either is NaN. */
  public static final BinaryBlock<double[], boolean[]> LESS = comparison((x, y) -> x < y);

  /** x ≤ y; false if either is NaN. */
  public static final BinaryBlock<double[], boolean[]> LESS_EQUAL = comparison((x, y) -> x <= y);

  /** x &gt; y; false if either is NaN. */
  public static final BinaryBlock<double[], boolean[]> GREATER = comparison((x, y) -> x > y);

  /** x ≥ y; false if either is NaN. */
  public static final BinaryBlock<double[], boolean[]> GREATER_EQUAL = comparison((x, y) -> x >= y);

  private DoubleKernels() {}

  /** A predicate of two elements. */
  @FunctionalInterface
  public interface Predicate {
    boolean test(double x, double y);
  }

  /** The block function that applies {@code function} to each element. */
  public static UnaryBlock<double[], double[]> unary(DoubleUnaryOperator function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsDouble(x[xOffset + i]);
      }
    };
  }

  /** The block function that applies {@code function} to each pair of elements. */
  public static BinaryBlock<double[], double[]> binary(DoubleBinaryOperator function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsDouble(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  /** The block function that tests each pair of elements. */
  public static BinaryBlock<double[], boolean[]> comparison(Predicate predicate) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = predicate.test(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  /** C's fmod, moved to the sign of the divisor: TensorFlow's FloorMod. */
  private static double flooredRemainder(double x, double y) {
    double remainder = x % y;
    return (x < 0.0) == (y < 0.0) ? remainder : (remainder + y) % y;
  }
}
