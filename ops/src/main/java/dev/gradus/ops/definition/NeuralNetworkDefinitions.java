package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.OpFlag.ELEMENTWISE;
import static dev.gradus.core.OpFlag.MAY_REUSE_INPUT;

import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.BinaryBlock;
import dev.gradus.ops.kernel.BinaryFunction;
import dev.gradus.ops.kernel.Casts;
import dev.gradus.ops.kernel.DoubleSoftmax;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.Softmax;
import dev.gradus.ops.kernel.UnaryBlock;
import dev.gradus.ops.kernel.UnaryFunction;
import java.util.List;

/** The ops of neural networks. */
final class NeuralNetworkDefinitions {
  private static final FloatKernels FLOATS = Kernels.floats();

  private static final LoopTable<BinaryBlock<?, ?>> RELU_GRADIENT =
      Elementwise.loops(BinaryFunction.RELU_GRAD);

  private NeuralNetworkDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        activation("Relu", UnaryFunction.RELU),
        activation("Relu6", UnaryFunction.RELU6),
        activation("Elu", UnaryFunction.ELU),
        activation("Selu", UnaryFunction.SELU),
        activation("Softplus", UnaryFunction.SOFTPLUS),
        activation("Softsign", UnaryFunction.SOFTSIGN),
        OpDef.named("LeakyRelu")
            .attribute("alpha", 0.2f)
            .typeAttributeWithDefault("T", Types.FLOATING)
            .input("features", "T")
            .output("activations", "T")
            .shape(Shapes::sameAsInput)
            .kernel(NeuralNetworkDefinitions::leakyRelu)
            .flags(ELEMENTWISE, MAY_REUSE_INPUT)
            .build(),
        OpDef.named("ReluGrad")
            .typeAttribute("T", RELU_GRADIENT.types())
            .input("gradients", "T")
            .input("features", "T")
            .output("backprops", "T")
            .shape(Shapes::merged)
            .kernel(context -> LoopTable.binary(RELU_GRADIENT, context))
            .flags(ELEMENTWISE, MAY_REUSE_INPUT)
            .build(),
        perRow("Softmax", "softmax", Softmax::softmax, DoubleSoftmax::softmax),
        perRow("LogSoftmax", "logsoftmax", Softmax::logSoftmax, DoubleSoftmax::logSoftmax),
        OpDef.named("SoftmaxCrossEntropyWithLogits")
            .typeAttribute("T", Types.FLOATING)
            .input("features", "T")
            .input("labels", "T")
            .output("loss", "T")
            .output("backprop", "T")
            .shapes(NeuralNetworkDefinitions::crossEntropyShapes)
            .kernel(NeuralNetworkDefinitions::crossEntropy)
            .build(),
        OpDef.named("SparseSoftmaxCrossEntropyWithLogits")
            .typeAttribute("T", Types.FLOATING)
            .typeAttributeWithDefault("Tlabels", INT64, INT32)
            .input("features", "T")
            .input("labels", "Tlabels")
            .output("loss", "T")
            .output("backprop", "T")
            .shapes(NeuralNetworkDefinitions::sparseCrossEntropyShapes)
            .kernel(NeuralNetworkDefinitions::sparseCrossEntropy)
            .build());
  }

  private static OpDef activation(String name, UnaryFunction function) {
    LoopTable<UnaryBlock<?, ?>> loops = Elementwise.loops(function);
    return MathDefinitions.unary(name, "features", "activations", loops).build();
  }

  private static Kernel leakyRelu(KernelContext context) {
    float slope = context.attributes().getFloat("alpha");
    LoopTable<UnaryBlock<?, ?>> loops =
        LoopTable.<UnaryBlock<?, ?>>of(FLOAT32, Kernels.leakyRelu(slope))
            .and(FLOAT64, Kernels.leakyRelu((double) slope));
    return LoopTable.unary(loops, context);
  }

  /** Computes each row of a matrix. */
  private interface FloatRows {
    void run(Softmax softmax, float[] x, float[] result);
  }

  /** Computes each row of a matrix {@code [rows, classes]}. */
  private interface DoubleRows {
    void run(double[] x, int rows, int classes, double[] result);
  }

  private static OpDef perRow(String name, String output, FloatRows floats, DoubleRows doubles) {
    return OpDef.named(name)
        .typeAttribute("T", Types.FLOATING)
        .input("logits", "T")
        .output(output, "T")
        .shape(Shapes::atLeastVector)
        .kernel(
            context -> {
              Shape shape = context.inputShape(0);
              int classes = shape.dimension(-1);
              int rows = shape.keepAxes(axis -> axis < shape.rank() - 1).elementCount();
              if (!isFloat(context)) {
                return call ->
                    doubles.run(call.inputDoubles(0), rows, classes, call.outputDoubles(0));
              }
              Softmax softmax = FLOATS.softmax(rows, classes, context.workers());
              return call -> floats.run(softmax, call.inputFloats(0), call.outputFloats(0));
            })
        .build();
  }

  private static List<Shape> crossEntropyShapes(ShapeContext context) {
    Shape logits = Shapes.requireRank(context.inputShape(0), 2, "exactly");
    Shape labels = Shapes.requireRank(context.inputShape(1), 2, "exactly");
    if (!logits.isCompatibleWith(labels)) {
      throw new GradusException(
          "Logits and labels must have the same shape, but have %s and %s"
              .formatted(logits, labels));
    }
    return lossAndGradient(logits.mergeWith(labels));
  }

  private static List<Shape> sparseCrossEntropyShapes(ShapeContext context) {
    Shape logits = Shapes.requireRank(context.inputShape(0), 2, "exactly");
    Shape labels = Shapes.requireRank(context.inputShape(1), 1, "exactly");
    Shape rows = logits.hasKnownRank() ? Shape.of(logits.dimension(0)) : Shape.unknownOfRank(1);
    if (!rows.isCompatibleWith(labels)) {
      throw new GradusException(
          "There must be a label for each row of logits, but logits are %s and labels %s"
              .formatted(logits, labels));
    }
    Shape merged = rows.mergeWith(labels);
    return lossAndGradient(logits.mergeWith(Shape.of(merged.dimension(0), Shape.UNKNOWN)));
  }

  private static List<Shape> lossAndGradient(Shape logits) {
    return logits.hasKnownRank()
        ? List.of(Shape.of(logits.dimension(0)), logits)
        : List.of(Shape.unknownOfRank(1), Shape.unknownOfRank(2));
  }

  private static Kernel crossEntropy(KernelContext context) {
    int rows = context.inputShape(0).dimension(0);
    int classes = context.inputShape(0).dimension(1);
    if (!isFloat(context)) {
      return call ->
          DoubleSoftmax.crossEntropy(
              call.inputDoubles(0),
              call.inputDoubles(1),
              rows,
              classes,
              call.outputDoubles(0),
              call.outputDoubles(1));
    }
    Softmax softmax = FLOATS.softmax(rows, classes, context.workers());
    return call ->
        softmax.crossEntropy(
            call.inputFloats(0), call.inputFloats(1), call.outputFloats(0), call.outputFloats(1));
  }

  private static Kernel sparseCrossEntropy(KernelContext context) {
    int rows = context.inputShape(0).dimension(0);
    int classes = context.inputShape(0).dimension(1);
    long[] labels = new long[rows]; // A kernel belongs to one frame, so it may own scratch.
    if (!isFloat(context)) {
      return call -> {
        Casts.cast(call.input(1), labels, rows);
        DoubleSoftmax.sparseCrossEntropy(
            call.inputDoubles(0),
            labels,
            rows,
            classes,
            call.outputDoubles(0),
            call.outputDoubles(1));
      };
    }
    Softmax softmax = FLOATS.softmax(rows, classes, context.workers());
    return call -> {
      Casts.cast(call.input(1), labels, rows);
      softmax.sparseCrossEntropy(
          call.inputFloats(0), labels, call.outputFloats(0), call.outputFloats(1));
    };
  }

  private static boolean isFloat(KernelContext context) {
    return context.inputType(0).equals(FLOAT32);
  }
}
