package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The matrix product of {@code double}, {@code int} and {@code long} matrices, in the plainest
 * loops: for each row, for each k, across the columns.
 *
 * <p>{@code double} follows the law of products; for integers, which wrap, any order gives the same
 * bits. The hot type, {@code float}, has {@link FloatProduct}, whose parameters these share; and
 * those with which it is made: whether a or b is transposed, and rows, inner and columns.
 */
public final class MatrixProducts {

  private MatrixProducts() {}

  /**
   * op(a)·op(b), each element one chain of fused multiply-adds; see {@link FloatProduct#multiply}.
   */
  public static void multiply(
      double[] a,
      int aOffset,
      boolean transposeA,
      double[] b,
      int bOffset,
      boolean transposeB,
      double[] result,
      int resultOffset,
      int rows,
      int inner,
      int columns) {
    Arrays.fill(result, resultOffset, resultOffset + rows * columns, 0);
    int bStep = transposeB ? inner : 1;
    for (int i = 0; i < rows; i++) {
      int first = resultOffset + i * columns;
      for (int k = 0; k < inner; k++) {
        double left = a[aOffset + (transposeA ? k * rows + i : i * inner + k)];
        int from = bOffset + (transposeB ? k : k * columns);
        for (int to = first; to < first + columns; to++, from += bStep) {
          result[to] = Math.fma(left, b[from], result[to]);
        }
      }
    }
  }

  /** op(a)·op(b), wrapping; see {@link FloatProduct#multiply}. */
  public static void multiply(
      int[] a,
      int aOffset,
      boolean transposeA,
      int[] b,
      int bOffset,
      boolean transposeB,
      int[] result,
      int resultOffset,
      int rows,
      int inner,
      int columns) {
    Arrays.fill(result, resultOffset, resultOffset + rows * columns, 0);
    int bStep = transposeB ? inner : 1;
    for (int i = 0; i < rows; i++) {
      int first = resultOffset + i * columns;
      for (int k = 0; k < inner; k++) {
        int left = a[aOffset + (transposeA ? k * rows + i : i * inner + k)];
        int from = bOffset + (transposeB ? k : k * columns);
        for (int to = first; to < first + columns; to++, from += bStep) {
          result[to] += left * b[from];
        }
      }
    }
  }

  /** op(a)·op(b), wrapping; see {@link FloatProduct#multiply}. */
  public static void multiply(
      long[] a,
      int aOffset,
      boolean transposeA,
      long[] b,
      int bOffset,
      boolean transposeB,
      long[] result,
      int resultOffset,
      int rows,
      int inner,
      int columns) {
    Arrays.fill(result, resultOffset, resultOffset + rows * columns, 0);
    int bStep = transposeB ? inner : 1;
    for (int i = 0; i < rows; i++) {
      int first = resultOffset + i * columns;
      for (int k = 0; k < inner; k++) {
        long left = a[aOffset + (transposeA ? k * rows + i : i * inner + k)];
        int from = bOffset + (transposeB ? k : k * columns);
        for (int to = first; to < first + columns; to++, from += bStep) {
          result[to] += left * b[from];
        }
      }
    }
  }
}
