package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import org.jspecify.annotations.Nullable;

/**
 * A setting of an optimizer, such as the learning rate: a number, or a scalar of the graph that may
 * change from run to run.
 *
 * @param number the number, where there is no tensor
 * @param tensor the scalar; null if it is a number
 */
record Hyperparameter(double number, @Nullable Operand<? extends Number> tensor) {
  static Hyperparameter of(double number) {
    return new Hyperparameter(number, null);
  }

  static Hyperparameter of(Operand<? extends Number> tensor) {
    return new Hyperparameter(Double.NaN, tensor);
  }

  /** Returns this as a scalar of the graph, of the given type. */
  <T> Output<T> in(Ops tf, String name, DataType<T> dataType) {
    return tensor == null ? tf.named(name).scalar(dataType, number) : tf.cast(tensor, dataType);
  }
}
