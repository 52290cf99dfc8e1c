package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The inner loops of products of {@code float} matrices and of convolutions in plain Java: chains
 * of fused multiply-adds of many elements at once, and the arrays that these loops run along.
 *
 * <p>In a step, all elements of a row of sums take those of a row of the panel with the same
 * factor: {@code sums[j] = fma(a, b[j], sums[j])}. What makes the loops fast:
 *
 * <ul>
 *   <li>Sums and rows of the panel are separate arrays under one index, the form which the JVM
 *       vectorises (see {@link FloatLoops}).
 *   <li>Four rows of sums take two steps in a pass: eight multiply-adds for six loads and four
 *       stores. All is loaded before anything is stored: for all the JVM knows, the arrays are one,
 *       and it would load again after each store. With more rows or more steps, the loop is too
 *       long for the JVM to vectorise it.
 *   <li>All rows are aligned alike. The JVM computes single elements until the vectors of one array
 *       are aligned, so that none lies across two cache lines; then none of the other arrays' do
 *       either. Otherwise a quarter of the speed is lost.
 * </ul>
 */
final class FloatChains {

  /** How many rows of sums are run together. */
  static final int ROWS = 4;

  /** A cache line, in elements. */
  private static final int LINE = 16;

  /** The header of an array, in elements. */
  private static final int HEADER = 4;

  /** What takes the factors: a block of rows of the right matrix of a product. */
  final float[][] panel;

  /** The rows of sums; they begin with what the caller writes here. */
  final float[][] sums;

  /**
   * Makes the arrays.
   *
   * @param depth the number of rows of the panel
   * @param rows the number of rows of sums
   * @param width the number of elements that each row must have room for
   */
  FloatChains(int depth, int rows, int width) {
    // Arrays that fill whole cache lines with their headers lie alike if they are allocated one
    // after the other; and most garbage collections keep them so.
    int lines = (HEADER + width + LINE - 1) / LINE;
    float[][] all = new float[depth + rows][lines * LINE - HEADER];
    panel = Arrays.copyOf(all, depth);
    sums = Arrays.copyOfRange(all, depth, depth + rows);
  }

  /**
   * Takes the first rows of sums through the first rows of the panel.
   *
   * @param a the factors
   * @param start where the factor of the first row of sums and the first row of the panel is
   * @param rowStride how far from there that of the next row of sums is
   * @param stepStride how far from there that of the next row of the panel is
   * @param rows the number of rows of sums
   * @param depth the number of rows of the panel
   * @param width the number of elements of each row
   */
  void run(float[] a, int start, int rowStride, int stepStride, int rows, int depth, int width) {
    int row = 0;
    for (; row <= rows - ROWS; row += ROWS) {
      runFour(a, start + row * rowStride, rowStride, stepStride, row, depth, width);
    }
    for (; row < rows; row++) {
      runOne(a, start + row * rowStride, stepStride, row, depth, width);
    }
  }

  private void runFour(
      float[] a, int start, int rowStride, int stepStride, int row, int depth, int width) {
    int k = 0;
    for (; k <= depth - 2; k += 2) {
      int at0 = start + k * stepStride;
      int at1 = at0 + rowStride;
      int at2 = at1 + rowStride;
      int at3 = at2 + rowStride;
      twoStepsOfFour(
          a[at0],
          a[at1],
          a[at2],
          a[at3],
          a[at0 + stepStride],
          a[at1 + stepStride],
          a[at2 + stepStride],
          a[at3 + stepStride],
          panel[k],
          panel[k + 1],
          sums[row],
          sums[row + 1],
          sums[row + 2],
          sums[row + 3],
          width);
    }
    if (k < depth) {
      int at = start + k * stepStride;
      for (int i = row; i < row + ROWS; i++, at += rowStride) {
        oneStep(a[at], panel[k], sums[i], width);
      }
    }
  }

  private static void twoStepsOfFour(
      float a00,
      float a10,
      float a20,
      float a30,
      float a01,
      float a11,
      float a21,
      float a31,
      float[] b0,
      float[] b1,
      float[] sums0,
      float[] sums1,
      float[] sums2,
      float[] sums3,
      int width) {
    for (int j = 0; j < width; j++) {
      float x = b0[j];
      float y = b1[j];
      float sum0 = Math.fma(a01, y, Math.fma(a00, x, sums0[j]));
      float sum1 = Math.fma(a11, y, Math.fma(a10, x, sums1[j]));
      float sum2 = Math.fma(a21, y, Math.fma(a20, x, sums2[j]));
      float sum3 = Math.fma(a31, y, Math.fma(a30, x, sums3[j]));
      sums0[j] = sum0;
      sums1[j] = sum1;
      sums2[j] = sum2;
      sums3[j] = sum3;
    }
  }

  private void runOne(float[] a, int start, int stepStride, int row, int depth, int width) {
    int k = 0;
    int at = start;
    for (; k <= depth - 4; k += 4, at += 4 * stepStride) {
      fourSteps(
          a[at],
          a[at + stepStride],
          a[at + 2 * stepStride],
          a[at + 3 * stepStride],
          panel[k],
          panel[k + 1],
          panel[k + 2],
          panel[k + 3],
          sums[row],
          width);
    }
    for (; k < depth; k++, at += stepStride) {
      oneStep(a[at], panel[k], sums[row], width);
    }
  }

  private static void fourSteps(
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] sums,
      int width) {
    for (int j = 0; j < width; j++) {
      float sum = Math.fma(a1, b1[j], Math.fma(a0, b0[j], sums[j]));
      sums[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], sum));
    }
  }

  private static void oneStep(float a0, float[] b0, float[] sums, int width) {
    for (int j = 0; j < width; j++) {
      sums[j] = Math.fma(a0, b0[j], sums[j]);
    }
  }
}
