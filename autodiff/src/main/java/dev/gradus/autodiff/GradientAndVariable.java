package dev.gradus.autodiff;

import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.function.UnaryOperator;

/**
 * A variable, and the gradient of a loss with respect to it.
 *
 * @param value of the variable's type and shape; or slices of it, where the loss uses just some
 *     rows of the variable through {@link Ops#gather}
 * @param variable the variable
 * @param <T> the Java type of one element
 */
public record GradientAndVariable<T extends Number>(GradientValue<T> value, Variable<T> variable) {
  /** Pairs a variable with a gradient of its type and shape. */
  public GradientAndVariable(Output<T> gradient, Variable<T> variable) {
    this(new GradientValue.Dense<>(gradient), variable);
  }

  /**
   * Returns the gradient as a tensor of the variable's shape. If this has slices, each call adds
   * the nodes that put them in place.
   */
  public Output<T> gradient() {
    return value instanceof GradientValue.Dense<T> dense
        ? dense.value()
        : value.dense(Ops.on(variable.graph()).scope("gradients"));
  }

  /** Tells whether the gradient is slices, so that optimizers change just some rows. */
  public boolean isSparse() {
    return value instanceof IndexedSlices;
  }

  /** Returns the same pair with a gradient that is a tensor of the variable's shape. */
  public GradientAndVariable<T> densified() {
    return isSparse() ? new GradientAndVariable<>(gradient(), variable) : this;
  }

  /**
   * Returns the same variable with a gradient computed from this one, such as a clipped one.
   *
   * <pre>{@code
   * optimizer.applyGradients(
   *     optimizer.computeGradients(loss).stream()
   *         .map(pair -> pair.map(gradient -> tf.maximum(tf.minimum(gradient, 1), -1)))
   *         .toList());
   * }</pre>
   *
   * <p>Of slices, only the values are changed, before those of one row are added up, as in
   * TensorFlow. Whoever needs all rows starts with {@link #densified}.
   */
  public GradientAndVariable<T> map(UnaryOperator<Output<T>> change) {
    return new GradientAndVariable<>(value.map(change), variable);
  }

  static GradientAndVariable<?> of(GradientValue<Number> gradient, Variable<?> variable) {
    // Only variables of float32 and float64 have gradients, and of the same type as they are.
    @SuppressWarnings("unchecked")
    Variable<Number> number = (Variable<Number>) variable;
    return new GradientAndVariable<>(gradient, number);
  }
}
