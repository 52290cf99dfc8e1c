package dev.gradus.core.plan;

import dev.gradus.core.DataType;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the kernel of one node on its own, with arrays made for the occasion: to fold constants, and in a run for a node whose
 * shapes were not known before.
 *
 * @param inputs the inputs' arrays
 * @param outputs the outputs' arrays
 * @param updates the arrays for new states, at the index of the input that refers to the state
 */
record SingleRun(Object[] inputs, Object[] outputs, Object[] updates) implements KernelCall {

  /** Computes a node whose inputs are all constants. */
  static List<Tensor<?>> compute(PlanNode node, NodeFacts facts) {
    Object[] inputs =
        node.inputs().stream()
            .map(input -> TensorAccess.get().elements(input.knownValue().orElseThrow()))
            .toArray();
    Object[] outputs = run(node, facts, inputs, new Object[0]);
    List<Tensor<?>> results = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      results.add(
          TensorAccess.get().adopt(facts.outputType(i), facts.outputShape(i), outputs[i]));
    }
    return results;
  }

  /** Computes a node of which {@code facts} know all the shapes, and returns the outputs' new arrays. */
  static Object[] run(PlanNode node, NodeFacts facts, Object[] inputs, Object[] updates) {
    if (node.definition().has(OpFlag.VIEW)) {
      return new Object[] {inputs[0]};
    }
    Object[] outputs = new Object[node.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = newArray(facts.outputType(i), facts.outputShape(i));
    }
    kernel(node, facts).run(new SingleRun(inputs, outputs, updates));
    return outputs;
  }

  static Kernel kernel(PlanNode node, NodeFacts facts) {
    return node.definition()
        .kernel()
        .orElseThrow(() -> new IllegalStateException("Op " + node.type() + " has no kernel"))
        .prepare(facts);
  }

  static Object newArray(DataType<?> dataType, Shape shape) {
    return dataType.newArray(shape.elementCount());
  }

  @Override
  public Object input(int input) {
    return inputs[input];
  }

  @Override
  public Object output(int output) {
    return outputs[output];
  }

  @Override
  public Object update(int input) {
    return updates[input];
  }
}
