package dev.gradus.ops;

import dev.gradus.core.Operand;
import dev.gradus.core.Output;

/**
 * What a layer does with each of its sums before it hands them on: without a function that is not
 * linear, several layers could do no more than one.
 *
 * <p>Any method of {@link NeuralNetworkOps} that takes one tensor serves: {@code
 * NeuralNetworkOps::relu}.
 */
@FunctionalInterface
public interface Activation {
  /** Adds the function to the graph. */
  <T extends Number> Output<T> apply(NeuralNetworkOps nn, Operand<T> x);

  /** Returns the activation that leaves everything as it is. */
  static Activation linear() {
    return Activation::same;
  }

  private static <T extends Number> Output<T> same(NeuralNetworkOps nn, Operand<T> x) {
    return x.asOutput();
  }
}
