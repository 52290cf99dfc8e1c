package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.GraphException;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the body of a function again, somewhere else and with other arguments: a gradient computes
 * with it what it needs of what happened in a branch or in a round of a loop.
 *
 * <p>Only what the wanted results depend on is built. What looks at values (prints them, asserts
 * something) has done so when they were computed first, and is left out. What would not compute the
 * same again has no place here: see {@link #requireRepeatable}.
 */
final class Rebuilding {
  private Rebuilding() {}

  /**
   * Adds operations that compute results of a function, and returns these.
   *
   * @param arguments what takes the place of the function's arguments, of the ops' graph or one
   *     around it
   * @param wanted which results, by their numbers
   */
  static List<Output<?>> rebuild(
      Ops tf, GraphFunction function, List<? extends Operand<?>> arguments, List<Integer> wanted) {
    Map<Output<?>, Output<?>> copies = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      copies.put(function.arguments().get(i), arguments.get(i).asOutput());
    }
    List<Output<?>> results = wanted.stream().<Output<?>>map(function.results()::get).toList();
    for (Operation operation : needed(function, results)) {
      List<Output<?>> outputs = copy(tf, operation, copies);
      for (int i = 0; i < outputs.size(); i++) {
        copies.put(operation.output(i), outputs.get(i));
      }
    }
    return results.stream().<Output<?>>map(copies::get).toList();
  }

  /** The operations on whose values the given ones of a function depend, arguments excepted. */
  private static List<Operation> needed(GraphFunction function, List<Output<?>> results) {
    BitSet seen = new BitSet();
    function.arguments().forEach(argument -> seen.set(argument.operation().id()));
    return ancestors(results, seen);
  }

  /**
   * Returns the operations on which some outputs depend, in the order of their ids, and marks them
   * as seen; what has been seen before is left out, and what only that depends on.
   */
  private static List<Operation> ancestors(List<Output<?>> outputs, BitSet seen) {
    Deque<Operation> open = new ArrayDeque<>();
    outputs.forEach(output -> open.push(output.operation()));
    List<Operation> ancestors = new ArrayList<>();
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (!seen.get(operation.id())) {
        seen.set(operation.id());
        ancestors.add(operation);
        operation.inputs().forEach(input -> open.push(input.operation()));
      }
    }
    ancestors.sort(Comparator.comparingInt(Operation::id));
    return ancestors;
  }

  private static List<Output<?>> copy(
      Ops tf, Operation operation, Map<Output<?>, Output<?>> copies) {
    List<Output<?>> inputs = operation.inputs().stream().<Output<?>>map(copies::get).toList();
    if (operation.type().equals("Print")) {
      return List.of(inputs.get(0));
    }
    requireRepeatable(operation);
    OperationBuilder builder = tf.named(operation.name()).operation(operation.type());
    operation.attributes().asMap().forEach(builder::attribute);
    return ImmutableList.copyOf(builder.inputsLike(operation, inputs).build().outputs());
  }

  /** Refuses what would compute something else when it is done again. */
  private static void requireRepeatable(Operation operation) {
    boolean runsFunctions = operation.definition().controlFlow().isPresent();
    if (operation.definition().has(OpFlag.STATEFUL) && !runsFunctions) {
      throw new GraphException(
          ("There is no gradient through %s in a branch or loop, as the gradient computes it again"
                  + " and would get another value; compute it outside, and use it there"
                  + " (tf.layers.dropout needs no branch: it takes whether it is training)%s")
              .formatted(operation, operation.whereBuilt()));
    }
    if (runsFunctions) {
      for (Object attribute : operation.attributes().asMap().values()) {
        if (attribute instanceof GraphFunction function) {
          needed(function, function.results()).stream()
              .filter(inner -> !inner.type().equals("Print"))
              .forEach(Rebuilding::requireRepeatable);
        }
      }
    }
  }

  /** Returns the numbers of the function's arguments on which one of its results depends. */
  static BitSet dependencies(GraphFunction function, Output<?> result) {
    BitSet seen = new BitSet();
    ancestors(List.of(result), seen);
    BitSet dependencies = new BitSet();
    for (int i = 0; i < function.arguments().size(); i++) {
      dependencies.set(i, seen.get(function.arguments().get(i).operation().id()));
    }
    return dependencies;
  }
}
