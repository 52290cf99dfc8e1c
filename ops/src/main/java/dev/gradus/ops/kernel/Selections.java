package dev.gradus.ops.kernel;

/** Loops that pick out, or mark, elements by an index or a condition. */
public final class Selections {
  private Selections() {}

  /** Returns how many of the first {@code count} elements are not 0, or are true. */
  public static int countNonZero(Object x, int count) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (isNonZero(x, i)) {
        found++;
      }
    }
    return found;
  }

  /**
   * Writes the indices of all elements that are not 0, or are true, in row-major order: for each,
   * one number for each axis of the shape.
   */
  public static void indicesOfNonZero(Object x, int count, int[] shape, long[] indices) {
    int rank = shape.length;
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (isNonZero(x, i)) {
        int rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
          indices[next + axis] = rest % shape[axis];
          rest /= shape[axis];
        }
        next += rank;
      }
    }
  }

  private static boolean isNonZero(Object x, int i) {
    if (x instanceof boolean[] values) {
      return values[i];
    } else if (x instanceof float[] values) {
      return values[i] != 0;
    } else if (x instanceof double[] values) {
      return values[i] != 0;
    }
    return RowPositions.at(x, i) != 0;
  }

  /**
   * Fills {@code [outer, depth, inner]} with {@code off}, but for {@code on} at each {@code [o,
   * indices[o, i], i]}. An index that is not in [0, depth) is no place.
   *
   * @param indices {@code [outer, inner]}, an array of integers
   * @param on its first element is the one to set; of the type of the target, as {@code off} is
   */
  public static <A> void oneHot(
      Object indices, int outer, int depth, int inner, A on, A off, A target) {
    ElementArrays.fill(off, 0, target, 0, outer * depth * inner);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        long index = RowPositions.at(indices, o * inner + i);
        if (index >= 0 && index < depth) {
          System.arraycopy(on, 0, target, (o * depth + (int) index) * inner + i, 1);
        }
      }
    }
  }

  /**
   * Tells for each row of {@code [rows, classes]} whether fewer than {@code k} elements are greater
   * than the one that is the row's target. False if the target is out of range, or an element is
   * not finite.
   *
   * @param targets for each row, the index of its target: an array of integers
   */
  public static void inTop(
      float[] predictions, Object targets, int rows, int classes, long k, boolean[] result) {
    for (int row = 0; row < rows; row++) {
      long target = RowPositions.at(targets, row);
      int first = row * classes;
      result[row] =
          target >= 0
              && target < classes
              && isInTop(predictions, first, first + classes, first + (int) target, k);
    }
  }

  private static boolean isInTop(float[] x, int from, int to, int target, long k) {
    if (!Float.isFinite(x[target])) {
      return false;
    }
    long greater = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(x[i])) {
        return false;
      }
      if (x[i] > x[target]) {
        greater++;
      }
    }
    return greater < k;
  }
}
