package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of an optimizer as scalars of the graph. Each is added once, in the optimizer's own
 * scope, for all variables of a type: {@code GradientDescent/learning_rate}, as in TensorFlow. So
 * there is one node that can be fed, fetched or exchanged.
 */
final class SharedScalars {
  private record Key(Hyperparameter setting, String name, DataType<?> dataType) {}

  private final Ops tf;
  private final Map<Key, Output<?>> scalars = new HashMap<>();

  /**
   * Creates an empty collection.
   *
   * @param tf adds nodes in the optimizer's scope
   */
  SharedScalars(Ops tf) {
    this.tf = tf;
  }

  /** Returns a setting as a scalar of the given type. */
  <T> Output<T> get(Hyperparameter setting, String name, DataType<T> dataType) {
    return scalars
        .computeIfAbsent(new Key(setting, name, dataType), unused -> setting.in(tf, name, dataType))
        .as(dataType);
  }
}
