package dev.gradus.ops.definition;

import dev.gradus.core.GradusException;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import java.util.Arrays;
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

  /**
   * Returns the rows of a matrix of two columns, such as what to add in front of and behind axes.
   */
  static int[][] pairs(KernelContext context, int input) {
    return pairs(context.parameter(input));
  }

  /** Returns the rows of a matrix of two columns, if they are known yet. */
  static Optional<int[][]> pairs(ShapeContext context, int input) {
    Shape shape = context.inputShape(input);
    if (!shape.isCompatibleWith(Shape.of(Shape.UNKNOWN, 2))) {
      throw new GradusException(
          "A matrix of two columns is wanted here, not one of shape " + shape);
    }
    return context.inputValue(input).map(Parameters::pairs);
  }

  private static int[][] pairs(Tensor<?> tensor) {
    return IntStream.range(0, tensor.shape().dimension(0))
        .mapToObj(row -> new int[] {exact(tensor.getLong(row, 0)), exact(tensor.getLong(row, 1))})
        .toArray(int[][]::new);
  }

  private static int exact(long value) {
    if (value != (int) value) {
      throw new GradusException("%d is too large for an axis or a dimension".formatted(value));
    }
    return (int) value;
  }

  /** Returns an axis, a scalar, if it is known yet. */
  static Optional<Integer> axis(ShapeContext context, int input) {
    Shapes.requireScalar("The axis", context.inputShape(input));
    return ints(context, input).map(values -> values[0]);
  }

  /** Returns the shape that a vector spells out, as much of it as is known yet. */
  static Shape shape(ShapeContext context, int input) {
    Shape rank = rank(context, input);
    Optional<int[]> dimensions = ints(context, input);
    if (dimensions.isEmpty()) {
      return rank;
    }
    if (IntStream.of(dimensions.get()).anyMatch(dimension -> dimension < 0)) {
      throw new GradusException(
          "Every dimension must be zero or more, but the shape wanted is "
              + Arrays.toString(dimensions.get()));
    }
    return Shape.of(dimensions.get());
  }

  /** Returns what the length of a vector tells of the shape that it spells out: its rank. */
  static Shape rank(ShapeContext context, int input) {
    Shape vector = Shapes.requireRank(context.inputShape(input), 1, "exactly");
    return vector.isOfRank(1) && vector.isFullyKnown()
        ? Shape.unknownOfRank(vector.dimension(0))
        : Shape.unknown();
  }
}
