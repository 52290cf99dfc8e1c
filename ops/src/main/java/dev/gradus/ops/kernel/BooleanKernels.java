package dev.gradus.ops.kernel;

/** The element-wise functions on {@code boolean} arrays. */
public final class BooleanKernels {

  /** x and y. */
  public static final BinaryBlock<boolean[], boolean[]> AND = binary((x, y) -> x && y);

  /** x or y. */
  public static final BinaryBlock<boolean[], boolean[]> OR = binary((x, y) -> x || y);

  /** x = y. */
  public static final BinaryBlock<boolean[], boolean[]> EQUAL = binary((x, y) -> x == y);

  /** Not x = y. */
  public static final BinaryBlock<boolean[], boolean[]> NOT_EQUAL = binary((x, y) -> x != y);

  private BooleanKernels() {}

  /** A function of two truth values. */
  @FunctionalInterface
  public interface Function {
    boolean apply(boolean x, boolean y);
  }

  /** Not x: a {@link UnaryBlock}. */
  public static void not(boolean[] x, int xOffset, boolean[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = !x[xOffset + i];
    }
  }

  /** The block function that applies {@code function} to each pair of elements. */
  public static BinaryBlock<boolean[], boolean[]> binary(Function function) {
    return (x, xOffset, y, yOffset, result, resultOffset, count) -> {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = function.apply(x[xOffset + i], y[yOffset + i]);
      }
    };
  }
}
