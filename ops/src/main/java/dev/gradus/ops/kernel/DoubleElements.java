package dev.gradus.ops.kernel;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * The element-wise functions on {@code double} arrays, each one line: what it does with one
 * element.
 *
 * <p>{@code double} serves where precision matters more than speed (checking gradients), so all
 * share the few loops below.
 */
final class DoubleElements implements Elements<double[]> {
  @Override
  public Optional<UnaryBlock<double[], double[]>> unary(UnaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case NEG -> unary(x -> -x);
          case ABS -> unary(Math::abs);
          case SIGN -> unary(x -> x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : Double.isNaN(x) ? x : 0.0);
          case SQUARE -> unary(x -> x * x);
          case ROUND, RINT -> unary(Math::rint);
          case FLOOR -> unary(Math::floor);
          case CEIL -> unary(Math::ceil);
          case RECIPROCAL -> unary(x -> 1.0 / x);
          case SQRT -> unary(Math::sqrt);
          case RSQRT -> unary(x -> 1.0 / Math.sqrt(x));
          case EXP -> unary(DoubleMath::exp);
          case EXPM1 -> unary(StrictMath::expm1);
          case LOG -> unary(DoubleMath::log);
          case LOG1P -> unary(StrictMath::log1p);
          case SIN -> unary(StrictMath::sin);
          case COS -> unary(StrictMath::cos);
          case TAN -> unary(StrictMath::tan);
          case ASIN -> unary(StrictMath::asin);
          case ACOS -> unary(StrictMath::acos);
          case ATAN -> unary(StrictMath::atan);
          case SINH -> unary(StrictMath::sinh);
          case COSH -> unary(StrictMath::cosh);
          case TANH -> unary(DoubleMath::tanh);
          case ASINH -> unary(HyperbolicInverses::asinh);
          case ACOSH -> unary(HyperbolicInverses::acosh);
          case ATANH -> unary(HyperbolicInverses::atanh);
          case ERF -> unary(ErrorFunction::erf);
          case ERFC -> unary(ErrorFunction::erfc);
          case SIGMOID -> unary(DoubleMath::sigmoid);
          case SOFTPLUS ->
              unary(x -> Math.max(x, 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
          case SOFTSIGN -> unary(x -> x / (1.0 + Math.abs(x)));
          case ELU -> unary(x -> x < 0.0 ? StrictMath.expm1(x) : x);
          case SELU ->
              unary(x -> x < 0.0 ? SELU_NEGATIVE * StrictMath.expm1(x) : SELU_POSITIVE * x);
          case RELU -> unary(x -> Math.max(x, 0.0));
          case RELU6 -> unary(x -> Math.min(Math.max(x, 0.0), 6.0));
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<double[], double[]>> binary(BinaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case ADD -> binary((x, y) -> x + y);
          case SUB -> binary((x, y) -> x - y);
          case MUL -> binary((x, y) -> x * y);
          case DIV -> binary((x, y) -> x / y);
          case DIV_NO_NAN -> binary((x, y) -> y == 0.0 ? 0.0 : x / y);
          case FLOOR_DIV -> binary((x, y) -> Math.floor(x / y));
          case TRUNCATE_DIV -> binary((x, y) -> truncated(x / y));
          case FLOOR_MOD -> binary(DoubleElements::flooredRemainder);
          case TRUNCATE_MOD -> binary((x, y) -> x % y);
          case POW -> binary(DoubleMath::pow);
          case MAXIMUM -> binary(Math::max);
          case MINIMUM -> binary(Math::min);
          case SQUARED_DIFFERENCE -> binary((x, y) -> (x - y) * (x - y));
          case ATAN2 -> binary(StrictMath::atan2);
          case XDIVY -> binary((x, y) -> x == 0.0 ? 0.0 : x / y);
          case XLOGY -> binary((x, y) -> x == 0.0 ? 0.0 : x * DoubleMath.log(y));
          case RELU_GRAD -> binary((gradient, feature) -> feature > 0.0 ? gradient : 0.0);
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<double[], boolean[]>> comparison(Comparison comparison) {
    return Optional.ofNullable(
        switch (comparison) {
          case EQUAL -> comparison((x, y) -> x == y);
          case NOT_EQUAL -> comparison((x, y) -> x != y);
          case LESS -> comparison((x, y) -> x < y);
          case LESS_EQUAL -> comparison((x, y) -> x <= y);
          case GREATER -> comparison((x, y) -> x > y);
          case GREATER_EQUAL -> comparison((x, y) -> x >= y);
        });
  }

  @Override
  public Optional<UnaryBlock<double[], boolean[]>> test(NumberTest test) {
    return Optional.ofNullable(
        switch (test) {
          case IS_NAN -> tests(Double::isNaN);
          case IS_INF -> tests(Double::isInfinite);
          case IS_FINITE -> tests(Double::isFinite);
        });
  }

  /** λ and λ·α of G. Klambauer and others, <i>Self-Normalizing Neural Networks</i>, 2017. */
  static final double SELU_POSITIVE = 1.0507009873554805;

  static final double SELU_NEGATIVE = 1.7580993408473768;

  /** Returns the loop of x, and {@code slope · x} below 0. */
  static UnaryBlock<double[], double[]> leakyRelu(double slope) {
    return unary(x -> x > 0.0 ? x : slope * x);
  }

  /** A predicate of two elements. */
  @FunctionalInterface
  interface Predicate {
    boolean test(double x, double y);
  }

  /** The block function that applies {@code function} to each element. */
  static UnaryBlock<double[], double[]> unary(DoubleUnaryOperator function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsDouble(x[xOffset + i]);
      }
    };
  }

  /** The block function that applies {@code function} to each pair of elements. */
  static BinaryBlock<double[], double[]> binary(DoubleBinaryOperator function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsDouble(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  /** The block function that tests each pair of elements. */
  static BinaryBlock<double[], boolean[]> comparison(Predicate predicate) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = predicate.test(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  /** The block function that tests each element. */
  static UnaryBlock<double[], boolean[]> tests(DoublePredicate predicate) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = predicate.test(x[xOffset + i]);
      }
    };
  }

  /** Returns the number without its fraction. */
  static double truncated(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** C's fmod, moved to the sign of the divisor: TensorFlow's FloorMod. */
  private static double flooredRemainder(double x, double y) {
    double remainder = x % y;
    return remainder != 0.0 && (remainder < 0.0) != (y < 0.0) ? remainder + y : remainder;
  }
}
