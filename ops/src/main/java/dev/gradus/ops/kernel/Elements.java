package dev.gradus.ops.kernel;

import java.util.Optional;

/**
 * The element-wise functions on arrays of one type.
 *
 * <p>Each is a loop over a block of elements, made when it is asked for. Not every type has every
 * function, as there is no sine of integers: the function's {@link Domain} tells which do. All
 * implementations for a type give the same bits, by the laws in the package documentation; so one
 * may serve for another. A loop may own scratch arrays, so it is for one thread at a time.
 *
 * @param <A> the array type, such as {@code float[]}
 */
public interface Elements<A> {
  /** Returns the loop of a function, if there is one for this type. */
  Optional<UnaryBlock<A, A>> unary(UnaryFunction function);

  /** Returns the loop of a function, if there is one for this type. */
  Optional<BinaryBlock<A, A>> binary(BinaryFunction function);

  /** Returns the loop of a comparison, if there is one for this type. */
  Optional<BinaryBlock<A, boolean[]>> comparison(Comparison comparison);

  /** Returns the loop of a test, if there is one for this type. */
  default Optional<UnaryBlock<A, boolean[]>> test(NumberTest test) {
    return Optional.empty();
  }
}
