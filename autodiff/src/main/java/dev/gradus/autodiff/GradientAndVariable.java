package dev.gradus.autodiff;

import dev.gradus.core.Operand;
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
public record GradientAndVariable<T>(Output<T> gradient, Variable<T> variable) {
  /** Returns the same variable with a gradient computed from this one, such as a clipped one. */
  public GradientAndVariable<T> map(UnaryOperator<Output<T>> change) {
    return new GradientAndVariable<>(change.apply(gradient), variable);
  }

  static <T> GradientAndVariable<T> of(Operand<?> gradient, Variable<T> variable) {
    return new GradientAndVariable<>(
        gradient.asOutput().as(variable.dataType()), variable);
  }
}
