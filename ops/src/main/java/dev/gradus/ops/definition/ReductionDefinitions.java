package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.ArgExtremes;
import dev.gradus.ops.kernel.DoubleReductions;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.IntReductions;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.LongReductions;
import dev.gradus.ops.kernel.Reduction;
import dev.gradus.ops.kernel.ReductionBlock;
import java.util.List;
import java.util.Optional;

/** The ops that make one number of several. */
final class ReductionDefinitions {
  private static final FloatKernels FLOATS = Kernels.floats();

  private ReductionDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        reduction(
            "Sum", FLOATS::sum, DoubleReductions::sum, IntReductions::sum, LongReductions::sum),
        reduction(
            "Mean",
            FLOATS::mean,
            DoubleReductions::mean,
            IntReductions::mean,
            LongReductions::mean),
        reduction(
            "Max", FLOATS::max, DoubleReductions::max, IntReductions::max, LongReductions::max),
        reduction(
            "Min", FLOATS::min, DoubleReductions::min, IntReductions::min, LongReductions::min),
        argument("ArgMax", ArgExtremes::argMax),
        argument("ArgMin", ArgExtremes::argMin));
  }

  private static OpDef reduction(
      String name,
      ReductionBlock<float[]> floats,
      ReductionBlock<double[]> doubles,
      ReductionBlock<int[]> ints,
      ReductionBlock<long[]> longs) {
    LoopTable<ReductionBlock<?>> loops =
        LoopTable.<ReductionBlock<?>>of(FLOAT32, floats)
            .and(FLOAT64, doubles)
            .and(INT32, ints)
            .and(INT64, longs);
    return OpDef.named(name)
        .attribute("keep_dims", false)
        .typeAttribute("T", loops.types())
        .typeAttributeWithDefault("Tidx", Types.INDEX)
        .input("input", "T")
        .parameter("reduction_indices", "Tidx")
        .output("output", "T")
        .shape(Shapes::reduced)
        .kernel(context -> reduce(loops, context))
        .build();
  }

  private static Kernel reduce(LoopTable<ReductionBlock<?>> loops, KernelContext context) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    ReductionBlock<Object> loop = (ReductionBlock<Object>) loops.get(context.inputType(0));
    Reduction reduction =
        Reduction.of(context.inputShape(0).toArray(), Parameters.ints(context, 1));
    return call -> reduction.run(loop, call.input(0), call.output(0));
  }

  /** Searches the axis in the middle of {@code [outer, count, inner]}. */
  private interface Search {
    void run(Object x, int outer, int count, int inner, Object result);
  }

  private static OpDef argument(String name, Search search) {
    return OpDef.named(name)
        .typeAttribute("T", Types.NUMERIC)
        .typeAttributeWithDefault("Tidx", Types.INDEX)
        .typeAttributeWithDefault("output_type", INT64, INT32)
        .input("input", "T")
        .parameter("dimension", "Tidx")
        .output("output", "output_type")
        .shape(ReductionDefinitions::withoutAxis)
        .kernel(context -> search(search, context))
        .build();
  }

  private static Shape withoutAxis(ShapeContext context) {
    Shape shape = Shapes.atLeastVector(context);
    Optional<Integer> axis = Parameters.axis(context, 1);
    if (!shape.hasKnownRank()) {
      return Shape.unknown();
    }
    if (axis.isEmpty()) {
      return Shape.unknownOfRank(shape.rank() - 1);
    }
    int searched = shape.normalizeAxis(axis.get());
    if (shape.dimension(searched) == 0) {
      throw new GradusException(
          "Axis %d of shape %s is empty, so nothing on it is the largest or smallest"
              .formatted(searched, shape));
    }
    return shape.keepAxes(kept -> kept != searched);
  }

  private static Kernel search(Search search, KernelContext context) {
    Shape shape = context.inputShape(0);
    int axis = shape.normalizeAxis(Parameters.ints(context, 1)[0]);
    int outer = shape.keepAxes(before -> before < axis).elementCount();
    int inner = shape.keepAxes(after -> after > axis).elementCount();
    int count = shape.dimension(axis);
    return call -> search.run(call.input(0), outer, count, inner, call.output(0));
  }
}
