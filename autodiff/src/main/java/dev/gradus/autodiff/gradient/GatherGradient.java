package dev.gradus.autodiff.gradient;

import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.IndexedSlices;
import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The gradient of a gather: what was read from a place is added up there.
 *
 * <p>Gathering along the first axis, which is by far the most common, sends slices: nothing as
 * large as the params is made. In any other case the gathered axis is moved to the front, behind
 * the batch axes, so that index tuples of the batch and the index name the places, and moved back
 * in the end. If the number of axes is not known yet, the run finds out where they are to be moved.
 */
final class GatherGradient {
  private final BackwardStep step;
  private final Ops tf;
  private final Output<Number> params;
  private final Output<Number> indices;

  private GatherGradient(BackwardStep step) {
    this.step = step;
    this.tf = step.tf();
    this.params = step.input(0);
    this.indices = step.input(1);
  }

  static void flow(BackwardStep step) {
    GatherGradient gradient = new GatherGradient(step);
    if (gradient.isAlongFirstAxis()) {
      step.sendSlices(0, gradient::slices);
    } else {
      step.send(0, gradient::dense);
    }
  }

  private boolean isAlongFirstAxis() {
    Optional<Integer> axis = knownAxis();
    return axis.isPresent() && axis.get() == 0; // Then there are no batch axes before it.
  }

  /** Returns the axis, from the front, if it is known. */
  private Optional<Integer> knownAxis() {
    return step.operation()
        .input(2)
        .knownValue()
        .map(Tensor::intValue)
        .filter(axis -> axis >= 0 || params.shape().hasKnownRank())
        .map(axis -> axis < 0 ? axis + params.shape().rank() : axis);
  }

  private IndexedSlices<Number> slices() {
    Output<Number> g = step.upstream();
    Output<Number> vector = indices.shape().isOfRank(1) ? indices : tf.reshape(indices, -1);
    return new IndexedSlices<>(indices.shape().isOfRank(1) ? g : rows(g), vector, tf.shape(params));
  }

  /** Returns what arrives as one list of rows. */
  private Output<Number> rows(Output<Number> g) {
    Shape shape = params.shape();
    if (indices.shape().isFullyKnown() && shape.hasKnownRank()) {
      Shape rows = shape.withDimension(0, indices.shape().elementCount());
      if (rows.isFullyKnown()) {
        return tf.reshape(g, rows.toArray());
      }
    }
    return tf.reshape(
        g,
        tf.tensorScatterUpdate(
            tf.shape(params), tf.constant(new int[][] {{0}}), tf.reshape(tf.size(indices), 1)));
  }

  private Output<Number> dense() {
    int batch = batchAxes();
    Order order = order(batch);
    Output<Number> g = tf.transpose(step.upstream(), order.ofResult());
    Output<Integer> shape = tf.gather(tf.shape(params), order.ofParams());
    Output<Number> places = tuples(batch);
    Output<Number> sum = IndexingGradients.placed(tf, places, g, shape);
    return tf.transpose(sum, tf.invertPermutation(order.ofParams()));
  }

  private int batchAxes() {
    int batch = (int) step.operation().attributes().getInt("batch_dims");
    if (batch < 0 && !indices.shape().hasKnownRank()) {
      throw new GraphException(
          "The gradient of a gather with a negative 'batch_dims', %d, needs indices of a known rank, but theirs is not for %s%s"
              .formatted(batch, step.operation(), step.operation().whereBuilt()));
    }
    return batch < 0 ? batch + indices.shape().rank() : batch;
  }

  /**
   * Orders of axes that put those which the indices stand for right behind the batch axes.
   *
   * @param ofResult of what the op returns, where these are the indices' own
   * @param ofParams of the params, where this is the one that is gathered from
   */
  private record Order(Output<Integer> ofResult, Output<Integer> ofParams) {}

  private Order order(int batch) {
    Optional<Integer> axis = knownAxis();
    if (axis.isPresent() && params.shape().hasKnownRank() && indices.shape().hasKnownRank()) {
      int rank = params.shape().rank();
      int own = indices.shape().rank() - batch;
      return new Order(
          tf.constant(order(rank - 1 + own, batch, axis.get(), own)),
          tf.constant(order(rank, batch, axis.get(), 1)));
    }
    Output<Integer> given = tf.cast(step.input(2), DataType.INT32);
    Output<Integer> place = tf.where(tf.less(given, 0), tf.add(given, tf.rank(params)), given);
    Output<Integer> own = tf.sub(tf.rank(indices), batch);
    return new Order(
        order(tf.rank(step.upstream()), batch, place, own),
        order(tf.rank(params), batch, place, tf.constant(1)));
  }

  /** Returns the axes 0 to rank - 1, those from {@code first} on moved to come behind the batch. */
  private static int[] order(int rank, int batch, int first, int moved) {
    return IntStream.range(0, rank)
        .map(
            i -> {
              if (i < batch || i >= first + moved) {
                return i;
              }
              return i < batch + moved ? i - batch + first : i - moved;
            })
        .toArray();
  }

  /** The same, of numbers that only the run knows. */
  private Output<Integer> order(
      Output<Integer> rank, int batch, Output<Integer> first, Output<Integer> moved) {
    Output<Integer> i = tf.range(tf.constant(0), rank, tf.constant(1));
    Output<Integer> shifted =
        tf.whereV2(
            tf.less(i, tf.add(moved, batch)), tf.add(tf.sub(i, batch), first), tf.sub(i, moved));
    Output<Integer> behindBatch = tf.whereV2(tf.less(i, batch), i, shifted);
    return tf.whereV2(tf.less(i, tf.add(first, moved)), behindBatch, i);
  }

  /**
   * Returns the indices as tuples of their place among the batches and themselves: of the shape of
   * the indices, and one axis more.
   */
  private Output<Number> tuples(int batch) {
    Output<Number> tuples = tf.expandDims(indices, -1);
    if (batch == 0) {
      return tuples;
    }
    Output<Integer> shape = tf.shape(indices);
    Output<Integer> rank = tf.add(tf.rank(indices), 1);
    Output<Number> sum = tf.mul(tuples, unit(batch, batch));
    for (int axis = 0; axis < batch; axis++) {
      Output<Integer> size = tf.gather(shape, tf.constant(axis));
      Output<Number> numbers =
          tf.cast(tf.range(tf.constant(0), size, tf.constant(1)), indices.dataType());
      Output<Integer> along =
          tf.tensorScatterUpdate(
              tf.fill(tf.reshape(rank, 1), tf.constant(1)),
              tf.constant(new int[][] {{axis}}),
              tf.constant(new int[] {-1}));
      sum = tf.add(sum, tf.mul(tf.reshape(numbers, along), unit(axis, batch)));
    }
    return sum;
  }

  /** Returns a tuple for so many batch axes and an index: a 1 at one place, and zeros. */
  private Output<Number> unit(int place, int batch) {
    int[] unit = new int[batch + 1];
    unit[place] = 1;
    return tf.cast(tf.constant(unit), indices.dataType());
  }
}
