package dev.gradus.user;

import dev.gradus.autodiff.BackwardStep;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;

/** The gradient of a user's own op: with s = σ(x), that of y = x·s is s + y·(1 - s). */
final class SwishGradient {
  private SwishGradient() {}

  static void flow(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> s = tf.sigmoid(step.input(0));
    step.send(0, () -> tf.mul(step.upstream(), tf.add(s, tf.mul(step.output(0), tf.sub(1, s)))));
  }
}
