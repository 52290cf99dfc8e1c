package dev.gradus.ops.kernel;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The element-wise functions on {@code int} arrays, each one line: what it does with one element.
 *
 * <p>Arithmetic wraps, as Java's does. A division by zero and a negative exponent are an {@link
 * ArithmeticException} that names both numbers.
 */
public final class IntKernels {

  /** −x. */
  public static final UnaryBlock<int[], int[]> NEG = unary(x -> -x);

  /** |x|; the least int stays as it is. */
  public static final UnaryBlock<int[], int[]> ABS = unary(Math::abs);

  /** −1, 0 or 1. */
  public static final UnaryBlock<int[], int[]> SIGN = unary(Integer::signum);

  /** x·x. */
  public static final UnaryBlock<int[], int[]> SQUARE = unary(x -> x * x);

  /** max(x, 0). */
  public static final UnaryBlock<int[], int[]> RELU = unary(x -> Math.max(x, 0));

  /** 1 / x, truncated: 0 but for ±1; an error for 0. */
  public static final UnaryBlock<int[], int[]> RECIPROCAL = unary(x -> 1 / divisor(1, x));

  /** x + y. */
  public static final BinaryBlock<int[], int[]> ADD = binary((x, y) -> x + y);

  /** x − y. */
  public static final BinaryBlock<int[], int[]> SUB = binary((x, y) -> x - y);

  /** x·y. */
  public static final BinaryBlock<int[], int[]> MUL = binary((x, y) -> x * y);

  /** x / y truncated towards zero; an error for y = 0. */
  public static final BinaryBlock<int[], int[]> DIV = binary((x, y) -> x / divisor(x, y));

  /** x<sup>y</sup>, wrapping; an error for y &lt; 0. */
  public static final BinaryBlock<int[], int[]> POW = binary(IntKernels::power);

  /** The greater. */
  public static final BinaryBlock<int[], int[]> MAXIMUM = binary(Math::max);

  /** The lesser. */
  public static final BinaryBlock<int[], int[]> MINIMUM = binary(Math::min);

  /** (x − y)². */
  public static final BinaryBlock<int[], int[]> SQUARED_DIFFERENCE =
      binary((x, y) -> (x - y) * (x - y));

  /** ⌊x / y⌋; an error for y = 0. */
  public static final BinaryBlock<int[], int[]> FLOOR_DIV =
      binary((x, y) -> Math.floorDiv(x, divisor(x, y)));

  /** The remainder of x / y that has the sign of y; an error for y = 0. */
  public static final BinaryBlock<int[], int[]> FLOOR_MOD =
      binary((x, y) -> Math.floorMod(x, divisor(x, y)));

  /** The gradient (first argument) where the feature (second) is positive, else 0. */
  public static final BinaryBlock<int[], int[]> RELU_GRAD =
      binary((gradient, feature) -> feature > 0 ? gradient : 0);

  /** x = y. */
  public static final BinaryBlock<int[], boolean[]> EQUAL = comparison((x, y) -> x == y);

  /** Not x = y. */
  public static final BinaryBlock<int[], boolean[]> NOT_EQUAL = comparison((x, y) -> x != y);

  /** x &lt; y. */
  public static final BinaryBlock<int[], boolean[]> LESS = comparison((x, y) -> x < y);

  /** x ≤ y. */
  public static final BinaryBlock<int[], boolean[]> LESS_EQUAL = comparison((x, y) -> x <= y);

  /** x &gt; y. */
  public static final BinaryBlock<int[], boolean[]> GREATER = comparison((x, y) -> x > y);

  /** x ≥ y. */
  public static final BinaryBlock<int[], boolean[]> GREATER_EQUAL = comparison((x, y) -> x >= y);

  private IntKernels() {}

  /** A predicate of two elements. */
  @FunctionalInterface
  public interface Predicate {
    boolean test(int x, int y);
  }

  /** The block function that applies {@code function} to each element. */
  public static UnaryBlock<int[], int[]> unary(IntUnaryOperator function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsInt(x[xOffset + i]);
      }
    };
  }

  /** The block function that applies {@code function} to each pair of elements. */
  public static BinaryBlock<int[], int[]> binary(IntBinaryOperator function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.applyAsInt(x[xOffset + i], y[yOffset + i]);
      }
    };
  }

  /** The block function that tests each pair of elements. */
  public static BinaryBlock<int[], boolean[]> comparison(Predicate predicate) {
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
