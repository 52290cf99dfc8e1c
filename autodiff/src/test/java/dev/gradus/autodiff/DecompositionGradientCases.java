package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.autodiff.GradientCase.Input;
import dev.gradus.core.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The cases for the ops that take matrices apart, and solve equations. */
final class DecompositionGradientCases {
  private DecompositionGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.concat(
        Stream.of(
            unary("Qr", "the orthogonal factor", (tf, x) -> tf.qr(x).q(), regular(3, 3)),
            unary("Qr", "the triangular factor", (tf, x) -> tf.qr(x).r(), regular(3, 3)),
            GradientCase.of(
                "Qr",
                "both, of more rows than columns",
                (tf, in) -> List.of(tf.qr(in.get(0)).q(), tf.qr(in.get(0)).r()),
                regular(4, 2)),
            unary("Qr", "full", (tf, x) -> tf.qr(x, true).q(), regular(2, 2)),
            GradientCase.of(
                "Qr",
                "both, of more columns than rows",
                (tf, in) -> List.of(tf.qr(in.get(0)).q(), tf.qr(in.get(0)).r()),
                regular(2, 4)),
            unary("Qr", "several", (tf, x) -> tf.qr(x).q(), regular(2, 3, 2))),
        Stream.of(true, false)
            .flatMap(lower -> Stream.of(true, false).map(adjoint -> solution(lower, adjoint))));
  }

  private static GradientCase solution(boolean lower, boolean adjoint) {
    return binary(
        "MatrixTriangularSolve",
        (lower ? "lower" : "upper") + (adjoint ? ", transposed" : ""),
        (tf, a, b) -> tf.matrixTriangularSolve(a, b, lower, adjoint),
        regular(2, 3, 3),
        GradientCase.normal(2, 3, 2));
  }

  /** Matrices of which none is near one that has no inverse: the diagonal outweighs the rest. */
  private static Input regular(int... shape) {
    int columns = shape[shape.length - 1];
    int rows = shape[shape.length - 2];
    return new Input(
        Shape.of(shape),
        (elements, own, random) ->
            Arrays.setAll(
                elements,
                i -> 0.3 * random.nextGaussian() + (i / columns % rows == i % columns ? 2 : 0)));
  }
}
