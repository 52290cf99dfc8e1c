package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;

/** Products of matrices and of tensors, and what belongs to them. */
abstract sealed class LinearAlgebraOps extends StatisticsOps permits StateOps {
  LinearAlgebraOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns the matrix product of a {@code [m,k]} and a {@code [k,n]} matrix, a {@code [m,n]}
   * matrix.
   */
  public <T extends Number> Output<T> matmul(Operand<T> a, Operand<T> b) {
    return matmul(a, b, false, false);
  }

  /**
   * Returns the matrix product of two matrices, either of which may be transposed first.
   *
   * @param transposeA whether {@code a} is given as {@code [k,m]}
   * @param transposeB whether {@code b} is given as {@code [n,k]}
   */
  public <T extends Number> Output<T> matmul(
      Operand<T> a, Operand<T> b, boolean transposeA, boolean transposeB) {
    return node(
        operation("MatMul")
            .attribute("transpose_a", transposeA)
            .attribute("transpose_b", transposeB),
        a,
        b);
  }
}
