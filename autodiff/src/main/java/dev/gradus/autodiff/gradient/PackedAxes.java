package dev.gradus.autodiff.gradient;

import static dev.gradus.core.DataType.INT32;

import com.google.common.primitives.Ints;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one axis of those that a reduction reduces, and another of those that it keeps: a tensor
 * becomes a matrix, of which each column was reduced to one number.
 *
 * @param tf adds the nodes
 * @param original what was reduced
 * @param permutation brings the reduced axes to the front
 * @param back brings all axes back to where they were
 * @param sizes how many elements were reduced to one, and to how many there were
 */
record PackedAxes(
    Ops tf,
    Output<Number> original,
    Output<Integer> permutation,
    Output<Integer> back,
    Output<Integer> sizes) {

  /** Returns the axes of a reduction, packed. */
  static PackedAxes of(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    Optional<int[]> axes = Reductions.knownAxes(step);
    Output<Boolean> isReduced =
        axes.map(known -> tf.constant(marked(x.shape().rank(), known)))
            .orElseGet(() -> marked(tf, x, tf.cast(step.input(1), INT32)));
    Output<Integer> back =
        axes.map(known -> tf.constant(inverse(inFront(x.shape().rank(), known))))
            .orElseGet(() -> placesInFront(tf, isReduced));
    Output<Integer> permutation =
        axes.map(known -> tf.constant(inFront(x.shape().rank(), known)))
            .orElseGet(() -> tf.invertPermutation(back));
    Output<Integer> shape = tf.shape(x);
    Output<Integer> ones = tf.onesLike(shape);
    Output<Integer> reduced = tf.reduceProd(tf.where(isReduced, shape, ones), 0);
    Output<Integer> kept = tf.reduceProd(tf.where(isReduced, ones, shape), 0);
    Output<Integer> sizes =
        tf.add(tf.mul(reduced, tf.constant(1, 0)), tf.mul(kept, tf.constant(0, 1)));
    return new PackedAxes(tf, x, permutation, back, sizes);
  }

  private static boolean[] marked(int rank, int[] axes) {
    boolean[] marked = new boolean[rank];
    for (int axis : axes) {
      marked[axis] = true;
    }
    return marked;
  }

  private static Output<Boolean> marked(Ops tf, Output<Number> x, Output<Integer> axes) {
    Output<Integer> rank = tf.rank(x);
    Output<Integer> all = tf.range(tf.constant(0), rank, tf.constant(1));
    Output<Integer> fromFront = tf.where(tf.less(axes, 0), tf.add(axes, rank), axes);
    return tf.reduceAny(tf.equal(tf.reshape(all, -1, 1), tf.reshape(fromFront, 1, -1)), 1);
  }

  private static int[] inFront(int rank, int[] axes) {
    IntStream others = IntStream.range(0, rank).filter(axis -> Arrays.binarySearch(axes, axis) < 0);
    return IntStream.concat(IntStream.of(axes), others).toArray();
  }

  private static int[] inverse(int[] permutation) {
    int[] inverse = new int[permutation.length];
    Arrays.setAll(inverse, place -> Ints.indexOf(permutation, place));
    return inverse;
  }

  /** Returns, for each axis, where it goes. */
  private static Output<Integer> placesInFront(Ops tf, Output<Boolean> isReduced) {
    Output<Integer> reduced = tf.cast(isReduced, INT32);
    Output<Integer> kept = tf.sub(1, reduced);
    Output<Integer> behind = tf.add(tf.cumsum(kept, 0, true, false), tf.reduceSum(reduced, 0));
    return tf.where(isReduced, tf.cumsum(reduced, 0, true, false), behind);
  }

  /** Returns the matrix of a tensor that has the shape of what was reduced. */
  Output<Number> pack(Output<Number> x) {
    return tf.reshape(tf.transpose(x, permutation), sizes);
  }

  /** Returns the tensor of a matrix. */
  Output<Number> unpack(Output<Number> matrix) {
    Output<Integer> shape = tf.shape(tf.transpose(original, permutation));
    return tf.transpose(tf.reshape(matrix, shape), back);
  }
}
