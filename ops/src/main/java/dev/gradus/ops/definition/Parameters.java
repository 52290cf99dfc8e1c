package dev.gradus.ops.definition;

import dev.gradus.core.GradusException;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads inputs that say how to compute, such as axes and shapes: int32 or int64, a scalar or a
 * vector.
 */
final class Parameters {
  private Parameters() {}

  static int[] ints(KernelContext context, int input) {
    return ints(context.parameter(input));
  }

  /** Returns the values of a parameter, if they are known yet. */
  static Optional<int[]> ints(ShapeContext context, int input) {
    return context.inputValue(input).map(Parameters::ints);
  }

  private static int[] ints(Tensor<?> tensor) {
    if (tensor.shape().rank() == 0) {
      return new int[] {exact(tensor.longValue())};
    }
    if (tensor.shape().rank() != 1) {
      throw new GradusException(
          "A scalar or vector is wanted here, not one of shape " + tensor.shape());
    }
    return IntStream.range(0, tensor.size()).map(i -> exact(tensor.getLong(i))).toArray();
  }

  private static int exact(long value) {
    if (value != (int) value) {
      throw new GradusException("%d is too large for an axis or a dimension".formatted(value));
    }
    return (int) value;
  }

  /**
   * Returns the shape that an input spells out, as much of it as is known yet; -1 stands for what
   * is not.
   */
  static Shape shape(ShapeContext context, int input) {
    Optional<int[]> dimensions = ints(context, input);
    if (dimensions.isPresent()) {
      return Shape.of(dimensions.get());
    }
    Shape vector = context.inputShape(input);
    return vector.isOfRank(1) && vector.isFullyKnown()
        ? Shape.unknownOfRank(vector.dimension(0))
        : Shape.unknown();
  }
}
