package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.stream.IntStream;

/** The ops that make one number of several, along axes. */
abstract sealed class ReductionOps extends FunctionOps permits StatisticsOps {
  ReductionOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Returns the sum of all elements, a scalar; 0 if there are none. */
  public <T extends Number> Output<T> reduceSum(Operand<T> x) {
    return overAll("Sum", x, false);
  }

  /**
   * Returns the sum of all elements; 0 if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceSum(Operand<T> x, boolean keepDims) {
    return overAll("Sum", x, keepDims);
  }

  /**
   * Returns the sum over some axes, which the result no longer has; 0 over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceSum(Operand<T> x, int... axes) {
    return reduce("Sum", x, false, axes);
  }

  /**
   * Returns the sum over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceSum(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Sum", x, keepDims, axes);
  }

  /** Returns the sum over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceSum(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Sum").attribute("keep_dims", keepDims), x, axes);
  }

  /** Returns the mean of all elements, a scalar; NaN if there are none. */
  public <T extends Number> Output<T> reduceMean(Operand<T> x) {
    return overAll("Mean", x, false);
  }

  /**
   * Returns the mean of all elements; NaN if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceMean(Operand<T> x, boolean keepDims) {
    return overAll("Mean", x, keepDims);
  }

  /**
   * Returns the mean over some axes, which the result no longer has; NaN over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceMean(Operand<T> x, int... axes) {
    return reduce("Mean", x, false, axes);
  }

  /**
   * Returns the mean over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceMean(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Mean", x, keepDims, axes);
  }

  /** Returns the mean over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceMean(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Mean").attribute("keep_dims", keepDims), x, axes);
  }

  /**
   * Returns the largest of all elements, a scalar; the least value of the type if there are none.
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x) {
    return overAll("Max", x, false);
  }

  /**
   * Returns the largest of all elements; the least value of the type if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x, boolean keepDims) {
    return overAll("Max", x, keepDims);
  }

  /**
   * Returns the largest over some axes, which the result no longer has; the least value of the type
   * over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x, int... axes) {
    return reduce("Max", x, false, axes);
  }

  /**
   * Returns the largest over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Max", x, keepDims, axes);
  }

  /** Returns the largest over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceMax(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Max").attribute("keep_dims", keepDims), x, axes);
  }

  /**
   * Returns the smallest of all elements, a scalar; the greatest value of the type if there are
   * none.
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x) {
    return overAll("Min", x, false);
  }

  /**
   * Returns the smallest of all elements; the greatest value of the type if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x, boolean keepDims) {
    return overAll("Min", x, keepDims);
  }

  /**
   * Returns the smallest over some axes, which the result no longer has; the greatest value of the
   * type over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x, int... axes) {
    return reduce("Min", x, false, axes);
  }

  /**
   * Returns the smallest over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Min", x, keepDims, axes);
  }

  /** Returns the smallest over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceMin(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Min").attribute("keep_dims", keepDims), x, axes);
  }

  /** Returns the product of all elements, a scalar; 1 if there are none. */
  public <T extends Number> Output<T> reduceProd(Operand<T> x) {
    return overAll("Prod", x, false);
  }

  /**
   * Returns the product of all elements; 1 if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceProd(Operand<T> x, boolean keepDims) {
    return overAll("Prod", x, keepDims);
  }

  /**
   * Returns the product over some axes, which the result no longer has; 1 over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceProd(Operand<T> x, int... axes) {
    return reduce("Prod", x, false, axes);
  }

  /**
   * Returns the product over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceProd(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Prod", x, keepDims, axes);
  }

  /** Returns the product over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceProd(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Prod").attribute("keep_dims", keepDims), x, axes);
  }

  /** Returns whether any of all elements is true, a scalar; false if there are none. */
  public Output<Boolean> reduceAny(Operand<Boolean> x) {
    return overAll("Any", x, false);
  }

  /**
   * Returns whether any of all elements is true; false if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public Output<Boolean> reduceAny(Operand<Boolean> x, boolean keepDims) {
    return overAll("Any", x, keepDims);
  }

  /**
   * Returns whether any is true over some axes, which the result no longer has; false over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public Output<Boolean> reduceAny(Operand<Boolean> x, int... axes) {
    return reduce("Any", x, false, axes);
  }

  /**
   * Returns whether any is true over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public Output<Boolean> reduceAny(Operand<Boolean> x, boolean keepDims, int... axes) {
    return reduce("Any", x, keepDims, axes);
  }

  /** Returns whether any is true over the axes in an int32 or int64 vector. */
  public Output<Boolean> reduceAny(
      Operand<Boolean> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Any").attribute("keep_dims", keepDims), x, axes);
  }

  /** Returns whether all elements are true, a scalar; true if there are none. */
  public Output<Boolean> reduceAll(Operand<Boolean> x) {
    return overAll("All", x, false);
  }

  /**
   * Returns whether all elements are true; true if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public Output<Boolean> reduceAll(Operand<Boolean> x, boolean keepDims) {
    return overAll("All", x, keepDims);
  }

  /**
   * Returns whether all are true over some axes, which the result no longer has; true over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public Output<Boolean> reduceAll(Operand<Boolean> x, int... axes) {
    return reduce("All", x, false, axes);
  }

  /**
   * Returns whether all are true over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public Output<Boolean> reduceAll(Operand<Boolean> x, boolean keepDims, int... axes) {
    return reduce("All", x, keepDims, axes);
  }

  /** Returns whether all are true over the axes in an int32 or int64 vector. */
  public Output<Boolean> reduceAll(
      Operand<Boolean> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("All").attribute("keep_dims", keepDims), x, axes);
  }

  private <T> Output<T> overAll(String type, Operand<T> x, boolean keepDims) {
    if (x.shape().hasKnownRank()) {
      return reduce(type, x, keepDims, IntStream.range(0, x.shape().rank()).toArray());
    }
    Ops own = enter(type);
    if (keepDims) {
      Output<Integer> axes = own.range(own.constant(0), own.rank(x), own.constant(1));
      return node(own.namesake(type).attribute("keep_dims", true), x, axes);
    }
    // As a vector, so that the result is known to be a scalar.
    return node(own.namesake(type), own.reshape(x, -1), own.named("reduction_indices").constant(0));
  }

  private <T> Output<T> reduce(String type, Operand<T> x, boolean keepDims, int... axes) {
    Ops own = enter(type);
    return node(
        own.namesake(type).attribute("keep_dims", keepDims),
        x,
        own.named("reduction_indices").constant(axes));
  }

  /**
   * Returns the index of the largest element along an axis: the first of them, if there are
   * several; that of the first NaN, if there is one. Of truth values, true is the largest.
   *
   * @param axis which; a negative one counts from the end
   */
  public Output<Long> argmax(Operand<?> x, int axis) {
    return argmax(x, axis, DataType.INT64);
  }

  /**
   * Returns the index of the largest element along an axis, as {@link #argmax(Operand, int)} does.
   *
   * @param outputType int32 or int64
   */
  public <I extends Number> Output<I> argmax(Operand<?> x, int axis, DataType<I> outputType) {
    return argument("ArgMax", x, axis, outputType);
  }

  /**
   * Returns the index of the smallest element along an axis, as {@link #argmax(Operand, int)} that
   * of the largest.
   */
  public Output<Long> argmin(Operand<?> x, int axis) {
    return argmin(x, axis, DataType.INT64);
  }

  /**
   * Returns the index of the smallest element along an axis, as {@link #argmin(Operand, int)} does.
   *
   * @param outputType int32 or int64
   */
  public <I extends Number> Output<I> argmin(Operand<?> x, int axis, DataType<I> outputType) {
    return argument("ArgMin", x, axis, outputType);
  }

  private <I> Output<I> argument(String type, Operand<?> x, int axis, DataType<I> outputType) {
    Ops own = enter(type);
    return node(
        own.namesake(type).attribute("output_type", outputType),
        x,
        own.named("dimension").constant(axis));
  }
}
