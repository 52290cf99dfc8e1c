package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;

/** The ops that take matrices apart, and solve equations. */
abstract sealed class DecompositionOps extends StateOps permits RandomOps {
  DecompositionOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Returns the reduced factors of each matrix, as {@link #qr(Operand, boolean)} does. */
  public <T extends Number> QrFactors<T> qr(Operand<T> input) {
    return qr(input, false);
  }

  /**
   * Returns for each matrix A the factors of A = Q·R, where the columns of Q are of length 1 and
   * orthogonal to each other, and R is upper triangular.
   *
   * <pre>{@code
   * QrFactors<Float> factors = tf.qr(tf.constant(new float[][] {{3, 1}, {4, 2}}));
   * factors.q()    // [[-0.6 -0.8] [-0.8  0.6]]
   * factors.r()    // [[-5 -2.2] [0 0.4]]
   * }</pre>
   *
   * <p>They are found by Householder's reflections in float64. Gradients flow but through the full
   * factors of matrices with more rows than columns, of which A does not determine all. They are
   * infinite or NaN for a matrix whose columns (or, if there are fewer, rows) depend on each other
   * linearly.
   *
   * @param input float32 or float64, {@code [..., m, n]}
   * @param fullMatrices whether Q is {@code [..., m, m]} and R {@code [..., m, n]}; if not, they
   *     are {@code [..., m, k]} and {@code [..., k, n]}, where k is the smaller of m and n
   */
  public <T extends Number> QrFactors<T> qr(Operand<T> input, boolean fullMatrices) {
    Operation factors =
        operation("Qr").input(input).attribute("full_matrices", fullMatrices).build();
    return new QrFactors<>(factors.output(0), factors.output(1));
  }

  /**
   * Returns the solution X of A·X = B, where A is the lower triangular part of a matrix; see {@link
   * #matrixTriangularSolve(Operand, Operand, boolean, boolean)}.
   */
  public <T extends Number> Output<T> matrixTriangularSolve(
      Operand<T> matrix, Operand<T> rightSide) {
    return matrixTriangularSolve(matrix, rightSide, true, false);
  }

  /**
   * Returns the solution X of A·X = B, where A is the lower or the upper triangular part of a
   * matrix; what else the matrix has is not looked at.
   *
   * <pre>{@code
   * Output<Float> matrix = tf.constant(new float[][] {{2, 0}, {1, 4}});
   * Output<Float> rightSide = tf.constant(new float[][] {{2}, {9}});
   * tf.matrixTriangularSolve(matrix, rightSide)    // [[1] [2]]
   * }</pre>
   *
   * <p>A 0 in the diagonal fails the run.
   *
   * @param matrix float32 or float64, {@code [..., n, n]}
   * @param rightSide of the same type, {@code [..., n, k]}, with the same dimensions in front
   * @param lower whether A is the lower triangular part, or the upper
   * @param adjoint whether to solve Aᵀ·X = B
   */
  public <T extends Number> Output<T> matrixTriangularSolve(
      Operand<T> matrix, Operand<T> rightSide, boolean lower, boolean adjoint) {
    return node(
        operation("MatrixTriangularSolve").attribute("lower", lower).attribute("adjoint", adjoint),
        matrix,
        rightSide);
  }
}
