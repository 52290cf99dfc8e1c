package dev.gradus.ops.definition;

import dev.gradus.core.Attributes;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.Reduction;
import dev.gradus.ops.kernel.ReductionBlock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The sum of images and a number for each channel, and its gradient by these numbers. */
final class BiasDefinitions {
  private BiasDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        OpDef.named("BiasAdd")
            .typeAttribute("T", MathDefinitions.ADD.types())
            .attribute("data_format", "NHWC")
            .input("value", "T")
            .input("bias", "T")
            .output("output", "T")
            .shape(BiasDefinitions::sumShape)
            .kernel(BiasDefinitions::add)
            .flags(OpFlag.MAY_REUSE_INPUT)
            .build(),
        OpDef.named("BiasAddGrad")
            .typeAttribute("T", ReductionDefinitions.SUM.types())
            .attribute("data_format", "NHWC")
            .input("out_backprop", "T")
            .output("output", "T")
            .shape(BiasDefinitions::biasShape)
            .kernel(BiasDefinitions::sum)
            .build());
  }

  /** Returns the axis of the channels: the last, or the one after the batch. */
  private static int channelAxis(Attributes attributes) {
    String format = attributes.getString("data_format");
    return switch (format) {
      case "NHWC" -> -1;
      case "NCHW" -> 1;
      default ->
          throw new GradusException(
              "Attribute 'data_format' must be one of [NHWC, NCHW], but is " + format);
    };
  }

  private static Shape sumShape(ShapeContext context) {
    int axis = channelAxis(context.attributes());
    Shape value = Shapes.requireRank(context.inputShape(0), 2, "at least");
    Shape bias = Shapes.requireRank(context.inputShape(1), 1, "exactly");
    if (!value.hasKnownRank() || !bias.hasKnownRank()) {
      return value;
    }
    int channels = value.dimension(axis);
    if (channels != Shape.UNKNOWN && !bias.isCompatibleWith(Shape.of(channels))) {
      throw new GradusException(
          "There must be a bias for each channel, but there are %d channels in %s and %d biases"
              .formatted(channels, value, bias.dimension(0)));
    }
    return value.withDimension(axis, Math.max(channels, bias.dimension(0)));
  }

  private static Shape biasShape(ShapeContext context) {
    int axis = channelAxis(context.attributes());
    Shape gradient = Shapes.requireRank(context.inputShape(0), 2, "at least");
    return gradient.hasKnownRank() ? Shape.of(gradient.dimension(axis)) : Shape.unknownOfRank(1);
  }

  private static Kernel add(KernelContext context) {
    Shape value = context.inputShape(0);
    int axis = value.normalizeAxis(channelAxis(context.attributes()));
    // What is broadcast is aligned at the last axis.
    int[] bias = new int[value.rank() - axis];
    Arrays.fill(bias, 1);
    bias[0] = value.dimension(axis);
    return LoopTable.binary(MathDefinitions.ADD, context, bias);
  }

  private static Kernel sum(KernelContext context) {
    Shape gradient = context.inputShape(0);
    int kept = gradient.normalizeAxis(channelAxis(context.attributes()));
    int[] axes = IntStream.range(0, gradient.rank()).filter(axis -> axis != kept).toArray();
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    ReductionBlock<Object> loop =
        (ReductionBlock<Object>) ReductionDefinitions.SUM.get(context.inputType(0));
    Reduction reduction = Reduction.of(gradient.toArray(), axes);
    return ReductionDefinitions.kernel(reduction, loop, context);
  }
}
