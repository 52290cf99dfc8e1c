package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;

/**
 * Schedules: learning rates that change as training goes on, computed from the number of steps done
 * so far.
 *
 * <pre>{@code
 * Variable<Long> globalStep = tf.getOrCreateGlobalStep();
 * Output<Float> rate = LearningRates.exponentialDecay(0.1, globalStep, 1000, 0.96);
 * Operation trainStep = new GradientDescentOptimizer(rate).minimize(loss, globalStep);
 * }</pre>
 *
 * <p>Each adds a few nodes and returns a scalar. The step is any scalar number that a training step
 * counts on. The formulas are those of TensorFlow's functions of the same names in {@code
 * tf.train}.
 */
public final class LearningRates {
  private LearningRates() {}

  /** Returns {@code learningRate · decayRate ^ (step / decaySteps)}. */
  public static Output<Float> exponentialDecay(
      double learningRate, Operand<? extends Number> step, long decaySteps, double decayRate) {
    return exponentialDecay(learningRate, step, decaySteps, decayRate, false);
  }

  /**
   * Returns {@code learningRate · decayRate ^ (step / decaySteps)}.
   *
   * @param staircase whether {@code step / decaySteps} is rounded down, so that the rate stays the
   *     same for {@code decaySteps} steps at a time
   */
  public static Output<Float> exponentialDecay(
      double learningRate,
      Operand<? extends Number> step,
      long decaySteps,
      double decayRate,
      boolean staircase) {
    Ops tf = scope(step, "ExponentialDecay");
    Output<Float> periods = periods(tf, step, decaySteps, staircase);
    return tf.mul(tf.pow(tf.constant((float) decayRate), periods), learningRate);
  }

  /** Returns {@code learningRate · e ^ (-decayRate · step / decaySteps)}. */
  public static Output<Float> naturalExponentialDecay(
      double learningRate, Operand<? extends Number> step, long decaySteps, double decayRate) {
    Ops tf = scope(step, "ExponentialTimeDecay");
    return tf.mul(tf.exp(tf.mul(periods(tf, step, decaySteps, false), -decayRate)), learningRate);
  }

  /** Returns {@code learningRate / (1 + decayRate · step / decaySteps)}. */
  public static Output<Float> inverseTimeDecay(
      double learningRate, Operand<? extends Number> step, long decaySteps, double decayRate) {
    Ops tf = scope(step, "InverseTimeDecay");
    Output<Float> periods = periods(tf, step, decaySteps, false);
    return tf.div(learningRate, tf.add(tf.mul(periods, decayRate), 1));
  }

  /**
   * Returns one rate up to the first boundary, that step included, another up to the second, and so
   * on.
   *
   * <pre>{@code
   * // 0.1 for the steps 0 to 100, 0.05 for 101 to 200, 0.01 after that
   * piecewiseConstant(step, new long[] {100, 200}, 0.1, 0.05, 0.01)
   * }</pre>
   *
   * @param boundaries in ascending order
   * @param rates one more than there are boundaries
   */
  public static Output<Float> piecewiseConstant(
      Operand<? extends Number> step, long[] boundaries, double... rates) {
    boolean ascending = true;
    for (int i = 1; i < boundaries.length; i++) {
      ascending &= boundaries[i - 1] < boundaries[i];
    }
    if (!ascending || rates.length != boundaries.length + 1) {
      throw GraphException.atCaller(
          "The boundaries must ascend, and there must be one more rate than there are boundaries, but these are %s and %s"
              .formatted(Arrays.toString(boundaries), Arrays.toString(rates)));
    }
    Ops tf = scope(step, "PiecewiseConstant");
    Output<Float> rate = tf.constant((float) rates[0]);
    for (int i = 0; i < boundaries.length; i++) {
      rate =
          tf.where(
              isAfter(tf, step, (double) boundaries[i]), tf.constant((float) rates[i + 1]), rate);
    }
    return rate;
  }

  private static <T extends Number> Output<Boolean> isAfter(
      Ops tf, Operand<T> step, double boundary) {
    return tf.greater(step, boundary);
  }

  /**
   * Returns a rate that falls in a straight line from {@code learningRate} to 0.0001 in {@code
   * decaySteps} steps.
   */
  public static Output<Float> polynomialDecay(
      double learningRate, Operand<? extends Number> step, long decaySteps) {
    return polynomialDecay(learningRate, step, decaySteps, 0.0001, 1, false);
  }

  /**
   * Returns {@code (learningRate - endLearningRate) · (1 - step / decaySteps) ^ power +
   * endLearningRate} up to {@code decaySteps}, and after that {@code endLearningRate}.
   *
   * @param cycle whether, after that, the rate rises again instead and falls until twice, three
   *     times, … {@code decaySteps}
   */
  public static Output<Float> polynomialDecay(
      double learningRate,
      Operand<? extends Number> step,
      long decaySteps,
      double endLearningRate,
      double power,
      boolean cycle) {
    Ops tf = scope(step, "PolynomialDecay");
    Output<Float> periods = periods(tf, step, decaySteps, false);
    Output<Float> done =
        cycle
            ? tf.div(periods, tf.maximum(tf.ceil(periods), 1)) // Of 0 steps, the first period.
            : tf.minimum(periods, 1);
    Output<Float> left = tf.pow(tf.sub(1, done), power);
    return tf.add(tf.mul(left, learningRate - endLearningRate), endLearningRate);
  }

  /** Returns a rate that falls to 0 along half a wave of the cosine. */
  public static Output<Float> cosineDecay(
      double learningRate, Operand<? extends Number> step, long decaySteps) {
    return cosineDecay(learningRate, step, decaySteps, 0);
  }

  /**
   * Returns {@code learningRate · ((1 - alpha) · (1 + cos(π · step / decaySteps)) / 2 + alpha)} up
   * to {@code decaySteps}, and after that {@code learningRate · alpha}.
   *
   * <p>Ilya Loshchilov and Frank Hutter, <i>SGDR: Stochastic Gradient Descent with Warm
   * Restarts</i>, 2017.
   *
   * @param alpha the part of the learning rate that is left in the end
   */
  public static Output<Float> cosineDecay(
      double learningRate, Operand<? extends Number> step, long decaySteps, double alpha) {
    Ops tf = scope(step, "CosineDecay");
    Output<Float> done = tf.minimum(periods(tf, step, decaySteps, false), 1);
    Output<Float> wave = tf.mul(tf.add(tf.cos(tf.mul(done, Math.PI)), 1), 0.5);
    return tf.mul(tf.add(tf.mul(wave, 1 - alpha), alpha), learningRate);
  }

  private static Ops scope(Operand<? extends Number> step, String name) {
    return Ops.on(step.graph()).scope(name);
  }

  private static Output<Float> periods(
      Ops tf, Operand<? extends Number> step, long decaySteps, boolean whole) {
    if (decaySteps <= 0) {
      throw GraphException.atCaller(
          "A rate needs at least one step to decay in, not " + decaySteps);
    }
    // In float64 until here: a float32 cannot tell steps above 16 million from their neighbours.
    Output<Double> periods = tf.div(tf.cast(step, DataType.FLOAT64), (double) decaySteps);
    return tf.cast(whole ? tf.floor(periods) : periods, DataType.FLOAT32);
  }
}
