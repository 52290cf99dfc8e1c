package dev.gradus.conformance;

import dev.gradus.core.Tensor;
import dev.gradus.ops.cases.Sample;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * One case, as it came out on both sides.
 *
 * @param sample the op with its attributes and inputs
 * @param direction whether the op was computed, or its gradients
 * @param inputs what was fed: the inputs and, for gradients, those at the outputs
 * @param ours what came of it in Gradus
 * @param theirs what came of it in TensorFlow
 * @param again what comes of it in Gradus with other inputs
 */
record Run(
    Sample sample,
    Direction direction,
    List<Tensor<?>> inputs,
    Outcome ours,
    Outcome theirs,
    Function<List<Tensor<?>>, Outcome> again) {
  /** What was compared. */
  enum Direction {
    FORWARD,
    BACKWARD
  }

  /** Returns the op's name. */
  String op() {
    return sample.op().name();
  }

  /** Returns what comes of it in Gradus where each floating-point input is changed. */
  Outcome withInputs(DoubleUnaryOperator change) {
    return again.apply(inputs.stream().<Tensor<?>>map(input -> Values.map(input, change)).toList());
  }

  /** Returns what it was about in one line. */
  String description() {
    return (direction == Direction.BACKWARD ? "gradient of " : "") + sample;
  }
}
