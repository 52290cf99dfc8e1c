package dev.gradus.ops;

import static dev.gradus.core.Feed.feed;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a graph in the plainest way: the operations that a run needs, in the order in which they
 * were built, each in a graph and a session of its own, where nothing is there that it could share
 * an array with. What a session returns for the whole graph has to be the same to the bit.
 *
 * <p>For graphs of ops with a kernel and no control flow.
 */
final class OneByOne implements AutoCloseable {
  private static final SessionOptions PLAIN =
      SessionOptions.defaults().withoutRewrites().withThreads(1);

  /** The values of the variables. */
  private final Map<Operation, Tensor<?>> states = new HashMap<>();

  private final Map<Operation, Alone> alone = new HashMap<>();

  /** One operation, and placeholders or variables in the place of its inputs. */
  private static final class Alone {
    final Session session;
    final Operation copy;
    final List<Output<?>> inputs = new ArrayList<>();

    /** By the number of an input that is a reference: what sets it. */
    final Map<Integer, Operation> assignments = new LinkedHashMap<>();

    Alone(Operation operation) {
      Graph graph = new Graph();
      session = new Session(graph, PLAIN);
      Ops tf = Ops.on(graph);
      OperationBuilder builder = graph.operation(operation.type());
      List<Output<?>> operands = new ArrayList<>();
      for (int i = 0; i < operation.inputs().size(); i++) {
        Output<?> input = operation.input(i);
        Output<?> placeholder = tf.placeholder(input.dataType(), input.shape());
        inputs.add(placeholder);
        operands.add(input.isReference() ? variable(i, input, placeholder) : placeholder);
      }
      if (operation.type().equals("AddN")) {
        builder.inputs(operands);
      } else {
        operands.forEach(builder::input);
      }
      operation.attributes().asMap().forEach(builder::attribute);
      copy = builder.build();
    }

    private Output<?> variable(int number, Output<?> reference, Output<?> value) {
      Graph graph = session.graph();
      Output<?> variable =
          graph
              .operation("VariableV2")
              .attribute("dtype", reference.dataType())
              .attribute("shape", reference.shape())
              .build()
              .output(0);
      assignments.put(number, graph.operation("Assign").input(variable).input(value).build());
      return variable;
    }
  }

  /** Runs the operations that the fetches and targets need, and returns the fetched values. */
  List<Tensor<?>> run(List<Output<?>> fetches, List<Operation> targets, List<Feed<?>> feeds) {
    Map<Output<?>, Tensor<?>> values = new HashMap<>();
    feeds.forEach(fed -> values.put(fed.target(), fed.value()));
    Set<Operation> needed = needed(fetches, targets, values.keySet());
    for (Operation operation : fetches.get(0).graph().operations()) {
      if (needed.contains(operation) && !operation.definition().ownsState()) {
        run(operation, values);
      }
    }
    return fetches.stream().<Tensor<?>>map(fetch -> value(fetch, values)).toList();
  }

  /** Returns what a variable is at present. */
  Tensor<?> state(Operation variable) {
    return states.get(variable);
  }

  private Tensor<?> value(Output<?> output, Map<Output<?>, Tensor<?>> values) {
    return output.isReference() ? states.get(owner(output)) : values.get(output);
  }

  private static Operation owner(Output<?> reference) {
    Operation operation = reference.operation();
    while (!operation.definition().ownsState()) {
      operation = operation.input(0).operation();
    }
    return operation;
  }

  private static Set<Operation> needed(
      List<Output<?>> fetches, List<Operation> targets, Set<Output<?>> fed) {
    Set<Operation> needed = new HashSet<>();
    Deque<Operation> open = new ArrayDeque<>(targets);
    fetches.forEach(fetch -> open.add(fetch.operation()));
    while (!open.isEmpty()) {
      Operation operation = open.remove();
      if (!operation.outputs().stream().anyMatch(fed::contains) && needed.add(operation)) {
        open.addAll(operation.controlInputs());
        operation.inputs().forEach(input -> open.add(input.operation()));
      }
    }
    return needed;
  }

  private void run(Operation operation, Map<Output<?>, Tensor<?>> values) {
    Alone node = alone.computeIfAbsent(operation, Alone::new);
    List<Feed<?>> feeds = new ArrayList<>();
    for (int i = 0; i < operation.inputs().size(); i++) {
      Tensor<?> value = value(operation.input(i), values);
      Operation assignment = node.assignments.get(i);
      if (assignment == null) {
        feeds.add(typed(node.inputs.get(i), value));
      } else if (value != null) { // It is none before it is assigned for the first time.
        node.session.run(assignment, typed(node.inputs.get(i), value));
      }
    }
    Runner runner = node.session.runner();
    feeds.forEach(runner::feed);
    if (operation.outputs().isEmpty()) {
      return;
    }
    operation.outputs().forEach(output -> runner.fetch(node.copy.output(output.index())));
    var result = runner.run();
    node.assignments.forEach(
        (input, assignment) ->
            states.put(owner(operation.input(input)), node.session.run(assignment.input(0))));
    for (Output<?> output : operation.outputs()) {
      if (!output.isReference()) {
        values.put(output, result.get(node.copy.output(output.index())));
      }
    }
  }

  private static <T> Feed<T> typed(Output<T> target, Tensor<?> value) {
    return feed(target, value.as(target.dataType()));
  }

  @Override
  public void close() {
    alone.values().forEach(node -> node.session.close());
  }
}
