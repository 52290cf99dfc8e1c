package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.ops.kernel.DoubleOptimizers;
import dev.gradus.ops.kernel.FloatOptimizers;
import dev.gradus.ops.kernel.OptimizerStep;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The ops by which optimizers change variables. */
final class TrainingDefinitions {
  /** TensorFlow's names for the gradient. */
  private static final ImmutableSet<String> GRADIENT_NAMES = ImmutableSet.of("grad", "delta");

  private TrainingDefinitions() {}

  /**
   * How the inputs of an op are used.
   *
   * @param state the names of those that refer to the variable and to what is kept beside it
   * @param others the names of the others: the gradient, and scalars that set how to step
   * @param variant the attribute that chooses between two formulas; empty if there is just one
   */
  private record Signature(List<String> state, List<String> others, String variant) {
    static Signature of(List<String> state, String... others) {
      return new Signature(state, List.of(others), "");
    }

    Signature withVariant(String attribute) {
      return new Signature(state, others, attribute);
    }

    boolean isGradient(int input) {
      return input >= state.size() && GRADIENT_NAMES.contains(name(input));
    }

    boolean isSetting(int input) {
      return input >= state.size() && !GRADIENT_NAMES.contains(name(input));
    }

    String name(int input) {
      return input < state.size() ? state.get(input) : others.get(input - state.size());
    }

    IntStream inputs() {
      return IntStream.range(0, state.size() + others.size());
    }
  }

  static List<OpDef> ops() {
    return List.of(
        apply(
                "ApplyGradientDescent",
                Signature.of(List.of("var"), "alpha", "delta"),
                FloatOptimizers::gradientDescent,
                DoubleOptimizers::gradientDescent)
            .build(),
        apply(
                "ApplyMomentum",
                Signature.of(List.of("var", "accum"), "lr", "grad", "momentum")
                    .withVariant("use_nesterov"),
                FloatOptimizers::momentum,
                DoubleOptimizers::momentum)
            .attribute("use_nesterov", false)
            .build(),
        apply(
                "ApplyAdagrad",
                Signature.of(List.of("var", "accum"), "lr", "grad").withVariant("update_slots"),
                FloatOptimizers::adagrad,
                DoubleOptimizers::adagrad)
            .attribute("update_slots", true)
            .build(),
        apply(
                "ApplyAdadelta",
                Signature.of(
                    List.of("var", "accum", "accum_update"), "lr", "rho", "epsilon", "grad"),
                FloatOptimizers::adadelta,
                DoubleOptimizers::adadelta)
            .build(),
        apply(
                "ApplyFtrl",
                Signature.of(
                    List.of("var", "accum", "linear"), "grad", "lr", "l1", "l2", "lr_power"),
                FloatOptimizers::ftrl,
                DoubleOptimizers::ftrl)
            .build(),
        apply(
                "ApplyRMSProp",
                Signature.of(
                    List.of("var", "ms", "mom"), "lr", "rho", "momentum", "epsilon", "grad"),
                FloatOptimizers::rmsProp,
                DoubleOptimizers::rmsProp)
            .build(),
        apply(
                "ApplyAdam",
                Signature.of(
                        List.of("var", "m", "v"),
                        "beta1_power",
                        "beta2_power",
                        "lr",
                        "beta1",
                        "beta2",
                        "epsilon",
                        "grad")
                    .withVariant("use_nesterov"),
                FloatOptimizers::adam,
                DoubleOptimizers::adam)
            .attribute("use_nesterov", false)
            .build());
  }

  private static OpDef.Builder apply(
      String name,
      Signature signature,
      Consumer<OptimizerStep<float[]>> floats,
      Consumer<OptimizerStep<double[]>> doubles) {
    OpDef.Builder builder =
        OpDef.named(name).typeAttribute("T", Types.FLOATING).attribute("use_locking", false);
    signature.state().forEach(input -> builder.reference(input, "T"));
    signature.others().forEach(input -> builder.input(input, "T"));
    return builder
        .referenceOutput("out", "T")
        .shape(context -> shapeOfVariable(context, signature))
        .kernel(
            context ->
                context.inputType(0).equals(FLOAT32)
                    ? kernel(context, signature, float[].class, float[][]::new, floats)
                    : kernel(context, signature, double[].class, double[][]::new, doubles));
  }

  /** The gradient and what is kept beside the variable have its shape, all else is a scalar. */
  private static Shape shapeOfVariable(ShapeContext context, Signature signature) {
    Shape variable = context.inputShape(0);
    signature
        .inputs()
        .forEach(
            input -> {
              Shape wanted = signature.isSetting(input) ? Shape.scalar() : variable;
              if (!context.inputShape(input).isCompatibleWith(wanted)) {
                throw new GradusException(
                    "Input '%s' must have shape %s, but has shape %s"
                        .formatted(signature.name(input), wanted, context.inputShape(input)));
              }
            });
    return variable;
  }

  private static <A> Kernel kernel(
      KernelContext context,
      Signature signature,
      Class<A> arrayType,
      IntFunction<A[]> arrays,
      Consumer<OptimizerStep<A>> loop) {
    int count = context.inputShape(0).elementCount();
    boolean variant =
        !signature.variant().isEmpty() && context.attributes().getBool(signature.variant());
    int gradient = signature.inputs().filter(signature::isGradient).findFirst().orElseThrow();
    int[] settings = signature.inputs().filter(signature::isSetting).toArray();
    A[] state = arrays.apply(signature.state().size());
    A[] next = arrays.apply(signature.state().size());
    return call -> {
      for (int i = 0; i < state.length; i++) {
        state[i] = arrayType.cast(call.input(i));
        next[i] = arrayType.cast(call.update(i));
      }
      double[] values = new double[settings.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = scalar(call, settings[i]);
      }
      loop.accept(
          new OptimizerStep<>(
              state, next, arrayType.cast(call.input(gradient)), values, variant, count));
    };
  }

  private static double scalar(KernelCall call, int input) {
    return call.input(input) instanceof float[] floats ? floats[0] : call.inputDoubles(input)[0];
  }
}
