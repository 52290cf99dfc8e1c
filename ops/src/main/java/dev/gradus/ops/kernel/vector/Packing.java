package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.ProductTiles.LANES;
import static dev.gradus.ops.kernel.vector.ProductTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Copies parts of matrices into panels, in the order in which a matrix product reads them, and
 * transposes whole ones.
 *
 * <p>A panel holds some lines of a matrix, interleaved: first the element of each at step 0, then
 * at step 1, and so on. The lines are rows of the left operand or columns of the right one; the
 * steps are those of k. Where the matrix ends within a panel, its last line stands for those that
 * are missing, and what is computed of it is dropped.
 */
final class Packing {
  /** How many lines that lie across the array make a group, which is packed at once. */
  static final int GROUP = 8 * LANES;

  private Packing() {}

  /**
   * Packs lines that lie along the array, as rows of the left operand do.
   *
   * @param from where the first line begins
   * @param stride from one line to the next
   * @param lines how many there are, at most {@code width}
   * @param steps how many elements of each
   * @param width the number of lines of the panel, a multiple of 8
   */
  static void lines(
      float[] matrix,
      int from,
      int stride,
      int lines,
      int steps,
      float[] panel,
      int to,
      int width) {
    for (int line = 0; line < width; line += 8) {
      eightLines(matrix, from, stride, line, lines - 1, steps, panel, to + line, width);
    }
  }

  /**
   * Transposes a matrix of adjacent lines: the elements of each become a column of another matrix.
   *
   * @param steps how many elements a line has
   * @param stride from one step to the next in {@code target}
   */
  static void transpose(
      float[] matrix, int from, int lines, int steps, float[] target, int to, int stride) {
    int line = 0;
    for (; line <= lines - 8; line += 8) {
      eightLines(matrix, from + line * steps, steps, 0, 7, steps, target, to + line, stride);
    }
    for (; line < lines; line++) {
      for (int k = 0; k < steps; k++) {
        target[to + k * stride + line] = matrix[from + line * steps + k];
      }
    }
  }

  private static void eightLines(
      float[] matrix,
      int from,
      int stride,
      int first,
      int last,
      int steps,
      float[] target,
      int to,
      int stepStride) {
    int line0 = from + stride * Math.min(first, last);
    int line1 = from + stride * Math.min(first + 1, last);
    int line2 = from + stride * Math.min(first + 2, last);
    int line3 = from + stride * Math.min(first + 3, last);
    int line4 = from + stride * Math.min(first + 4, last);
    int line5 = from + stride * Math.min(first + 5, last);
    int line6 = from + stride * Math.min(first + 6, last);
    int line7 = from + stride * Math.min(first + 7, last);
    // All are read before any is written: for all the JVM knows, the arrays might be one.
    for (int k = 0, at = to; k < steps; k++, at += stepStride) {
      float x0 = matrix[line0 + k];
      float x1 = matrix[line1 + k];
      float x2 = matrix[line2 + k];
      float x3 = matrix[line3 + k];
      float x4 = matrix[line4 + k];
      float x5 = matrix[line5 + k];
      float x6 = matrix[line6 + k];
      float x7 = matrix[line7 + k];
      target[at] = x0;
      target[at + 1] = x1;
      target[at + 2] = x2;
      target[at + 3] = x3;
      target[at + 4] = x4;
      target[at + 5] = x5;
      target[at + 6] = x6;
      target[at + 7] = x7;
    }
  }

  /**
   * Packs lines that lie across the array, as columns of the right operand do: at each step, an
   * element of each line follows that of the line before it. They fill one panel after another.
   *
   * @param from where the first step begins
   * @param stride from one step to the next
   * @param lines how many lines there are, at most {@link #GROUP}
   * @param to where the first panel begins; a panel has {@code steps * width} elements
   * @param width the number of lines of a panel, a multiple of {@code LANES}
   */
  static void steps(
      float[] matrix,
      int from,
      int stride,
      int lines,
      int steps,
      float[] panels,
      int to,
      int width) {
    if (lines == GROUP) {
      eightVectors(matrix, from, stride, steps, panels, to, width);
      return;
    }
    int line = 0;
    for (; line <= lines - width; line += width) {
      wholePanel(matrix, from + line, stride, steps, panels, to + line * steps, width);
    }
    if (line < lines) {
      lastPanel(matrix, from + line, stride, lines - line, steps, panels, to + line * steps, width);
    }
  }

  /**
   * Packs a group, eight vectors of each step: as steps lie far apart, often each in a page of its
   * own, it takes longer to come to one than to read some more of it. Written out, as a loop over
   * the vectors makes products of few rows some percent slower.
   */
  private static void eightVectors(
      float[] matrix, int from, int stride, int steps, float[] panels, int to, int width) {
    int to0 = to + placeOf(0, steps, width);
    int to1 = to + placeOf(LANES, steps, width);
    int to2 = to + placeOf(2 * LANES, steps, width);
    int to3 = to + placeOf(3 * LANES, steps, width);
    int to4 = to + placeOf(4 * LANES, steps, width);
    int to5 = to + placeOf(5 * LANES, steps, width);
    int to6 = to + placeOf(6 * LANES, steps, width);
    int to7 = to + placeOf(7 * LANES, steps, width);
    for (int k = 0; k < steps; k++) {
      int step = from + k * stride;
      FloatVector v0 = FloatVector.fromArray(SPECIES, matrix, step);
      FloatVector v1 = FloatVector.fromArray(SPECIES, matrix, step + LANES);
      FloatVector v2 = FloatVector.fromArray(SPECIES, matrix, step + 2 * LANES);
      FloatVector v3 = FloatVector.fromArray(SPECIES, matrix, step + 3 * LANES);
      FloatVector v4 = FloatVector.fromArray(SPECIES, matrix, step + 4 * LANES);
      FloatVector v5 = FloatVector.fromArray(SPECIES, matrix, step + 5 * LANES);
      FloatVector v6 = FloatVector.fromArray(SPECIES, matrix, step + 6 * LANES);
      FloatVector v7 = FloatVector.fromArray(SPECIES, matrix, step + 7 * LANES);
      v0.intoArray(panels, to0 + k * width);
      v1.intoArray(panels, to1 + k * width);
      v2.intoArray(panels, to2 + k * width);
      v3.intoArray(panels, to3 + k * width);
      v4.intoArray(panels, to4 + k * width);
      v5.intoArray(panels, to5 + k * width);
      v6.intoArray(panels, to6 + k * width);
      v7.intoArray(panels, to7 + k * width);
    }
  }

  /** Returns where in the panels the first element of a line is. */
  static int placeOf(int line, int steps, int width) {
    int inPanel = line % width;
    return (line - inPanel) * steps + inPanel;
  }

  private static void wholePanel(
      float[] matrix, int from, int stride, int steps, float[] panel, int to, int width) {
    for (int k = 0; k < steps; k++) {
      for (int line = 0; line < width; line += LANES) {
        FloatVector.fromArray(SPECIES, matrix, from + k * stride + line)
            .intoArray(panel, to + k * width + line);
      }
    }
  }

  /** Packs a panel whose last lines are missing. */
  private static void lastPanel(
      float[] matrix,
      int from,
      int stride,
      int lines,
      int steps,
      float[] panel,
      int to,
      int width) {
    for (int k = 0; k < steps; k++) {
      for (int line = 0; line < width; line++) {
        panel[to + k * width + line] = matrix[from + k * stride + Math.min(line, lines - 1)];
      }
    }
  }

  /** Copies rows of a matrix, each a stride behind the one before, to rows of another. */
  static void copyRows(
      float[] from,
      int fromAt,
      int fromStride,
      float[] to,
      int toAt,
      int toStride,
      int height,
      int width) {
    for (int i = 0; i < height; i++) {
      System.arraycopy(from, fromAt + i * fromStride, to, toAt + i * toStride, width);
    }
  }
}
