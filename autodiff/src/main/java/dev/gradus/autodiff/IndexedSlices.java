package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Unique;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A gradient of which only some rows can be other than 0, such as that of a table of which a loss
 * uses a few rows: the row {@code indices[i]} has {@code values[i]}, and where an index stands
 * several times, the sum of these.
 *
 * @param values the rows, {@code [n, ...]}
 * @param indices which rows they are: a vector of int32 or int64, {@code [n]}
 * @param denseShape the shape of the whole gradient, an int32 vector
 * @param <T> the Java type of one element
 */
public record IndexedSlices<T extends Number>(
    Output<T> values, Output<? extends Number> indices, Output<Integer> denseShape)
    implements GradientValue<T> {

  @Override
  public Output<T> dense(Ops tf) {
    return place(tf, indices, values, denseShape);
  }

  private static <T, I extends Number> Output<T> place(
      Ops tf, Output<I> indices, Output<T> values, Output<Integer> shape) {
    Output<I> places = tf.expandDims(indices, 1);
    return shape
        .knownValue()
        .map(known -> tf.scatterNd(places, values, Shape.of(known.toIntArray())))
        .orElseGet(() -> tf.scatterNd(places, values, tf.cast(shape, indices.dataType())));
  }

  /** Returns the sum of several gradients of one tensor, at least one: their slices in a row. */
  static <T extends Number> IndexedSlices<T> sum(Ops tf, List<IndexedSlices<T>> terms) {
    boolean areInts =
        terms.stream().allMatch(term -> term.indices.dataType().equals(DataType.INT32));
    return new IndexedSlices<>(
        tf.concat(terms.stream().map(IndexedSlices::values).toList(), 0),
        areInts ? joined(tf, terms, DataType.INT32) : joined(tf, terms, DataType.INT64),
        terms.get(0).denseShape);
  }

  private static <T extends Number, I extends Number> Output<I> joined(
      Ops tf, List<IndexedSlices<T>> terms, DataType<I> type) {
    return tf.concat(terms.stream().map(term -> tf.cast(term.indices, type)).toList(), 0);
  }

  /** Returns the same gradient with each index just once. */
  public IndexedSlices<T> summed(Ops tf) {
    return summed(tf, indices);
  }

  private <I extends Number> IndexedSlices<T> summed(Ops tf, Output<I> repeating) {
    Unique<I> unique = tf.unique(repeating);
    Output<Integer> rows = tf.reshape(tf.size(unique.values()), 1);
    Output<Integer> shape =
        tf.tensorScatterUpdate(tf.shape(values), tf.constant(new int[][] {{0}}), rows);
    return new IndexedSlices<>(
        place(tf, unique.indices(), values, shape), unique.values(), denseShape);
  }

  @Override
  public IndexedSlices<T> map(UnaryOperator<Output<T>> change) {
    return new IndexedSlices<>(change.apply(values), indices, denseShape);
  }
}
