package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.ElementArrays;
import dev.gradus.ops.kernel.StridedCopy;
import dev.gradus.ops.kernel.StridedView;
import java.util.List;
import java.util.Optional;

/**
 * The ops that join, cut, repeat and turn round tensors. Those that cut a part out are declared
 * here; {@link JoiningDefinitions}, {@link PaddingDefinitions} and {@link ReversalDefinitions} have
 * the others.
 */
final class SlicingDefinitions {
  private SlicingDefinitions() {}

  static List<OpDef> ops() {
    return ImmutableList.<OpDef>builder()
        .addAll(cuts())
        .addAll(JoiningDefinitions.ops())
        .addAll(PaddingDefinitions.ops())
        .addAll(ReversalDefinitions.ops())
        .build();
  }

  private static List<OpDef> cuts() {
    return List.of(
        OpDef.named("Slice")
            .typeAttribute("T")
            .typeAttribute("Index", Types.INDEX)
            .input("input", "T")
            .parameter("begin", "Index")
            .parameter("size", "Index")
            .output("output", "T")
            .shape(SlicingDefinitions::slicedShape)
            .kernel(SlicingDefinitions::slice)
            .build(),
        masks(OpDef.named("StridedSlice").typeAttribute("T").typeAttribute("Index", Types.INDEX))
            .input("input", "T")
            .parameter("begin", "Index")
            .parameter("end", "Index")
            .parameter("strides", "Index")
            .output("output", "T")
            .shape(context -> StridedSlicing.inferred(context, context.inputShape(0)))
            .kernel(SlicingDefinitions::stridedSlice)
            .build(),
        masks(
                OpDef.named("StridedSliceGrad")
                    .typeAttribute("T")
                    .typeAttribute("Index", Types.INDEX))
            .parameter("shape", "Index")
            .parameter("begin", "Index")
            .parameter("end", "Index")
            .parameter("strides", "Index")
            .input("dy", "T")
            .output("output", "T")
            .shape(SlicingDefinitions::wholeShape)
            .kernel(SlicingDefinitions::stridedSliceGradient)
            .build());
  }

  private static OpDef.Builder masks(OpDef.Builder op) {
    return op.attribute("begin_mask", 0)
        .attribute("end_mask", 0)
        .attribute("ellipsis_mask", 0)
        .attribute("new_axis_mask", 0)
        .attribute("shrink_axis_mask", 0);
  }

  private static Shape slicedShape(ShapeContext context) {
    Shape from = context.inputShape(0);
    if (!from.isCompatibleWith(Parameters.rank(context, 1))
        || !from.isCompatibleWith(Parameters.rank(context, 2))
        || !Parameters.rank(context, 1).isCompatibleWith(Parameters.rank(context, 2))) {
      throw new GradusException(
          "Begin and size must have an element for each dimension of shape %s, but have shapes %s and %s"
              .formatted(from, context.inputShape(1), context.inputShape(2)));
    }
    Optional<int[]> begins = Parameters.ints(context, 1);
    Optional<int[]> sizes = Parameters.ints(context, 2);
    Shape sliced = Parameters.rank(context, 1).mergeWith(Parameters.rank(context, 2));
    if (!sliced.hasKnownRank() && from.hasKnownRank()) {
      sliced = Shape.unknownOfRank(from.rank());
    }
    for (int axis = 0; sizes.isPresent() && axis < sizes.get().length; axis++) {
      int dimension = from.hasKnownRank() ? from.dimension(axis) : Shape.UNKNOWN;
      int begin = begins.isPresent() ? begins.get()[axis] : Shape.UNKNOWN;
      sliced =
          sliced.withDimension(
              axis, slicedDimension(axis, dimension, begins.isPresent(), begin, sizes.get()[axis]));
    }
    return sliced;
  }

  /** Returns the size where it is given, or else what there is from {@code begin} on. */
  private static int slicedDimension(
      int axis, int dimension, boolean knowsBegin, int begin, int size) {
    boolean all = size == -1;
    boolean knowsDimension = dimension != Shape.UNKNOWN;
    if (size < -1
        || (knowsBegin && begin < 0)
        || (knowsBegin && knowsDimension && begin > dimension - Math.max(size, 0))
        || (knowsDimension && size > dimension)) {
      throw new GradusException(
          "Of axis %d, of %s elements, a slice of %s from %s on cannot be had"
              .formatted(
                  axis,
                  knowsDimension ? dimension : "?",
                  all ? "all" : size,
                  knowsBegin ? begin : "?"));
    }
    if (!all) {
      return size;
    }
    return knowsDimension && knowsBegin ? dimension - begin : Shape.UNKNOWN;
  }

  private static Kernel slice(KernelContext context) {
    int[] begin = Parameters.ints(context, 1);
    int[] size = context.outputShape(0).toArray();
    StridedView part = StridedView.of(context.inputShape(0).toArray());
    for (int axis = 0; axis < size.length; axis++) {
      part = part.part(axis, begin[axis], size[axis]);
    }
    StridedCopy copy = StridedCopy.between(part, StridedView.of(size));
    return call -> copy.run(call.input(0), call.output(0));
  }

  private static Kernel stridedSlice(KernelContext context) {
    StridedCopy copy =
        StridedSlicing.of(context, context.inputShape(0)).copy(context.inputShape(0));
    return call -> copy.run(call.input(0), call.output(0));
  }

  private static Shape wholeShape(ShapeContext context) {
    Shape whole = Parameters.shape(context, 0);
    Shape part = StridedSlicing.inferred(context, whole);
    if (!part.isCompatibleWith(context.inputShape(4))) {
      throw new GradusException(
          "The slice of shape %s has shape %s, but its gradient 'dy' has shape %s"
              .formatted(whole, part, context.inputShape(4)));
    }
    return whole;
  }

  private static Kernel stridedSliceGradient(KernelContext context) {
    Shape whole = context.outputShape(0);
    StridedCopy copy = StridedSlicing.of(context, whole).copy(whole).inverse();
    Object zero = context.outputType(0).newArray(1);
    int size = whole.elementCount();
    return call -> {
      ElementArrays.fill(zero, 0, call.output(0), 0, size);
      copy.run(call.input(4), call.output(0));
    };
  }
}
