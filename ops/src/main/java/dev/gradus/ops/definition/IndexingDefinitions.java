package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.BroadcastView;
import dev.gradus.ops.kernel.ElementArrays;
import dev.gradus.ops.kernel.RowMoves;
import dev.gradus.ops.kernel.RowPositions;
import dev.gradus.ops.kernel.Selections;
import java.util.List;
import java.util.Optional;

/** The ops that pick elements by their index or by a condition. */
final class IndexingDefinitions {
  private IndexingDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("GatherV2")
            .attribute("batch_dims", 0)
            .typeAttribute("Tparams")
            .typeAttribute("Tindices", Types.INDEX)
            .typeAttribute("Taxis", Types.INDEX)
            .input("params", "Tparams")
            .input("indices", "Tindices")
            .parameter("axis", "Taxis")
            .output("output", "Tparams")
            .shape(IndexingDefinitions::gatheredShape)
            .kernel(IndexingDefinitions::gather)
            .build(),
        OpDef.named("GatherNd")
            .typeAttribute("Tparams")
            .typeAttribute("Tindices", Types.INDEX)
            .input("params", "Tparams")
            .input("indices", "Tindices")
            .output("output", "Tparams")
            .shape(context -> slicesShape(context.inputShape(0), context.inputShape(1)))
            .kernel(IndexingDefinitions::gatherSlices)
            .build(),
        OpDef.named("OneHot")
            .attribute("axis", -1)
            .typeAttribute("T")
            .typeAttributeWithDefault("TI", INT64, INT32, UINT8)
            .input("indices", "TI")
            .parameter("depth", INT32)
            .input("on_value", "T")
            .input("off_value", "T")
            .output("output", "T")
            .shape(IndexingDefinitions::oneHotShape)
            .kernel(IndexingDefinitions::oneHot)
            .build(),
        OpDef.named("SelectV2")
            .typeAttribute("T")
            .input("condition", BOOL)
            .input("t", "T")
            .input("e", "T")
            .output("output", "T")
            .shape(
                context ->
                    Shape.broadcast(
                        context.inputShape(0),
                        Shape.broadcast(context.inputShape(1), context.inputShape(2))))
            .kernel(IndexingDefinitions::select)
            .build());
  }

  /**
   * The axes before the one that is gathered from, then those of the indices after the batch axes,
   * then those of the params after it.
   */
  private static Shape gatheredShape(ShapeContext context) {
    Shape params = context.inputShape(0);
    Shape indices = context.inputShape(1);
    Optional<Integer> axis = Parameters.axis(context, 2);
    long batchDims = context.attributes().getInt("batch_dims");
    if (!indices.hasKnownRank()) {
      return Shape.unknown();
    }
    int batch = batchAxes(batchDims, indices);
    Shapes.requireRank(params, batch + 1, "at least");
    if (!params.hasKnownRank()) {
      return Shape.unknown();
    }
    if (axis.isEmpty()) {
      return Shape.unknownOfRank(params.rank() - 1 + indices.rank() - batch);
    }
    int gathered = params.normalizeAxis(axis.get());
    if (gathered < batch) {
      throw new GradusException(
          "Axis %d is one of the %d batch axes that params and indices share, but must come after them"
              .formatted(gathered, batch));
    }
    Shape before = params.keepAxes(outer -> outer < gathered);
    for (int i = 0; i < batch; i++) {
      before =
          before.withDimension(
              i, Shapes.equalDimensions(params.dimension(i), indices.dimension(i)));
    }
    return before
        .concatenate(indices.keepAxes(own -> own >= batch))
        .concatenate(params.keepAxes(inner -> inner > gathered));
  }

  /** Returns how many axes the params and the indices share. */
  private static int batchAxes(long batchDims, Shape indices) {
    int rank = indices.rank();
    if (batchDims < -rank || batchDims > rank) {
      throw new GradusException(
          "Attribute 'batch_dims' must be from %d to %d, as the indices have shape %s, but is %d"
              .formatted(-rank, rank, indices, batchDims));
    }
    return (int) (batchDims < 0 ? batchDims + rank : batchDims);
  }

  private static Kernel gather(KernelContext context) {
    Shape params = context.inputShape(0);
    Shape indices = context.inputShape(1);
    int axis = params.normalizeAxis(Parameters.ints(context, 2)[0]);
    int batchAxes = batchAxes(context.attributes().getInt("batch_dims"), indices);
    int batches = params.keepAxes(i -> i < batchAxes).elementCount();
    int outer = params.keepAxes(i -> i >= batchAxes && i < axis).elementCount();
    int rows = params.dimension(axis);
    int rowSize = params.keepAxes(i -> i > axis).elementCount();
    int count = indices.keepAxes(i -> i >= batchAxes).elementCount();
    int[] indexShape = indices.toArray();
    int[] positions = new int[indices.elementCount()];
    return call -> {
      RowPositions.ofRows(call.input(1), positions.length, indexShape, rows, rowSize, positions);
      for (int i = 0; i < batches * outer; i++) {
        RowMoves.gather(
            call.input(0),
            i * rows * rowSize,
            positions,
            i / outer * count,
            count,
            rowSize,
            call.output(0),
            i * count * rowSize);
      }
    };
  }

  /**
   * Returns the shape of all slices that index tuples name: the axes of the indices but the last,
   * which is the length of a tuple, then those axes of the array that a tuple has no index for.
   */
  static Shape slicesShape(Shape array, Shape indices) {
    Shapes.requireRank(indices, 1, "at least");
    if (!indices.hasKnownRank() || indices.dimension(-1) == Shape.UNKNOWN) {
      return Shape.unknown();
    }
    int length = indices.dimension(-1);
    if (!array.hasKnownRank()) {
      return Shape.unknown();
    }
    if (length > array.rank()) {
      throw new GradusException(
          "Indices of shape %s have %d numbers each, too many for the %d dimension%s of shape %s"
              .formatted(indices, length, array.rank(), array.rank() == 1 ? "" : "s", array));
    }
    return indices
        .keepAxes(axis -> axis < indices.rank() - 1)
        .concatenate(array.keepAxes(axis -> axis >= length));
  }

  private static Kernel gatherSlices(KernelContext context) {
    int[] shape = context.inputShape(0).toArray();
    Shape indices = context.inputShape(1);
    int[] indexShape = indices.toArray();
    int count = indices.keepAxes(axis -> axis < indices.rank() - 1).elementCount();
    int sliceSize =
        context.inputShape(0).keepAxes(axis -> axis >= indices.dimension(-1)).elementCount();
    int[] positions = new int[tupleCount(context.outputShape(0), count, indices)];
    return call -> {
      RowPositions.ofTuples(call.input(1), positions.length, indexShape, shape, positions);
      RowMoves.gather(
          call.input(0), 0, positions, 0, positions.length, sliceSize, call.output(0), 0);
    };
  }

  /**
   * Returns how many index tuples there are to look at: none if they are empty and nothing hangs on
   * them, as there may be any number of those.
   */
  static int tupleCount(Shape slices, int count, Shape indices) {
    return indices.dimension(-1) == 0 && slices.elementCount() == 0 ? 0 : count;
  }

  private static Shape oneHotShape(ShapeContext context) {
    Shape indices = context.inputShape(0);
    Shapes.requireScalar("The depth", context.inputShape(1));
    Shapes.requireScalar("The value for on", context.inputShape(2));
    Shapes.requireScalar("The value for off", context.inputShape(3));
    int depth = Parameters.ints(context, 1).map(values -> values[0]).orElse(Shape.UNKNOWN);
    if (context.inputValue(1).isPresent() && depth < 0) {
      throw new GradusException("The depth must be zero or more, but is " + depth);
    }
    long axis = context.attributes().getInt("axis");
    if (axis < -1 || (indices.hasKnownRank() && axis > indices.rank())) {
      throw new GradusException(
          "Attribute 'axis' must be from -1 to %s, but is %d"
              .formatted(
                  indices.hasKnownRank() ? indices.rank() : "the rank of the indices", axis));
    }
    if (!indices.hasKnownRank()) {
      return Shape.unknown();
    }
    int place = oneHotAxis(axis, indices);
    return indices
        .keepAxes(before -> before < place)
        .concatenate(Shape.of(depth))
        .concatenate(indices.keepAxes(after -> after >= place));
  }

  private static int oneHotAxis(long axis, Shape indices) {
    return axis == -1 ? indices.rank() : (int) axis;
  }

  private static Kernel oneHot(KernelContext context) {
    Shape indices = context.inputShape(0);
    int place = oneHotAxis(context.attributes().getInt("axis"), indices);
    int outer = indices.keepAxes(axis -> axis < place).elementCount();
    int inner = indices.keepAxes(axis -> axis >= place).elementCount();
    int depth = context.outputShape(0).dimension(place);
    boolean isEmpty = context.outputShape(0).elementCount() == 0;
    return call -> {
      if (!isEmpty) {
        Selections.oneHot(
            call.input(0), outer, depth, inner, call.input(2), call.input(3), call.output(0));
      }
    };
  }

  private static Kernel select(KernelContext context) {
    Shape shape = context.outputShape(0);
    int size = shape.elementCount();
    Stretched condition = Stretched.of(context, 0, shape);
    Stretched t = Stretched.of(context, 1, shape);
    Stretched e = Stretched.of(context, 2, shape);
    return call ->
        ElementArrays.select(
            (boolean[]) condition.in(call.input(0)),
            t.in(call.input(1)),
            e.in(call.input(2)),
            call.output(0),
            size);
  }

  /**
   * An input that may have to be repeated to have the shape of the output.
   *
   * @param view how
   * @param scratch an array for it; empty if it has the shape already
   */
  private record Stretched(BroadcastView view, Optional<Object> scratch) {
    static Stretched of(KernelContext context, int input, Shape shape) {
      Shape own = context.inputShape(input);
      return new Stretched(
          BroadcastView.of(own.toArray(), shape.toArray()),
          own.elementCount() == shape.elementCount()
              ? Optional.empty()
              : Optional.of(context.inputType(input).newArray(shape.elementCount())));
    }

    Object in(Object array) {
      scratch.ifPresent(stretched -> view.copy(array, stretched));
      return scratch.orElse(array);
    }
  }
}
