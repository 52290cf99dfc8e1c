package dev.gradus.core.plan;

import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;

/**
 * The door through which the executor reaches a tensor's array without copying it.
 *
 * <p>A {@link Tensor} shows its array to nobody, so that it can promise to be immutable. The
 * executor keeps that promise too: it only reads the arrays it gets here, and lets go of those that
 * it hands over. As it lives in another package, which no other module can see, a session hands it
 * this key.
 */
public interface TensorAccess {
  /** Returns the tensor's own array, only to be read; it may be longer than the shape needs. */
  Object elements(Tensor<?> tensor);

  /** Returns a tensor around the given array, which nobody writes from now on. */
  <T> Tensor<T> adopt(DataType<T> dataType, Shape shape, Object elements);
}
