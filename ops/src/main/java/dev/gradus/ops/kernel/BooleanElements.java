package dev.gradus.ops.kernel;

import java.util.Optional;

/** The element-wise functions on {@code boolean} arrays. */
final class BooleanElements implements Elements<boolean[]> {
  @Override
  public Optional<UnaryBlock<boolean[], boolean[]>> unary(UnaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case LOGICAL_NOT -> BooleanElements::not;
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<boolean[], boolean[]>> binary(BinaryFunction function) {
    return Optional.ofNullable(
        switch (function) {
          case LOGICAL_AND -> binary((x, y) -> x && y);
          case LOGICAL_OR -> binary((x, y) -> x || y);
          default -> null;
        });
  }

  @Override
  public Optional<BinaryBlock<boolean[], boolean[]>> comparison(Comparison comparison) {
    return Optional.ofNullable(
        switch (comparison) {
          case EQUAL -> binary((x, y) -> x == y);
          case NOT_EQUAL -> binary((x, y) -> x != y);
          default -> null;
        });
  }

  /** A function of two truth values. */
  @FunctionalInterface
  interface Function {
    boolean apply(boolean x, boolean y);
  }

  private static void not(boolean[] x, int xOffset, boolean[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = !x[xOffset + i];
    }
  }

  /** The block function that applies {@code function} to each pair of elements. */
  static BinaryBlock<boolean[], boolean[]> binary(Function function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.apply(x[xOffset + i], y[yOffset + i]);
      }
    };
  }
}
