package dev.gradus.core.plan;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.ArgumentDef;
import dev.gradus.core.ArgumentDef.Role;
import dev.gradus.core.Attributes;
import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpFlag;
import dev.gradus.core.OpRegistry;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Rewrite;
import dev.gradus.core.RunException;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan: walks the operations that a request needs, once and in order, and emits a node of
 * the plan for each.
 *
 * <p>When a node is emitted, all that it depends on has been emitted before, so everything that is
 * worth doing can be done right there, by looking upward only:
 *
 * <ul>
 *   <li>its real shapes are inferred, from the shapes fed;
 *   <li>if its value follows from these, or from constants, it becomes a constant and no node at
 *       all;
 *   <li>a view of a value becomes another name for it;
 *   <li>a rewrite may put something better in its place.
 * </ul>
 *
 * <p><b>State.</b> The planner keeps, for each variable, the plan's value that is its present
 * state. Reading a variable for the first time emits a reading node; assigning one sets a new
 * present value, which later reads use as it is. So the plan itself has nothing but values that are
 * written once, and what was read stays what it was when the variable changes.
 *
 * <p><b>Order.</b> Operations are emitted in the order in which they were built. That respects data
 * and control inputs, as these were there first, and gives every run of a plan the same order of
 * its effects.
 */
final class Planner {
  /**
   * Constants are folded only up to this many elements, so that a plan does not hoard large arrays.
   */
  private static final int LARGEST_FOLDED = 1 << 16;

  private final RunRequest request;
  private final Set<Operation> targets;
  private final SessionState state;
  private final StateOwners owners;
  private final Map<String, List<Rewrite>> rewrites;
  private final Map<Output<?>, PlanValue> values = new HashMap<>();
  private final Map<StateCell, PlanValue> present = new HashMap<>();
  private final List<PlanNode> nodes = new ArrayList<>();

  private Planner(RunRequest request, Pruning pruning, SessionState state, SessionOptions options) {
    this.request = request;
    this.owners = pruning.owners();
    this.targets = ImmutableSet.copyOf(request.targets());
    this.state = state;
    this.rewrites =
        OpRegistry.rewrites().stream()
            .filter(options::allows)
            .collect(Collectors.groupingBy(Rewrite::opType));
  }

  static Plan plan(
      RunRequest request, Pruning pruning, SessionState state, SessionOptions options) {
    return new Planner(request, pruning, state, options).plan(pruning);
  }

  private Plan plan(Pruning pruning) {
    for (int i = 0; i < request.fed().size(); i++) {
      Output<?> output = request.fed().get(i);
      values.put(output, PlanValue.fed(output.dataType(), request.fedShapes().get(i), i));
    }
    for (Operation operation : pruning.operations()) {
      emit(operation);
    }
    List<PlanValue> fetches = request.fetches().stream().map(this::fetched).toList();
    List<PlanNode> live = dropUnneeded(fetches);
    Placement placement = Placement.of(live, fetches, request.fed().size());
    return new Plan(
        live,
        fetches,
        placement,
        state,
        pruning.readFirst().stream().map(state::cell).toList(),
        pruning.assigns());
  }

  private void emit(Operation operation) {
    List<Output<?>> outputs = operation.outputs();
    if (isStateOwner(operation)) {
      return; // A variable's own node: nothing to do, as its state is read where it is used.
    }
    if (!outputs.isEmpty() && !hasEffect(operation) && values.keySet().containsAll(outputs)) {
      return; // Everything that it could compute is fed.
    }
    List<PlanValue> inputs = new ArrayList<>();
    for (int i = 0; i < operation.inputs().size(); i++) {
      inputs.add(input(operation, i));
    }
    List<PlanValue> computed =
        complete(
            new PlanNode(
                this, operation, operation.definition(), operation.attributes(), inputs, null));
    if (targets.contains(operation)) {
      computed.forEach(value -> value.live = true);
    }
    for (int i = 0; i < computed.size(); i++) {
      values.putIfAbsent(outputs.get(i), computed.get(i));
    }
  }

  private PlanValue input(Operation operation, int index) {
    Output<?> input = operation.input(index);
    boolean replacedUnread = declaration(operation, index).role() == Role.ASSIGNED;
    return replacedUnread
        ? PlanValue.unread(input.dataType(), stateShape(owners.of(input)))
        : fetched(input);
  }

  /** Returns the value of an output; a reference stands for the present state. */
  private PlanValue fetched(Output<?> output) {
    PlanValue value = values.get(output);
    if (value == null || (output.isReference() && !value.isFed())) {
      return read(output);
    }
    return value;
  }

  private static boolean isStateOwner(Operation operation) {
    return operation.definition().isReferenceOutput() && !isUpdate(operation);
  }

  private static boolean hasEffect(Operation operation) {
    return operation.definition().has(OpFlag.STATEFUL) || isUpdate(operation);
  }

  private static boolean isUpdate(Operation operation) {
    return operation.definition().inputs().stream().anyMatch(ArgumentDef::isReference);
  }

  private static ArgumentDef declaration(Operation operation, int input) {
    return operation.definition().inputDeclaration(input, operation.attributes());
  }

  /** Returns the present value of a state, and emits its reading if this is its first use. */
  private PlanValue read(Output<?> reference) {
    StateCell cell = state.cell(owners.of(reference));
    PlanValue value = present.get(cell);
    if (value == null) {
      Operation owner = cell.owner();
      PlanNode node =
          new PlanNode(this, owner, owner.definition(), owner.attributes(), List.of(), cell);
      value = PlanValue.computed(reference.dataType(), stateShape(owner), node);
      node.complete(List.of(value), List.of());
      nodes.add(node);
      present.put(cell, value);
    }
    return value;
  }

  private static Shape stateShape(Operation owner) {
    return owner.output(0).shape();
  }

  Rewrite.Value emitRewritten(
      Operation origin, String type, Attributes attributes, Rewrite.Value... inputs) {
    OpDef definition =
        OpRegistry.find(type)
            .orElseThrow(() -> new IllegalArgumentException("There is no op named " + type));
    List<PlanValue> planInputs = new ArrayList<>();
    for (Rewrite.Value input : inputs) {
      planInputs.add((PlanValue) input);
    }
    return complete(new PlanNode(this, origin, definition, attributes, planInputs, null)).get(0);
  }

  /**
   * Finds out what a node computes, adds it to the plan if it has to run, and returns its outputs.
   */
  private List<PlanValue> complete(PlanNode node) {
    NodeFacts facts = NodeFacts.planned(node, state);
    List<Shape> shapes;
    Optional<? extends Tensor<?>> known;
    try {
      shapes = facts.inferShapes();
      known = node.definition().knownValue(facts);
    } catch (GradusException e) {
      throw failure(node, node.inputs().stream().map(PlanValue::shape).toList(), e);
    }
    if (known.isPresent()) {
      return List.of(PlanValue.constant(known.get()));
    }
    if (node.definition().has(OpFlag.VIEW)
        && shapes.get(0).isFullyKnown()
        && shapes.get(0).equals(node.input(0).shape())) {
      return List.of(node.input(0));
    }
    List<PlanNode.Update> updates = updates(node);
    node.complete(newValues(node, facts, shapes, updates), updates);
    boolean pure = !node.definition().has(OpFlag.STATEFUL) && updates.isEmpty();
    if (pure) {
      Optional<List<PlanValue>> folded = fold(node, facts);
      if (folded.isPresent()) {
        return folded.get();
      }
      Optional<PlanValue> rewritten = rewrite(node);
      if (rewritten.isPresent()) {
        return List.of(rewritten.get());
      }
    }
    node.required = !pure;
    nodes.add(node);
    return node.outputs();
  }

  private List<PlanNode.Update> updates(PlanNode node) {
    List<PlanNode.Update> updates = new ArrayList<>();
    if (isUpdate(node.origin())) {
      for (int i = 0; i < node.inputs().size(); i++) {
        Output<?> input = node.origin().input(i);
        if (declaration(node.origin(), i).isReference()) {
          StateCell cell = state.cell(owners.of(input));
          PlanValue newValue = PlanValue.computed(input.dataType(), stateShape(cell.owner()), node);
          updates.add(new PlanNode.Update(cell, i, newValue));
          present.put(cell, newValue);
        }
      }
    }
    return updates;
  }

  private static List<PlanValue> newValues(
      PlanNode node, NodeFacts facts, List<Shape> shapes, List<PlanNode.Update> updates) {
    if (node.definition().isReferenceOutput()) {
      return List.of(updates.get(0).newValue()); // The op's result is the new state.
    }
    List<PlanValue> outputs = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      DataType<?> type = facts.outputType(i);
      outputs.add(
          node.definition().has(OpFlag.VIEW)
              ? PlanValue.view(shapes.get(i), node, node.input(0))
              : PlanValue.computed(type, shapes.get(i), node));
    }
    return outputs;
  }

  /**
   * Computes the node now if all its inputs are constants, and returns its outputs as constants.
   */
  private Optional<List<PlanValue>> fold(PlanNode node, NodeFacts facts) {
    boolean foldable =
        !node.inputs().isEmpty()
            && node.inputs().stream().allMatch(input -> input.knownValue().isPresent())
            && facts.suffices()
            && node.outputs().stream()
                .allMatch(output -> output.shape().elementCount() <= LARGEST_FOLDED);
    if (!foldable) {
      return Optional.empty();
    }
    try {
      List<PlanValue> constants = new ArrayList<>();
      for (Tensor<?> tensor : SingleRun.compute(node, facts)) {
        constants.add(PlanValue.constant(tensor));
      }
      return Optional.of(constants);
    } catch (RuntimeException e) {
      return Optional
          .empty(); // The run itself will meet the same mistake, and report it if it is needed.
    }
  }

  private Optional<PlanValue> rewrite(PlanNode node) {
    if (node.outputs().size() != 1) {
      return Optional.empty();
    }
    for (Rewrite rewrite : rewrites.getOrDefault(node.type(), List.of())) {
      @Nullable PlanValue better = (PlanValue) rewrite.apply(node).orElse(null);
      if (better != null) {
        PlanValue old = node.outputs().get(0);
        if (!better.dataType().equals(old.dataType()) || !better.shape().equals(old.shape())) {
          throw new IllegalStateException(
              "Rewrite %s put %s in the place of %s.".formatted(rewrite.name(), better, old));
        }
        return Optional.of(better);
      }
    }
    return Optional.empty();
  }

  /**
   * Walks back from what is fetched, or has an effect, and returns the nodes that it depends on, in
   * order.
   */
  private List<PlanNode> dropUnneeded(List<PlanValue> fetches) {
    fetches.forEach(fetch -> fetch.live = true);
    List<PlanNode> live = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      PlanNode node = nodes.get(i);
      if (node.isLive()) {
        node.inputs().forEach(input -> input.live = true);
        live.add(node);
      }
    }
    Collections.reverse(live);
    return live;
  }

  /**
   * Returns the exception for a mistake that a node met, with all that the user needs to find it.
   */
  static RunException failure(PlanNode node, List<Shape> inputShapes, RuntimeException mistake) {
    Operation origin = node.origin();
    String problem = mistake.getMessage() == null ? mistake.toString() : mistake.getMessage();
    String seen = inputShapes.stream().map(Shape::toString).collect(Collectors.joining(", "));
    String through =
        node.type().equals(origin.type()) ? "" : ", computed as '%s'".formatted(node.type());
    return new RunException(
        "%s for %s%s%s%s"
            .formatted(
                problem.replaceFirst("\\.$", ""),
                origin,
                through,
                seen.isEmpty() ? "" : " with input shapes: " + seen,
                origin.whereBuilt()),
        mistake);
  }
}
