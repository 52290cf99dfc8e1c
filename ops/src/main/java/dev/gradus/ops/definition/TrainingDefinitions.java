package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.OpFlag.MAY_REUSE_STATE;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.DoubleOptimizers;
import dev.gradus.ops.kernel.ElementArrays;
import dev.gradus.ops.kernel.FloatOptimizers;
import dev.gradus.ops.kernel.OptimizerStep;
import dev.gradus.ops.kernel.RowPositions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The ops by which optimizers change variables. */
final class TrainingDefinitions {
  /** TensorFlow's names for the gradient. */
  private static final ImmutableSet<String> GRADIENT_NAMES = ImmutableSet.of("grad", "delta");

  /** TensorFlow's name for the rows to change. */
  private static final String INDICES = "indices";

  /** How many elements one thread changes at a time: enough to be worth a thread's while. */
  private static final int PART = 1 << 15;

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
      return input >= state.size()
          && !GRADIENT_NAMES.contains(name(input))
          && !name(input).equals(INDICES);
    }

    int gradient() {
      return inputs().filter(this::isGradient).findFirst().orElseThrow();
    }

    int indices() {
      return state.size() + others.indexOf(INDICES);
    }

    int[] settings() {
      return inputs().filter(this::isSetting).toArray();
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
            .build(),
        applyToRows(
                "SparseApplyMomentum",
                Signature.of(List.of("var", "accum"), "lr", "grad", "indices", "momentum")
                    .withVariant("use_nesterov"),
                FloatOptimizers::momentum,
                DoubleOptimizers::momentum)
            .attribute("use_nesterov", false)
            .build(),
        applyToRows(
                "SparseApplyAdagrad",
                Signature.of(List.of("var", "accum"), "lr", "grad", "indices")
                    .withVariant("update_slots"),
                FloatOptimizers::adagrad,
                DoubleOptimizers::adagrad)
            .attribute("update_slots", true)
            .build(),
        applyToRows(
                "SparseApplyAdadelta",
                Signature.of(
                    List.of("var", "accum", "accum_update"),
                    "lr",
                    "rho",
                    "epsilon",
                    "grad",
                    "indices"),
                FloatOptimizers::adadelta,
                DoubleOptimizers::adadelta)
            .build(),
        applyToRows(
                "SparseApplyFtrl",
                Signature.of(
                    List.of("var", "accum", "linear"),
                    "grad",
                    "indices",
                    "lr",
                    "l1",
                    "l2",
                    "lr_power"),
                FloatOptimizers::ftrl,
                DoubleOptimizers::ftrl)
            .build(),
        applyToRows(
                "SparseApplyRMSProp",
                Signature.of(
                    List.of("var", "ms", "mom"),
                    "lr",
                    "rho",
                    "momentum",
                    "epsilon",
                    "grad",
                    "indices"),
                FloatOptimizers::rmsProp,
                DoubleOptimizers::rmsProp)
            .build());
  }

  private static OpDef.Builder apply(
      String name,
      Signature signature,
      Consumer<OptimizerStep<float[]>> floats,
      Consumer<OptimizerStep<double[]>> doubles) {
    return declared(name, signature)
        .shape(context -> shapeOfVariable(context, signature))
        .kernel(
            context ->
                context.inputType(0).equals(FLOAT32)
                    ? kernel(context, signature, float[].class, float[][]::new, floats)
                    : kernel(context, signature, double[].class, double[][]::new, doubles));
  }

  /** The same formulas, for just those rows of the variable that an index names. */
  private static OpDef.Builder applyToRows(
      String name,
      Signature signature,
      Consumer<OptimizerStep<float[]>> floats,
      Consumer<OptimizerStep<double[]>> doubles) {
    return declared(name, signature)
        .typeAttribute("Tindices", Types.INDEX)
        .shape(context -> shapeOfVariableWithRows(context, signature))
        .kernel(
            context ->
                context.inputType(0).equals(FLOAT32)
                    ? rowsKernel(context, signature, new float[0], float[][]::new, floats)
                    : rowsKernel(context, signature, new double[0], double[][]::new, doubles));
  }

  private static OpDef.Builder declared(String name, Signature signature) {
    OpDef.Builder builder =
        OpDef.named(name).typeAttribute("T", Types.FLOATING).attribute("use_locking", false);
    signature.state().forEach(input -> builder.reference(input, "T"));
    signature
        .others()
        .forEach(input -> builder.input(input, input.equals(INDICES) ? "Tindices" : "T"));
    return builder.referenceOutput("out", "T").flags(MAY_REUSE_STATE);
  }

  /** The gradient and what is kept beside the variable have its shape, all else is a scalar. */
  private static Shape shapeOfVariable(ShapeContext context, Signature signature) {
    Shape variable = context.inputShape(0);
    signature
        .inputs()
        .forEach(
            input ->
                requireShape(
                    context,
                    signature,
                    input,
                    signature.isSetting(input) ? Shape.scalar() : variable));
    return variable;
  }

  /** There is an index for each row of the gradient. */
  private static Shape shapeOfVariableWithRows(ShapeContext context, Signature signature) {
    Shape variable = Shapes.requireRank(context.inputShape(0), 1, "at least");
    Shape indices = context.inputShape(signature.indices());
    requireShape(context, signature, signature.indices(), Shape.unknownOfRank(1));
    int count = indices.hasKnownRank() ? indices.dimension(0) : Shape.UNKNOWN;
    signature
        .inputs()
        .filter(input -> input != signature.indices())
        .forEach(
            input -> {
              Shape all = signature.isSetting(input) ? Shape.scalar() : variable;
              Shape rows = variable.withDimension(0, count);
              requireShape(context, signature, input, signature.isGradient(input) ? rows : all);
            });
    return variable;
  }

  private static void requireShape(
      ShapeContext context, Signature signature, int input, Shape wanted) {
    if (!context.inputShape(input).isCompatibleWith(wanted)) {
      throw new GradusException(
          "Input '%s' must have shape %s, but has shape %s"
              .formatted(signature.name(input), wanted, context.inputShape(input)));
    }
  }

  private static <A> Kernel kernel(
      KernelContext context,
      Signature signature,
      Class<A> arrayType,
      IntFunction<A[]> arrays,
      Consumer<OptimizerStep<A>> loop) {
    int count = context.inputShape(0).elementCount();
    boolean variant = variant(context, signature);
    int gradient = signature.gradient();
    int[] settings = signature.settings();
    A[] state = arrays.apply(signature.state().size());
    A[] next = arrays.apply(signature.state().size());
    A[] gradients = arrays.apply(1);
    double[] values = new double[settings.length];
    List<OptimizerStep<A>> steps = new ArrayList<>();
    int to;
    for (int from = 0; from < count; from = to) {
      to = (int) Math.min(count, (long) from + PART);
      steps.add(new OptimizerStep<>(state, next, gradients, values, variant, from, to));
    }
    Workers workers = context.workers();
    Workers.Part part = number -> loop.accept(steps.get(number));
    return call -> {
      for (int i = 0; i < state.length; i++) {
        state[i] = arrayType.cast(call.input(i));
        next[i] = arrayType.cast(call.update(i));
      }
      gradients[0] = arrayType.cast(call.input(gradient));
      readSettings(call, settings, values);
      workers.run(steps.size(), part);
    };
  }

  /** Changes one row after the other; so a row that is named twice is changed twice. */
  private static <A> Kernel rowsKernel(
      KernelContext context,
      Signature signature,
      A none,
      IntFunction<A[]> arrays,
      Consumer<OptimizerStep<A>> loop) {
    Shape variable = context.inputShape(0);
    int size = variable.elementCount();
    int rows = variable.dimension(0);
    int rowSize = variable.keepAxes(axis -> axis > 0).elementCount();
    int gradient = signature.gradient();
    int indices = signature.indices();
    int[] indexShape = context.inputShape(indices).toArray();
    int[] positions = new int[indexShape[0]];
    int[] settings = signature.settings();
    double[] values = new double[settings.length];
    A[] row = arrays.apply(signature.state().size());
    Arrays.setAll(row, i -> ElementArrays.newLike(none, rowSize));
    A rowGradient = ElementArrays.newLike(none, rowSize);
    A[] gradients = arrays.apply(1);
    gradients[0] = rowGradient;
    OptimizerStep<A> step =
        new OptimizerStep<>(row, row, gradients, values, variant(context, signature), 0, rowSize);
    return call -> {
      RowPositions.ofRows(
          call.input(indices), positions.length, indexShape, rows, rowSize, positions);
      readSettings(call, settings, values);
      for (int i = 0; i < row.length; i++) {
        if (call.input(i) != call.update(i)) {
          System.arraycopy(call.input(i), 0, call.update(i), 0, size);
        }
      }
      for (int position = 0; position < positions.length; position++) {
        int place = positions[position];
        System.arraycopy(call.input(gradient), position * rowSize, rowGradient, 0, rowSize);
        for (int i = 0; i < row.length; i++) {
          System.arraycopy(call.update(i), place, row[i], 0, rowSize);
        }
        loop.accept(step);
        for (int i = 0; i < row.length; i++) {
          System.arraycopy(row[i], 0, call.update(i), place, rowSize);
        }
      }
    };
  }

  private static boolean variant(KernelContext context, Signature signature) {
    return !signature.variant().isEmpty() && context.attributes().getBool(signature.variant());
  }

  private static void readSettings(KernelCall call, int[] inputs, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = scalar(call, inputs[i]);
    }
  }

  private static double scalar(KernelCall call, int input) {
    return call.input(input) instanceof float[] floats ? floats[0] : call.inputDoubles(input)[0];
  }
}
