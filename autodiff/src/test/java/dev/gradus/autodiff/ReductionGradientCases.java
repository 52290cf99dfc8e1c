package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.autodiff.GradientCase.Input;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases for the ops that make one number of several. */
final class ReductionGradientCases {
  private ReductionGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(
            reductions("Sum", ReductionGradientCases::sum, true),
            reductions("Mean", ReductionGradientCases::mean, false),
            reductions("Max", ReductionGradientCases::max, false),
            reductions("Min", ReductionGradientCases::min, false))
        .flatMap(Function.identity());
  }

  /** One of the four reductions. */
  private interface Reduction {
    Output<Double> over(Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes);
  }

  private static Output<Double> sum(
      Ops tf, Output<Double> x, boolean keepDims, Operand<? extends Number> axes) {
    return tf.reduceSum(x, keepDims, axes);
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
}
