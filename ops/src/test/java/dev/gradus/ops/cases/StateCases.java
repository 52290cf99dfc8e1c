package dev.gradus.ops.cases;

import dev.gradus.core.ArgumentDef;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples of the ops that hold and change state: variables, assignments, optimizers' steps. */
final class StateCases {
  private static final int[][] SHAPES = {{}, {0}, {1}, {5}, {37}, {2, 3}, {2, 3, 4}};

  private StateCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("VariableV2", StateCases::variables),
        OpCase.exact(
            "NoOp",
            (op, types, inputs) -> List.of(Sample.of(op, Map.of(), List.of(), none -> List.of()))),
        assignment("Assign", (state, value) -> value),
        assignment("AssignAdd", (x, y) -> x.zip(y, MathCases.number(Double::sum, Long::sum))),
        assignment(
            "AssignSub", (x, y) -> x.zip(y, MathCases.number((a, b) -> a - b, (a, b) -> a - b))),
        step("ApplyGradientDescent", 1, List.of(), StateCases::gradientDescent),
        step("ApplyMomentum", 2, List.of("use_nesterov"), StateCases::momentum),
        step("ApplyAdagrad", 2, List.of("update_slots"), StateCases::adagrad),
        step("ApplyRMSProp", 3, List.of(), StateCases::rmsProp),
        step("ApplyAdam", 3, List.of("use_nesterov"), StateCases::adam),
        step("ApplyAdadelta", 3, List.of(), StateCases::adadelta),
        step("ApplyFtrl", 3, List.of(), StateCases::ftrl),
        rowStep("SparseApplyMomentum", 2, List.of("use_nesterov"), StateCases::momentum),
        rowStep("SparseApplyAdagrad", 2, List.of("update_slots"), StateCases::adagrad),
        rowStep("SparseApplyRMSProp", 3, List.of(), StateCases::rmsProp),
        rowStep("SparseApplyAdadelta", 3, List.of(), StateCases::adadelta),
        rowStep("SparseApplyFtrl", 3, List.of(), StateCases::ftrl));
  }

  /** A variable is what was assigned to it. */
  private static List<Sample> variables(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : SHAPES) {
      Tensor<?> value = inputs.any(types.get("dtype"), shape);
      samples.add(
          Sample.of(op, Map.of("shape", value.shape()), List.of(value), plain -> plain)
              .with(StateCases::assignedVariable));
    }
    return samples;
  }

  private static Operation assignedVariable(Ops tf, Sample sample, List<Output<?>> inputs) {
    var builder = tf.operation("VariableV2");
    sample.attributes().forEach(builder::attribute);
    Operation variable = builder.build();
    Operation assign =
        tf.operation("Assign").input(variable.output(0)).input(inputs.get(0)).build();
    return tf.after(assign).operation("Identity").input(variable.output(0)).build();
  }

  /** Computes the new state from the present one and the value assigned. */
  private interface Assignment {
    Plain next(Plain state, Plain value);
  }

  private static OpCase assignment(String op, Assignment assignment) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[] shape : SHAPES) {
            DataType<?> type = types.get("T");
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(inputs.any(type, shape), inputs.any(type, shape)),
                    plain -> {
                      Plain next = assignment.next(plain.get(0), plain.get(1));
                      return List.of(next, next); // The output is the new state.
                    }));
          }
          return samples;
        });
  }

  /** Computes the new state of one element from all inputs at its place. */
  private interface Step {
    double[] next(double[] inputs, boolean flag);
  }

  /** An optimizer's step on so many references, in all settings of its attribute, if it has one. */
  private static OpCase step(String op, int references, List<String> flags, Step step) {
    return new OpCase(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[] shape : SHAPES) {
            for (boolean flag : flags.isEmpty() ? new boolean[1] : new boolean[] {false, true}) {
              Map<String, Object> attributes =
                  flags.isEmpty() ? Map.of() : Map.of(flags.get(0), flag);
              samples.add(
                  Sample.of(
                      definition,
                      attributes,
                      stepInputs(definition, types.get("T"), inputs, references, shape),
                      plain -> stepped(plain, references, flag, step)));
            }
          }
          return samples;
        },
        Tolerance.STEPS);
  }

  /** The shapes of a variable and of the indices of rows. */
  private static final int[][][] ROWS = {
    {{1}, {1}}, {{5}, {2}}, {{4, 3}, {0}}, {{4, 3}, {3}}, {{3, 2, 2}, {5}}
  };

  /** The same step on some rows, one after the other, as an index may stand twice. */
  private static OpCase rowStep(String op, int references, List<String> flags, Step step) {
    return new OpCase(
        op,
        (definition, types, inputs) -> {
          int gradient = position(definition, "grad");
          int indices = position(definition, "indices");
          List<Sample> samples = new ArrayList<>();
          for (int[][] use : ROWS) {
            for (boolean flag : flags.isEmpty() ? new boolean[1] : new boolean[] {false, true}) {
              List<Tensor<?>> values =
                  stepInputs(definition, types.get("T"), inputs, references, use[0]);
              int[] rows = use[0].clone();
              rows[0] = use[1][0];
              values.set(gradient, inputs.any(types.get("T"), rows));
              values.set(indices, inputs.between(types.get("Tindices"), 0, use[0][0], use[1]));
              samples.add(
                  Sample.of(
                      definition,
                      flags.isEmpty() ? Map.of() : Map.of(flags.get(0), flag),
                      values,
                      plain -> steppedRows(plain, references, gradient, indices, flag, step)));
            }
          }
          return samples;
        },
        Tolerance.STEPS);
  }

  private static int position(OpDef op, String input) {
    return op.inputs().stream().map(ArgumentDef::name).toList().indexOf(input);
  }

  private static List<Plain> steppedRows(
      List<Plain> inputs, int references, int gradient, int indices, boolean flag, Step step) {
    List<Plain> states = new ArrayList<>(inputs.subList(0, references));
    for (int i = 0; i < inputs.get(indices).size(); i++) {
      int row = inputs.get(indices).flat(i).intValue();
      int update = i;
      List<Plain> before = List.copyOf(states);
      for (int slot = 0; slot < references; slot++) {
        int own = slot;
        states.set(
            slot,
            Plain.of(
                inputs.get(0).shape(),
                index -> {
                  if (index[0] != row) {
                    return before.get(own).at(index);
                  }
                  int[] inGradient = index.clone();
                  inGradient[0] = update;
                  double[] here =
                      IntStream.range(0, inputs.size())
                          .filter(input -> input != indices)
                          .mapToDouble(
                              input ->
                                  (input < references
                                          ? before.get(input).at(index)
                                          : input == gradient
                                              ? inputs.get(input).at(inGradient)
                                              : inputs.get(input).value())
                                      .doubleValue())
                          .toArray();
                  return step.next(here, flag)[own];
                }));
      }
    }
    states.add(0, states.get(0)); // The output is the new state of the variable.
    return states;
  }

  private static List<Tensor<?>> stepInputs(
      OpDef op, DataType<?> type, Inputs inputs, int references, int[] shape) {
    List<Tensor<?>> values = new ArrayList<>();
    for (int i = 0; i < op.inputs().size(); i++) {
      String name = op.inputs().get(i).name();
      if (name.equals("delta") || name.equals("grad") || i == 0) {
        values.add(inputs.any(type, shape));
      } else if (i < references) {
        values.add(inputs.positive(type, shape)); // Some of them are sums of squares.
      } else {
        values.add(Plain.scalar(setting(name, i, shape)).toTensor(type));
      }
    }
    return values;
  }

  private static double setting(String name, int input, int[] shape) {
    return switch (name) {
      case "epsilon" -> 0.125;
      case "lr_power" ->
          shape.length < 2 ? -0.5 : -0.75; // The first of them has a formula of its own.
      default -> 0.75 / input;
    };
  }

  private static List<Plain> stepped(List<Plain> inputs, int references, boolean flag, Step step) {
    int[] shape = inputs.get(0).shape();
    List<Plain> results = new ArrayList<>();
    for (int i = 0; i < references; i++) {
      int slot = i;
      results.add(
          Plain.of(
              shape,
              index -> {
                double[] here =
                    inputs.stream()
                        .mapToDouble(input -> input.atBroadcast(index).doubleValue())
                        .toArray();
                return step.next(here, flag)[slot];
              }));
    }
    results.add(0, results.get(0)); // The output is the new state of the variable.
    return results;
  }

  private static double[] gradientDescent(double[] in, boolean flag) {
    return new double[] {in[0] - in[1] * in[2]};
  }

  private static double[] momentum(double[] in, boolean nesterov) {
    double rate = in[2];
    double gradient = in[3];
    double momentum = in[4];
    double sum = in[1] * momentum + gradient;
    double step = nesterov ? gradient + momentum * sum : sum;
    return new double[] {in[0] - rate * step, sum};
  }

  private static double[] adagrad(double[] in, boolean updateSlots) {
    double sum = updateSlots ? in[1] + in[3] * in[3] : in[1];
    return new double[] {in[0] - in[2] * in[3] / Math.sqrt(sum), sum};
  }

  private static double[] rmsProp(double[] in, boolean flag) {
    double rate = in[3];
    double decay = in[4];
    double momentum = in[5];
    double epsilon = in[6];
    double gradient = in[7];
    double meanSquare = decay * in[1] + (1 - decay) * gradient * gradient;
    double moment = momentum * in[2] + rate * gradient / Math.sqrt(meanSquare + epsilon);
    return new double[] {in[0] - moment, meanSquare, moment};
  }

  private static double[] adam(double[] in, boolean nesterov) {
    double beta1 = in[6];
    double beta2 = in[7];
    double gradient = in[9];
    double rate = in[5] * Math.sqrt(1 - in[4]) / (1 - in[3]);
    double mean = beta1 * in[1] + (1 - beta1) * gradient;
    double meanSquare = beta2 * in[2] + (1 - beta2) * gradient * gradient;
    double direction = nesterov ? beta1 * mean + (1 - beta1) * gradient : mean;
    return new double[] {
      in[0] - rate * direction / (Math.sqrt(meanSquare) + in[8]), mean, meanSquare
    };
  }

  private static double[] adadelta(double[] in, boolean flag) {
    double decay = in[4];
    double epsilon = in[5];
    double gradient = in[6];
    double meanSquare = decay * in[1] + (1 - decay) * gradient * gradient;
    double change = Math.sqrt(in[2] + epsilon) / Math.sqrt(meanSquare + epsilon) * gradient;
    double meanChange = decay * in[2] + (1 - decay) * change * change;
    return new double[] {in[0] - in[3] * change, meanSquare, meanChange};
  }

  private static double[] ftrl(double[] in, boolean flag) {
    double gradient = in[3];
    double rate = in[4];
    double l1 = in[5];
    double sum = in[1] + gradient * gradient;
    double sigma = (Math.pow(sum, -in[7]) - Math.pow(in[1], -in[7])) / rate;
    double linear = in[2] + gradient - sigma * in[0];
    double quadratic = Math.pow(sum, -in[7]) / rate + 2 * in[6];
    double next = Math.abs(linear) > l1 ? (Math.signum(linear) * l1 - linear) / quadratic : 0;
    return new double[] {next, sum, linear};
  }
}
