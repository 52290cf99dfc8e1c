package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Index.Bound;
import dev.gradus.ops.Index.Mask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The ops that join, cut, repeat and turn round tensors. */
abstract sealed class SlicingOps extends ArrayOps permits IndexingOps {
  SlicingOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns tensors joined along an axis that they have.
   *
   * <pre>{@code
   * tf.concat(List.of(x, y), 0);     // of [2,3] and [4,3]: [6,3]
   * }</pre>
   *
   * @param values at least one; all of one shape except along the axis
   * @param axis a negative one counts from the end
   */
  public <T> Output<T> concat(List<? extends Operand<T>> values, int axis) {
    requireAny("concat", values);
    if (values.size() == 1) {
      return node(operation("Identity", "concat"), values.get(0));
    }
    Ops own = enter("concat");
    return node(own.namesake("ConcatV2").inputs(values), own.named("axis").constant(axis));
  }

  /** Returns tensors joined along an axis that they have, an int32 or int64 scalar. */
  public <T> Output<T> concat(List<? extends Operand<T>> values, Operand<? extends Number> axis) {
    requireAny("concat", values);
    if (values.size() == 1) {
      return node(operation("Identity", "concat"), values.get(0));
    }
    return node(operation("ConcatV2", "concat").inputs(values), axis);
  }

  private static void requireAny(String function, List<?> values) {
    if (values.isEmpty()) {
      throw GraphException.atCaller("tf.%s needs at least one tensor".formatted(function));
    }
  }

  /**
   * Returns a tensor cut into equal parts along an axis.
   *
   * <pre>{@code
   * tf.split(x, 3, -1);     // of [2,6]: three of [2,2]
   * }</pre>
   *
   * @param parts how many; the dimension must be a multiple of that
   * @param axis a negative one counts from the end
   */
  public <T> List<Output<T>> split(Operand<T> x, int parts, int axis) {
    Ops own = enter("split");
    Output<Integer> dimension = own.named("split_dim").constant(axis);
    return several(own.namesake("Split").attribute("num_split", parts).input(dimension).input(x));
  }

  /**
   * Returns a tensor cut into parts of given sizes along an axis.
   *
   * <pre>{@code
   * tf.split(x, new int[] {1, -1}, -1);     // of [2,6]: one of [2,1] and one of [2,5]
   * }</pre>
   *
   * @param sizes these add up to the dimension; one may be -1, which stands for what the others
   *     leave
   * @param axis a negative one counts from the end
   */
  public <T> List<Output<T>> split(Operand<T> x, int[] sizes, int axis) {
    Ops own = enter("split");
    Output<Integer> splits = own.constant(sizes);
    Output<Integer> dimension = own.named("split_dim").constant(axis);
    return several(
        own.namesake("SplitV")
            .attribute("num_split", sizes.length)
            .input(x)
            .input(splits)
            .input(dimension));
  }

  private static <T> List<Output<T>> several(OperationBuilder builder) {
    ImmutableList.Builder<Output<T>> outputs = ImmutableList.builder();
    var operation = builder.build();
    for (int i = 0; i < operation.outputs().size(); i++) {
      outputs.add(operation.<T>output(i));
    }
    return outputs.build();
  }

  /**
   * Returns tensors of one shape, stacked along a new first axis.
   *
   * @param values at least one
   */
  public <T> Output<T> stack(List<? extends Operand<T>> values) {
    return stack(values, 0);
  }

  /**
   * Returns tensors of one shape, stacked along a new axis.
   *
   * <pre>{@code
   * tf.stack(List.of(x, y, z), 1);     // each of [2,4]: [2,3,4]
   * }</pre>
   *
   * @param values at least one
   * @param axis where the new axis is in the result; a negative one counts from the end
   */
  public <T> Output<T> stack(List<? extends Operand<T>> values, int axis) {
    requireAny("stack", values);
    return node(operation("Pack", "stack").inputs(values).attribute("axis", axis));
  }

  /** Returns the tensors that are stacked along the first axis, whose length must be known. */
  public <T> List<Output<T>> unstack(Operand<T> x) {
    return unstack(x, 0);
  }

  /**
   * Returns the tensors that are stacked along an axis.
   *
   * <pre>{@code
   * tf.unstack(x, 1);     // of [2,3,4]: three of [2,4]
   * }</pre>
   *
   * @param axis a negative one counts from the end; its length must be known
   */
  public <T> List<Output<T>> unstack(Operand<T> x, int axis) {
    Shape shape = x.shape();
    int count =
        !shape.hasKnownRank() || axis < -shape.rank() || axis >= shape.rank()
            ? Shape.UNKNOWN
            : shape.dimension(axis);
    if (count == Shape.UNKNOWN) {
      throw GraphException.atCaller(
          ("tf.unstack needs to know the length of axis %d, but '%s' has shape %s; give the length as"
                  + " a third argument")
              .formatted(axis, x.asOutput().name(), shape));
    }
    return unstack(x, axis, count);
  }

  /**
   * Returns the tensors that are stacked along an axis.
   *
   * @param axis a negative one counts from the end
   * @param count how many they are
   */
  public <T> List<Output<T>> unstack(Operand<T> x, int axis, int count) {
    return several(
        operation("Unpack", "unstack").input(x).attribute("num", count).attribute("axis", axis));
  }

  /**
   * Returns a block of a tensor.
   *
   * <pre>{@code
   * tf.slice(x, new int[] {1, 0}, new int[] {2, -1});     // two rows, from the second on
   * }</pre>
   *
   * @param begin for each axis, the first index
   * @param size for each axis, how many elements; -1 stands for all from {@code begin} on
   */
  public <T> Output<T> slice(Operand<T> x, int[] begin, int[] size) {
    Ops own = enter("Slice");
    Output<Integer> first = own.named("begin").constant(begin);
    return node(own.namesake("Slice"), x, first, own.named("size").constant(size));
  }

  /** Returns a block of a tensor; begin and size are vectors, both of int32 or both of int64. */
  public <T, I extends Number> Output<T> slice(Operand<T> x, Operand<I> begin, Operand<I> size) {
    return node("Slice", x, begin, size);
  }

  /**
   * Returns what NumPy writes as indices in brackets; see {@link Index}.
   *
   * <pre>{@code
   * import static dev.gradus.ops.Index.*;
   *
   * tf.get(x, at(1));                               // x[1]: of [3,4], the second row, [4]
   * tf.get(x, all(), at(-1));                       // x[:, -1]: the last column, [3]
   * tf.get(x, from(1), between(0, 3));              // x[1:, 0:3]: [2,3]
   * tf.get(x, all().step(2));                       // x[::2]: every second row, [2,4]
   * tf.get(x, all(), newAxis());                    // x[:, None]: [3,1,4]
   * tf.get(images, ellipsis(), at(0));              // images[..., 0]: of any rank, the last axis' first
   * tf.get(x, at(step));                            // x[step], where step is an Output<Integer>
   * }</pre>
   *
   * @param indices for each axis, what is taken of it; axes that are not spoken of are taken whole
   */
  public <T> Output<T> get(Operand<T> x, Index... indices) {
    Ops own = enter("strided_slice");
    List<Index> items = ImmutableList.copyOf(indices);
    Output<Integer> begin = own.named("stack").bounds(items, Index::begin);
    Output<Integer> end = own.named("stack_1").bounds(items, Index::end);
    Output<Integer> strides =
        own.named("stack_2").constant(items.stream().mapToInt(Index::stride).toArray());
    OperationBuilder builder = own.namesake("StridedSlice");
    for (Mask mask : Mask.values()) {
      long bits =
          IntStream.range(0, items.size())
              .filter(i -> items.get(i).masks().contains(mask))
              .mapToLong(i -> 1L << i)
              .sum();
      builder.attribute(mask.attribute(), bits);
    }
    return node(builder, x, begin, end, strides);
  }

  /** Returns a vector with a number of each index: a constant if none of them is computed. */
  final Output<Integer> bounds(List<Index> indices, Function<Index, Bound> which) {
    List<Bound> bounds = indices.stream().map(which).toList();
    if (bounds.stream().allMatch(bound -> bound.operand() == null)) {
      return constant(bounds.stream().mapToInt(Bound::number).toArray());
    }
    Ops plain = unnamed();
    List<Operand<Integer>> numbers = new ArrayList<>();
    for (Bound bound : bounds) {
      Operand<Integer> operand = bound.operand();
      if (operand == null) {
        numbers.add(plain.constant(bound.number()));
      } else {
        numbers.add(bound.number() == 0 ? operand : plain.add(operand, bound.number()));
      }
    }
    return stack(numbers);
  }

  /**
   * Returns every so many of a block of elements. {@link #get} says the same in words, and can do
   * more.
   *
   * <pre>{@code
   * tf.stridedSlice(x, new int[] {1, 0}, new int[] {3, 9}, new int[] {1, 2});     // x[1:3, 0:9:2]
   * }</pre>
   *
   * @param begin for each of the first axes, the first index; a negative one counts from the end
   * @param end for each of them, the index before which it ends
   * @param strides for each of them, the step, which may be negative
   */
  public <T> Output<T> stridedSlice(Operand<T> x, int[] begin, int[] end, int[] strides) {
    Ops own = enter("StridedSlice");
    Output<Integer> first = own.named("begin").constant(begin);
    Output<Integer> limit = own.named("end").constant(end);
    Output<Integer> steps = own.named("strides").constant(strides);
    return node(own.namesake("StridedSlice"), x, first, limit, steps);
  }

  /**
   * Returns every so many of a block of elements; begin, end and strides are vectors, all of int32
   * or all of int64.
   */
  public <T, I extends Number> Output<T> stridedSlice(
      Operand<T> x, Operand<I> begin, Operand<I> end, Operand<I> strides) {
    return node("StridedSlice", x, begin, end, strides);
  }

  /**
   * Returns a tensor with zeros (or false) around it.
   *
   * <pre>{@code
   * tf.pad(x, new int[][] {{1, 1}, {0, 2}});     // of [2,3]: [4,5]
   * }</pre>
   *
   * @param paddings for each axis, how many elements are added in front of it and behind it
   */
  public <T> Output<T> pad(Operand<T> x, int[][] paddings) {
    return pad(x, paddings, PadMode.CONSTANT);
  }

  /**
   * Returns a tensor with zeros (or false) or its mirror image around it.
   *
   * @param paddings for each axis, how many elements are added in front of it and behind it; no
   *     more than can be mirrored
   */
  public <T> Output<T> pad(Operand<T> x, int[][] paddings, PadMode mode) {
    Ops own = enter(padType(mode));
    return own.padded(own.namesake(padType(mode)), x, own.paddings(paddings), mode);
  }

  /**
   * Returns a tensor with zeros (or false) or its mirror image around it.
   *
   * @param paddings a matrix of two columns, of int32 or int64, with a row for each axis
   */
  public <T> Output<T> pad(Operand<T> x, Operand<? extends Number> paddings, PadMode mode) {
    return padded(operation(padType(mode)), x, paddings, mode);
  }

  /**
   * Returns a tensor with a constant around it.
   *
   * @param paddings for each axis, how many elements are added in front of it and behind it
   * @param constant a number of x's type
   */
  public <T> Output<T> pad(Operand<T> x, int[][] paddings, double constant) {
    Ops own = enter("PadV2");
    return node(
        own.namesake("PadV2"),
        x,
        own.paddings(paddings),
        own.named("constant_values").scalar(x.dataType(), constant));
  }

  /**
   * Returns a tensor with copies of a scalar around it.
   *
   * @param paddings a matrix of two columns, of int32 or int64, with a row for each axis
   */
  public <T> Output<T> pad(Operand<T> x, Operand<? extends Number> paddings, Operand<T> constant) {
    return node("PadV2", x, paddings, constant);
  }

  private static String padType(PadMode mode) {
    return mode == PadMode.CONSTANT ? "Pad" : "MirrorPad";
  }

  final <T> Output<T> padded(
      OperationBuilder builder, Operand<T> x, Operand<? extends Number> paddings, PadMode mode) {
    return mode == PadMode.CONSTANT
        ? node(builder, x, paddings)
        : node(builder.attribute("mode", mode.name()), x, paddings);
  }

  final Output<Integer> paddings(int[][] paddings) {
    for (int[] pair : paddings) {
      if (pair.length != 2) {
        throw GraphException.atCaller(
            "For each axis, tf.pad needs how many elements to add in front and behind, not %s"
                .formatted(Arrays.toString(pair)));
      }
    }
    int[] flat = Arrays.stream(paddings).flatMapToInt(Arrays::stream).toArray();
    return unnamed().named("paddings").constant(Tensor.of(Shape.of(paddings.length, 2), flat));
  }

  /**
   * Returns a tensor repeated along its axes.
   *
   * <pre>{@code
   * tf.tile(tf.constant(1, 2), 3);     // [1, 2, 1, 2, 1, 2]
   * }</pre>
   *
   * @param multiples for each axis, how often it is repeated
   */
  public <T> Output<T> tile(Operand<T> x, int... multiples) {
    Ops own = enter("Tile");
    return node(own.namesake("Tile"), x, own.named("multiples").constant(multiples));
  }

  /** Returns a tensor repeated along its axes, as often as an int32 or int64 vector says. */
  public <T> Output<T> tile(Operand<T> x, Operand<? extends Number> multiples) {
    return node("Tile", x, multiples);
  }

  /**
   * Returns a tensor whose elements stand in reverse order along some axes.
   *
   * @param axes negative ones count from the end
   */
  public <T> Output<T> reverse(Operand<T> x, int... axes) {
    Ops own = enter("ReverseV2");
    return node(own.namesake("ReverseV2"), x, own.named("axis").constant(axes));
  }

  /**
   * Returns a tensor whose elements stand in reverse order along some axes, an int32 or int64
   * vector.
   */
  public <T> Output<T> reverse(Operand<T> x, Operand<? extends Number> axes) {
    return node("ReverseV2", x, axes);
  }

  /**
   * Returns sequences of which the first steps are turned round, in each as many as it is long;
   * what stands behind them stays where it is.
   *
   * <pre>{@code
   * // [[1, 2, 3, 0], [4, 5, 0, 0]] becomes [[3, 2, 1, 0], [5, 4, 0, 0]]
   * tf.reverseSequence(x, tf.constant(3, 2), 1, 0);
   * }</pre>
   *
   * @param lengths for each sequence, how many steps it has: an int32 or int64 vector
   * @param sequenceAxis the axis that counts the steps, from 0
   * @param batchAxis the axis that counts the sequences, from 0
   */
  public <T> Output<T> reverseSequence(
      Operand<T> x, Operand<? extends Number> lengths, int sequenceAxis, int batchAxis) {
    return node(
        operation("ReverseSequence")
            .attribute("seq_dim", sequenceAxis)
            .attribute("batch_dim", batchAxis),
        x,
        lengths);
  }

  /**
   * Returns a tensor whose elements are moved along an axis; those that leave at one end come back
   * at the other.
   *
   * <pre>{@code
   * tf.roll(tf.constant(1, 2, 3, 4), 1, 0);     // [4, 1, 2, 3]
   * }</pre>
   *
   * @param shift by how much they move toward the end; a negative shift moves them to the front
   * @param axis a negative one counts from the end
   */
  public <T> Output<T> roll(Operand<T> x, int shift, int axis) {
    Ops own = enter("Roll");
    Output<Integer> by = own.named("shift").constant(shift);
    return node(own.namesake("Roll"), x, by, own.named("axis").constant(axis));
  }

  /**
   * Returns a tensor whose elements are moved along several axes.
   *
   * @param shift for each of these axes, by how much; the shifts of an axis that stands there twice
   *     are added
   */
  public <T> Output<T> roll(Operand<T> x, int[] shift, int[] axes) {
    Ops own = enter("Roll");
    Output<Integer> by = own.named("shift").constant(shift);
    return node(own.namesake("Roll"), x, by, own.named("axis").constant(axes));
  }

  /**
   * Returns the coordinates of the points of a grid: for each vector, a tensor with an axis for
   * each of the vectors, which says what that vector has at each point. The first vector lies along
   * the second axis, as x and y in a plane do.
   *
   * <pre>{@code
   * tf.meshgrid(List.of(tf.constant(1, 2, 3), tf.constant(4, 5)));
   *     // [[1, 2, 3], [1, 2, 3]] and [[4, 4, 4], [5, 5, 5]]
   * }</pre>
   */
  public <T> List<Output<T>> meshgrid(List<? extends Operand<T>> vectors) {
    return meshgrid(vectors, GridIndexing.XY);
  }

  /** Returns the coordinates of the points of a grid, with axes in the order that is said. */
  public <T> List<Output<T>> meshgrid(List<? extends Operand<T>> vectors, GridIndexing indexing) {
    int rank = vectors.size();
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    if (indexing == GridIndexing.XY && rank > 1) {
      Collections.swap(order, 0, 1);
    }
    Ops own = enter("meshgrid");
    if (rank == 0) {
      return ImmutableList.of();
    }
    List<Output<Integer>> sizes = new ArrayList<>();
    for (int vector : order) {
      sizes.add(own.size(vectors.get(vector)));
    }
    Output<Integer> shape = own.stack(sizes);
    ImmutableList.Builder<Output<T>> grid = ImmutableList.builder();
    for (int i = 0; i < rank; i++) {
      int[] alongOne = new int[rank];
      Arrays.fill(alongOne, 1);
      alongOne[order.indexOf(i)] = -1;
      grid.add(own.broadcastTo(own.reshape(vectors.get(i), alongOne), shape));
    }
    return grid.build();
  }

  /**
   * Returns for each length that many times true and then false, up to the greatest of the lengths.
   *
   * <pre>{@code
   * tf.sequenceMask(tf.constant(1, 3, 2));
   *     // [[true, false, false], [true, true, true], [true, true, false]]
   * }</pre>
   *
   * @param lengths numbers of type int32 or int64, of any shape; the result has one axis more
   */
  public <T extends Number> Output<Boolean> sequenceMask(Operand<T> lengths) {
    Ops own = enter("SequenceMask");
    Output<T> longest = own.maximum(own.reduceMax(lengths), 0);
    return own.maskedUpTo(lengths, longest);
  }

  /**
   * Returns for each length that many times true and then false.
   *
   * @param lengths numbers of type int32 or int64, of any shape; the result has one axis more
   * @param longest the length of that axis
   */
  public <T extends Number> Output<Boolean> sequenceMask(Operand<T> lengths, int longest) {
    Ops own = enter("SequenceMask");
    return own.maskedUpTo(lengths, own.scalar(lengths.dataType(), longest));
  }

  /** The same, with true and false as 1 and 0 of a type. */
  public <T extends Number, R> Output<R> sequenceMask(
      Operand<T> lengths, int longest, DataType<R> dataType) {
    Ops own = enter("SequenceMask");
    return own.cast(own.maskedUpTo(lengths, own.scalar(lengths.dataType(), longest)), dataType);
  }

  final <T extends Number> Output<Boolean> maskedUpTo(Operand<T> lengths, Output<T> longest) {
    Ops own = unnamed();
    Output<T> zero = own.scalar(lengths.dataType(), 0);
    Output<T> one = own.scalar(lengths.dataType(), 1);
    return own.less(own.range(zero, longest, one), own.expandDims(lengths, -1));
  }
}
