package dev.gradus.ops.kernel;

/**
 * One element-wise function of one argument, applied to a block of consecutive elements.
 *
 * <p>A block, not an element, is the unit, so that the loop stands inside the function, where the
 * compiler can vectorise it, and so that several functions can be run one after the other on a
 * block that stays in the cache.
 *
 * @param <A> the array type of the argument, such as {@code float[]}
 * @param <R> the array type of the result
 */
@FunctionalInterface
public interface UnaryBlock<A, R> {

  /**
   * Sets {@code result[resultOffset + i]} from {@code x[xOffset + i]} for i in [0, count).
   *
   * <p>{@code result} may be {@code x} itself if the offsets are equal. Loops with equal offsets
   * are the fast ones.
   */
  void apply(A x, int xOffset, R result, int resultOffset, int count);
}
