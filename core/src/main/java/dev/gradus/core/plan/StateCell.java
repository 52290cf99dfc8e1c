package dev.gradus.core.plan;

import dev.gradus.core.Operation;
import dev.gradus.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The state that a session holds for one operation: the value of a variable.
 *
 * <p>The value is replaced as a whole and never changed in place, so a tensor that was read from
 * here stays what it is.
 */
final class StateCell {
  private final Operation owner;
  private volatile @Nullable Tensor<?> value;

  StateCell(Operation owner) {
    this.owner = owner;
  }

  Operation owner() {
    return owner;
  }

  boolean isInitialized() {
    return value != null;
  }

  Tensor<?> get() {
    Tensor<?> current = value;
    if (current == null) {
      throw new IllegalStateException("Uninitialized state of " + owner);
    }
    return current;
  }

  void set(Tensor<?> newValue) {
    value = newValue;
  }
}
