package dev.gradus.autodiff.gradient;

import dev.gradus.autodiff.BackwardStep;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.Optional;
import java.util.stream.IntStream;

/** Undoes reductions: what was computed once from several elements is repeated for each of them. */
final class Reductions {
  private Reductions() {}

  /**
   * Returns a tensor in the shape of a reduction's first input.
   *
   * @param reduced in the shape of the reduction's output
   */
  static Output<Number> spread(BackwardStep step, Output<Number> reduced) {
    Ops tf = step.tf();
    return tf.broadcastTo(restoreAxes(step, reduced), tf.shape(step.input(0)));
  }

  /** Gives back the axes that the reduction took away, each as a dimension of 1. */
  private static Output<Number> restoreAxes(BackwardStep step, Output<Number> reduced) {
    boolean kept = step.operation().attributes().getBool("keep_dims");
    if (kept || reduced.shape().isOfRank(0)) {
      return reduced; // A scalar can be repeated along any axes.
    }
    Ops tf = step.tf();
    Optional<int[]> axes = knownAxes(step);
    if (axes.isEmpty()) {
      Output<Number> likewise = tf.reduceSum(step.input(0), true, step.input(1));
      return tf.reshape(
          reduced, tf.shape(likewise)); // Of the sum, only the shape is ever computed.
    }
    Output<Number> restored = reduced;
    for (int axis : axes.get()) {
      restored = tf.expandDims(restored, axis);
    }
    return restored;
  }

  /** Returns the axes of a reduction, counted from the front and in order, if they are known. */
  static Optional<int[]> knownAxes(BackwardStep step) {
    Shape shape = step.input(0).shape();
    if (!shape.hasKnownRank()) {
      return Optional.empty();
    }
    return step.input(1)
        .knownValue()
        .map(
            axes ->
                IntStream.range(0, axes.size())
                    .map(i -> axes.shape().rank() == 0 ? axes.intValue() : axes.getInt(i))
                    .map(shape::normalizeAxis)
                    .sorted()
                    .toArray());
  }
}
