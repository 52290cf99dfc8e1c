package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Factors matrices into an orthogonal and an upper triangular one, A = Q·R, by Householder's
 * reflections.
 *
 * <p>Column by column, from the left, the part of the column from the diagonal down is mirrored
 * onto the diagonal, and all columns to its right with it. What the columns have become is R; Q is
 * the product of the mirrors. With c the part of column k from the diagonal down, the mirror is H =
 * I - τ·v·vᵀ, where
 *
 * <pre>{@code
 * β = ∓|c|                the new diagonal element, of the other sign than c₀, against cancellation
 * v = c / (c₀ - β)        but v₀ = 1
 * τ = (β - c₀) / β
 * }</pre>
 *
 * <p>A column that is zero already below the diagonal is left as it is. That is the convention of
 * LAPACK and Eigen, and so of TensorFlow; it decides the signs of Q's columns and R's rows.
 *
 * <p>All is computed in float64, each sum as one chain of fused multiply-adds in order of the row.
 *
 * <p>An object belongs to one frame: it has scratch space.
 *
 * @see <a href="https://doi.org/10.1145/320941.320947">Householder, Unitary triangularization of a
 *     nonsymmetric matrix, 1958</a>
 */
public final class QrDecomposition {
  private final int batches;
  private final int rows;
  private final int columns;

  /** The number of mirrors: one for each diagonal element. */
  private final int rank;

  /** The columns of Q, and rows of R. */
  private final int inner;

  /** A, and more and more R; below the diagonal, the mirrors' vectors. */
  private final double[] r;

  private final double[] q;
  private final double[] tau;
  private final double[] products;

  /**
   * Prepares for matrices of one shape.
   *
   * @param batches how many matrices there are, one after another
   * @param full whether Q is square, or has as many columns as the smaller of the two dimensions
   */
  public QrDecomposition(int batches, int rows, int columns, boolean full) {
    this.batches = batches;
    this.rows = rows;
    this.columns = columns;
    this.rank = Math.min(rows, columns);
    this.inner = full ? rows : rank;
    this.r = new double[rows * columns];
    this.q = new double[rows * inner];
    this.tau = new double[rank];
    this.products = new double[Math.max(columns, inner)];
  }

  /** Factors matrices of float32. */
  public void factor(float[] a, float[] orthogonal, float[] triangular) {
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < r.length; i++) {
        r[i] = a[batch * r.length + i];
      }
      factor();
      for (int i = 0; i < q.length; i++) {
        orthogonal[batch * q.length + i] = (float) q[i];
      }
      for (int i = 0; i < inner * columns; i++) {
        triangular[batch * inner * columns + i] = (float) r[i];
      }
    }
  }

  /** Factors matrices of float64. */
  public void factor(double[] a, double[] orthogonal, double[] triangular) {
    for (int batch = 0; batch < batches; batch++) {
      System.arraycopy(a, batch * r.length, r, 0, r.length);
      factor();
      System.arraycopy(q, 0, orthogonal, batch * q.length, q.length);
      System.arraycopy(r, 0, triangular, batch * inner * columns, inner * columns);
    }
  }

  private void factor() {
    for (int k = 0; k < rank; k++) {
      findMirror(k);
      mirror(k, r, columns, k + 1);
    }
    Arrays.fill(q, 0);
    for (int i = 0; i < inner; i++) {
      q[i * inner + i] = 1;
    }
    // The last mirror first: before it, the columns in front of it are those of the identity.
    for (int k = rank - 1; k >= 0; k--) {
      mirror(k, q, inner, k);
    }
    for (int i = 1; i < rows; i++) {
      Arrays.fill(r, i * columns, i * columns + Math.min(i, columns), 0);
    }
  }

  /** Finds mirror k, and puts its vector below the diagonal, and the new element there. */
  private void findMirror(int k) {
    int diagonal = k * columns + k;
    double first = r[diagonal];
    double tail = 0;
    for (int i = k + 1; i < rows; i++) {
      double element = r[i * columns + k];
      tail = Math.fma(element, element, tail);
    }
    tau[k] = 0;
    if (tail == 0) {
      return;
    }
    double length = Math.sqrt(Math.fma(first, first, tail));
    double mirrored = first >= 0 ? -length : length;
    for (int i = k + 1; i < rows; i++) {
      r[i * columns + k] /= first - mirrored;
    }
    tau[k] = (mirrored - first) / mirrored;
    r[diagonal] = mirrored;
  }

  /** Mirrors the columns of a matrix from {@code start} on. */
  private void mirror(int k, double[] matrix, int width, int start) {
    if (tau[k] == 0) {
      return;
    }
    System.arraycopy(matrix, k * width, products, 0, width);
    for (int i = k + 1; i < rows; i++) {
      double v = r[i * columns + k];
      for (int j = start; j < width; j++) {
        products[j] = Math.fma(v, matrix[i * width + j], products[j]);
      }
    }
    for (int j = start; j < width; j++) {
      products[j] *= tau[k];
      matrix[k * width + j] -= products[j];
    }
    for (int i = k + 1; i < rows; i++) {
      double v = -r[i * columns + k];
      for (int j = start; j < width; j++) {
        matrix[i * width + j] = Math.fma(v, products[j], matrix[i * width + j]);
      }
    }
  }
}
