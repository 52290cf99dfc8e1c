package dev.gradus.ops.definition;

import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** The shape rules of the ops that put the same elements under another shape. */
final class ReshapeRule {
  private ReshapeRule() {}

  static Shape infer(ShapeContext context) {
    Shape from = context.inputShape(0);
    Shape rank = Parameters.rank(context, 1);
    Optional<int[]> wanted = Parameters.ints(context, 1);
    if (wanted.isEmpty()) {
      return rank;
    }
    int[] dimensions = wanted.get();
    if (IntStream.of(dimensions).filter(dimension -> dimension == -1).count() > 1) {
      throw new GradusException(
          "At most one dimension can be -1, but the shape wanted is %s"
              .formatted(Arrays.toString(dimensions)));
    }
    Shape to = Shape.of(dimensions);
    if (!from.isFullyKnown()) {
      return to;
    }
    int open =
        IntStream.range(0, dimensions.length)
            .filter(i -> dimensions[i] == -1)
            .findFirst()
            .orElse(-1);
    int size = from.elementCount();
    if (open >= 0) {
      int others = to.withDimension(open, 1).elementCount();
      if (others == 0 || size % others != 0) {
        throw mismatch(from, to, size);
      }
      return to.withDimension(open, size / others);
    }
    if (to.elementCount() != size) {
      throw mismatch(from, to, size);
    }
    return to;
  }

  private static GradusException mismatch(Shape from, Shape to, int size) {
    return new GradusException(
        "Cannot reshape a tensor of shape %s, with %d elements, to shape %s"
            .formatted(from, size, to));
  }

  static Shape expandDims(ShapeContext context) {
    Shape from = context.inputShape(0);
    Optional<Integer> axis = Parameters.axis(context, 1);
    if (!from.hasKnownRank()) {
      return Shape.unknown();
    }
    Shape widened = Shape.unknownOfRank(from.rank() + 1);
    if (axis.isEmpty()) {
      return widened;
    }
    int added = widened.normalizeAxis(axis.get());
    return Shape.of(
        IntStream.rangeClosed(0, from.rank())
            .map(i -> i == added ? 1 : from.dimension(i < added ? i : i - 1))
            .toArray());
  }
}
