package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of the ops that make one number of several. */
public final class ReductionGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public ReductionGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("Sum", step -> step.send(0, () -> Reductions.spread(step, step.upstream())))
        .put("Mean", ReductionGradients::mean)
        .put("Max", ReductionGradients::extreme)
        .put("Min", ReductionGradients::extreme)
        .buildOrThrow();
  }

  /** The mean of n elements: each has a part of 1/n in the result. */
  private static void mean(BackwardStep step) {
    Ops tf = step.tf();
    step.send(
        0,
        () -> {
          Output<Integer> outputs = tf.maximum(tf.size(step.output(0)), 1);
          Output<Integer> reduced = tf.div(tf.size(step.input(0)), outputs);
          Output<Number> count = tf.cast(reduced, step.input(0).dataType());
          return Reductions.spread(step, tf.div(step.upstream(), count));
        });
  }

  /**
   * The largest or smallest of several elements: the gradient goes to it, in equal parts if there
   * are several.
   */
  private static void extreme(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    step.send(
        0,
        () -> {
          Output<Boolean> chosen = tf.equal(x, Reductions.spread(step, step.output(0)));
          Output<Number> share = tf.cast(chosen, x.dataType());
          Output<? extends Number> axes = step.input(1);
          Output<Number> count = tf.reduceSum(share, true, axes);
          return tf.mul(tf.div(share, count), Reductions.spread(step, step.upstream()));
        });
  }
}
