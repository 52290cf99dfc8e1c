package dev.gradus.ops.definition;

import dev.gradus.core.AttributeType;
import dev.gradus.core.Attributes;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.BroadcastView;
import dev.gradus.ops.kernel.ElementArrays;
import dev.gradus.ops.kernel.Mirroring;
import dev.gradus.ops.kernel.StridedCopy;
import dev.gradus.ops.kernel.StridedView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The ops that enlarge a tensor, by something at its edges or by repeating it. */
final class PaddingDefinitions {
  private PaddingDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("Pad")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tpaddings", Types.INDEX)
            .input("input", "T")
            .parameter("paddings", "Tpaddings")
            .output("output", "T")
            .shape(context -> paddedShape(context, 1))
            .kernel(PaddingDefinitions::padWithZeros)
            .build(),
        OpDef.named("PadV2")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tpaddings", Types.INDEX)
            .input("input", "T")
            .parameter("paddings", "Tpaddings")
            .input("constant_values", "T")
            .output("output", "T")
            .shape(PaddingDefinitions::constantPaddedShape)
            .kernel(PaddingDefinitions::padWithConstant)
            .build(),
        OpDef.named("MirrorPad")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tpaddings", Types.INDEX)
            .attribute("mode", AttributeType.STRING)
            .input("input", "T")
            .parameter("paddings", "Tpaddings")
            .output("output", "T")
            .shape(PaddingDefinitions::mirroredShape)
            .kernel(PaddingDefinitions::mirror)
            .build(),
        OpDef.named("MirrorPadGrad")
            .typeAttribute("T", Types.NUMERIC)
            .typeAttributeWithDefault("Tpaddings", Types.INDEX)
            .attribute("mode", AttributeType.STRING)
            .input("input", "T")
            .parameter("paddings", "Tpaddings")
            .output("output", "T")
            .shape(PaddingDefinitions::foldedShape)
            .kernel(PaddingDefinitions::fold)
            .build(),
        OpDef.named("Tile")
            .typeAttribute("T")
            .typeAttributeWithDefault("Tmultiples", Types.INDEX)
            .input("input", "T")
            .parameter("multiples", "Tmultiples")
            .output("output", "T")
            .shape(PaddingDefinitions::tiledShape)
            .kernel(PaddingDefinitions::tile)
            .build());
  }

  /**
   * Returns the first input's shape with what the paddings add to each axis, or take away.
   *
   * @param sign 1 or -1
   */
  private static Shape paddedShape(ShapeContext context, int sign) {
    Shape from = context.inputShape(0);
    Shape paddings = context.inputShape(1);
    Optional<int[][]> pairs = Parameters.pairs(context, 1);
    if (!from.hasKnownRank() || pairs.isEmpty()) {
      Shape rank =
          paddings.hasKnownRank() && paddings.dimension(0) != Shape.UNKNOWN
              ? Shape.unknownOfRank(paddings.dimension(0))
              : Shape.unknown();
      requireFit(from, paddings, rank.isCompatibleWith(from));
      return from.hasKnownRank() ? Shape.unknownOfRank(from.rank()) : rank;
    }
    requireFit(from, paddings, pairs.get().length == from.rank());
    int[] padded = from.toArray();
    for (int axis = 0; axis < padded.length; axis++) {
      int[] pair = pairs.get()[axis];
      if (pair[0] < 0 || pair[1] < 0) {
        throw new GradusException(
            "Paddings must be zero or more, but those of axis %d are %s"
                .formatted(axis, Arrays.toString(pair)));
      }
      if (padded[axis] != Shape.UNKNOWN) {
        long changed = padded[axis] + sign * ((long) pair[0] + pair[1]);
        if (changed < 0) {
          throw new GradusException(
              "From axis %d of shape %s, paddings of %s cannot be taken away"
                  .formatted(axis, from, Arrays.toString(pair)));
        }
        padded[axis] = Shapes.exactDimension(changed);
      }
    }
    return Shape.of(padded);
  }

  private static void requireFit(Shape from, Shape paddings, boolean fits) {
    if (!fits) {
      throw new GradusException(
          "Paddings must have a row for each dimension of shape %s, but have shape %s"
              .formatted(from, paddings));
    }
  }

  private static Shape constantPaddedShape(ShapeContext context) {
    Shapes.requireScalar("The constant", context.inputShape(2));
    return paddedShape(context, 1);
  }

  private static StridedCopy toTheMiddle(KernelContext context) {
    int[] shape = context.inputShape(0).toArray();
    int[][] paddings = Parameters.pairs(context, 1);
    StridedView middle = StridedView.of(context.outputShape(0).toArray());
    for (int axis = 0; axis < shape.length; axis++) {
      middle = middle.part(axis, paddings[axis][0], shape[axis]);
    }
    return StridedCopy.between(StridedView.of(shape), middle);
  }

  private static Kernel padWithZeros(KernelContext context) {
    StridedCopy copy = toTheMiddle(context);
    Object zero = context.outputType(0).newArray(1);
    int size = context.outputShape(0).elementCount();
    return call -> {
      ElementArrays.fill(zero, 0, call.output(0), 0, size);
      copy.run(call.input(0), call.output(0));
    };
  }

  private static Kernel padWithConstant(KernelContext context) {
    StridedCopy copy = toTheMiddle(context);
    int size = context.outputShape(0).elementCount();
    return call -> {
      ElementArrays.fill(call.input(2), 0, call.output(0), 0, size);
      copy.run(call.input(0), call.output(0));
    };
  }

  /** Returns how many of the outermost elements are not repeated: 1 in mode REFLECT. */
  private static int skipped(Attributes attributes) {
    String mode = attributes.getString("mode");
    return switch (mode) {
      case "REFLECT" -> 1;
      case "SYMMETRIC" -> 0;
      default ->
          throw new GradusException(
              "Attribute 'mode' must be REFLECT or SYMMETRIC, but is '%s'".formatted(mode));
    };
  }

  private static Shape mirroredShape(ShapeContext context) {
    Shape padded = paddedShape(context, 1);
    requireLarge(context, context.inputShape(0));
    return padded;
  }

  private static Shape foldedShape(ShapeContext context) {
    Shape folded = paddedShape(context, -1);
    requireLarge(context, folded);
    return folded;
  }

  /** Requires each axis of the smaller shape to have all that is mirrored. */
  private static void requireLarge(ShapeContext context, Shape shape) {
    int skipped = skipped(context.attributes());
    Optional<int[][]> paddings = Parameters.pairs(context, 1);
    for (int axis = 0;
        shape.hasKnownRank() && paddings.isPresent() && axis < shape.rank();
        axis++) {
      int[] pair = paddings.get()[axis];
      int dimension = shape.dimension(axis);
      if (dimension != Shape.UNKNOWN
          && Math.max(pair[0], pair[1]) > Math.max(0, dimension - skipped)) {
        throw new GradusException(
            "Axis %d of shape %s has %d elements to be mirrored, but its paddings are %s"
                .formatted(axis, shape, Math.max(0, dimension - skipped), Arrays.toString(pair)));
      }
    }
  }

  private static Mirroring mirroring(KernelContext context, Shape smaller) {
    int[][] paddings = Parameters.pairs(context, 1);
    return Mirroring.of(
        smaller.toArray(),
        Arrays.stream(paddings).mapToInt(pair -> pair[0]).toArray(),
        Arrays.stream(paddings).mapToInt(pair -> pair[1]).toArray(),
        skipped(context.attributes()));
  }

  private static Kernel mirror(KernelContext context) {
    Mirroring mirroring = mirroring(context, context.inputShape(0));
    return call -> mirroring.run(call.input(0), call.output(0));
  }

  private static Kernel fold(KernelContext context) {
    Mirroring mirroring = mirroring(context, context.outputShape(0));
    Object scratch = context.outputType(0).newArray(mirroring.resultSize());
    return call -> mirroring.fold(call.input(0), scratch, call.output(0));
  }

  private static Shape tiledShape(ShapeContext context) {
    Shape from = context.inputShape(0);
    Shape rank = Parameters.rank(context, 1);
    if (!from.isCompatibleWith(rank)) {
      throw new GradusException(
          "There must be a multiple for each dimension of shape %s, but multiples have shape %s"
              .formatted(from, context.inputShape(1)));
    }
    Optional<int[]> multiples = Parameters.ints(context, 1);
    if (!from.hasKnownRank() || multiples.isEmpty()) {
      return from.hasKnownRank() ? Shape.unknownOfRank(from.rank()) : rank;
    }
    int[] tiled = from.toArray();
    for (int axis = 0; axis < tiled.length; axis++) {
      int multiple = multiples.get()[axis];
      if (multiple < 0) {
        throw new GradusException(
            "Multiples must be zero or more, but are " + Arrays.toString(multiples.get()));
      }
      if (tiled[axis] != Shape.UNKNOWN) {
        tiled[axis] = Shapes.exactDimension((long) tiled[axis] * multiple);
      }
    }
    return Shape.of(tiled);
  }

  private static Kernel tile(KernelContext context) {
    BroadcastView view =
        BroadcastView.tile(context.inputShape(0).toArray(), Parameters.ints(context, 1));
    return call -> view.copy(call.input(0), call.output(0));
  }
}
