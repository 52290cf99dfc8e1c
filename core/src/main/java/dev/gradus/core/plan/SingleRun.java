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
 * Runs the kernel of one node on its own, outside of any run of a plan: to fold constants.
 *
 * @param inputs the inputs' arrays
 * @param outputs the outputs' arrays
 */
record SingleRun(Object[] inputs, Object[] outputs) implements KernelCall {

  /** Computes a node whose inputs are all constants. */
  static List<Tensor<?>> compute(PlanNode node, NodeFacts facts) {
    Object[] inputs =
        node.inputs().stream()
            .map(input -> TensorAccess.get().elements(input.knownValue().orElseThrow()))
            .toArray();
    Object[] outputs = run(node, facts, inputs);
    List<Tensor<?>> results = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      results.add(TensorAccess.get().adopt(facts.outputType(i), facts.outputShape(i), outputs[i]));
    }
    return results;
  }

  private static Object[] run(PlanNode node, NodeFacts facts, Object[] inputs) {
    if (node.definition().has(OpFlag.VIEW)) {
      return new Object[] {inputs[0]};
    }
    Object[] outputs = new Object[node.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = newArray(facts.outputType(i), facts.outputShape(i));
    }
    kernel(node, facts).run(new SingleRun(inputs, outputs));
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
    throw new IllegalArgumentException("A constant is no reference to a state.");
  }
}
