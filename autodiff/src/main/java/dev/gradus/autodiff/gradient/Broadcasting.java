package dev.gradus.autodiff.gradient;

import dev.gradus.autodiff.BackwardStep;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Undoes broadcasting: where the forward pass repeated an element, the backward pass adds up the
 * gradients of all its copies.
 *
 * <p>This is the one place that does so. A gradient method computes as if its inputs had the shape
 * of the output, and then calls {@link #undo}.
 */
final class Broadcasting {
  private Broadcasting() {}

  /**
   * Returns a gradient in the shape of one of the two inputs that an op broadcast against each
   * other.
   *
   * @param gradient in the shape of the output
   * @param input which of the op's inputs it is for, 0 or 1
   */
  static Output<Number> undo(BackwardStep step, int input, Output<Number> gradient) {
    return undo(step.tf(), gradient, step.input(input), step.input(1 - input));
  }

  /**
   * Returns a gradient in the shape of {@code target}.
   *
   * @param other what {@code target} was broadcast against
   */
  static Output<Number> undo(Ops tf, Output<Number> gradient, Output<?> target, Output<?> other) {
    Optional<int[]> axes = broadcastAxes(gradient.shape(), target.shape(), other.shape());
    if (axes.isEmpty()) {
      return undoWhenShapesAreKnown(tf, gradient, target, other);
    }
    int added = gradient.shape().rank() - target.shape().rank();
    int[] stretched = IntStream.of(axes.get()).filter(axis -> axis >= added).toArray();
    Output<Number> sum = stretched.length == 0 ? gradient : tf.reduceSum(gradient, true, stretched);
    return added == 0 ? sum : tf.reduceSum(sum, IntStream.range(0, added).toArray());
  }

  /**
   * Returns the axes along which a tensor of shape {@code from} was repeated to give {@code to}, if
   * that is known yet.
   *
   * @param other the shape against which it was broadcast: where that has no axis, or 1, nothing
   *     was repeated
   */
  private static Optional<int[]> broadcastAxes(Shape to, Shape from, Shape other) {
    if (!to.hasKnownRank() || !from.hasKnownRank()) {
      return Optional.empty();
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < to.rank(); axis++) {
      int before = aligned(from, axis, to.rank());
      if (axis < to.rank() - from.rank() || (before == 1 && to.dimension(axis) != 1)) {
        axes.add(axis);
      } else if (before == Shape.UNKNOWN && aligned(other, axis, to.rank()) != 1) {
        return Optional.empty();
      }
    }
    return Optional.of(axes.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Returns the dimension that a shape has at an axis once ones are put in front of it to give it a
   * rank.
   */
  private static int aligned(Shape shape, int axis, int rank) {
    if (!shape.hasKnownRank()) {
      return Shape.UNKNOWN;
    }
    int own = axis - (rank - shape.rank());
    return own < 0 ? 1 : shape.dimension(own);
  }

  /** Leaves it to the run to find the axes. */
  private static Output<Number> undoWhenShapesAreKnown(
      Ops tf, Output<Number> gradient, Output<?> target, Output<?> other) {
    Output<Integer> shape = tf.shape(target);
    Output<Integer> axes =
        tf.operation("BroadcastGradientArgs").input(shape).input(tf.shape(other)).build().output(0);
    return tf.reshape(tf.reduceSum(gradient, false, axes), shape);
  }
}
