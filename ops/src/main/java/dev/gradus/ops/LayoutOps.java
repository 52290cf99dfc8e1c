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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The ops that enlarge, repeat and turn round tensors, and those that lay out grids and masks. */
abstract sealed class LayoutOps extends SlicingOps permits IndexingOps {
  LayoutOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns a tensor with zeros (or false) around it.
   *
   * <pre>{@code
   * tf.pad(x, new int[][] {{1, 1}, {0, 2}})    // of [2,3]: [4,5]
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
   * tf.tile(tf.constant(1, 2), 3)    // [1 2 1 2 1 2]
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
   * Output<Integer> x = tf.constant(new int[][] {{1, 2, 3, 0}, {4, 5, 0, 0}});
   * tf.reverseSequence(x, tf.constant(3, 2), 1, 0)    // [[3 2 1 0] [5 4 0 0]]
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
   * tf.roll(tf.constant(1, 2, 3, 4), 1, 0)    // [4 1 2 3]
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
   * tf.meshgrid(List.of(tf.constant(1, 2, 3), tf.constant(4, 5)))
   *     // [[1 2 3] [1 2 3]] and [[4 4 4] [5 5 5]]
   * }</pre>
   */
  public <T> List<Output<T>> meshgrid(List<? extends Operand<T>> vectors) {
    return meshgrid(vectors, GridIndexing.XY);
  }

  /** As {@link #meshgrid(List)}, with axes in the given order. */
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
   * tf.sequenceMask(tf.constant(1, 3, 2))
   *     // [[true false false] [true true true] [true true false]]
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

  /** As {@link #sequenceMask(Operand, int)}, with 1 and 0 of a type for true and false. */
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
