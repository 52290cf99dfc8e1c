package dev.gradus.ops.kernel;

/**
 * Solves systems of linear equations, A·X = B, of which the matrix A is triangular, by
 * substitution: the row with one unknown first, then that with two, and so on.
 *
 * <p>All is computed in float64: each unknown is the right side, from which the products with the
 * unknowns found before are taken away one by one in the order in which they were found, fused,
 * divided by the diagonal element.
 *
 * <p>An object belongs to one frame: it has scratch space.
 */
public final class TriangularSystem {
  private final int batches;
  private final int size;
  private final int columns;
  private final boolean upward;
  private final int rowStride;
  private final int columnStride;
  private final double[] a;
  private final double[] x;

  /**
   * Prepares for systems of one size.
   *
   * @param batches how many systems there are, one after another
   * @param size the number of equations and unknowns
   * @param columns the number of right sides
   * @param lower whether A is what stands in and below the diagonal, or in and above
   * @param transposed whether to solve Aᵀ·X = B
   */
  public TriangularSystem(int batches, int size, int columns, boolean lower, boolean transposed) {
    this.batches = batches;
    this.size = size;
    this.columns = columns;
    this.upward = lower == transposed;
    this.rowStride = transposed ? 1 : size;
    this.columnStride = transposed ? size : 1;
    this.a = new double[size * size];
    this.x = new double[size * columns];
  }

  /**
   * Solves systems of float32.
   *
   * @throws ArithmeticException if a matrix has no inverse
   */
  public void solve(float[] matrices, float[] right, float[] solution) {
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < a.length; i++) {
        a[i] = matrices[batch * a.length + i];
      }
      for (int i = 0; i < x.length; i++) {
        x[i] = right[batch * x.length + i];
      }
      solve();
      for (int i = 0; i < x.length; i++) {
        solution[batch * x.length + i] = (float) x[i];
      }
    }
  }

  /**
   * Solves systems of float64.
   *
   * @throws ArithmeticException if a matrix has no inverse
   */
  public void solve(double[] matrices, double[] right, double[] solution) {
    for (int batch = 0; batch < batches; batch++) {
      System.arraycopy(matrices, batch * a.length, a, 0, a.length);
      System.arraycopy(right, batch * x.length, x, 0, x.length);
      solve();
      System.arraycopy(x, 0, solution, batch * x.length, x.length);
    }
  }

  private void solve() {
    for (int step = 0; step < size; step++) {
      int row = upward ? size - 1 - step : step;
      for (int before = 0; before < step; before++) {
        int known = upward ? size - 1 - before : before;
        double factor = -a[row * rowStride + known * columnStride];
        for (int j = 0; j < columns; j++) {
          x[row * columns + j] = Math.fma(factor, x[known * columns + j], x[row * columns + j]);
        }
      }
      double diagonal = a[row * rowStride + row * columnStride];
      if (diagonal == 0) {
        throw new ArithmeticException(
            "A triangular matrix with a 0 in its diagonal, at [%d,%d], has no inverse"
                .formatted(row, row));
      }
      for (int j = 0; j < columns; j++) {
        x[row * columns + j] /= diagonal;
      }
    }
  }
}
