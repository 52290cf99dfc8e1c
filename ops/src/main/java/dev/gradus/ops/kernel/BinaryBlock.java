package dev.gradus.ops.kernel;

/**
 * One element-wise function of two arguments, applied to a block of consecutive elements. See
 * {@link UnaryBlock} for why a block.
 *
 * @param <A> the array type of both arguments, such as {@code float[]}
 * @param <R> the array type of the result
 */
@FunctionalInterface
public interface BinaryBlock<A, R> {

  /**
   * Sets {@code result[resultOffset + i]} from {@code x[xOffset + i]} and {@code y[yOffset + i]}
   * for i in [0, count).
   *
   * <p>{@code result} may be {@code x} or {@code y} itself if the offsets are equal. Loops with
   * three equal offsets are the fast ones.
   */
  void apply(A x, int xOffset, A y, int yOffset, R result, int resultOffset, int count);
}
