package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.gradus.core.ArgumentDef;
import dev.gradus.core.OpDef;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One use of an op: its inputs and attributes, and what must come out.
 *
 * @param op the op
 * @param attributes those that differ from their defaults or have none, types excepted which {@link
 *     OpCase} adds
 * @param inputs the values of the inputs, in the order of the op's declaration; for a reference,
 *     the state before
 * @param oracle what must come out
 * @param use how the operation is added to a graph
 */
public record Sample(
    OpDef op,
    ImmutableMap<String, Object> attributes,
    ImmutableList<Tensor<?>> inputs,
    Oracle oracle,
    Use use) {

  /** Computes the outputs from the inputs and then, for each reference, the state after the run. */
  @FunctionalInterface
  public interface Oracle {
    List<Plain> compute(List<Plain> inputs);
  }

  /**
   * Adds the operation, or several of which the last one's outputs are what the oracle computes.
   */
  @FunctionalInterface
  public interface Use {
    Operation add(Ops tf, Sample sample, List<Output<?>> inputs);
  }

  /** Returns a sample that is added just as its op declares it. */
  static Sample of(
      OpDef op, Map<String, Object> attributes, List<? extends Tensor<?>> inputs, Oracle oracle) {
    return new Sample(
        op,
        ImmutableMap.copyOf(attributes),
        ImmutableList.copyOf(inputs),
        oracle,
        Sample::addAsDeclared);
  }

  /** Returns this sample, added in another way. */
  Sample with(Use changed) {
    return new Sample(op, attributes, inputs, oracle, changed);
  }

  /** Returns this sample with other inputs. */
  public Sample withInputs(List<? extends Tensor<?>> changed) {
    return new Sample(op, attributes, ImmutableList.copyOf(changed), oracle, use);
  }

  /** Returns this sample with other attributes. */
  public Sample withAttributes(Map<String, Object> changed) {
    return new Sample(op, ImmutableMap.copyOf(changed), inputs, oracle, use);
  }

  /** Adds the operation to the graph. */
  public Operation add(Ops tf, List<Output<?>> given) {
    return use.add(tf, this, given);
  }

  /** Returns the declaration to which an input belongs, if the op declares any. */
  public Optional<ArgumentDef> declaration(int input) {
    int end = 0;
    for (ArgumentDef declared : op.inputs()) {
      end += count(declared);
      if (input < end) {
        return Optional.of(declared);
      }
    }
    return Optional.empty();
  }

  /** No op has more than one list, which takes what its other inputs leave. */
  private int count(ArgumentDef declared) {
    return declared.isList() ? inputs.size() - (op.inputs().size() - 1) : 1;
  }

  private static Operation addAsDeclared(Ops tf, Sample sample, List<Output<?>> inputs) {
    OperationBuilder builder = tf.operation(sample.op.name());
    sample.attributes.forEach(builder::attribute);
    int next = 0;
    for (ArgumentDef declared : sample.op.inputs()) {
      if (declared.isList()) {
        int count = sample.count(declared);
        builder.inputs(inputs.subList(next, next + count));
        next += count;
      } else {
        builder.input(inputs.get(next++));
      }
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return "%s%s of %s"
        .formatted(
            op.name(),
            attributes,
            inputs.stream().map(input -> input.dataType() + "" + input.shape()).toList());
  }
}
