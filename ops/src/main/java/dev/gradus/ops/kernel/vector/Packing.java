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
    for (int k = 0, at = to; k < steps; k++, at += stepStride) {
      target[at] = matrix[line0 + k];
      target[at + 1] = matrix[line1 + k];
      target[at + 2] = matrix[line2 + k];
      target[at + 3] = matrix[line3 + k];
      target[at + 4] = matrix[line4 + k];
      target[at + 5] = matrix[line5 + k];
      target[at + 6] = matrix[line6 + k];
      target[at + 7] = matrix[line7 + k];
    }
  }

  /**
   * Packs lines that lie across the array, as columns of the right operand do: at each step, an
   * element of each line follows that of the line before it.
   *
   * @param from where the first step begins
   * @param stride from one step to the next
   * @param lines how many lines there are, at most {@code width}
   */
  static void steps(
      float[] matrix,
      int from,
      int stride,
      int lines,
      int steps,
      float[] panel,
      int to,
      int width) {
    int done = lines == width ? vectors(matrix, from, stride, steps, panel, to, width) : 0;
    for (int k = done; k < steps; k++) {
      int step = from + k * stride;
      for (int line = 0; line < width; line++) {
        panel[to + k * width + line] = matrix[step + Math.min(line, lines - 1)];
      }
    }
  }

  /**
   * Packs steps by vectors, and returns how many.
   *
   * <p>A panel that is narrower than a vector gets whole ones all the same: what a vector has too
   * much, the next one overwrites. The last steps are left to the caller, as a whole vector would
   * end behind the panel or the matrix.
   */
  private static int vectors(
      float[] matrix, int from, int stride, int steps, float[] panel, int to, int width) {
    if (width >= LANES) {
      for (int k = 0; k < steps; k++) {
        for (int line = 0; line < width; line += LANES) {
          FloatVector.fromArray(SPECIES, matrix, from + k * stride + line)
              .intoArray(panel, to + k * width + line);
        }
      }
      return steps;
    }
    int wholeInMatrix = Math.floorDiv(matrix.length - from - LANES, stride) + 1;
    int count = Math.min(steps - LANES / width + 1, wholeInMatrix);
    for (int k = 0; k < count; k++) {
      FloatVector.fromArray(SPECIES, matrix, from + k * stride).intoArray(panel, to + k * width);
    }
    return Math.max(0, count);
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
