package dev.gradus.autodiff;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Running averages of variables, in which older values count ever less: often better for evaluation
 * than the last values.
 *
 * <pre>{@code
 * Operation trainStep = new AdamOptimizer().minimize(loss);
 * ExponentialMovingAverage averages = new ExponentialMovingAverage(0.999);
 * Operation trainAndAverage = averages.apply(tf.after(trainStep), List.of(W, b));
 * session.run(tf.globalVariablesInitializer());
 * session.run(trainAndAverage, feed(x, images));
 * averages.average(W);                          // the variable W/ExponentialMovingAverage
 * }</pre>
 *
 * <p>With each run, {@code average -= (1 - decay) · (average - variable)}. Boris Polyak and Anatoli
 * Juditsky, <i>Acceleration of Stochastic Approximation by Averaging</i>, 1992; the method is
 * TensorFlow's {@code tf.train.ExponentialMovingAverage}.
 */
public final class ExponentialMovingAverage {
  private static final String NAME = "ExponentialMovingAverage";

  private final double decay;
  private final @Nullable Operand<? extends Number> updates;
  private final Map<Variable<?>, Variable<?>> averages = new LinkedHashMap<>();

  /**
   * Creates averages with a fixed decay.
   *
   * @param decay from 0, where the average is the last value, to less than 1; usually near 1, such
   *     as 0.999
   */
  public ExponentialMovingAverage(double decay) {
    this.decay = checked(decay);
    this.updates = null;
  }

  /**
   * Creates averages that move faster at first: with decay {@code min(decay, (1 + updates) / (10 +
   * updates))}.
   *
   * @param updates how many updates there have been, a scalar such as the global step
   */
  public ExponentialMovingAverage(double decay, Operand<? extends Number> updates) {
    this.decay = checked(decay);
    this.updates = updates;
  }

  private static double checked(double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw GraphException.atCaller(
          "The decay of an average must be at least 0 and less than 1, not " + decay);
    }
    return decay;
  }

  /**
   * Adds an op that moves the averages of the given variables toward their values. Each average is
   * a variable of its own that starts with its variable's initial value.
   *
   * @param tf adds the nodes: with control dependencies on the training step ({@code
   *     tf.after(trainStep)}), so that the values are those after it
   * @throws GraphException if there are no variables, or one is not of float32 or float64
   */
  public Operation apply(Ops tf, List<? extends Variable<? extends Number>> variables) {
    if (variables.isEmpty()) {
      throw GraphException.atCaller("There are no variables to average");
    }
    variables.forEach(this::add);
    Ops scope = tf.scope(NAME);
    ImmutableList.Builder<Operation> moves = ImmutableList.builder();
    for (Variable<? extends Number> variable : variables) {
      moves.add(move(scope.scope("AssignMovingAvg"), variable));
    }
    OperationBuilder all = scope.namesake("NoOp");
    moves.build().forEach(all::controlInput);
    return all.build();
  }

  private void add(Variable<?> variable) {
    if (!variable.dataType().isFloating()) {
      throw GraphException.atCaller(
          "There is no moving average of %s: it would need to be float32 or float64"
              .formatted(variable));
    }
    averages.computeIfAbsent(variable, ExponentialMovingAverage::newAverage);
  }

  private static <T> Variable<T> newAverage(Variable<T> variable) {
    Ops tf = Ops.on(variable.graph()).scope(variable.name() + "/");
    return tf.named(NAME).variable(variable.initialValue(), false);
  }

  private <T extends Number> Operation move(Ops tf, Variable<T> variable) {
    Variable<T> average = average(variable);
    // Not variable and average themselves, whose values are read before what tf waits for.
    Output<T> value = tf.identity(variable.reference());
    Output<T> difference = tf.sub(tf.identity(average.reference()), value);
    return tf.assignSub(average, tf.mul(difference, rate(tf, variable))).operation();
  }

  /** Returns 1 - decay. */
  private <T extends Number> Output<T> rate(Ops tf, Variable<T> variable) {
    if (updates == null) {
      return tf.scalar(variable.dataType(), 1 - decay);
    }
    Output<T> count = tf.cast(updates, variable.dataType());
    return tf.sub(1, tf.minimum(tf.div(tf.add(count, 1), tf.add(count, 10)), decay));
  }

  /**
   * Returns the average of a variable.
   *
   * @throws GraphException if it was not among those given to {@link #apply}
   */
  public <T> Variable<T> average(Variable<T> variable) {
    // Made by newAverage, of its variable's type.
    @SuppressWarnings("unchecked")
    Variable<T> average = (Variable<T>) averages.get(variable);
    if (average == null) {
      throw GraphException.atCaller(
          "There is no average of %s: it was not given to apply".formatted(variable));
    }
    return average;
  }
}
