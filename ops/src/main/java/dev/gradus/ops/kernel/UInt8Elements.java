package dev.gradus.ops.kernel;

import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The element-wise functions on arrays of unsigned bytes, 0 to 255, kept in {@code byte}.
 *
 * <p>Functions see elements as ints of 0 to 255; results are taken modulo 256, as in TensorFlow.
 */
final class UInt8Elements implements Elements<byte[]> {
  @Override
  public Optional<UnaryBlock<byte[], byte[]>> unary(UnaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case SQUARE -> unary(x -> x * x);
          case RELU -> unary(x -> x);
          case RELU6 -> unary(x -> Math.min(x, 6));
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<byte[], byte[]>> binary(BinaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case ADD -> binary((x, y) -> x + y);
          case SUB -> binary((x, y) -> x - y);
          case MUL -> binary((x, y) -> x * y);
          case DIV, FLOOR_DIV, TRUNCATE_DIV -> binary((x, y) -> x / divisor(x, y));
          case FLOOR_MOD, TRUNCATE_MOD -> binary((x, y) -> x % divisor(x, y));
          case MAXIMUM -> binary(Math::max);
          case MINIMUM -> binary(Math::min);
          case RELU_GRAD -> binary((gradient, feature) -> feature > 0 ? gradient : 0);
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<byte[], boolean[]>> comparison(Comparison comparison) {
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
  static UnaryBlock<byte[], byte[]> unary(IntUnaryOperator function) {
    return (x, xOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = (byte) function.applyAsInt(x[xOffset + i] & 0xff);
      }
    };
  }

  /** The block function that applies {@code function} to each pair of elements. */
  static BinaryBlock<byte[], byte[]> binary(IntBinaryOperator function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] =
            (byte) function.applyAsInt(x[xOffset + i] & 0xff, y[yOffset + i] & 0xff);
      }
    };
  }

  /** The block function that tests each pair of elements. */
  static BinaryBlock<byte[], boolean[]> comparison(Predicate predicate) {
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
