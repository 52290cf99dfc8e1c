package dev.gradus.ops.definition;

import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.Casts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the axes along which each of two shapes is repeated when they are broadcast against each
 * other: those over which a gradient has to be summed.
 */
final class BroadcastAxes {
  private BroadcastAxes() {}

  static List<Shape> shapes(ShapeContext context) {
    Optional<int[]> first = Parameters.ints(context, 0);
    Optional<int[]> second = Parameters.ints(context, 1);
    if (first.isEmpty() || second.isEmpty()) {
      return List.of(Shape.of(Shape.UNKNOWN), Shape.of(Shape.UNKNOWN));
    }
    return List.of(
        Shape.of(repeated(first.get(), second.get()).length),
        Shape.of(repeated(second.get(), first.get()).length));
  }

  static Kernel prepare(KernelContext context) {
    int[] first = Parameters.ints(context, 0);
    int[] second = Parameters.ints(context, 1);
    int[] firstAxes = repeated(first, second);
    int[] secondAxes = repeated(second, first);
    return call -> {
      Casts.cast(firstAxes, call.output(0), firstAxes.length);
      Casts.cast(secondAxes, call.output(1), secondAxes.length);
    };
  }

  /**
   * Returns the axes of the common shape at which {@code from} is 1, or missing. Where both are 1
   * there is nothing to sum up, but TensorFlow lists the axis too, unless the shapes are equal.
   */
  private static int[] repeated(int[] from, int[] other) {
    Shape common = Shape.broadcast(Shape.of(from), Shape.of(other));
    if (Arrays.equals(from, other)) {
      return new int[0];
    }
    int added = common.rank() - from.length;
    return IntStream.range(0, common.rank())
        .filter(axis -> axis < added || from[axis - added] == 1)
        .toArray();
  }
}
