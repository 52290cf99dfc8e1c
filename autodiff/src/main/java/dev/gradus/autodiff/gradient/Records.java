package dev.gradus.autodiff.gradient;

import dev.gradus.core.Output;
import dev.gradus.ops.Ops;

/**
 * What a loop variable was in each round: a matrix with a row for each round, in which the elements
 * of the variable stand.
 */
final class Records {
  private Records() {}

  /** Returns a matrix of zeros, for the elements of a tensor like the given one. */
  static <T> Output<T> empty(Ops tf, Output<Integer> rounds, Output<T> like) {
    Output<Integer> dimensions =
        tf.add(tf.mul(rounds, tf.constant(1, 0)), tf.mul(tf.size(like), tf.constant(0, 1)));
    return tf.fill(dimensions, tf.scalar(like.dataType(), 0));
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
