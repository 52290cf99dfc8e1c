package dev.gradus.ops.kernel;

/**
 * One reduction over the middle axis of an array seen as {@code [outer, count, inner]}, row-major.
 *
 * <p>Every reduction over any set of axes is brought to this form by {@link Reduction}.
 *
 * @param <A> the array type, such as {@code float[]}
 */
@FunctionalInterface
public interface ReductionBlock<A> {

  /**
   * Sets {@code result[o * inner + c]} for o in [0, outer) and c in [0, inner) from the sequence
   * {@code x[(o * count + i) * inner + c]}, i = 0, 1, …, count − 1.
   *
   * @param result at least {@code outer * inner} elements; never {@code x} itself
   */
  void apply(A x, int outer, int count, int inner, A result);
}
