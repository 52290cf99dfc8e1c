package dev.gradus.autodiff;

import dev.gradus.core.Output;
import dev.gradus.ops.Variable;
import java.util.function.UnaryOperator;

/**
 * A variable, and the gradient of a loss with respect to it.
 *
 * @param gradient of the variable's type and shape
 * @param variable the variable
 * @param <T> the Java type of one element
 */
public record GradientAndVariable<T extends Number>(Output<T> gradient, Variable<T> variable) {
  /**
   * Returns the same variable with a gradient computed from this one, such as a clipped one.
   *
   * <pre>{@code
   * optimizer.applyGradients(
   *     optimizer.computeGradients(loss).stream()
   *         .map(pair -> pair.map(gradient -> tf.maximum(tf.minimum(gradient, 1), -1)))
   *         .toList());
   * }</pre>
   */
  public GradientAndVariable<T> map(UnaryOperator<Output<T>> change) {
    return new GradientAndVariable<>(change.apply(gradient), variable);
  }

  static GradientAndVariable<?> of(Output<? extends Number> gradient, Variable<?> variable) {
    // Only variables of float32 and float64 have gradients.
    @SuppressWarnings("unchecked")
    Variable<Number> number = (Variable<Number>) variable;
    return new GradientAndVariable<>(gradient.as(number.dataType()), number);
  }
}
