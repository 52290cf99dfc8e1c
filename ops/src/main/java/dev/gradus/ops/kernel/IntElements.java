package dev.gradus.ops.kernel;

import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The element-wise functions on {@code int} arrays, each one line: what it does with one element.
 */
final class IntElements implements Elements<int[]> {
  @Override
  public Optional<UnaryBlock<int[], int[]>> unary(UnaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case NEG -> unary(x -> -x);
          case ABS -> unary(Math::abs);
          case SIGN -> unary(Integer::signum);
          case SQUARE -> unary(x -> x * x);
          case ROUND -> unary(x -> x);
          case RELU -> unary(x -> Math.max(x, 0));
          case RELU6 -> unary(x -> Math.min(Math.max(x, 0), 6));
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<int[], int[]>> binary(BinaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case ADD -> binary((x, y) -> x + y);
          case SUB -> binary((x, y) -> x - y);
          case MUL -> binary((x, y) -> x * y);
          case DIV, TRUNCATE_DIV -> binary((x, y) -> x / divisor(x, y));
          case FLOOR_DIV -> binary((x, y) -> Math.floorDiv(x, divisor(x, y)));
          case FLOOR_MOD -> binary((x, y) -> Math.floorMod(x, divisor(x, y)));
          case TRUNCATE_MOD -> binary((x, y) -> x % divisor(x, y));
          case POW -> binary(IntElements::power);
          case MAXIMUM -> binary(Math::max);
          case MINIMUM -> binary(Math::min);
          case SQUARED_DIFFERENCE -> binary((x, y) -> (x - y) * (x - y));
          case RELU_GRAD -> binary((gradient, feature) -> feature > 0 ? gradient : 0);
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<int[], boolean[]>> comparison(Comparison comparison) {
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

  /** A predicate of two elements. */
  @FunctionalInterface
  interface Predicate {
    boolean test(int x, int y);
  }

  /** The block function that applies {@code function} to each element. */
  static UnaryBlock<int[], int[]> unary(IntUnaryOperator function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsInt(x[xOffset + i]);
      }
    };
  }

  /** The block function that applies {@code function} to each pair of elements. */
  static BinaryBlock<int[], int[]> binary(IntBinaryOperator function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsInt(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  /** The block function that tests each pair of elements. */
  static BinaryBlock<int[], boolean[]> comparison(Predicate predicate) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = predicate.test(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  private static int divisor(int x, int y) {
    if (y == 0) {
      throw new ArithmeticException("Integer division by zero: " + x + " / 0.");
    }
    return y;
  }

  /**
   * By repeated squaring: x<sup>y</sup> is the product of those x<sup>2^b</sup> whose bit is in y.
   */
  private static int power(int x, int y) {
    if (y < 0) {
      throw new ArithmeticException(
          "An integer has no integer power with a negative exponent: " + x + " to the " + y + ".");
    }
    int result = 1;
    int square = x;
    for (int bits = y; bits != 0; bits >>= 1) {
      if ((bits & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
