package dev.gradus.autodiff;

import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.function.UnaryOperator;

/**
 * A gradient: a tensor of the shape of what it is the gradient of, or just those of its rows that
 * can be other than 0.
 *
 * @param <T> the Java type of one element
 */
public sealed interface GradientValue<T extends Number> permits GradientValue.Dense, IndexedSlices {

  /**
   * A gradient with all its elements.
   *
   * @param value of the shape of what it is the gradient of
   */
  record Dense<T extends Number>(Output<T> value) implements GradientValue<T> {
    @Override
    public Output<T> dense(Ops tf) {
      return value;
    }

    @Override
    public Dense<T> map(UnaryOperator<Output<T>> change) {
      return new Dense<>(change.apply(value));
    }
  }

  /**
   * Returns the gradient with all its elements; of slices, adds the nodes that put them in place.
   */
  Output<T> dense(Ops tf);

  /**
   * Returns a gradient with other numbers: what {@code change} makes of the elements or, of slices,
   * of the values alone.
   */
  GradientValue<T> map(UnaryOperator<Output<T>> change);
}
