package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The ops that decide what runs, and that look at values while they run. */
abstract sealed class ControlOps extends RandomOps permits AssertionOps {
  /** How many elements of each tensor are written out, unless told otherwise. */
  private static final int FEW = 3;

  ControlOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns the value of one of two branches: of which one, a predicate says in each run.
   *
   * <pre>{@code
   * Output<Float> root = tf.cond(
   *     tf.greater(x, 0),
   *     then -> then.sqrt(x),
   *     otherwise -> otherwise.neg(otherwise.sqrt(otherwise.neg(x))));
   * }</pre>
   *
   * <p>Each branch is a lambda that is called once, here, with the ops that add to the branch. What
   * it adds with these is computed only if the branch is taken; what it uses of the graph around
   * it, always, and before. A branch can read variables and print, but not make or assign
   * variables, and nothing in it can be fed.
   *
   * @param predicate a scalar
   */
  public <T> Output<T> cond(
      Operand<Boolean> predicate,
      Function<Ops, ? extends Operand<T>> then,
      Function<Ops, ? extends Operand<T>> otherwise) {
    return new Bodies(ofAllFamilies())
        .conditional(
            predicate,
            inner -> List.of(then.apply(inner)),
            inner -> List.of(otherwise.apply(inner)))
        .output(0);
  }

  /**
   * As {@link #cond}, for branches with any number of results, which must be of the same types. Of
   * the results' shapes is known what those of both branches have in common.
   */
  public List<Output<?>> condAll(
      Operand<Boolean> predicate,
      Function<Ops, ? extends List<? extends Operand<?>>> then,
      Function<Ops, ? extends List<? extends Operand<?>>> otherwise) {
    return new Bodies(ofAllFamilies()).conditional(predicate, then, otherwise).outputs();
  }

  /**
   * Returns the value of one of several branches: of which one, an index says in each run.
   *
   * <pre>{@code
   * Output<Float> activated = tf.switchCase(
   *     choice, branch -> branch.nn.relu(x), branch -> branch.tanh(x), branch -> x);
   * }</pre>
   *
   * <p>Adds one {@link #cond} after the other, so that what is said there holds here too.
   *
   * @param index a scalar; where it is out of range, the last branch is taken
   * @param branches one or more, all with results of one type
   */
  @SafeVarargs
  public final <T> Output<T> switchCase(
      Operand<Integer> index, Function<Ops, ? extends Operand<T>>... branches) {
    if (branches.length == 0) {
      throw GraphException.atCaller("tf.switchCase needs at least one branch");
    }
    ImmutableList.Builder<Function<Ops, ? extends Operand<T>>> all = ImmutableList.builder();
    for (Function<Ops, ? extends Operand<T>> branch : branches) {
      all.add(branch);
    }
    return choose(enter("switch_case"), index, 0, all.build());
  }

  private static <T> Output<T> choose(
      Ops own,
      Operand<Integer> index,
      int first,
      List<Function<Ops, ? extends Operand<T>>> branches) {
    Function<Ops, ? extends Operand<T>> branch = branches.get(first);
    if (first == branches.size() - 1) {
      return branch.apply(own).asOutput();
    }
    return own.cond(
        own.equal(index, first),
        branch,
        otherwise -> choose(otherwise, index, first + 1, branches));
  }

  /**
   * Returns what a value becomes if it is replaced again and again, as long as a condition holds.
   *
   * <pre>{@code
   * Output<Integer> doubled = tf.whileLoop(
   *     (loop, i) -> loop.less(i, 1000),
   *     (loop, i) -> loop.mul(i, 2),
   *     tf.constant(1));                  // 1024
   * }</pre>
   *
   * <p>Condition and body are lambdas that are called once, here, with the ops that add to them and
   * the loop variable. What they use of the graph around them is the same in every round. As for
   * {@link #cond}, variables of the graph cannot be made or assigned in them, and nothing be fed.
   *
   * <p>There is a gradient, through any number of rounds, if the variable is of known rank.
   *
   * @param condition returns a scalar that says whether there is another round
   * @param body returns the variable's next value, of the same type and shape
   * @param initial the variable's first value
   */
  public <T> Output<T> whileLoop(
      BiFunction<Ops, Output<T>, ? extends Operand<Boolean>> condition,
      BiFunction<Ops, Output<T>, ? extends Operand<T>> body,
      Operand<T> initial) {
    return whileLoop(condition, body, initial, WhileOptions.defaults());
  }

  /** As {@link #whileLoop(BiFunction, BiFunction, Operand)}, with options. */
  public <T> Output<T> whileLoop(
      BiFunction<Ops, Output<T>, ? extends Operand<Boolean>> condition,
      BiFunction<Ops, Output<T>, ? extends Operand<T>> body,
      Operand<T> initial,
      WhileOptions options) {
    DataType<T> type = initial.dataType();
    return new Bodies(ofAllFamilies())
        .loop(
            (inner, variables) -> condition.apply(inner, variables.get(0).as(type)),
            (inner, variables) -> List.of(body.apply(inner, variables.get(0).as(type))),
            List.of(initial),
            options)
        .output(0);
  }

  /**
   * As {@link #whileLoop(BiFunction, BiFunction, Operand)}, with any number of loop variables, each
   * of a type of its own.
   *
   * <pre>{@code
   * List<Output<?>> last = tf.whileLoop(
   *     (loop, v) -> loop.less(v.get(0).as(INT32), 10),
   *     (loop, v) -> List.of(loop.add(v.get(0).as(INT32), 1), loop.mul(v.get(1).as(FLOAT32), x)),
   *     List.of(tf.constant(0), tf.constant(1f)));
   * Output<Float> power = last.get(1).as(FLOAT32);      // x to the power of 10
   * }</pre>
   */
  public List<Output<?>> whileLoop(
      BiFunction<Ops, List<Output<?>>, ? extends Operand<Boolean>> condition,
      BiFunction<Ops, List<Output<?>>, ? extends List<? extends Operand<?>>> body,
      List<? extends Operand<?>> initial) {
    return whileLoop(condition, body, initial, WhileOptions.defaults());
  }

  /** As {@link #whileLoop(BiFunction, BiFunction, List)}, with options. */
  public List<Output<?>> whileLoop(
      BiFunction<Ops, List<Output<?>>, ? extends Operand<Boolean>> condition,
      BiFunction<Ops, List<Output<?>>, ? extends List<? extends Operand<?>>> body,
      List<? extends Operand<?>> initial,
      WhileOptions options) {
    return new Bodies(ofAllFamilies())
        .loop(condition, body, initial, options)
        .outputs()
        .subList(0, initial.size());
  }

  /**
   * Returns the same value, and prints others whenever it is computed: the first three elements of
   * each, in brackets.
   *
   * <pre>{@code
   * loss = tf.print(loss, List.of(step, loss), "step, loss: ");    // step, loss: [7][0.125]
   * }</pre>
   *
   * @param x the value; what it is computed from need not have to do with what is printed
   * @param data what is printed, to the standard error stream unless the session's {@linkplain
   *     dev.gradus.core.SessionOptions#withPrintStream options} say otherwise
   */
  public <T> Output<T> print(Operand<T> x, List<? extends Operand<?>> data) {
    return print(x, data, "");
  }

  /** As {@link #print(Operand, List)}, with a text in front. */
  public <T> Output<T> print(Operand<T> x, List<? extends Operand<?>> data, String message) {
    return print(x, data, message, -1, FEW);
  }

  /**
   * As {@link #print(Operand, List)}, with a text in front, and with limits.
   *
   * @param firstTimes how often a session prints this at most; always if it is negative
   * @param summarize how many elements of each tensor are printed at most; all if it is negative
   */
  public <T> Output<T> print(
      Operand<T> x,
      List<? extends Operand<?>> data,
      String message,
      int firstTimes,
      int summarize) {
    return operation("Print")
        .input(x)
        .inputs(data)
        .attribute("message", message)
        .attribute("first_n", firstTimes)
        .attribute("summarize", summarize)
        .build()
        .output(0);
  }

  /**
   * Returns an operation that fails the run if a condition is false. Other operations wait for it
   * with {@link Ops#after}:
   *
   * <pre>{@code
   * Operation isPositive = tf.assertThat(tf.greater(x, 0), x);
   * Output<Float> y = tf.after(isPositive).log(x);
   * }</pre>
   *
   * @param condition a scalar
   * @param data what the message shows if the condition is false: the first three elements of each;
   *     if there is none, the condition
   */
  public Operation assertThat(Operand<Boolean> condition, Operand<?>... data) {
    return assertThat(
        condition, data.length == 0 ? List.of(condition) : ImmutableList.copyOf(data), FEW);
  }

  /**
   * As {@link #assertThat(Operand, Operand...)}, with more or fewer elements shown.
   *
   * @param data what the message shows if the condition is false, one tensor at least
   * @param summarize how many elements of each tensor the message shows at most; all if it is
   *     negative
   */
  public Operation assertThat(
      Operand<Boolean> condition, List<? extends Operand<?>> data, int summarize) {
    return operation("Assert")
        .input(condition)
        .inputs(data)
        .attribute("summarize", summarize)
        .build();
  }

  /**
   * Returns the same value, and fails the run if any element of it is infinite or NaN.
   *
   * @param message what the failure's message begins with
   */
  public <T extends Number> Output<T> checkNumerics(Operand<T> x, String message) {
    return operation("CheckNumerics").input(x).attribute("message", message).build().output(0);
  }

  /** Returns the same value, which has the given operations run before. */
  public <T> Output<T> withDependencies(Collection<Operation> operations, Operand<T> x) {
    OperationBuilder builder = operation("Identity", "control_dependency").input(x);
    operations.forEach(builder::controlInput);
    return builder.build().output(0);
  }

  /** Returns the same values, none of which is to be had before all of them are computed. */
  public <T> List<Output<T>> tuple(List<? extends Operand<T>> values) {
    Ops own = enter("tuple");
    Operation all =
        own.group(values.stream().map(value -> value.asOutput().operation()).distinct().toList());
    return values.stream()
        .map(value -> own.withDependencies(ImmutableList.of(all), value))
        .toList();
  }
}
