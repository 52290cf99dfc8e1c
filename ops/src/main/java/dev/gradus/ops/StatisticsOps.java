package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import java.util.stream.IntStream;

/** The reductions that are made of others, and running totals. */
abstract sealed class StatisticsOps extends ReductionOps permits SegmentOps {
  StatisticsOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Some elements, and the axes of them over which to reduce. */
  private record Reduced<T>(Output<T> elements, Output<Integer> axes) {}

  /**
   * Returns what to reduce to reduce everything: of unknown rank, a vector of all elements, so that
   * the result is known to be a scalar.
   */
  private static <T> Reduced<T> everything(Ops own, Operand<T> x, boolean keepDims) {
    if (x.shape().hasKnownRank()) {
      int[] axes = IntStream.range(0, x.shape().rank()).toArray();
      return new Reduced<>(x.asOutput(), own.constant(axes));
    }
    return keepDims
        ? new Reduced<>(x.asOutput(), own.range(own.constant(0), own.rank(x), own.constant(1)))
        : new Reduced<>(own.reshape(x, -1), own.constant(new int[] {0}));
  }

  /**
   * Returns {@code log Σ eˣ} of all elements, a scalar; -∞ if there are none.
   *
   * <p>Stable for elements of any size, as the largest is taken out of the sum: {@code max + log Σ
   * eˣ⁻ᵐᵃˣ}. Of elements that are all -∞ it is -∞, with a gradient of 0.
   */
  public <T extends Number> Output<T> reduceLogSumExp(Operand<T> x) {
    return reduceLogSumExp(x, false);
  }

  /**
   * Returns {@code log Σ eˣ} of all elements, as {@link #reduceLogSumExp(Operand)} does.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceLogSumExp(Operand<T> x, boolean keepDims) {
    Ops own = enter("ReduceLogSumExp");
    return logSumExp(own, everything(own, x, keepDims), keepDims);
  }

  /**
   * Returns {@code log Σ eˣ} over some axes, as {@link #reduceLogSumExp(Operand)} over all.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceLogSumExp(Operand<T> x, int... axes) {
    return reduceLogSumExp(x, false, axes);
  }

  /**
   * Returns {@code log Σ eˣ} over some axes, as {@link #reduceLogSumExp(Operand)} over all.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceLogSumExp(Operand<T> x, boolean keepDims, int... axes) {
    Ops own = enter("ReduceLogSumExp");
    return logSumExp(own, new Reduced<>(x.asOutput(), own.constant(axes)), keepDims);
  }

  /**
   * Whatever is taken out of the sum, the result is the same, and so are all its derivatives; so no
   * gradient needs to flow through it.
   */
  private static <T extends Number> Output<T> logSumExp(
      Ops own, Reduced<T> reduced, boolean keepDims) {
    Output<T> x = reduced.elements();
    Output<T> max = own.reduceMax(x, true, reduced.axes());
    Output<T> shift = own.stopGradient(own.where(own.isFinite(max), max, own.zerosLike(max)));
    Output<T> sum = own.reduceSum(own.exp(own.sub(x, shift)), keepDims, reduced.axes());
    // The logarithm of 0 would have the gradient ∞ · 0. A NaN is not 0, and remains.
    Output<Boolean> isSome = own.notEqual(sum, 0);
    Output<T> log =
        own.where(
            isSome,
            own.log(own.where(isSome, sum, own.onesLike(sum))),
            own.log(own.zerosLike(sum)));
    return own.add(log, keepDims ? shift : own.reshape(shift, own.shape(log)));
  }

  /** Returns the variance {@code mean((x - mean(x))²)} of all elements, a scalar. */
  public <T extends Number> Output<T> reduceVariance(Operand<T> x) {
    Ops own = enter("reduce_variance");
    return variance(own, everything(own, x, false), false);
  }

  /**
   * Returns the variance {@code mean((x - mean(x))²)} over some axes.
   *
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceVariance(Operand<T> x, int... axes) {
    return reduceVariance(x, false, axes);
  }

  /**
   * Returns the variance {@code mean((x - mean(x))²)} over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceVariance(Operand<T> x, boolean keepDims, int... axes) {
    Ops own = enter("reduce_variance");
    return variance(own, new Reduced<>(x.asOutput(), own.constant(axes)), keepDims);
  }

  private static <T extends Number> Output<T> variance(
      Ops own, Reduced<T> reduced, boolean keepDims) {
    Output<T> mean = own.reduceMean(reduced.elements(), true, reduced.axes());
    Output<T> squares = own.square(own.sub(reduced.elements(), mean));
    return own.reduceMean(squares, keepDims, reduced.axes());
  }

  /** Returns the standard deviation, the square root of the variance, of all elements, a scalar. */
  public <T extends Number> Output<T> reduceStd(Operand<T> x) {
    Ops own = enter("reduce_std");
    return own.sqrt(own.reduceVariance(x));
  }

  /**
   * Returns the standard deviation, the square root of the variance, over some axes. Where it is 0
   * it has no derivative, and the gradient is NaN.
   *
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceStd(Operand<T> x, int... axes) {
    return reduceStd(x, false, axes);
  }

  /**
   * Returns the standard deviation over some axes, as {@link #reduceStd(Operand, int...)} does.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceStd(Operand<T> x, boolean keepDims, int... axes) {
    Ops own = enter("reduce_std");
    return own.sqrt(own.reduceVariance(x, keepDims, axes));
  }

  /** Returns how many of all elements are not 0, a scalar; a NaN counts. */
  public Output<Long> countNonzero(Operand<? extends Number> x) {
    Ops own = enter("count_nonzero");
    return own.reduceSum(own.cast(own.notEqual(x, 0), DataType.INT64));
  }

  /**
   * Returns how many elements over some axes are not 0; a NaN counts.
   *
   * @param axes which; negative ones count from the end
   */
  public Output<Long> countNonzero(Operand<? extends Number> x, int... axes) {
    return countNonzero(x, false, axes);
  }

  /**
   * Returns how many elements over some axes are not 0; a NaN counts.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public Output<Long> countNonzero(Operand<? extends Number> x, boolean keepDims, int... axes) {
    Ops own = enter("count_nonzero");
    return own.reduceSum(own.cast(own.notEqual(x, 0), DataType.INT64), keepDims, axes);
  }

  /**
   * Returns the running sums along an axis: of {@code [a, b, c]}, {@code [a, a + b, a + b + c]}.
   *
   * @param axis which; a negative one counts from the end
   */
  public <T extends Number> Output<T> cumsum(Operand<T> x, int axis) {
    return cumsum(x, axis, false, false);
  }

  /**
   * Returns the running sums along an axis.
   *
   * @param axis which; a negative one counts from the end
   * @param exclusive whether each sum is of the elements before its place: {@code [0, a, a + b]}
   * @param reverse whether to begin at the axis's end: {@code [a + b + c, b + c, c]}, or {@code [b
   *     + c, c, 0]} if exclusive, too
   */
  public <T extends Number> Output<T> cumsum(
      Operand<T> x, int axis, boolean exclusive, boolean reverse) {
    return accumulate("Cumsum", x, axis, exclusive, reverse);
  }

  /** Returns the running sums along an axis that is an int32 or int64 scalar. */
  public <T extends Number> Output<T> cumsum(
      Operand<T> x, Operand<? extends Number> axis, boolean exclusive, boolean reverse) {
    return accumulate(operation("Cumsum"), x, axis, exclusive, reverse);
  }

  /**
   * Returns the running products along an axis: of {@code [a, b, c]}, {@code [a, a·b, a·b·c]}.
   *
   * @param axis which; a negative one counts from the end
   */
  public <T extends Number> Output<T> cumprod(Operand<T> x, int axis) {
    return cumprod(x, axis, false, false);
  }

  /**
   * Returns the running products along an axis. The gradient is right where elements are 0, too; so
   * are its own derivatives, but for that by two elements which are both 0.
   *
   * @param axis which; a negative one counts from the end
   * @param exclusive whether each product is of the elements before its place: {@code [1, a, a·b]}
   * @param reverse whether to begin at the axis's end: {@code [a·b·c, b·c, c]}, or {@code [b·c, c,
   *     1]} if exclusive, too
   */
  public <T extends Number> Output<T> cumprod(
      Operand<T> x, int axis, boolean exclusive, boolean reverse) {
    return accumulate("Cumprod", x, axis, exclusive, reverse);
  }

  /** Returns the running products along an axis that is an int32 or int64 scalar. */
  public <T extends Number> Output<T> cumprod(
      Operand<T> x, Operand<? extends Number> axis, boolean exclusive, boolean reverse) {
    return accumulate(operation("Cumprod"), x, axis, exclusive, reverse);
  }

  private <T> Output<T> accumulate(
      String type, Operand<T> x, int axis, boolean exclusive, boolean reverse) {
    Ops own = enter(type);
    return accumulate(own.namesake(type), x, own.named("axis").constant(axis), exclusive, reverse);
  }

  private static <T> Output<T> accumulate(
      OperationBuilder builder,
      Operand<T> x,
      Operand<? extends Number> axis,
      boolean exclusive,
      boolean reverse) {
    return node(builder.attribute("exclusive", exclusive).attribute("reverse", reverse), x, axis);
  }
}
