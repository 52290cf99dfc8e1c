package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.awayFromZero;
import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import com.google.common.primitives.Ints;
import dev.gradus.autodiff.GradientCase.Input;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The cases for products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraGradientCases {
  private LinearAlgebraGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(products(), batchProducts(), diagonals(), spaces(), norms(), contractions())
        .flatMap(cases -> cases);
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
                                    (tf, x) -> product(tf, x, x, a, b),
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
        (tf, x, y) -> product(tf, x, y, transposeA, transposeB),
        a,
        b);
  }

  /** The face takes another op for what might be batches. */
  private static Output<Double> product(
      Ops tf, Output<Double> a, Output<Double> b, boolean transposeA, boolean transposeB) {
    return tf.operation("MatMul")
        .attribute("transpose_a", transposeA)
        .attribute("transpose_b", transposeB)
        .input(a)
        .input(b)
        .build()
        .output(0);
  }

  private static Stream<GradientCase> batchProducts() {
    int[][][] batches = {
      {{}, {}}, {{2}, {2}}, {{2}, {}}, {{}, {2}}, {{2, 1}, {3}}, {{1}, {2}}, {{0}, {1}}, {{1}, {}}
    };
    return Stream.of(batches)
        .flatMap(
            batch ->
                Stream.of(
                    batchProduct(batch, new int[] {2, 3}, new int[] {3, 1}, false, false),
                    batchProduct(batch, new int[] {1, 3}, new int[] {2, 3}, false, true),
                    batchProduct(batch, new int[] {3, 2}, new int[] {3, 2}, true, false),
                    batchProduct(batch, new int[] {3, 1}, new int[] {1, 3}, true, true)));
  }

  private static GradientCase batchProduct(
      int[][] batch, int[] a, int[] b, boolean adjointX, boolean adjointY) {
    Input x = normal(Ints.concat(batch[0], a));
    Input y = normal(Ints.concat(batch[1], b));
    return binary(
        "BatchMatMulV2",
        "%s%s with %s%s".formatted(x.shape(), adjointX ? "ᵀ" : "", y.shape(), adjointY ? "ᵀ" : ""),
        (tf, in, other) ->
            tf.operation("BatchMatMulV2")
                .attribute("adj_x", adjointX)
                .attribute("adj_y", adjointY)
                .input(in)
                .input(other)
                .build()
                .output(0),
        x,
        y);
  }

  private static Stream<GradientCase> diagonals() {
    return Stream.of(
        unary("Diag", "of a vector", (tf, x) -> tf.diag(x), normal(3)),
        unary("Diag", "of a matrix, squared", (tf, x) -> tf.square(tf.diag(x)), normal(2, 3)),
        unary("DiagPart", "of a matrix", (tf, x) -> tf.diagPart(x), normal(3, 3)),
        unary("DiagPart", "squared", (tf, x) -> tf.square(tf.diagPart(x)), normal(2, 1, 2, 1)),
        unary("MatrixDiag", "of vectors", (tf, x) -> tf.matrixDiag(x), normal(2, 3)),
        unary("MatrixDiag", "of nothing", (tf, x) -> tf.matrixDiag(x), normal(2, 0)),
        unary("MatrixDiagPart", "wide", (tf, x) -> tf.matrixDiagPart(x), normal(2, 2, 3)),
        unary("MatrixDiagPart", "high", (tf, x) -> tf.square(tf.trace(x)), normal(3, 2)),
        binary(
            "MatrixSetDiag",
            "of matrices",
            (tf, x, y) -> tf.square(tf.matrixSetDiag(x, y)),
            normal(2, 3, 2),
            normal(2, 2)),
        unary(
            "MatrixBandPart",
            "the upper triangle",
            (tf, x) -> tf.matrixBandPart(x, 0, -1),
            normal(2, 3, 3)),
        unary(
            "MatrixBandPart",
            "a band, squared",
            (tf, x) -> tf.square(tf.matrixBandPart(x, 1, 0)),
            normal(3, 4)));
  }

  private static Stream<GradientCase> spaces() {
    return Stream.of(1, 2, 5)
        .map(
            count ->
                binary(
                    "LinSpace",
                    count + " points",
                    (tf, x, y) -> tf.square(tf.linspace(x, y, count)),
                    normal(),
                    normal()));
  }

  /** What is made of other ops. */
  private static Stream<GradientCase> norms() {
    return Stream.of(
        unary("Sum", "Euclidean norm", (tf, x) -> tf.norm(x), awayFromZero(2, 3)),
        unary("Sum", "norm of rows", (tf, x) -> tf.norm(x, true, 1), awayFromZero(2, 3)),
        unary("Sum", "1-norm", (tf, x) -> tf.norm(x, 1, 0), awayFromZero(2, 3)),
        unary("Sum", "3-norm", (tf, x) -> tf.norm(x, 3, true, -1), awayFromZero(2, 3)),
        unary(
            "Max", "maximum norm", (tf, x) -> tf.norm(x, Double.POSITIVE_INFINITY), apart(0.05, 3)),
        unary("Sum", "clip by norm", (tf, x) -> tf.clipByNorm(x, 0.5), awayFromZero(2, 3)),
        unary("Sum", "clipped already", (tf, x) -> tf.clipByNorm(x, 50), awayFromZero(2, 3)),
        unary("Sum", "clip rows", (tf, x) -> tf.clipByNorm(x, 0.5, 1), awayFromZero(2, 3)),
        binary(
            "L2Loss",
            "clip by global norm",
            (tf, x, y) -> {
              var clipped = tf.clipByGlobalNorm(List.of(x, y), 0.5);
              var sum = tf.reduceSum(clipped.values().get(0));
              return tf.mul(tf.add(sum, clipped.norm()), clipped.values().get(1));
            },
            awayFromZero(2, 3),
            awayFromZero(2)),
        unary("Sum", "to length 1", (tf, x) -> tf.nn.l2Normalize(x, 1), awayFromZero(2, 3)),
        unary("Mean", "mean", (tf, x) -> tf.nn.moments(x, 0).mean(), normal(2, 3)),
        unary("Mean", "moments", (tf, x) -> tf.nn.moments(x, 0).variance(), normal(2, 3)),
        unary("Transpose", "of matrices", (tf, x) -> tf.matrixTranspose(x), normal(2, 3, 2)));
  }

  private static Stream<GradientCase> contractions() {
    return Stream.of(
        contraction("MatMul", "ij,jk->ik", normal(2, 3), normal(3, 2)),
        contraction("BatchMatMulV2", "bij,bkj->bki", normal(2, 2, 3), normal(2, 1, 3)),
        contraction("MatMul", "ijk,jkl->il", normal(1, 2, 3), normal(2, 3, 2)),
        contraction("Mul", "i,j->ji", normal(2), normal(3)),
        contraction("MatrixDiagPart", "ii,j->ij", normal(2, 2), normal(3)),
        contraction("MatMul", "ij,ij->", normal(2, 3), normal(2, 3)));
  }

  private static GradientCase contraction(String op, String equation, Input x, Input y) {
    return binary(op, equation, (tf, a, b) -> tf.einsum(equation, a, b), x, y);
  }
}
