package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.autodiff.GradientCase.Input;
import java.util.Arrays;
import java.util.stream.Stream;

/** The cases for products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraGradientCases {
  private LinearAlgebraGradientCases() {}

  static Stream<GradientCase> all() {
    return products();
  }

  private static Stream<GradientCase> products() {
    int[][] sizes = {{2, 3, 4}, {1, 1, 1}, {3, 1, 2}, {0, 3, 2}, {2, 0, 3}, {2, 3, 0}};
    Stream<GradientCase> shapes =
        Arrays.stream(sizes).flatMap(size -> transposed(size[0], size[1], size[2]));
    Stream<GradientCase> repeated =
        Stream.of(false, true)
            .flatMap(
                a ->
                    Stream.of(false, true)
                        .map(
                            b ->
                                unary(
                                    "MatMul",
                                    "x with x, transposed " + a + " " + b,
                                    (tf, x) -> tf.matmul(x, x, a, b),
                                    normal(3, 3))));
    return Stream.concat(shapes, repeated);
  }

  private static Stream<GradientCase> transposed(int rows, int inner, int columns) {
    return Stream.of(
        product(normal(rows, inner), normal(inner, columns), false, false),
        product(normal(rows, inner), normal(columns, inner), false, true),
        product(normal(inner, rows), normal(inner, columns), true, false),
        product(normal(inner, rows), normal(columns, inner), true, true));
  }

  private static GradientCase product(Input a, Input b, boolean transposeA, boolean transposeB) {
    return binary(
        "MatMul",
        "%s%s with %s%s"
            .formatted(a.shape(), transposeA ? "ᵀ" : "", b.shape(), transposeB ? "ᵀ" : ""),
        (tf, x, y) -> tf.matmul(x, y, transposeA, transposeB),
        a,
        b);
  }
}
