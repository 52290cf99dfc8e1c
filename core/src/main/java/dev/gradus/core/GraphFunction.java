package dev.gradus.core;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A function made of graph: a body of operations that computes results from arguments. It is an
 * attribute of the ops that decide what runs, such as the branches of a conditional.
 *
 * <p>It stands on its own: what its body took from the graph around it has become arguments; see
 * {@link FunctionBuilder}. Immutable; two functions are equal only if they are the same.
 */
public final class GraphFunction {
  private final String name;
  private final Graph graph;
  private final ImmutableList<Output<?>> arguments;
  private final ImmutableList<Output<?>> results;
  private final ImmutableList<Operation> operations;

  GraphFunction(String name, Graph graph, List<Output<?>> arguments, List<Output<?>> results) {
    this.name = name;
    this.graph = graph;
    this.arguments = ImmutableList.copyOf(arguments);
    this.results = ImmutableList.copyOf(results);
    this.operations = needed(graph, results);
  }

  /** Returns the name, unique in the graph around this, such as {@code cond_true}. */
  public String name() {
    return name;
  }

  /** Returns the body, to which nothing can be added any more. */
  public Graph graph() {
    return graph;
  }

  /** Returns what in the body stands for the arguments, in order. */
  public ImmutableList<Output<?>> arguments() {
    return arguments;
  }

  /** Returns what the body computes, in order; an argument may be among them, and one twice. */
  public ImmutableList<Output<?>> results() {
    return results;
  }

  /**
   * Returns the operations that run when this function does: those on which a result depends, those
   * that are stateful, and all that these depend on; in the order in which they were built.
   * Arguments are not among them.
   */
  public ImmutableList<Operation> operations() {
    return operations;
  }

  /** Tells whether running this has an effect, or draws random numbers. */
  public boolean isStateful() {
    return operations.stream().anyMatch(operation -> operation.definition().has(OpFlag.STATEFUL));
  }

  ImmutableList<DataType<?>> argumentTypes() {
    return types(arguments);
  }

  ImmutableList<DataType<?>> resultTypes() {
    return types(results);
  }

  private static ImmutableList<DataType<?>> types(List<Output<?>> outputs) {
    return outputs.stream().<DataType<?>>map(Output::dataType).collect(toImmutableList());
  }

  private static ImmutableList<Operation> needed(Graph graph, List<Output<?>> results) {
    Deque<Operation> open = new ArrayDeque<>();
    results.forEach(result -> open.push(result.operation()));
    for (Operation operation : graph.operations()) {
      if (operation.definition().has(OpFlag.STATEFUL)) {
        open.push(operation);
      }
    }
    Set<Operation> seen = new HashSet<>();
    List<Operation> needed = new ArrayList<>();
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (seen.add(operation) && operation.definition() != FunctionBuilder.ARGUMENT) {
        needed.add(operation);
        open.addAll(operation.controlInputs());
        operation.inputs().forEach(input -> open.push(input.operation()));
      }
    }
    needed.sort(Comparator.comparingInt(Operation::id));
    return ImmutableList.copyOf(needed);
  }

  /** Returns name and signature, such as {@code cond_true(float32) -> (float32)}. */
  @Override
  public String toString() {
    return "%s%s -> %s".formatted(name, signature(arguments), signature(results));
  }

  private static String signature(List<Output<?>> outputs) {
    return outputs.stream()
        .map(output -> output.dataType() + "" + output.shape())
        .collect(joining(", ", "(", ")"));
  }
}
