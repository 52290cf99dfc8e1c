package dev.gradus.core.plan;

import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The door through which the executor reaches a tensor's array without copying it.
 *
 * <p>A {@link Tensor} shows its array to nobody, so that it can promise to be immutable. The
 * executor keeps that promise too: it only reads the arrays it gets here, and lets go of those that
 * it hands over. As it lives in another package than {@code Tensor}, which no other module can see,
 * {@code Tensor} puts the key here when its class is initialized.
 */
public abstract class TensorAccess {
  private static volatile @Nullable TensorAccess instance;

  /** Called once, by {@link Tensor}. */
  public static void install(TensorAccess access) {
    instance = access;
  }

  static TensorAccess get() {
    TensorAccess access = instance;
    if (access == null) {
      Tensor.of(0f); // Has the class initialized, in a program that never made a tensor itself.
      access = Objects.requireNonNull(instance);
    }
    return access;
  }

  /** Returns the tensor's own array, only to be read; it may be longer than the shape needs. */
  public abstract Object elements(Tensor<?> tensor);

  /** Returns a tensor around the given array, which nobody writes from now on. */
  public abstract <T> Tensor<T> adopt(DataType<T> dataType, Shape shape, Object elements);
}
