package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples of the ops that decide what runs, and that look at values while they run. */
final class ControlCases {
  private static final int[][] SHAPES = {{}, {0}, {4}, {2, 3}};

  private ControlCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("Print", ControlCases::prints),
        OpCase.exact("Assert", ControlCases::assertions),
        OpCase.exact("CheckNumerics", ControlCases::checks));
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
        Sample.of(op, Map.of(), List.of(holds), plain -> List.of()),
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
