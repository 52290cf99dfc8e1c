package dev.gradus.ops.definition;

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
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.Casts;
import dev.gradus.ops.kernel.Segments;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reductions by segments: rows that have the same id become one.
 *
 * <p>There are two kinds, as in TensorFlow. Of ids that are sorted, the last tells how many
 * segments there are, so the result's shape depends on their values. Of ids in any order, it is
 * told how many there are; and rows with a negative id are left out.
 */
final class SegmentDefinitions {
  private static final LoopTable<BinaryBlock<?, ?>> MUL = Elementwise.loops(BinaryFunction.MUL);
  private static final LoopTable<BinaryBlock<?, ?>> DIVIDE = Elementwise.loops(BinaryFunction.DIV);

  /** The least number of each type, and the greatest; of floating-point types, the finite ones. */
  private static final LoopTable<Object> LEAST =
      LoopTable.<Object>of(FLOAT32, new float[] {-Float.MAX_VALUE})
          .and(FLOAT64, new double[] {-Double.MAX_VALUE})
          .and(INT32, new int[] {Integer.MIN_VALUE})
          .and(INT64, new long[] {Long.MIN_VALUE})
          .and(UINT8, new byte[] {0});

  private static final LoopTable<Object> GREATEST =
      LoopTable.<Object>of(FLOAT32, new float[] {Float.MAX_VALUE})
          .and(FLOAT64, new double[] {Double.MAX_VALUE})
          .and(INT32, new int[] {Integer.MAX_VALUE})
          .and(INT64, new long[] {Long.MAX_VALUE})
          .and(UINT8, new byte[] {(byte) 255});

  private SegmentDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        sorted("SegmentSum", context -> reduceSorted(context, ADD, 0)),
        sorted("SegmentMean", SegmentDefinitions::mean),
        sorted("SegmentProd", context -> reduceSorted(context, MUL, 1)),
        sorted(
            "SegmentMax",
            context -> reduceSorted(context, Elementwise.loops(BinaryFunction.MAXIMUM), 0)),
        sorted(
            "SegmentMin",
            context -> reduceSorted(context, Elementwise.loops(BinaryFunction.MINIMUM), 0)),
        unsorted("UnsortedSegmentSum", ADD, type -> only(type, 0)),
        unsorted("UnsortedSegmentProd", MUL, type -> only(type, 1)),
        unsorted("UnsortedSegmentMax", Elementwise.loops(BinaryFunction.MAXIMUM), LEAST::get),
        unsorted("UnsortedSegmentMin", Elementwise.loops(BinaryFunction.MINIMUM), GREATEST::get));
  }

  private static OpDef sorted(String name, Kernel.Factory kernel) {
    return OpDef.named(name)
        .typeAttribute("T", Types.NUMERIC)
        .typeAttribute("Tindices", Types.INDEX)
        .input("data", "T")
        .parameter("segment_ids", "Tindices")
        .output("output", "T")
        .shape(SegmentDefinitions::sortedShape)
        .kernel(kernel)
        .build();
  }

  private static Shape sortedShape(ShapeContext context) {
    Shape data = Shapes.atLeastVector(context);
    Shape ids = Shapes.requireRank(context.inputShape(1), 1, "exactly");
    if (data.hasKnownRank() && ids.hasKnownRank()) {
      requireOneForEachRow(ids.isCompatibleWith(Shape.of(data.dimension(0))), data, ids);
    }
    int segments = Parameters.ints(context, 1).map(SegmentDefinitions::count).orElse(Shape.UNKNOWN);
    return data.hasKnownRank() ? data.withDimension(0, segments) : Shape.unknown();
  }

  private static void requireOneForEachRow(boolean fits, Shape data, Shape ids) {
    if (!fits) {
      throw new GradusException(
          "There must be a segment id for each row of the data, but the data is of shape %s and the ids of %s"
              .formatted(data, ids));
    }
  }

  /** Returns the number of segments, which is one more than the last id. */
  private static int count(int[] ids) {
    for (int i = 0; i < ids.length; i++) {
      int before = i == 0 ? 0 : ids[i - 1];
      if (ids[i] < before || ids[i] == Integer.MAX_VALUE) {
        throw new GradusException(
            "Segment ids must be sorted, from 0 to at most %d, but segment_ids[%d] = %d%s"
                .formatted(
                    Integer.MAX_VALUE - 1, i, ids[i], i == 0 ? "" : " comes after " + before));
      }
    }
    return ids.length == 0 ? 0 : ids[ids.length - 1] + 1;
  }

  private static Kernel reduceSorted(
      KernelContext context, LoopTable<BinaryBlock<?, ?>> loops, int ofNone) {
    BinaryBlock<Object, Object> loop = loop(loops, context.inputType(0));
    int[] ids = Parameters.ints(context, 1);
    int rowSize = rowSize(context.inputShape(0), 1);
    Object only = only(context.inputType(0), ofNone);
    int segments = context.outputShape(0).dimension(0);
    return call ->
        Segments.reduceSorted(loop, call.input(0), ids, rowSize, only, segments, call.output(0));
  }

  /** The sums, each divided once; of integers, in at least 32 bits, and truncated. */
  private static Kernel mean(KernelContext context) {
    DataType<?> type = context.inputType(0);
    boolean isNarrow = type.equals(UINT8);
    DataType<?> wide = isNarrow ? INT32 : type;
    BinaryBlock<Object, Object> add = loop(ADD, wide);
    BinaryBlock<Object, Object> divide = loop(DIVIDE, wide);
    int[] ids = Parameters.ints(context, 1);
    int rowSize = rowSize(context.inputShape(0), 1);
    int segments = context.outputShape(0).dimension(0);
    int elements = context.inputShape(0).elementCount();
    int results = context.outputShape(0).elementCount();
    Object none = only(wide, 0);
    Object counts = counts(ids, rowSize, wide, results);
    Object wideData = wide.newArray(isNarrow ? elements : 0);
    Object wideResult = wide.newArray(isNarrow ? results : 0);
    return call -> {
      Object data = call.input(0);
      Object result = call.output(0);
      if (isNarrow) {
        Casts.cast(data, wideData, elements);
      }
      Object x = isNarrow ? wideData : data;
      Object y = isNarrow ? wideResult : result;
      Segments.reduceSorted(add, x, ids, rowSize, none, segments, y);
      divide.apply(y, 0, counts, 0, y, 0, results);
      if (isNarrow) {
        Casts.cast(wideResult, result, results);
      }
    };
  }

  /** For each element of the result, of how many it is the mean; 1 for none. */
  private static Object counts(int[] ids, int rowSize, DataType<?> type, int results) {
    int[] counts = new int[results];
    for (int id : ids) {
      for (int i = id * rowSize; i < (id + 1) * rowSize; i++) {
        counts[i]++;
      }
    }
    Arrays.setAll(counts, i -> Math.max(counts[i], 1));
    Object divisors = type.newArray(results);
    Casts.cast(counts, divisors, results);
    return divisors;
  }

  private static OpDef unsorted(
      String name, LoopTable<BinaryBlock<?, ?>> loops, Function<DataType<?>, Object> start) {
    return OpDef.named(name)
        .typeAttribute("T", loops.types())
        .typeAttribute("Tindices", Types.INDEX)
        .typeAttributeWithDefault("Tnumsegments", Types.INDEX)
        .input("data", "T")
        .input("segment_ids", "Tindices")
        .parameter("num_segments", "Tnumsegments")
        .output("output", "T")
        .shape(SegmentDefinitions::unsortedShape)
        .kernel(context -> reduce(context, loops, start))
        .build();
  }

  private static Shape unsortedShape(ShapeContext context) {
    Shape data = context.inputShape(0);
    Shape ids = context.inputShape(1);
    Shapes.requireScalar("The number of segments", context.inputShape(2));
    Optional<Integer> segments = Parameters.ints(context, 2).map(values -> values[0]);
    if (segments.isPresent() && segments.get() < 0) {
      throw new GradusException(
          "The number of segments must be zero or more, but is " + segments.get());
    }
    if (!data.hasKnownRank() || !ids.hasKnownRank()) {
      return Shape.unknown();
    }
    requireOneForEachRow(
        ids.rank() <= data.rank() && ids.isCompatibleWith(data.keepAxes(axis -> axis < ids.rank())),
        data,
        ids);
    return Shape.of(segments.orElse(Shape.UNKNOWN))
        .concatenate(data.keepAxes(axis -> axis >= ids.rank()));
  }

  private static Kernel reduce(
      KernelContext context,
      LoopTable<BinaryBlock<?, ?>> loops,
      Function<DataType<?>, Object> start) {
    BinaryBlock<Object, Object> loop = loop(loops, context.inputType(0));
    int[] idShape = context.inputShape(1).toArray();
    int rowSize = rowSize(context.inputShape(0), idShape.length);
    Object first = start.apply(context.inputType(0));
    int segments = context.outputShape(0).dimension(0);
    return call ->
        Segments.reduce(
            loop, call.input(0), call.input(1), idShape, rowSize, first, segments, call.output(0));
  }

  private static BinaryBlock<Object, Object> loop(
      LoopTable<BinaryBlock<?, ?>> loops, DataType<?> type) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    BinaryBlock<Object, Object> loop = (BinaryBlock<Object, Object>) loops.get(type);
    return loop;
  }

  private static int rowSize(Shape data, int rowAxes) {
    return data.keepAxes(axis -> axis >= rowAxes).elementCount();
  }

  /** Returns an array of one element. */
  static Object only(DataType<?> type, int value) {
    Object array = type.newArray(1);
    Casts.cast(new int[] {value}, array, 1);
    return array;
  }
}
