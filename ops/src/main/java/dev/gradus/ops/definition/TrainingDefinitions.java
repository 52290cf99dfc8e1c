package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.OptimizerLoops;
import java.util.List;
import java.util.Set;

/**
 * The ops by which optimizers change variables.
 *
 * <p>Their inputs are references to the variable and to what is kept beside it, then scalars, and
 * the gradient.
 */
final class TrainingDefinitions {
  /** TensorFlow's names for the gradient. */
  private static final ImmutableSet<String> GRADIENTS = ImmutableSet.of("grad", "delta");

  private TrainingDefinitions() {}

  static List<OpDef> ops() {
    return List.of(
        apply("ApplyGradientDescent", List.of("var"), "alpha", "delta")
            .kernel(TrainingDefinitions::gradientDescent)
            .build(),
        apply("ApplyMomentum", List.of("var", "accum"), "lr", "grad", "momentum")
            .attribute("use_nesterov", false)
            .kernel(TrainingDefinitions::momentum)
            .build(),
        apply("ApplyAdagrad", List.of("var", "accum"), "lr", "grad")
            .attribute("update_slots", true)
            .kernel(TrainingDefinitions::adagrad)
            .build(),
        apply(
                "ApplyRMSProp",
                List.of("var", "ms", "mom"),
                "lr",
                "rho",
                "momentum",
                "epsilon",
                "grad")
            .kernel(TrainingDefinitions::rmsProp)
            .build(),
        apply(
                "ApplyAdam",
                List.of("var", "m", "v"),
                "beta1_power",
                "beta2_power",
                "lr",
                "beta1",
                "beta2",
                "epsilon",
                "grad")
            .attribute("use_nesterov", false)
            .kernel(TrainingDefinitions::adam)
            .build());
  }

  private static OpDef.Builder apply(String name, List<String> references, String... values) {
    OpDef.Builder builder =
        OpDef.named(name).typeAttribute("T", Types.FLOATING).attribute("use_locking", false);
    references.forEach(reference -> builder.reference(reference, "T"));
    for (String value : values) {
      builder.input(value, "T");
    }
    List<String> inputs = ImmutableList.<String>builder().addAll(references).add(values).build();
    Set<String> likeVariable =
        ImmutableSet.<String>builder().addAll(references).addAll(GRADIENTS).build();
    return builder
        .referenceOutput("out", "T")
        .shape(context -> shapeOfVariable(context, inputs, likeVariable));
  }

  /** The gradient and what is kept beside the variable have its shape, all else is a scalar. */
  private static Shape shapeOfVariable(
      ShapeContext context, List<String> inputs, Set<String> likeVariable) {
    Shape variable = context.inputShape(0);
    for (int input = 1; input < inputs.size(); input++) {
      Shape wanted = likeVariable.contains(inputs.get(input)) ? variable : Shape.scalar();
      if (!context.inputShape(input).isCompatibleWith(wanted)) {
        throw new GradusException(
            "Input '%s' must have shape %s, but has shape %s"
                .formatted(inputs.get(input), wanted, context.inputShape(input)));
      }
    }
    return variable;
  }

  private static Kernel gradientDescent(KernelContext context) {
    int n = context.inputShape(0).elementCount();
    return isFloat(context)
        ? call ->
            OptimizerLoops.gradientDescent(
                floats(call, 0), floatAt(call, 1), floats(call, 2), nextFloats(call, 0), n)
        : call ->
            OptimizerLoops.gradientDescent(
                doubles(call, 0), doubleAt(call, 1), doubles(call, 2), nextDoubles(call, 0), n);
  }

  private static Kernel momentum(KernelContext context) {
    int n = context.inputShape(0).elementCount();
    boolean nesterov = context.attributes().getBool("use_nesterov");
    return isFloat(context)
        ? call ->
            OptimizerLoops.momentum(
                floats(call, 0),
                floats(call, 1),
                floatAt(call, 2),
                floats(call, 3),
                floatAt(call, 4),
                nesterov,
                nextFloats(call, 0),
                nextFloats(call, 1),
                n)
        : call ->
            OptimizerLoops.momentum(
                doubles(call, 0),
                doubles(call, 1),
                doubleAt(call, 2),
                doubles(call, 3),
                doubleAt(call, 4),
                nesterov,
                nextDoubles(call, 0),
                nextDoubles(call, 1),
                n);
  }

  private static Kernel adagrad(KernelContext context) {
    int n = context.inputShape(0).elementCount();
    boolean accumulate = context.attributes().getBool("update_slots");
    return isFloat(context)
        ? call ->
            OptimizerLoops.adagrad(
                floats(call, 0),
                floats(call, 1),
                floatAt(call, 2),
                floats(call, 3),
                accumulate,
                nextFloats(call, 0),
                nextFloats(call, 1),
                n)
        : call ->
            OptimizerLoops.adagrad(
                doubles(call, 0),
                doubles(call, 1),
                doubleAt(call, 2),
                doubles(call, 3),
                accumulate,
                nextDoubles(call, 0),
                nextDoubles(call, 1),
                n);
  }

  private static Kernel rmsProp(KernelContext context) {
    int n = context.inputShape(0).elementCount();
    return isFloat(context)
        ? call ->
            OptimizerLoops.rmsProp(
                floats(call, 0),
                floats(call, 1),
                floats(call, 2),
                floatAt(call, 3),
                floatAt(call, 4),
                floatAt(call, 5),
                floatAt(call, 6),
                floats(call, 7),
                nextFloats(call, 0),
                nextFloats(call, 1),
                nextFloats(call, 2),
                n)
        : call ->
            OptimizerLoops.rmsProp(
                doubles(call, 0),
                doubles(call, 1),
                doubles(call, 2),
                doubleAt(call, 3),
                doubleAt(call, 4),
                doubleAt(call, 5),
                doubleAt(call, 6),
                doubles(call, 7),
                nextDoubles(call, 0),
                nextDoubles(call, 1),
                nextDoubles(call, 2),
                n);
  }

  private static Kernel adam(KernelContext context) {
    int n = context.inputShape(0).elementCount();
    boolean nesterov = context.attributes().getBool("use_nesterov");
    return isFloat(context)
        ? call ->
            OptimizerLoops.adam(
                floats(call, 0),
                floats(call, 1),
                floats(call, 2),
                floatAt(call, 3),
                floatAt(call, 4),
                floatAt(call, 5),
                floatAt(call, 6),
                floatAt(call, 7),
                floatAt(call, 8),
                floats(call, 9),
                nesterov,
                nextFloats(call, 0),
                nextFloats(call, 1),
                nextFloats(call, 2),
                n)
        : call ->
            OptimizerLoops.adam(
                doubles(call, 0),
                doubles(call, 1),
                doubles(call, 2),
                doubleAt(call, 3),
                doubleAt(call, 4),
                doubleAt(call, 5),
                doubleAt(call, 6),
                doubleAt(call, 7),
                doubleAt(call, 8),
                doubles(call, 9),
                nesterov,
                nextDoubles(call, 0),
                nextDoubles(call, 1),
                nextDoubles(call, 2),
                n);
  }

  private static boolean isFloat(KernelContext context) {
    return context.inputType(0).equals(FLOAT32);
  }

  private static float[] floats(KernelCall call, int input) {
    return call.inputFloats(input);
  }

  private static float floatAt(KernelCall call, int input) {
    return call.inputFloats(input)[0];
  }

  private static float[] nextFloats(KernelCall call, int input) {
    return (float[]) call.update(input);
  }

  private static double[] doubles(KernelCall call, int input) {
    return call.inputDoubles(input);
  }

  private static double doubleAt(KernelCall call, int input) {
    return call.inputDoubles(input)[0];
  }

  private static double[] nextDoubles(KernelCall call, int input) {
    return (double[]) call.update(input);
  }
}
