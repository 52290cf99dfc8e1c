package dev.gradus.core.plan;

import dev.gradus.core.KernelCall;
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
  static List<Tensor<?>> compute(OpNode node, NodeFacts facts, TensorAccess tensors) {
    Object[] inputs =
        node.inputs().stream()
            .map(input -> tensors.elements(input.knownValue().orElseThrow()))
            .toArray();
    Object[] outputs = node.isView() ? new Object[] {inputs[0]} : run(node, facts, inputs);
    List<Tensor<?>> results = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      results.add(tensors.adopt(facts.outputType(i), facts.outputShape(i), outputs[i]));
    }
    return results;
  }

  private static Object[] run(OpNode node, NodeFacts facts, Object[] inputs) {
    Object[] outputs = new Object[node.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = facts.outputType(i).newArray(facts.outputShape(i).elementCount());
    }
    facts.prepareKernel().run(new SingleRun(inputs, outputs));
    return outputs;
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
