package dev.gradus.ops.definition;

import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Shape rules that several ops share. */
final class Shapes {
  private Shapes() {}

  static Shape sameAsInput(ShapeContext context) {
    return context.inputShape(0);
  }

  static Shape broadcast(ShapeContext context) {
    return Shape.broadcast(context.inputShape(0), context.inputShape(1));
  }

  /** All inputs have one shape, and so has the result. */
  static Shape merged(ShapeContext context) {
    Shape merged = context.inputShape(0);
    for (int i = 1; i < context.inputCount(); i++) {
      merged = merged.mergeWith(context.inputShape(i));
    }
    return merged;
  }

  /** The first input without the axes that the second names, or with 1 in their place. */
  static Shape reduced(ShapeContext context) {
    Shape shape = context.inputShape(0);
    boolean keepDims = context.attributes().getBool("keep_dims");
    Optional<int[]> axes = Parameters.ints(context, 1);
    if (axes.isEmpty() || !shape.hasKnownRank()) {
      return keepDims && shape.hasKnownRank() ? Shape.unknownOfRank(shape.rank()) : Shape.unknown();
    }
    Set<Integer> reduced = axisSet(shape, axes.get());
    if (!keepDims) {
      return shape.keepAxes(axis -> !reduced.contains(axis));
    }
    Shape kept = shape;
    for (int axis : reduced) {
      kept = kept.withDimension(axis, 1);
    }
    return kept;
  }

  /** Returns the axes counted from the front, in ascending order. */
  static Set<Integer> axisSet(Shape shape, int... axes) {
    Set<Integer> set = new TreeSet<>();
    for (int axis : axes) {
      if (!set.add(shape.normalizeAxis(axis))) {
        throw new GradusException(
            "Axis %d stands twice in %s".formatted(axis, Arrays.toString(axes)));
      }
    }
    return set;
  }

  /** Returns a shape without some of its last axes. */
  static Shape withoutLast(Shape shape, int axes) {
    int kept = shape.rank() - axes;
    return shape.keepAxes(axis -> axis < kept);
  }

  /** Requires at least one axis, and returns the shape. */
  static Shape atLeastVector(ShapeContext context) {
    return requireRank(context.inputShape(0), 1, "at least");
  }

  static Shape requireRank(Shape shape, int rank, String bound) {
    boolean fits =
        !shape.hasKnownRank()
            || (bound.equals("exactly") ? shape.rank() == rank : shape.rank() >= rank);
    if (!fits) {
      throw new GradusException(
          "Shape must be of rank %s %d, but is %s of rank %d"
              .formatted(bound, rank, shape, shape.rank()));
    }
    return shape;
  }

  /** Requires a shape to be that of a scalar, as far as it is known. */
  static void requireScalar(String what, Shape shape) {
    if (!shape.isCompatibleWith(Shape.scalar())) {
      throw new GradusException("%s must be a scalar, but has shape %s".formatted(what, shape));
    }
  }

  /** Returns a shape with one more dimension, which is put at the given axis of the result. */
  static Shape withAxis(Shape shape, int axis, int dimension) {
    int added = Shape.unknownOfRank(shape.rank() + 1).normalizeAxis(axis);
    return Shape.of(
        IntStream.rangeClosed(0, shape.rank())
            .map(i -> i == added ? dimension : shape.dimension(i < added ? i : i - 1))
            .toArray());
  }

  /** Requires a dimension that was computed to be one that an array can have. */
  static int exactDimension(long dimension) {
    if (dimension > Integer.MAX_VALUE) {
      throw new GradusException(
          "A dimension can be at most %d, but would be %d".formatted(Integer.MAX_VALUE, dimension));
    }
    return (int) dimension;
  }

  /**
   * Requires two dimensions to be equal, as far as they are known, and returns what is known of
   * them.
   */
  static int equalDimensions(int a, int b) {
    if (a != b && a != Shape.UNKNOWN && b != Shape.UNKNOWN) {
      throw new GradusException("Dimensions must be equal, but are %d and %d".formatted(a, b));
    }
    return Math.max(a, b);
  }
}
