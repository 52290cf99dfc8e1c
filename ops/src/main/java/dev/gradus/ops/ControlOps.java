package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import java.util.Collection;
import java.util.List;

/** The ops that decide what runs, and that look at values while they run. */
abstract sealed class ControlOps extends RandomOps permits Ops {
  /** How many elements of each tensor are written out, unless told otherwise. */
  private static final int FEW = 3;

  ControlOps(Graph graph, Settings settings) {
    super(graph, settings);
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

  /** As above, with a text in front. */
  public <T> Output<T> print(Operand<T> x, List<? extends Operand<?>> data, String message) {
    return print(x, data, message, -1, FEW);
  }

  /**
   * As above.
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
   * @param data what the message shows if the condition is false: the first three elements of each
   */
  public Operation assertThat(Operand<Boolean> condition, Operand<?>... data) {
    return assertThat(condition, ImmutableList.copyOf(data), FEW);
  }

  /**
   * As above.
   *
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
