package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.Attributes;
import dev.gradus.core.OpDef;
import dev.gradus.core.Operation;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a plan: one use of an op on values of the plan, or one reading of a session's state.
 *
 * <p>It comes from an operation of the graph, its origin, though through rewriting it may be of
 * another op.
 */
final class PlanNode implements Rewrite.Node {
  /** A state that a node replaces, and the value that it gets. */
  record Update(StateCell cell, int input, PlanValue newValue) {
    /** Puts the new value's array into the state. */
    void store(Object array) {
      cell.set(TensorAccess.get().adopt(newValue.dataType(), newValue.shape(), array));
    }
  }

  private final Planner planner;
  private final Operation origin;
  private final OpDef definition;
  private final Attributes attributes;
  private final ImmutableList<PlanValue> inputs;

  /** The state that this reads into its only output, if that is what it does. */
  private final @Nullable StateCell reads;

  private ImmutableList<PlanValue> outputs = ImmutableList.of();
  private ImmutableList<Update> updates = ImmutableList.of();

  /** Whether this has to run even if no value that it computes is needed. */
  boolean required;

  PlanNode(
      Planner planner,
      Operation origin,
      OpDef definition,
      Attributes attributes,
      List<PlanValue> inputs,
      @Nullable StateCell reads) {
    this.planner = planner;
    this.origin = origin;
    this.definition = definition;
    this.attributes = attributes;
    this.inputs = ImmutableList.copyOf(inputs);
    this.reads = reads;
  }

  /** Sets what the node computes; called once, by the planner, when the shapes are known. */
  void complete(List<PlanValue> newOutputs, List<Update> newUpdates) {
    outputs = ImmutableList.copyOf(newOutputs);
    updates = ImmutableList.copyOf(newUpdates);
  }

  Operation origin() {
    return origin;
  }

  OpDef definition() {
    return definition;
  }

  @Override
  public String type() {
    return reads == null ? definition.name() : "";
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  @Override
  public PlanValue input(int index) {
    return inputs.get(index);
  }

  @Override
  public Shape shape() {
    return outputs.get(0).shape();
  }

  @Override
  public Rewrite.Value emit(String type, Attributes attributes, Rewrite.Value... inputs) {
    return planner.emitRewritten(origin, type, attributes, inputs);
  }

  ImmutableList<PlanValue> inputs() {
    return inputs;
  }

  ImmutableList<PlanValue> outputs() {
    return outputs;
  }

  ImmutableList<Update> updates() {
    return updates;
  }

  /** Tells whether a value is the new one of a state that this replaces. */
  boolean isUpdate(PlanValue value) {
    return updates.stream().anyMatch(update -> update.newValue() == value);
  }

  @Nullable StateCell reads() {
    return reads;
  }

  boolean isLive() {
    return required || outputs.stream().anyMatch(output -> output.live);
  }

  @Override
  public String toString() {
    return "%s of %s%s".formatted(type(), origin, inputs);
  }
}
