package dev.gradus.ops.definition;

import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import java.util.Optional;

/** So many numbers from a start to a stop, both included, at equal distances. */
final class LinSpaceRule {
  private LinSpaceRule() {}

  static Shape shape(ShapeContext context) {
    Shapes.requireScalar("The start", context.inputShape(0));
    Shapes.requireScalar("The stop", context.inputShape(1));
    Shapes.requireScalar("The number of points", context.inputShape(2));
    Optional<Integer> count = Parameters.ints(context, 2).map(values -> values[0]);
    if (count.isPresent() && count.get() < 1) {
      throw new GradusException("The number of points must be 1 or more, but is " + count.get());
    }
    return Shape.of(count.orElse(Shape.UNKNOWN));
  }

  /** The last is the stop itself, which start and steps might miss by a rounding. */
  static Kernel prepare(KernelContext context) {
    int last = context.outputShape(0).elementCount() - 1;
    if (context.outputType(0).equals(DataType.FLOAT32)) {
      return call -> {
        float[] result = call.outputFloats(0);
        float start = call.inputFloats(0)[0];
        float stop = call.inputFloats(1)[0];
        float step = (stop - start) / last;
        result[0] = start;
        for (int i = 1; i <= last; i++) {
          result[i] = i < last ? start + step * i : stop;
        }
      };
    }
    return call -> {
      double[] result = call.outputDoubles(0);
      double start = call.inputDoubles(0)[0];
      double stop = call.inputDoubles(1)[0];
      double step = (stop - start) / last;
      result[0] = start;
      for (int i = 1; i <= last; i++) {
        result[i] = i < last ? start + step * i : stop;
      }
    };
  }
}
