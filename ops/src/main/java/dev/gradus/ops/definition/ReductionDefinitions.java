package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;
import static dev.gradus.ops.definition.MathDefinitions.ADD;

import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.ArgExtremes;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.BooleanReductions;
import dev.gradus.ops.kernel.DoubleReductions;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.IntReductions;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.LongReductions;
import dev.gradus.ops.kernel.Reduction;
import dev.gradus.ops.kernel.ReductionBlock;
import dev.gradus.ops.kernel.RunningTotals;
import dev.gradus.ops.kernel.UInt8Reductions;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The ops that make one number of several, along axes: at their ends, or at every step. */
final class ReductionDefinitions {
  private static final FloatKernels FLOATS = Kernels.floats();

  private static final LoopTable<BinaryBlock<?, ?>> MUL = Elementwise.loops(BinaryFunction.MUL);

  static final LoopTable<ReductionBlock<?>> SUM =
      numeric(
          FLOATS::sum,
          DoubleReductions::sum,
          IntReductions::sum,
          LongReductions::sum,
          UInt8Reductions::sum);

  private ReductionDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        reduction("Sum", SUM),
        reduction(
            "Mean",
            numeric(
                FLOATS::mean,
                DoubleReductions::mean,
                IntReductions::mean,
                LongReductions::mean,
                UInt8Reductions::mean)),
        reduction(
            "Prod",
            numeric(
                FLOATS::prod,
                DoubleReductions::prod,
                IntReductions::prod,
                LongReductions::prod,
                UInt8Reductions::prod)),
        reduction(
            "Max",
            numeric(
                FLOATS::max,
                DoubleReductions::max,
                IntReductions::max,
                LongReductions::max,
                UInt8Reductions::max)),
        reduction(
            "Min",
            numeric(
                FLOATS::min,
                DoubleReductions::min,
                IntReductions::min,
                LongReductions::min,
                UInt8Reductions::min)),
        logicalReduction("Any", BooleanReductions::any),
        logicalReduction("All", BooleanReductions::all),
        argument("ArgMax", ArgExtremes::argMax),
        argument("ArgMin", ArgExtremes::argMin),
        accumulation("Cumsum", ADD, 0),
        accumulation("Cumprod", MUL, 1),
        OpDef.named("L2Loss")
            .typeAttribute("T", Types.FLOATING)
            .input("t", "T")
            .output("output", "T")
            .shape(context -> Shape.scalar())
            .kernel(ReductionDefinitions::halfSumOfSquares)
            .build());
  }

  private static LoopTable<ReductionBlock<?>> numeric(
      Supplier<ReductionBlock<float[]>> floats,
      ReductionBlock<double[]> doubles,
      ReductionBlock<int[]> ints,
      ReductionBlock<long[]> longs,
      ReductionBlock<byte[]> bytes) {
    return LoopTable.<ReductionBlock<?>>of(Set.of(FLOAT32), unused -> floats.get())
        .and(FLOAT64, doubles)
        .and(INT32, ints)
        .and(INT64, longs)
        .and(UINT8, bytes);
  }

  private static OpDef reduction(String name, LoopTable<ReductionBlock<?>> loops) {
    return OpDef.named(name)
        .attribute("keep_dims", false)
        .typeAttribute("T", loops.types())
        .typeAttributeWithDefault("Tidx", Types.INDEX)
        .input("input", "T")
        .parameter("reduction_indices", "Tidx")
        .output("output", "T")
        .shape(Shapes::reduced)
        .kernel(context -> reduce(loops.get(context.inputType(0)), context))
        .build();
  }

  private static OpDef logicalReduction(String name, ReductionBlock<boolean[]> loop) {
    return OpDef.named(name)
        .attribute("keep_dims", false)
        .typeAttributeWithDefault("Tidx", Types.INDEX)
        .input("input", BOOL)
        .parameter("reduction_indices", "Tidx")
        .output("output", BOOL)
        .shape(Shapes::reduced)
        .kernel(context -> reduce(loop, context))
        .build();
  }

  private static Kernel reduce(ReductionBlock<?> typedLoop, KernelContext context) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    ReductionBlock<Object> loop = (ReductionBlock<Object>) typedLoop;
    Reduction reduction =
        Reduction.of(context.inputShape(0).toArray(), Parameters.ints(context, 1));
    return kernel(reduction, loop, context);
  }

  /** Returns a kernel that reduces its first input. */
  static Kernel kernel(Reduction reduction, ReductionBlock<Object> loop, KernelContext context) {
    Object scratch = context.inputType(0).newArray(reduction.scratchLength());
    return call -> reduction.run(loop, call.input(0), call.output(0), scratch);
  }

  private static OpDef accumulation(String name, LoopTable<BinaryBlock<?, ?>> loops, int nothing) {
    return OpDef.named(name)
        .attribute("exclusive", false)
        .attribute("reverse", false)
        .typeAttribute("T", loops.types())
        .typeAttributeWithDefault("Tidx", Types.INDEX)
        .input("x", "T")
        .parameter("axis", "Tidx")
        .output("out", "T")
        .shape(ReductionDefinitions::sameAlongAxis)
        .kernel(context -> accumulate(loops, nothing, context))
        .build();
  }

  private static Shape sameAlongAxis(ShapeContext context) {
    Shape shape = Shapes.atLeastVector(context);
    Optional<Integer> axis = Parameters.axis(context, 1);
    if (shape.hasKnownRank()) {
      axis.ifPresent(shape::normalizeAxis);
    }
    return shape;
  }

  private static Kernel accumulate(
      LoopTable<BinaryBlock<?, ?>> loops, int nothing, KernelContext context) {
    DataType<?> type = context.inputType(0);
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    BinaryBlock<Object, Object> loop = (BinaryBlock<Object, Object>) loops.get(type);
    Shape shape = context.inputShape(0);
    RunningTotals totals =
        RunningTotals.of(
            shape.toArray(),
            shape.normalizeAxis(Parameters.ints(context, 1)[0]),
            context.attributes().getBool("exclusive"),
            context.attributes().getBool("reverse"));
    Object ofNothing = SegmentDefinitions.only(type, nothing);
    return call -> totals.run(loop, ofNothing, call.input(0), call.output(0));
  }

  /** Each square is rounded; then follow the law of sums and an exact halving. */
  private static Kernel halfSumOfSquares(KernelContext context) {
    int size = context.inputShape(0).elementCount();
    if (context.inputType(0).equals(FLOAT32)) {
      float[] squares = new float[size];
      ReductionBlock<float[]> sum = FLOATS.sum();
      UnaryBlock<float[], float[]> square =
          Kernels.floatElements().unary(UnaryFunction.SQUARE).orElseThrow();
      return call -> {
        float[] result = call.outputFloats(0);
        square.apply(call.inputFloats(0), 0, squares, 0, size);
        sum.apply(squares, 1, size, 1, result);
        result[0] /= 2;
      };
    }
    double[] squares = new double[size];
    UnaryBlock<double[], double[]> square =
        Kernels.doubleElements().unary(UnaryFunction.SQUARE).orElseThrow();
    return call -> {
      double[] result = call.outputDoubles(0);
      square.apply(call.inputDoubles(0), 0, squares, 0, size);
      DoubleReductions.sum(squares, 1, size, 1, result);
      result[0] /= 2;
    };
  }

  /** Searches the axis in the middle of {@code [outer, count, inner]}. */
  private interface Search {
    void run(Object x, int outer, int count, int inner, Object result);
  }

  private static OpDef argument(String name, Search search) {
    return OpDef.named(name)
        .typeAttribute("T", FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL)
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
