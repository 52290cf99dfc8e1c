package dev.gradus.autodiff;

/**
 * The gradient of an op: how the gradient that arrives at an operation's outputs becomes gradients
 * for its inputs.
 *
 * <p>By the chain rule, if a result depends on {@code y = f(x)}, the gradient of the result with
 * respect to {@code x} is the gradient with respect to {@code y}, multiplied by the derivative of
 * {@code f}. An implementation adds that product to the graph:
 *
 * <pre>{@code
 * // y = x²: the derivative is 2x
 * GradientRegistry.register("Square", step ->
 *     step.send(0, () -> step.tf().mul(step.upstream(), step.tf().mul(step.input(0), 2))));
 * }</pre>
 */
@FunctionalInterface
public interface Gradient {
  /** Adds to the graph what computes the gradients for the inputs, and sends them there. */
  void flow(BackwardStep step);

  /**
   * Returns the gradient of an op through which none flows: its result is constant wherever it has
   * a derivative.
   */
  static Gradient none() {
    return GradientRegistry.NONE;
  }
}
