package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.autodiff.GradientCase.Input;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Set;
import java.util.stream.Stream;

/** The cases for the reductions by segments. */
final class SegmentGradientCases {
  private SegmentGradientCases() {}

  static Stream<GradientCase> all() {
    Stream<GradientCase> sorted =
        Stream.of("SegmentSum", "SegmentMean", "SegmentProd", "SegmentMax", "SegmentMin")
            .flatMap(SegmentGradientCases::ofSorted);
    Stream<GradientCase> unsorted =
        Stream.of(
                "UnsortedSegmentSum",
                "UnsortedSegmentProd",
                "UnsortedSegmentMax",
                "UnsortedSegmentMin")
            .flatMap(SegmentGradientCases::ofUnsorted);
    return Stream.of(sorted, unsorted, zeros()).flatMap(cases -> cases);
  }

  private static Output<Double> sorted(Ops tf, String op, Output<Double> x, int... ids) {
    return tf.operation(op).input(x).input(tf.constant(ids)).build().output(0);
  }

  private static Stream<GradientCase> ofSorted(String op) {
    return Stream.of(
        unary(op, "of a vector", (tf, x) -> sorted(tf, op, x, 0, 0, 1, 1, 1), apart(0.1, 5)),
        unary(
            op,
            "of rows, with gaps, squared",
            (tf, x) -> tf.square(sorted(tf, op, x, 1, 1, 3)),
            apart(0.1, 3, 1)),
        unary(op, "of rows", (tf, x) -> sorted(tf, op, x, 1, 1, 3), apart(0.1, 3, 2)),
        unary(op, "of nothing", (tf, x) -> sorted(tf, op, x), apart(0.1, 0, 2)));
  }

  private static Output<Double> unsorted(
      Ops tf, String op, Output<Double> x, Output<Long> ids, int segments) {
    return tf.operation(op).input(x).input(ids).input(tf.constant(segments)).build().output(0);
  }

  /** Of negative ids, too. */
  private static Stream<GradientCase> ofUnsorted(String op) {
    return Stream.of(
        unary(
            op,
            "of a vector",
            (tf, x) -> unsorted(tf, op, x, tf.constant(1L, 0L, -1L, 1L), 2),
            apart(0.1, 4)),
        unary(
            op,
            "of rows",
            (tf, x) -> unsorted(tf, op, x, tf.constant(0L, -3L, 0L), 1),
            apart(0.1, 3, 2)),
        unary(
            op,
            "of a matrix of ids",
            (tf, x) -> unsorted(tf, op, x, tf.reshape(tf.constant(1L, 0L, 0L, -1L), 2, 2), 2),
            apart(0.1, 2, 2, 2)),
        unary(
            op,
            "of ids of the data's shape",
            (tf, x) -> unsorted(tf, op, x, tf.reshape(tf.constant(1L, 0L, 0L, -1L), 2, 2), 2),
            apart(0.1, 2, 2)));
  }

  private static Stream<GradientCase> zeros() {
    Input x = ReductionGradientCases.withZeros(Set.of(1, 4), 5);
    return Stream.of(
        unary(
            "SegmentProd",
            "with zeros",
            (tf, in) -> sorted(tf, "SegmentProd", in, 0, 0, 0, 1, 1),
            x),
        unary(
            "UnsortedSegmentProd",
            "with zeros",
            (tf, in) ->
                unsorted(tf, "UnsortedSegmentProd", in, tf.constant(2L, 2L, -1L, 0L, 0L), 3),
            x));
  }
}
