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
import dev.gradus.ops.WhileOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The gradient of a loop: another loop, which walks through the rounds from the last to the first.
 *
 * <p>It takes three loops, all of standard ops, so that they have gradients in their turn:
 *
 * <ol>
 *   <li>One counts the rounds. It computes no more than the condition needs and, of variables that
 *       change their shape, how many elements they come to have at most.
 *   <li>One goes through the rounds again, and records what each loop variable was when the round
 *       began: as row {@code i} of a matrix that has a row for each round. If a variable changes
 *       its shape, the row is as long as its longest one, and another matrix records the shapes.
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

  /** Those of the variables that may change their shape from round to round. */
  private final List<Integer> changing;

  /** What the counting loop finds out: how many rounds, and the most elements of what changes. */
  private record Count(Output<Integer> rounds, List<Output<Integer>> widths) {}

  /** What is recorded of each variable and, of those that change their shape, their shapes. */
  private record History(List<Output<?>> elements, List<Output<Integer>> shapes) {}

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
    BitSet changes = active.isEmpty() ? new BitSet() : ShapeChanges.of(operation, body, variables);
    this.changing = variables.stream().filter(changes::get).toList();
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
    changing.forEach(this::requireRank);
    Ops tf = step.tf();
    Count count = count(tf);
    History history = record(tf, count);
    List<Output<?>> first = firstState(tf, count.rounds());
    List<Output<?>> last =
        tf.whileLoop(
            (loop, state) -> loop.greater(state.get(0).as(DataType.INT32), 0),
            (loop, state) -> backward(loop, state, history),
            first,
            invariants(shapesOfState(first)));
    for (int i = 0; i < active.size(); i++) {
      int input = active.get(i);
      send(
          input,
          changing.contains(input)
              ? Records.under(
                  tf, last.get(1 + i), tf.shape(step.input(input)), step.input(input).shape())
              : last.get(1 + i));
    }
    for (int i = 0; i < constants.size(); i++) {
      send(constants.get(i), last.get(1 + active.size() + i));
    }
    // What gets a value in the first round that does not depend on what it was has no gradient.
  }

  private void send(int input, Output<?> gradient) {
    step.send(input, () -> gradient.as(step.input(input).dataType()));
  }

  private Shape shapeInBody(int variable) {
    return body.arguments().get(variable).shape();
  }

  /** A row for each round has room for shapes of one rank only. */
  private void requireRank(int variable) {
    if (!shapeInBody(variable).hasKnownRank()) {
      throw new GraphException(
          ("There is no gradient through a loop with a variable of unknown rank, as number %d of %s"
                  + " is: it has shape %s at first, and any shape later on. Give the loop a shape"
                  + " invariant that tells the rank, such as Shape.unknownOfRank(%d)%s")
              .formatted(
                  variable,
                  operation,
                  operation.input(variable).shape(),
                  operation.input(variable).shape().rank(),
                  operation.whereBuilt()));
    }
  }

  /**
   * Returns the options of a loop whose variables have such shapes in all rounds; the defaults if
   * none of them changes its shape, as that goes without saying then.
   */
  private WhileOptions invariants(List<Shape> shapes) {
    return changing.isEmpty()
        ? WhileOptions.defaults()
        : WhileOptions.defaults().withShapeInvariants(shapes.toArray(Shape[]::new));
  }

  /** Returns what is true in every round of the shapes of some of the loop's variables. */
  private List<Shape> shapesInEveryRound(List<Integer> some) {
    return some.stream()
        .map(i -> changing.contains(i) ? shapeInBody(i) : operation.input(i).shape())
        .toList();
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

  private Count count(Ops tf) {
    BitSet needed = Rebuilding.dependencies(condition, condition.results().get(0));
    changing.forEach(needed::set);
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
    changing.forEach(i -> first.add(tf.constant(0)));
    int size = counting.size();
    List<Shape> shapes = new ArrayList<>(shapesInEveryRound(counting));
    shapes.addAll(Collections.nCopies(1 + changing.size(), Shape.scalar()));
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
                  for (int i = 0; i < changing.size(); i++) {
                    Output<?> variable = state.get(counting.indexOf(changing.get(i)));
                    Output<Integer> widest = state.get(size + 1 + i).as(DataType.INT32);
                    next.add(loop.maximum(widest, loop.size(variable)));
                  }
                  return next;
                },
                first,
                invariants(shapes));
    return new Count(
        last.get(size).as(DataType.INT32),
        last.subList(size + 1, last.size()).stream()
            .map(width -> width.as(DataType.INT32))
            .toList());
  }

  private History record(Ops tf, Count count) {
    int size = variables.size();
    Output<Integer> rounds = count.rounds();
    List<Output<?>> first = new ArrayList<>();
    variables.forEach(i -> first.add(operation.input(i)));
    for (int i : variables) {
      Output<?> input = operation.input(i);
      int change = changing.indexOf(i);
      first.add(
          change < 0
              ? Records.empty(tf, rounds, input)
              : Records.empty(tf, rounds, count.widths().get(change), input.dataType()));
    }
    changing.forEach(i -> first.add(Records.empty(tf, rounds, tf.shape(operation.input(i)))));
    first.add(tf.constant(0));
    int end = first.size() - 1;
    List<Shape> shapes = new ArrayList<>(shapesInEveryRound(variables));
    first.subList(size, first.size()).forEach(record -> shapes.add(record.shape()));
    List<Output<?>> last =
        tf.named("record")
            .whileLoop(
                (loop, state) -> loop.less(state.get(end).as(DataType.INT32), rounds),
                (loop, state) -> {
                  Output<Integer> round = state.get(end).as(DataType.INT32);
                  List<Output<?>> next =
                      new ArrayList<>(
                          Rebuilding.rebuild(
                              loop, body, inputs(variables, state.subList(0, size)), variables));
                  for (int i = 0; i < size; i++) {
                    int change = changing.indexOf(variables.get(i));
                    Output<?> value = state.get(i);
                    next.add(
                        Records.write(
                            loop,
                            state.get(size + i),
                            round,
                            change < 0
                                ? value
                                : Records.padded(loop, value, count.widths().get(change))));
                  }
                  for (int i = 0; i < changing.size(); i++) {
                    Output<?> value = state.get(variables.indexOf(changing.get(i)));
                    next.add(
                        Records.write(loop, state.get(2 * size + i), round, loop.shape(value)));
                  }
                  next.add(loop.add(round, 1));
                  return next;
                },
                first,
                invariants(shapes));
    return new History(
        last.subList(size, 2 * size),
        last.subList(2 * size, end).stream().map(shape -> shape.as(DataType.INT32)).toList());
  }

  /** How many rounds are left; the gradients of the active variables; those of the constants. */
  private List<Output<?>> firstState(Ops tf, Output<Integer> rounds) {
    List<Output<?>> first = new ArrayList<>();
    first.add(rounds);
    for (int i : active) {
      Output<Number> upstream = step.upstream(i);
      first.add(
          changing.contains(i)
              ? Records.under(tf, upstream, tf.shape(operation.output(i)), shapeInBody(i))
              : shaped(tf, upstream, step.input(i)));
    }
    // One may be a result as well: a variable that the body passes on as it is.
    constants.forEach(i -> first.add(shaped(tf, step.upstream(i), step.input(i))));
    return first;
  }

  /** Returns what is true in every round of the shapes of the {@link #firstState}. */
  private List<Shape> shapesOfState(List<Output<?>> first) {
    List<Shape> shapes = new ArrayList<>(first.stream().map(Output::shape).toList());
    for (int i = 0; i < active.size(); i++) {
      if (changing.contains(active.get(i))) {
        shapes.set(1 + i, Records.shapeUnder(shapeInBody(active.get(i))));
      }
    }
    return shapes;
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

  private List<Output<?>> backward(Ops loop, List<Output<?>> state, History history) {
    Output<Integer> round = loop.sub(state.get(0).as(DataType.INT32), 1);
    List<Operand<?>> arguments = new ArrayList<>(operation.inputs());
    for (int i = 0; i < variables.size(); i++) {
      int variable = variables.get(i);
      Output<?> first = operation.input(variable);
      Output<?> record = history.elements().get(i);
      int change = changing.indexOf(variable);
      arguments.set(
          variable,
          change < 0
              ? Records.read(loop, record, round, first)
              : Records.readPadded(
                  loop,
                  record.as(first.dataType()),
                  round,
                  history.shapes().get(change),
                  shapeInBody(variable)));
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
              ? likeActive(loop, gradient, active.get(i), xs.get(i))
              : shaped(
                  loop,
                  loop.add(state.get(1 + i).as(gradient.dataType()), gradient),
                  step.input(constants.get(i - active.size()))));
    }
    return next;
  }

  /** Returns the gradient with respect to what an active variable was in a round, in its shape. */
  private Output<Number> likeActive(
      Ops loop, Output<Number> gradient, int variable, Output<Number> x) {
    return changing.contains(variable)
        ? Records.under(loop, gradient, loop.shape(x), shapeInBody(variable))
        : shaped(loop, gradient, step.input(variable));
  }
}
