package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The ops that pick elements by their index, put them in place, or search for them. */
abstract sealed class IndexingOps extends LayoutOps permits MathOps {
  IndexingOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns the rows that the indices name: {@code result[i] = params[indices[i]]}, where {@code i}
   * stands for as many indices as {@code indices} has dimensions.
   *
   * <pre>{@code
   * tf.gather(tf.constant(10, 20, 30, 40), tf.constant(3, 0, 3))    // [40 10 40]
   * }</pre>
   *
   * <p>An index that is out of range fails the run. Of a variable, the gradient touches just the
   * rows that were named; see {@code dev.gradus.autodiff.IndexedSlices}.
   *
   * @param params of rank 1 or more
   * @param indices int32 or int64, of any shape
   * @return of shape {@code indices.shape + params.shape[1:]}
   */
  public <T> Output<T> gather(Operand<T> params, Operand<? extends Number> indices) {
    return gather(params, indices, 0);
  }

  /**
   * Returns what the indices name along an axis: for a matrix and axis 1, columns.
   *
   * <pre>{@code
   * Output<Integer> matrix = tf.constant(new int[][] {{1, 2, 3}, {4, 5, 6}});
   * tf.gather(matrix, tf.constant(2, 0), 1)    // [[3 1] [6 4]]
   * }</pre>
   *
   * @param params of rank 1 or more
   * @param indices int32 or int64, of any shape
   * @param axis the axis of {@code params} to gather from; a negative one counts from the end
   * @return of shape {@code params.shape[:axis] + indices.shape + params.shape[axis + 1:]}
   */
  public <T> Output<T> gather(Operand<T> params, Operand<? extends Number> indices, int axis) {
    return gather(params, indices, axis, 0);
  }

  /**
   * Returns what the indices name along an axis, where the first axes of params and indices are
   * batches that belong together: {@code result[b] = gather(params[b], indices[b])}.
   *
   * <pre>{@code
   * Output<Integer> matrix = tf.constant(new int[][] {{1, 2, 3}, {4, 5, 6}});
   * Output<Integer> best = tf.constant(new int[][] {{2}, {0}});
   * tf.gather(matrix, best, 1, 1)    // [[3] [4]]
   * }</pre>
   *
   * @param params of a rank that is greater than the number of batch axes
   * @param indices int32 or int64
   * @param axis the axis of {@code params} to gather from, after the batch axes; a negative one
   *     counts from the end
   * @param batchDims how many axes are batch axes; a negative number is added to the rank of {@code
   *     indices}
   * @return of shape {@code params.shape[:axis] + indices.shape[batchDims:] + params.shape[axis +
   *     1:]}
   */
  public <T> Output<T> gather(
      Operand<T> params, Operand<? extends Number> indices, int axis, int batchDims) {
    Ops own = enter("GatherV2");
    return node(
        own.namesake("GatherV2").attribute("batch_dims", (long) batchDims),
        params,
        indices,
        own.named("axis").constant(axis));
  }

  /**
   * Returns the elements, or slices, that index tuples name: {@code result[i] =
   * params[indices[i]]}, where each {@code indices[i]} is a vector with an index for each of the
   * first axes of {@code params}.
   *
   * <pre>{@code
   * Output<Integer> matrix = tf.constant(new int[][] {{1, 2}, {3, 4}});
   * tf.gatherNd(matrix, tf.constant(new int[][] {{0, 0}, {1, 1}}))    // [1 4]
   * tf.gatherNd(matrix, tf.constant(new int[][] {{1}, {0}}))          // [[3 4] [1 2]]
   * }</pre>
   *
   * <p>An index that is out of range fails the run.
   *
   * @param indices int32 or int64, of rank 1 or more; its last dimension is at most the rank of
   *     {@code params}
   * @return of shape {@code indices.shape[:-1] + params.shape[indices.shape[-1]:]}
   */
  public <T> Output<T> gatherNd(Operand<T> params, Operand<? extends Number> indices) {
    return node("GatherNd", params, indices);
  }

  /**
   * Returns zeros of a shape, with the updates added at the places that index tuples name: what
   * stands at a place that is named twice is the sum of both, in the order of the indices.
   *
   * <pre>{@code
   * Output<Integer> places = tf.constant(new int[][] {{4}, {1}, {4}});
   * tf.scatterNd(places, tf.constant(1, 2, 3), Shape.of(6))    // [0 2 0 0 4 0]
   * }</pre>
   *
   * <p>An index that is out of range fails the run.
   *
   * @param indices int32 or int64, of rank 1 or more; its last dimension is at most the rank of the
   *     result
   * @param updates of shape {@code indices.shape[:-1] + shape[indices.shape[-1]:]}
   * @param shape the shape of the result, fully known
   */
  public <T> Output<T> scatterNd(
      Operand<? extends Number> indices, Operand<T> updates, Shape shape) {
    Ops own = enter("ScatterNd");
    Ops constants = own.named("shape");
    return node(
        own.namesake("ScatterNd"),
        indices,
        updates,
        indices.dataType().equals(DataType.INT64)
            ? constants.constant(Arrays.stream(shape.toArray()).asLongStream().toArray())
            : constants.constant(shape.toArray()));
  }

  /**
   * As {@link #scatterNd(Operand, Operand, Shape)}, with a shape that is computed.
   *
   * @param shape a vector of the type of the indices
   */
  public <T, I extends Number> Output<T> scatterNd(
      Operand<I> indices, Operand<T> updates, Operand<I> shape) {
    return node("ScatterNd", indices, updates, shape);
  }

  /**
   * Returns a tensor with other elements, or slices, at the places that index tuples name; of
   * several updates at one place, the last stays.
   *
   * <pre>{@code
   * Output<Integer> places = tf.constant(new int[][] {{2}, {0}});
   * tf.tensorScatterUpdate(tf.constant(1, 2, 3), places, tf.constant(9, 8))    // [8 2 9]
   * }</pre>
   *
   * @param indices int32 or int64, of rank 1 or more
   * @param updates of shape {@code indices.shape[:-1] + tensor.shape[indices.shape[-1]:]}
   */
  public <T> Output<T> tensorScatterUpdate(
      Operand<T> tensor, Operand<? extends Number> indices, Operand<T> updates) {
    return node("TensorScatterUpdate", tensor, indices, updates);
  }

  /**
   * Returns a tensor with the updates added at the places that index tuples name, several at one
   * place all of them.
   *
   * @param indices int32 or int64, of rank 1 or more
   * @param updates of shape {@code indices.shape[:-1] + tensor.shape[indices.shape[-1]:]}
   */
  public <T extends Number> Output<T> tensorScatterAdd(
      Operand<T> tensor, Operand<? extends Number> indices, Operand<T> updates) {
    return node("TensorScatterAdd", tensor, indices, updates);
  }

  /** As {@link #tensorScatterAdd}, with the updates subtracted. */
  public <T extends Number> Output<T> tensorScatterSub(
      Operand<T> tensor, Operand<? extends Number> indices, Operand<T> updates) {
    return node("TensorScatterSub", tensor, indices, updates);
  }

  /**
   * Returns for each index a float32 vector that is 1 at that index, and 0 elsewhere.
   *
   * <pre>{@code
   * tf.oneHot(tf.constant(2, 0), 3)    // [[0 0 1] [1 0 0]]
   * }</pre>
   *
   * <p>An index that is not in {@code [0, depth)} gives zeros.
   *
   * @param indices int32, int64 or uint8, of any shape
   * @param depth the length of the vectors
   */
  public Output<Float> oneHot(Operand<? extends Number> indices, int depth) {
    return oneHot(indices, depth, DataType.FLOAT32);
  }

  /**
   * Returns for each index a vector that is 1 (or true) at that index, and 0 elsewhere.
   *
   * @param indices int32, int64 or uint8, of any shape
   * @param depth the length of the vectors
   */
  public <T> Output<T> oneHot(Operand<? extends Number> indices, int depth, DataType<T> dataType) {
    Ops own = enter("one_hot");
    return oneHotNode(
        own,
        indices,
        depth,
        own.named("on_value").scalar(dataType, 1),
        own.named("off_value").scalar(dataType, 0),
        -1);
  }

  /**
   * Returns for each index a vector that has one value at that index, and another elsewhere.
   *
   * @param indices int32, int64 or uint8, of any shape
   * @param depth the length of the vectors
   * @param on the value at the index, a scalar
   * @param off the value elsewhere, a scalar
   * @param axis the axis of the result along which the vectors lie: -1 for the last, or 0 to the
   *     rank of {@code indices}
   */
  public <T> Output<T> oneHot(
      Operand<? extends Number> indices, int depth, Operand<T> on, Operand<T> off, int axis) {
    return oneHotNode(enter("one_hot"), indices, depth, on, off, axis);
  }

  private static <T> Output<T> oneHotNode(
      Ops own,
      Operand<? extends Number> indices,
      int depth,
      Operand<T> on,
      Operand<T> off,
      int axis) {
    return node(
        own.namesake("OneHot").attribute("axis", (long) axis),
        indices,
        own.named("depth").constant(depth),
        on,
        off);
  }

  /**
   * Returns the indices of all elements that are true, or not 0, in row-major order.
   *
   * <pre>{@code
   * tf.where(tf.constant(true, false, true))    // [[0] [2]]
   * }</pre>
   *
   * @return int64, of shape {@code [how many, rank of condition]}
   */
  public Output<Long> where(Operand<?> condition) {
    return node("Where", condition);
  }

  /**
   * Returns a tensor that has each element from {@code x} where the condition is true, and from
   * {@code y} where it is false; all three are broadcast against each other, unlike in {@link
   * #where(Operand, Operand, Operand)}.
   *
   * <pre>{@code
   * Output<Float> x = tf.constant(-1f, 2f);
   * tf.whereV2(tf.greater(x, 0), x, tf.constant(0f))    // [0 2]
   * }</pre>
   */
  public <T> Output<T> whereV2(Operand<Boolean> condition, Operand<T> x, Operand<T> y) {
    return node("SelectV2", condition, x, y);
  }

  /**
   * Returns the elements, or slices, where a mask is true, one after the other.
   *
   * <pre>{@code
   * Output<Integer> matrix = tf.constant(new int[][] {{1, 2}, {3, 4}, {5, 6}});
   * tf.booleanMask(matrix, tf.constant(true, false, true))    // [[1 2] [5 6]]
   * }</pre>
   *
   * @param mask of the shape of the first axes of {@code tensor}; at least of rank 1
   * @return of shape {@code [how many are true] + tensor.shape[rank of mask:]}
   */
  public <T> Output<T> booleanMask(Operand<T> tensor, Operand<Boolean> mask) {
    return booleanMask(tensor, mask, 0);
  }

  /**
   * Returns the elements, or slices, where a mask is true, one after the other.
   *
   * @param mask of the shape of the axes of {@code tensor} from the given one on; at least of rank
   *     1
   * @param axis the first axis that is masked: one of the first, or one that counts from the end
   * @return of shape {@code tensor.shape[:axis] + [how many are true] + tensor.shape[axis + rank of
   *     mask:]}
   * @throws GraphException if the shapes do not fit, if the mask is a scalar or of unknown rank, or
   *     if the axis is not 0 and the tensor of unknown rank
   */
  public <T> Output<T> booleanMask(Operand<T> tensor, Operand<Boolean> mask, int axis) {
    Shape maskShape = mask.shape();
    if (!maskShape.hasKnownRank() || maskShape.rank() == 0) {
      throw GraphException.atCaller(
          "A mask needs a known rank of 1 or more, but '%s' has shape %s"
              .formatted(mask.asOutput().name(), maskShape));
    }
    Shape shape = tensor.shape();
    int first = firstMasked(shape, maskShape, axis);
    Ops own = enter("boolean_mask");
    if (first == 0) {
      return own.gatherNd(tensor, own.where(mask));
    }
    int after = first + maskShape.rank();
    int[] kept = IntStream.range(0, shape.rank()).filter(i -> i <= first || i >= after).toArray();
    Output<Integer> joined =
        own.tensorScatterUpdate(
            own.gather(own.shape(tensor), own.constant(kept)),
            own.constant(new int[][] {{first}}),
            own.reshape(own.size(mask), 1));
    Output<Long> flat = own.reshape(own.where(own.reshape(mask, -1)), -1);
    return own.gather(own.reshape(tensor, joined), flat, first);
  }

  private static int firstMasked(Shape shape, Shape mask, int axis) {
    if (axis == 0 && !shape.hasKnownRank()) {
      return 0;
    }
    if (!shape.hasKnownRank()) {
      throw GraphException.atCaller(
          "A mask at axis %d needs a tensor of known rank".formatted(axis));
    }
    int first = axis < 0 ? axis + shape.rank() : axis;
    Shape masked = shape.keepAxes(i -> i >= first && i < first + mask.rank());
    if (first < 0 || !masked.isCompatibleWith(mask)) {
      throw GraphException.atCaller(
          "A mask of shape %s does not fit a tensor of shape %s at axis %d"
              .formatted(mask, shape, axis));
    }
    return first;
  }

  /**
   * Returns the distinct elements of a vector, in the order of their first appearance, and which of
   * them each element is.
   *
   * <pre>{@code
   * Unique<Integer> unique = tf.unique(tf.constant(7, 5, 7, 9));
   * unique.values()     // [7 5 9]
   * unique.indices()    // [0 1 0 2]
   * }</pre>
   *
   * <p>A NaN is equal to nothing, not even to another NaN.
   */
  public <T> Unique<T> unique(Operand<T> x) {
    Operation found = operation("Unique").input(x).build();
    return new Unique<>(found.output(0), found.output(1));
  }

  /** As {@link #unique}, with the number of times that each of the values appears. */
  public <T> UniqueWithCounts<T> uniqueWithCounts(Operand<T> x) {
    Operation found = operation("UniqueWithCounts").input(x).build();
    return new UniqueWithCounts<>(found.output(0), found.output(1), found.output(2));
  }

  /**
   * Returns the elements in ascending order along the last axis.
   *
   * <pre>{@code
   * tf.sort(tf.constant(3f, 1f, 2f))    // [1 2 3]
   * }</pre>
   *
   * @param values of rank 1 or more
   */
  public <T extends Number> Output<T> sort(Operand<T> values) {
    return sort(values, -1, SortDirection.ASCENDING);
  }

  /**
   * Returns the elements in order along an axis. NaNs come first, whatever the direction.
   *
   * @param values of rank 1 or more; of a known rank, unless the axis is -1
   * @param axis a negative one counts from the end
   */
  public <T extends Number> Output<T> sort(Operand<T> values, int axis, SortDirection direction) {
    Ops own = enter("sort");
    if (direction == SortDirection.DESCENDING) {
      return descending(own, values, axis, TopK::values);
    }
    return turned(own, descending(own, turned(own, values), axis, TopK::values));
  }

  /**
   * Returns the indices that would put the elements in ascending order along the last axis.
   *
   * <pre>{@code
   * tf.argsort(tf.constant(3f, 1f, 2f))    // [1 2 0]
   * }</pre>
   *
   * @param values of rank 1 or more
   */
  public Output<Integer> argsort(Operand<? extends Number> values) {
    return argsort(values, -1, SortDirection.ASCENDING);
  }

  /**
   * Returns the indices that would put the elements in order along an axis. Of equal elements, the
   * one that stands first comes first; NaNs come before all others.
   *
   * @param values of rank 1 or more; of a known rank, unless the axis is -1
   * @param axis a negative one counts from the end
   */
  public Output<Integer> argsort(
      Operand<? extends Number> values, int axis, SortDirection direction) {
    return argsort(enter("argsort"), values, axis, direction);
  }

  private static <T extends Number> Output<Integer> argsort(
      Ops own, Operand<T> values, int axis, SortDirection direction) {
    Operand<T> sorted = direction == SortDirection.DESCENDING ? values : turned(own, values);
    return descending(own, sorted, axis, TopK::indices);
  }

  /**
   * Returns numbers that are in the opposite order, and are the same ones if this is done again:
   * -x, or -1 - x for integers, as the least of them has no negative.
   */
  private static <T extends Number> Output<T> turned(Ops own, Operand<T> x) {
    DataType<T> type = x.dataType();
    if (type.isFloating()) {
      return own.neg(x);
    }
    return own.sub(type.equals(DataType.UINT8) ? 255 : -1, x);
  }

  /** Sorts by searching for all elements, from the greatest down, along the last axis. */
  private static <T, R> Output<R> descending(
      Ops own, Operand<T> values, int axis, Function<TopK<T>, Output<R>> result) {
    Shape shape = values.shape();
    boolean isLast = axis == -1 || (shape.hasKnownRank() && axis == shape.rank() - 1);
    if (isLast) {
      return result.apply(own.nn.topK(values, lengthOfLastAxis(own, values), true));
    }
    if (!shape.hasKnownRank()) {
      throw GraphException.atCaller(
          "To sort along axis %d, the rank of the values must be known".formatted(axis));
    }
    if (axis < -shape.rank() || axis >= shape.rank()) {
      throw GraphException.atCaller(
          "Axis %d is out of range: shape %s has %d dimensions"
              .formatted(axis, shape, shape.rank()));
    }
    int[] swapped = IntStream.range(0, shape.rank()).toArray();
    int sorted = shape.normalizeAxis(axis);
    swapped[sorted] = shape.rank() - 1;
    swapped[shape.rank() - 1] = sorted;
    return own.transpose(descending(own, own.transpose(values, swapped), -1, result), swapped);
  }

  private static Output<Integer> lengthOfLastAxis(Ops own, Operand<?> x) {
    return x.shape().hasKnownRank()
            && x.shape().rank() > 0
            && x.shape().dimension(-1) != Shape.UNKNOWN
        ? own.constant(x.shape().dimension(-1))
        : own.gather(own.shape(x), own.sub(own.rank(x), 1));
  }
}
