package dev.gradus.autodiff.gradient;

import dev.gradus.core.DataType;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.PadMode;
import java.util.Arrays;

/**
 * What a loop variable was in each round: a matrix with a row for each round, in which the elements
 * of the variable stand.
 *
 * <p>If the variable changes its shape, its elements are followed by zeros, as many as it takes to
 * fill the longest row, and another matrix has a row for the shape in each round.
 */
final class Records {
  private Records() {}

  /** Returns a matrix of zeros, for the elements of a tensor like the given one. */
  static <T> Output<T> empty(Ops tf, Output<Integer> rounds, Output<T> like) {
    Output<T> empty = empty(tf, rounds, tf.size(like), like.dataType());
    Shape shape = like.shape();
    boolean isKnown = shape.isFullyKnown() && shape.elementCount() > 0;
    return isKnown ? tf.reshape(empty, -1, shape.elementCount()) : empty;
  }

  /** Returns a matrix of zeros, for so many elements in each round. */
  static <T> Output<T> empty(
      Ops tf, Output<Integer> rounds, Output<Integer> width, DataType<T> type) {
    Output<Integer> dimensions =
        tf.add(tf.mul(rounds, tf.constant(1, 0)), tf.mul(width, tf.constant(0, 1)));
    return tf.fill(dimensions, tf.scalar(type, 0));
  }

  /** Returns a vector of a tensor's elements and as many zeros as there is room for. */
  static <T> Output<T> padded(Ops tf, Output<T> value, Output<Integer> width) {
    Output<Integer> paddings =
        tf.mul(tf.sub(width, tf.size(value)), tf.constant(new int[][] {{0, 1}}));
    return tf.pad(tf.reshape(value, -1), paddings, PadMode.CONSTANT);
  }

  /**
   * Returns a tensor of the elements in the row of a round, without the zeros that follow.
   *
   * @param shapes has the shape of the tensor in the same row
   * @param known what is known of that beforehand, its rank at least
   */
  static <T> Output<T> readPadded(
      Ops tf, Output<T> record, Output<Integer> round, Output<Integer> shapes, Shape known) {
    Output<Integer> shape = tf.gather(shapes, round);
    Output<Integer> size = tf.reshape(tf.reduceProd(shape), 1);
    Output<T> elements = tf.slice(tf.gather(record, round), tf.constant(new int[] {0}), size);
    return under(tf, elements, shape, known);
  }

  /**
   * Returns a tensor under a shape that is computed, so that as much of that is known beforehand as
   * {@link #shapeUnder} says.
   *
   * @param known what is known of the shape, its rank at least
   */
  static <T> Output<T> under(Ops tf, Output<T> x, Output<Integer> shape, Shape known) {
    return isKnownButOne(known)
        ? tf.reshape(x, known.toArray())
        : tf.reshape(x, tf.reshape(shape, known.rank()));
  }

  /** Returns what is known beforehand of the shape that {@link #under} gives. */
  static Shape shapeUnder(Shape known) {
    return isKnownButOne(known) ? known : Shape.unknownOfRank(known.rank());
  }

  /** Tells whether all of a shape follows from the number of elements. */
  private static boolean isKnownButOne(Shape shape) {
    int[] dimensions = shape.toArray();
    return Arrays.stream(dimensions).filter(dimension -> dimension == Shape.UNKNOWN).count() <= 1
        && Arrays.stream(dimensions).noneMatch(dimension -> dimension == 0);
  }

  /** Returns the matrix with a tensor's elements in the row of a round. */
  static <T> Output<T> write(Ops tf, Output<T> record, Output<Integer> round, Output<?> value) {
    Output<T> row = tf.reshape(value.as(record.dataType()), 1, -1);
    return tf.tensorScatterUpdate(record, tf.reshape(round, 1, 1), row);
  }

  /** Returns a tensor of the elements in the row of a round, of the shape of the given one. */
  static <T> Output<T> read(Ops tf, Output<?> record, Output<Integer> round, Output<T> like) {
    return tf.reshape(tf.gather(record.as(like.dataType()), round), tf.shape(like));
  }
}
