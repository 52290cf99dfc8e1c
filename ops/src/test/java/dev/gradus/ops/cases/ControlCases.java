package dev.gradus.ops.cases;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;

import dev.gradus.core.DataType;
import dev.gradus.core.FunctionBuilder;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.OpDef;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples of the ops that decide what runs, and that look at values while they run. */
final class ControlCases {
  private static final int[][] SHAPES = {{}, {0}, {4}, {2, 3}};

  private ControlCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("If", ControlCases::conditionals),
        OpCase.exact("StatelessIf", ControlCases::conditionals),
        OpCase.exact("While", ControlCases::loops),
        OpCase.exact("StatelessWhile", ControlCases::loops),
        OpCase.exact("Print", ControlCases::prints),
        OpCase.exact("Assert", ControlCases::assertions),
        OpCase.exact("CheckNumerics", ControlCases::checks));
  }

  /** Adds operations to a body. */
  private interface Body {
    List<? extends Operand<?>> build(Ops tf, List<Output<?>> arguments);
  }

  private static GraphFunction function(String name, Body body, List<Tensor<?>> inputs) {
    FunctionBuilder function = FunctionBuilder.within(new Graph(), name);
    List<Output<?>> arguments = new ArrayList<>();
    for (Tensor<?> input : inputs) {
      arguments.add(function.argument("argument", input.dataType(), input.shape()));
    }
    return function.build(List.of(), body.build(Ops.on(function.graph()), arguments));
  }

  private static List<Output<?>> negateAndCount(Ops tf, List<Output<?>> arguments) {
    return List.of(
        tf.neg(arguments.get(0).as(FLOAT32)),
        tf.add(arguments.get(1).as(INT32), 1),
        arguments.get(2));
  }

  /** Predicates of every type; a predicate that is no scalar is true if it has elements. */
  private static List<Sample> conditionals(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    DataType<?> type = types.get("Tcond");
    for (Tensor<?> predicate :
        List.of(
            Plain.scalar(1L).toTensor(type),
            Plain.scalar(0L).toTensor(type),
            Tensor.zeros(type, Shape.of(2)),
            Tensor.zeros(type, Shape.of(2, 0)))) {
      List<Tensor<?>> arguments =
          List.of(inputs.any(FLOAT32, 2, 3), inputs.any(INT32), inputs.any(DataType.BOOL, 0));
      List<Tensor<?>> given = new ArrayList<>(List.of(predicate));
      given.addAll(arguments);
      samples.add(
          Sample.of(
              op,
              Map.of(
                  "Tout", List.of(FLOAT32, INT32, DataType.BOOL),
                  "then_branch", function("negated", ControlCases::negateAndCount, arguments),
                  "else_branch", function("same", (tf, all) -> all, arguments)),
              given,
              ControlCases::chosen));
    }
    return samples;
  }

  private static List<Plain> chosen(List<Plain> inputs) {
    Plain predicate = inputs.get(0);
    boolean holds =
        predicate.rank() == 0 ? predicate.value().doubleValue() != 0 : predicate.size() > 0;
    return holds
        ? List.of(
            inputs.get(1).map(x -> -x.doubleValue()),
            inputs.get(2).map(x -> x.longValue() + 1),
            inputs.get(3))
        : inputs.subList(1, 4);
  }

  /** The first variable is negated until the second has reached a limit. */
  private static List<Sample> loops(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (long first : new long[] {0, 2, 3, 7}) {
      List<Tensor<?>> variables =
          List.of(
              inputs.any(FLOAT32, 2, 3),
              Plain.scalar(first).toTensor(INT32),
              inputs.any(DataType.BOOL, 0));
      samples.add(
          Sample.of(
              op,
              Map.of(
                  "cond",
                  function(
                      "below", (tf, all) -> List.of(tf.less(all.get(1).as(INT32), 3)), variables),
                  "body",
                  function("next", ControlCases::negateAndCount, variables)),
              variables,
              plain ->
                  List.of(
                      first == 0 || first == 2
                          ? plain.get(0).map(x -> -x.doubleValue())
                          : plain.get(0),
                      Plain.scalar(Math.max(first, 3)),
                      plain.get(2))));
    }
    return samples;
  }

  /** What comes out is what goes in; what is printed has a test of its own. */
  private static List<Sample> prints(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : SHAPES) {
      Tensor<?> value = inputs.any(types.get("T"), shape);
      Map<String, Object> attributes = Map.of("message", "a sample: ", "first_n", 0);
      samples.add(Sample.of(op, attributes, List.of(value), plain -> plain.subList(0, 1)));
      samples.add(
          Sample.of(
              op,
              attributes,
              List.of(value, inputs.any(DataType.INT32, 2), inputs.any(DataType.FLOAT64)),
              plain -> plain.subList(0, 1)));
    }
    return samples;
  }

  private static List<Sample> assertions(OpDef op, Types types, Inputs inputs) {
    Tensor<Boolean> holds = Tensor.of(true);
    return List.of(
        Sample.of(op, Map.of(), List.of(holds, holds), plain -> List.of()),
        Sample.of(
            op,
            Map.of("summarize", 5),
            List.of(holds, inputs.any(DataType.FLOAT32, 2, 3), inputs.any(DataType.BOOL)),
            plain -> List.of()));
  }

  private static List<Sample> checks(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : SHAPES) {
      samples.add(
          Sample.of(
              op,
              Map.of("message", "a sample"),
              List.of(inputs.any(types.get("T"), shape)),
              plain -> plain));
    }
    return samples;
  }
}
