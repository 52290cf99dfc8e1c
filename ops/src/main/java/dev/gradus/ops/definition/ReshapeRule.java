package dev.gradus.ops.definition;

import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The shape rules of the ops that put the same elements under another shape. */
final class ReshapeRule {
  private ReshapeRule() {}

  static Shape infer(ShapeContext context) {
    Shape from = context.inputShape(0);
    Shape rank = Parameters.rank(context, 1);
    Optional<int[]> wanted = Parameters.ints(context, 1);
    // Of a shape without dimensions there is nothing to know but that.
    boolean isScalar = context.inputShape(1).equals(Shape.of(0));
    if (wanted.isEmpty() && !isScalar) {
      return rank;
    }
    int[] dimensions = wanted.orElse(new int[0]);
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
    return axis.map(added -> Shapes.withAxis(from, added, 1))
        .orElseGet(() -> Shape.unknownOfRank(from.rank() + 1));
  }

  static Shape squeeze(ShapeContext context) {
    Shape from = context.inputShape(0);
    int[] axes = context.attributes().getInts("squeeze_dims");
    if (!from.hasKnownRank() || (axes.length == 0 && !from.isFullyKnown())) {
      return Shape.unknown();
    }
    if (axes.length == 0) {
      return from.keepAxes(axis -> from.dimension(axis) != 1);
    }
    Set<Integer> squeezed = Shapes.axisSet(from, axes);
    for (int axis : squeezed) {
      if (!Shape.of(1).isCompatibleWith(Shape.of(from.dimension(axis)))) {
        throw new GradusException(
            "Only an axis of 1 can be squeezed out, but axis %d of shape %s is of %d"
                .formatted(axis, from, from.dimension(axis)));
      }
    }
    return from.keepAxes(axis -> !squeezed.contains(axis));
  }
}
