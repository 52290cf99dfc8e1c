package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The matrix product of {@code float} matrices by the law of products: every element of the result
 * is one chain {@code s = fma(a[i][k], b[k][j], s)} for k = 0, 1, …, from s = +0.
 *
 * <p>All freedom is in the order of the <i>elements</i>, none in the order of k:
 *
 * <ul>
 *   <li>The inner loop runs across columns, {@code s[j] = fma(a, b[j], s[j])}: see {@link
 *       FloatChains}.
 *   <li>For that, a block of b is packed: {@value #DEPTH} of its rows, {@value #WIDTH} columns
 *       wide, each row an array of its own, so that the block stays in the cache while all rows of
 *       a pass over it (K. Goto and R. van de Geijn, <i>Anatomy of High-Performance Matrix
 *       Multiplication</i>, ACM TOMS 34, 2008). A transposed b is transposed by the packing. The
 *       other operand is read one scalar at a time, so it is never packed.
 *   <li>A result of few columns is computed as its transpose, (a·b)ᵀ = bᵀ·aᵀ, so that the inner
 *       loop runs along the long side: fma(x, y, s) = fma(y, x, s).
 * </ul>
 */
final class FloatMatrixProduct implements FloatProduct {

  /** Rows of a packed block: steps of the chains between a load and a store of their sums. */
  private static final int DEPTH = 64;

  /**
   * Columns of a packed block. The more there are, the fewer elements are computed singly, before
   * and after the vectors of a row.
   */
  private static final int WIDTH = 1024;

  /** Below so many columns, the result is computed as its transpose (if it has more rows). */
  private static final int FEW_COLUMNS = 48;

  private final int rows;
  private final int inner;
  private final int columns;
  private final boolean asTranspose;

  /** How the factors lie or, if the result is computed as its transpose, their transposes. */
  private final Layout left;

  private final Layout right;

  private final FloatChains chains;
  private final float[] transposed;

  FloatMatrixProduct(boolean transposeA, boolean transposeB, int rows, int inner, int columns) {
    this.rows = rows;
    this.inner = inner;
    this.columns = columns;
    asTranspose = columns < FEW_COLUMNS && columns < rows;
    Layout a = Layout.of(transposeA, rows, inner);
    Layout b = Layout.of(transposeB, inner, columns);
    left = asTranspose ? a.transpose() : a;
    right = asTranspose ? b.transpose() : b;
    int width = Math.min(WIDTH, asTranspose ? rows : columns);
    chains = new FloatChains(Math.min(DEPTH, inner), FloatChains.ROWS, width);
    transposed = new float[asTranspose ? rows * columns : 0];
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] result, int resultOffset) {
    if (rows == 0 || columns == 0) {
      return; // There may be very many of the others.
    }
    if (!asTranspose) {
      Arrays.fill(result, resultOffset, resultOffset + rows * columns, 0f);
      accumulate(a, aOffset, left, b, bOffset, right, result, resultOffset, rows, columns);
      return;
    }
    Arrays.fill(transposed, 0f);
    accumulate(b, bOffset, right, a, aOffset, left, transposed, 0, columns, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[resultOffset + i * columns + j] = transposed[j * rows + i];
      }
    }
  }

  /** How a matrix lies in an array: element (i, j) is at i * rowStride + j * columnStride. */
  private record Layout(int rowStride, int columnStride) {

    static Layout of(boolean transposed, int rows, int columns) {
      return transposed ? new Layout(1, rows) : new Layout(columns, 1);
    }

    Layout transpose() {
      return new Layout(columnStride, rowStride);
    }
  }

  /** Adds a·b to result, block by block of b. */
  private void accumulate(
      float[] a,
      int aOffset,
      Layout aLayout,
      float[] b,
      int bOffset,
      Layout bLayout,
      float[] result,
      int resultOffset,
      int rows,
      int columns) {
    for (int column = 0; column < columns; column += WIDTH) {
      int width = Math.min(WIDTH, columns - column);
      for (int k = 0; k < inner; k += DEPTH) {
        int depth = Math.min(DEPTH, inner - k);
        pack(b, bOffset, bLayout, k, depth, column, width, chains.panel);
        for (int i = 0; i < rows; i += FloatChains.ROWS) {
          int together = Math.min(FloatChains.ROWS, rows - i);
          int start = aOffset + i * aLayout.rowStride + k * aLayout.columnStride;
          int resultStart = resultOffset + i * columns + column;
          for (int row = 0; row < together; row++) {
            System.arraycopy(result, resultStart + row * columns, chains.sums[row], 0, width);
          }
          chains.run(a, start, aLayout.rowStride, aLayout.columnStride, together, depth, width);
          for (int row = 0; row < together; row++) {
            System.arraycopy(chains.sums[row], 0, result, resultStart + row * columns, width);
          }
        }
      }
    }
  }

  private static void pack(
      float[] b,
      int offset,
      Layout layout,
      int firstRow,
      int depth,
      int firstColumn,
      int width,
      float[][] panel) {
    for (int k = 0; k < depth; k++) {
      int start = offset + (firstRow + k) * layout.rowStride + firstColumn * layout.columnStride;
      float[] row = panel[k];
      if (layout.columnStride == 1) {
        System.arraycopy(b, start, row, 0, width);
      } else {
        for (int j = 0; j < width; j++) {
          row[j] = b[start + j * layout.columnStride];
        }
      }
    }
  }
}
