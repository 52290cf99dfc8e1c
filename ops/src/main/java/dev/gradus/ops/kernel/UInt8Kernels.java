package dev.gradus.ops.kernel;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The element-wise functions on arrays of unsigned bytes, 0 to 255, kept in {@code byte}.
 *
 * <p>Functions see elements as ints of 0 to 255; results are taken modulo 256, as in TensorFlow. A
 * division by zero is an {@link ArithmeticException}.
 */
public final class UInt8Kernels {

  /** x·x. */
  public static final UnaryBlock<byte[], byte[]> SQUARE = unary(x -> x * x);

  /** max(x, 0), which is x. */
  public static final UnaryBlock<byte[], byte[]> RELU = unary(x -> x);

  /** x + y. */
  public static final BinaryBlock<byte[], byte[]> ADD = binary((x, y) -> x + y);

  /** x − y. */
  public static final BinaryBlock<byte[], byte[]> SUB = binary((x, y) -> x - y);

  /** x·y. */
  public static final BinaryBlock<byte[], byte[]> MUL = binary((x, y) -> x * y);

  /** ⌊x / y⌋; an error for y = 0. */
  public static final BinaryBlock<byte[], byte[]> DIV = binary((x, y) -> x / divisor(x, y));

  /** The greater. */
  public static final BinaryBlock<byte[], byte[]> MAXIMUM = binary(Math::max);

  /** The lesser. */
  public static final BinaryBlock<byte[], byte[]> MINIMUM = binary(Math::min);

  /** The remainder of x / y; an error for y = 0. */
  public static final BinaryBlock<byte[], byte[]> MOD = binary((x, y) -> x % divisor(x, y));

  /** The gradient (first argument) where the feature (second) is positive, else 0. */
  public static final BinaryBlock<byte[], byte[]> RELU_GRAD =
      binary((gradient, feature) -> feature > 0 ? gradient : 0);

  /** x = y. */
  public static final BinaryBlock<byte[], boolean[]> EQUAL = comparison((x, y) -> x == y);

  /** Not x = y. */
  public static final BinaryBlock<byte[], boolean[]> NOT_EQUAL = comparison((x, y) -> x != y);

  /** x &lt; y. */
  public static final BinaryBlock<byte[], boolean[]> LESS = comparison((x, y) -> x < y);

  /** x ≤ y. */
  public static final BinaryBlock<byte[], boolean[]> LESS_EQUAL = comparison((x, y) -> x <= y);

  /** x &gt; y. */
  public static final BinaryBlock<byte[], boolean[]> GREATER = comparison((x, y) -> x > y);

  /** x ≥ y. */
  public static final BinaryBlock<byte[], boolean[]> GREATER_EQUAL = comparison((x, y) -> x >= y);

  private UInt8Kernels() {}

  /** A predicate of two elements. */
  @FunctionalInterface
  public interface Predicate {
    boolean test(int x, int y);
  }

  /** The block function that applies {@code function} to each element. */
  public static UnaryBlock<byte[], byte[]> unary(IntUnaryOperator function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = (byte) function.applyAsInt(x[xOffset + i] & 0xff);
      }
    };
  }

  /** The block function that applies {@code function} to each pair of elements. */
  public static BinaryBlock<byte[], byte[]> binary(IntBinaryOperator function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] =
            (byte) function.applyAsInt(x[xOffset + i] & 0xff, y[yOffset + i] & 0xff);
      }
    };
  }

  /** The block function that tests each pair of elements. */
  public static BinaryBlock<byte[], boolean[]> comparison(Predicate predicate) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = predicate.test(x[xOffset + i] & 0xff, y[yOffset + i] & 0xff);
      }
    };
  }

  private static int divisor(int x, int y) {
    if (y == 0) {
      throw new ArithmeticException("Integer division by zero: " + x + " / 0.");
    }
    return y;
  }
}
