package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.awayFromZero;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.autodiff.GradientCase.Input;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases for the ops that make one number of several. */
final class ReductionGradientCases {
  private ReductionGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(
            reductions("Sum", ReductionGradientCases::sum, true),
            reductions("Mean", ReductionGradientCases::mean, false),
            reductions("Prod", ReductionGradientCases::product, true),
            productsOfZeros(),
            accumulations("Cumsum", (tf, x, axis, e, r) -> tf.cumsum(x, axis, e, r)),
            accumulations("Cumprod", (tf, x, axis, e, r) -> tf.cumprod(x, axis, e, r)),
            halfSumsOfSquares(),
            statistics(),
            reductions("Max", ReductionGradientCases::max, false),
            reductions("Min", ReductionGradientCases::min, false))
        .flatMap(Function.identity());
  }

  /** One of the reductions. */
  private interface Reduction {
    Output<Double> over(Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes);
  }

  private static Output<Double> sum(
      Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes) {
    return tf.reduceSum(x, keepDims, axes);
  }

  private static Output<Double> product(
      Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes) {
    return tf.reduceProd(x, keepDims, axes);
  }

  private static Output<Double> mean(
      Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes) {
    return tf.reduceMean(x, keepDims, axes);
  }

  private static Output<Double> max(
      Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes) {
    return tf.reduceMax(x, keepDims, axes);
  }

  private static Output<Double> min(
      Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes) {
    return tf.reduceMin(x, keepDims, axes);
  }

  private static Stream<GradientCase> reductions(
      String op, Reduction reduction, boolean overNothing) {
    int[][] axes = {{0}, {1}, {-1}, {0, 2}, {2, 0}, {-3, 1}, {0, 1, 2}, {}};
    Stream<GradientCase> overAxes =
        Arrays.stream(axes)
            .flatMap(
                chosen ->
                    Stream.of(false, true)
                        .map(keep -> reduction(op, reduction, chosen, keep, apart(0, 2, 3, 4))));
    Stream<GradientCase> special =
        Stream.of(
            reduction(op, reduction, new int[0], false, apart(0)),
            reduction(op, reduction, new int[] {0}, false, apart(0, 1)),
            reduction(op, reduction, new int[] {0}, true, apart(0, 1, 3)),
            reduction(op, reduction, new int[] {1}, false, apart(0, 0, 3)),
            unary(
                op,
                "over all axes of whatever rank",
                (tf, x) ->
                    reduction.over(
                        tf, x, false, tf.range(tf.constant(0), tf.rank(x), tf.constant(1))),
                apart(0, 2, 3)),
            unary(
                op,
                "over an axis that is computed",
                (tf, x) -> reduction.over(tf, x, false, tf.reshape(tf.sub(tf.rank(x), 1), 1)),
                apart(0, 2, 3)),
            unary(
                op,
                "over a scalar axis of int64",
                (tf, x) -> reduction.over(tf, x, false, tf.constant(-2L)),
                apart(0, 2, 3)),
            unary(
                op,
                "of x divided by the result",
                (tf, x) -> tf.div(x, reduction.over(tf, x, true, tf.constant(new int[] {1}))),
                new Input(
                    apart(0, 2, 3).shape(),
                    (elements, shape, random) -> {
                      apart(0, 2, 3).filling().fill(elements, shape, random);
                      Arrays.setAll(elements, i -> elements[i] + 3);
                    })));
    Stream<GradientCase> nothing =
        overNothing
            ? Stream.of(
                reduction(op, reduction, new int[] {0}, false, normal(0, 3)),
                reduction(op, reduction, new int[] {0, 1}, true, normal(0, 3)))
            : Stream.of();
    return Stream.of(overAxes, special, nothing).flatMap(Function.identity());
  }

  private static GradientCase reduction(
      String op, Reduction reduction, int[] axes, boolean keepDims, Input x) {
    return unary(
        op,
        "%s over %s%s".formatted(x.shape(), Arrays.toString(axes), keepDims ? ", kept" : ""),
        (tf, in) -> reduction.over(tf, in, keepDims, tf.constant(axes)),
        x);
  }

  /** Numbers of which those at the given places are 0. */
  static Input withZeros(Set<Integer> places, int... shape) {
    Input others = awayFromZero(shape);
    return new Input(
        others.shape(),
        (elements, own, random) -> {
          others.filling().fill(elements, own, random);
          places.forEach(place -> elements[place] = 0);
        });
  }

  /** In a row there are no zeros, one, two or nothing but zeros. */
  private static Stream<GradientCase> productsOfZeros() {
    Input x = withZeros(Set.of(4, 9, 11, 12, 13, 14, 15), 4, 4);
    Input oneInRow = withZeros(Set.of(4, 9, 15), 4, 4);
    return Stream.of(
        unary("Prod", "with zeros", (tf, in) -> tf.reduceProd(in, 1), x),
        unary(
            "Prod",
            "with a zero, of all",
            (tf, in) -> tf.reduceProd(in),
            withZeros(Set.of(2), 2, 2)),
        unary("Cumprod", "with zeros", (tf, in) -> tf.cumprod(in, 1), oneInRow),
        unary(
            "Cumprod",
            "with zeros, exclusive and reverse",
            (tf, in) -> tf.cumprod(in, 1, true, true),
            oneInRow));
  }

  /** One of the accumulations. */
  private interface Accumulation {
    Output<Double> along(Ops tf, Output<Double> x, int axis, boolean exclusive, boolean reverse);
  }

  private static Stream<GradientCase> accumulations(String op, Accumulation accumulation) {
    Input[] inputs = {
      awayFromZero(4), awayFromZero(3, 2), awayFromZero(2, 3, 2), awayFromZero(0, 2)
    };
    return Stream.of(inputs)
        .flatMap(
            x ->
                IntStream.range(0, 4)
                    .mapToObj(
                        flags ->
                            unary(
                                op,
                                x.shape()
                                    + ((flags & 1) == 0 ? "" : ", exclusive")
                                    + ((flags & 2) == 0 ? "" : ", reverse"),
                                (tf, in) ->
                                    accumulation.along(
                                        tf,
                                        in,
                                        x.shape().rank() == 3 ? -2 : 0,
                                        (flags & 1) != 0,
                                        (flags & 2) != 0),
                                x)));
  }

  private static Stream<GradientCase> halfSumsOfSquares() {
    return Stream.of(
        unary("L2Loss", "of a matrix", (tf, x) -> tf.nn.l2Loss(x), normal(2, 3)),
        unary("L2Loss", "cubed", (tf, x) -> tf.pow(tf.nn.l2Loss(x), 1.5), normal(3)),
        unary("L2Loss", "of a scalar", (tf, x) -> tf.nn.l2Loss(x), normal()),
        unary("L2Loss", "of nothing", (tf, x) -> tf.nn.l2Loss(x), normal(0)));
  }

  /** What is made of reductions. */
  private static Stream<GradientCase> statistics() {
    return Stream.of(
        unary("Sum", "log-sum-exp", (tf, x) -> tf.reduceLogSumExp(x), normal(2, 3)),
        unary("Sum", "log-sum-exp, kept", (tf, x) -> tf.reduceLogSumExp(x, true, -1), normal(2, 3)),
        unary("Sum", "log-sum-exp over rows", (tf, x) -> tf.reduceLogSumExp(x, 0), normal(2, 3)),
        unary("Mean", "variance", (tf, x) -> tf.reduceVariance(x), normal(2, 3)),
        unary("Mean", "variance of rows", (tf, x) -> tf.reduceVariance(x, 1), normal(2, 3)),
        unary("Mean", "deviation, kept", (tf, x) -> tf.reduceStd(x, true, 0), normal(3, 2)));
  }
}
