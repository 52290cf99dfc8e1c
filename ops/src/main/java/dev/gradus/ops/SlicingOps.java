package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Index.Bound;
import dev.gradus.ops.Index.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The ops that join and cut tensors. */
abstract sealed class SlicingOps extends ArrayOps permits LayoutOps {
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
}
