package dev.gradus.autodiff.gradient;

import dev.gradus.autodiff.BackwardStep;
import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The gradient of a loop: another loop, which walks through the rounds from the last to the first.
 *
 * <p>It takes three loops, all of standard ops, so that they have gradients in their turn:
 *
 * <ol>
 *   <li>One counts the rounds. It computes no more than the condition needs.
 *   <li>One goes through the rounds again, and records what each loop variable was when the round
 *       began: as row {@code i} of a matrix that has a row for each round.
 *   <li>One goes backward. In each round it builds the body again, with what was recorded,
 *       differentiates it, and so turns the gradients with respect to the loop variables after the
 *       round into those before it. For what is the same in every round, gradients add up.
 * </ol>
 *
 * <p>Of what is recorded, a run computes only what it needs.
 */
final class LoopGradient {
  private final BackwardStep step;
  private final Operation operation;
  private final GraphFunction condition;
  private final GraphFunction body;

  /** The numbers of the inputs that the body replaces; the others are the same in every round. */
  private final List<Integer> variables;

  /** Those of them whose gradient matters. */
  private final List<Integer> active;

  /** The numbers of the inputs that are the same in every round, and for which one is wanted. */
  private final List<Integer> constants;

  private LoopGradient(BackwardStep step) {
    this.step = step;
    this.operation = step.operation();
    this.condition = operation.attributes().getFunction("cond");
    this.body = operation.attributes().getFunction("body");
    this.variables =
        IntStream.range(0, body.arguments().size())
            .filter(i -> !body.results().get(i).equals(body.arguments().get(i)))
            .boxed()
            .toList();
    this.constants =
        IntStream.range(0, body.arguments().size())
            .filter(i -> !variables.contains(i) && step.wants(i))
            .boxed()
            .toList();
    BitSet dependent = dependent();
    this.active = variables.stream().filter(dependent::get).toList();
  }

  static void flow(BackwardStep step) {
    new LoopGradient(step).flow();
  }

  /** Returns the floating-point inputs that, after some rounds, depend on one that is wanted. */
  private BitSet dependent() {
    BitSet dependent = new BitSet();
    IntStream.range(0, body.arguments().size()).filter(step::wants).forEach(dependent::set);
    List<BitSet> dependencies =
        body.results().stream().map(result -> Rebuilding.dependencies(body, result)).toList();
    int before = -1;
    while (dependent.cardinality() != before) {
      before = dependent.cardinality();
      for (int i : variables) {
        if (body.results().get(i).dataType().isFloating()
            && dependencies.get(i).intersects(dependent)) {
          dependent.set(i);
        }
      }
    }
    return dependent;
  }

  private void flow() {
    if (active.isEmpty()) {
      // Of what is wanted, all that comes out of the loop is what went in.
      constants.stream().filter(step::hasUpstream).forEach(i -> send(i, step.upstream(i)));
      return;
    }
    for (int i : variables) {
      requireSameShape(i);
    }
    Ops tf = step.tf();
    Output<Integer> rounds = count(tf);
    List<Output<?>> records = record(tf, rounds);
    List<Output<?>> last =
        tf.whileLoop(
            (loop, state) -> loop.greater(state.get(0).as(DataType.INT32), 0),
            (loop, state) -> backward(loop, state, records),
            firstState(tf, rounds));
    for (int i = 0; i < active.size(); i++) {
      send(active.get(i), last.get(1 + i));
    }
    for (int i = 0; i < constants.size(); i++) {
      send(constants.get(i), last.get(1 + active.size() + i));
    }
    // What gets a value in the first round that does not depend on what it was has no gradient.
  }

  private void send(int input, Output<?> gradient) {
    step.send(input, () -> gradient.as(step.input(input).dataType()));
  }

  private void requireSameShape(int variable) {
    Shape first = operation.input(variable).shape();
    Shape later = body.arguments().get(variable).shape();
    if (!first.covers(later)) {
      throw new GraphException(
          ("There is no gradient through a loop whose variables change their shape, as number %d of"
                  + " %s may: it has shape %s at first, and %s later on%s")
              .formatted(variable, operation, first, later, operation.whereBuilt()));
    }
  }

  /** Returns all inputs of the loop, with the given values for those of the given numbers. */
  private List<Operand<?>> inputs(List<Integer> numbers, List<? extends Operand<?>> values) {
    List<Operand<?>> inputs = new ArrayList<>(operation.inputs());
    for (int i = 0; i < numbers.size(); i++) {
      inputs.set(numbers.get(i), values.get(i));
    }
    return inputs;
  }

  private Output<Boolean> holds(
      Ops loop, List<Integer> numbers, List<? extends Operand<?>> values) {
    Output<?> holds =
        Rebuilding.rebuild(loop, condition, inputs(numbers, values), List.of(0)).get(0);
    return loop.cast(holds, DataType.BOOL);
  }

  /** Returns the number of rounds. */
  private Output<Integer> count(Ops tf) {
    BitSet needed = Rebuilding.dependencies(condition, condition.results().get(0));
    int before = -1;
    while (needed.cardinality() != before) {
      before = needed.cardinality();
      for (int i : variables) {
        if (needed.get(i)) {
          needed.or(Rebuilding.dependencies(body, body.results().get(i)));
        }
      }
    }
    List<Integer> counting = variables.stream().filter(needed::get).toList();
    List<Output<?>> first = new ArrayList<>();
    counting.forEach(i -> first.add(operation.input(i)));
    first.add(tf.constant(0));
    int size = counting.size();
    List<Output<?>> last =
        tf.named("count")
            .whileLoop(
                (loop, state) -> holds(loop, counting, state.subList(0, size)),
                (loop, state) -> {
                  List<Output<?>> next =
                      new ArrayList<>(
                          Rebuilding.rebuild(
                              loop, body, inputs(counting, state.subList(0, size)), counting));
                  next.add(loop.add(state.get(size).as(DataType.INT32), 1));
                  return next;
                },
                first);
    return last.get(size).as(DataType.INT32);
  }

  /** Returns for each variable the matrix of the elements that it had when each round began. */
  private List<Output<?>> record(Ops tf, Output<Integer> rounds) {
    int size = variables.size();
    List<Output<?>> first = new ArrayList<>();
    variables.forEach(i -> first.add(operation.input(i)));
    variables.forEach(i -> first.add(Records.empty(tf, rounds, operation.input(i))));
    first.add(tf.constant(0));
    List<Output<?>> last =
        tf.named("record")
            .whileLoop(
                (loop, state) -> loop.less(state.get(2 * size).as(DataType.INT32), rounds),
                (loop, state) -> {
                  Output<Integer> round = state.get(2 * size).as(DataType.INT32);
                  List<Output<?>> next =
                      new ArrayList<>(
                          Rebuilding.rebuild(
                              loop, body, inputs(variables, state.subList(0, size)), variables));
                  for (int i = 0; i < size; i++) {
                    next.add(Records.write(loop, state.get(size + i), round, state.get(i)));
                  }
                  next.add(loop.add(round, 1));
                  return next;
                },
                first);
    return last.subList(size, 2 * size);
  }

  /** How many rounds are left; the gradients of the active variables; those of the constants. */
  private List<Output<?>> firstState(Ops tf, Output<Integer> rounds) {
    List<Output<?>> first = new ArrayList<>();
    first.add(rounds);
    active.forEach(i -> first.add(shaped(tf, step.upstream(i), step.input(i))));
    // One may be a result as well: a variable that the body passes on as it is.
    constants.forEach(i -> first.add(shaped(tf, step.upstream(i), step.input(i))));
    return first;
  }

  /**
   * Returns a gradient under the shape of what it is the gradient of, which it has already: so that
   * as much of it is known, or as little, before a round as after.
   */
  private static Output<Number> shaped(Ops tf, Output<Number> gradient, Output<Number> like) {
    return like.shape().isFullyKnown() && gradient.shape().equals(like.shape())
        ? gradient
        : tf.reshape(gradient, tf.shape(like));
  }

  private List<Output<?>> backward(Ops loop, List<Output<?>> state, List<Output<?>> records) {
    Output<Integer> round = loop.sub(state.get(0).as(DataType.INT32), 1);
    List<Operand<?>> arguments = new ArrayList<>(operation.inputs());
    for (int i = 0; i < variables.size(); i++) {
      Output<?> first = operation.input(variables.get(i));
      arguments.set(variables.get(i), Records.read(loop, records.get(i), round, first));
    }
    List<Output<Number>> xs = new ArrayList<>();
    for (int i : active) {
      xs.add(arguments.get(i).asOutput().as(step.input(i).dataType()));
    }
    for (int i : constants) {
      Output<Number> x = loop.identity(step.input(i));
      arguments.set(i, x);
      xs.add(x);
    }
    List<Output<?>> results = Rebuilding.rebuild(loop, body, arguments, active);
    List<Output<Number>> ys = new ArrayList<>();
    List<Output<Number>> upstream = new ArrayList<>();
    for (int i = 0; i < active.size(); i++) {
      DataType<Number> type = step.input(active.get(i)).dataType();
      ys.add(loop.identity(results.get(i).as(type)));
      upstream.add(state.get(1 + i).as(type));
    }
    List<Output<Number>> gradients = ConditionalGradient.gradients(loop, ys, xs, upstream);
    List<Output<?>> next = new ArrayList<>();
    next.add(round);
    for (int i = 0; i < gradients.size(); i++) {
      Output<Number> gradient = gradients.get(i);
      boolean isActive = i < active.size();
      next.add(
          isActive
              ? shaped(loop, gradient, step.input(active.get(i)))
              : shaped(
                  loop,
                  loop.add(state.get(1 + i).as(gradient.dataType()), gradient),
                  step.input(constants.get(i - active.size()))));
    }
    return next;
  }
}
