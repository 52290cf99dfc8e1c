package dev.gradus.ops.kernel;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * The index of the greatest or the least element along the middle axis of an array seen as {@code
 * [outer, count, inner]}.
 *
 * <p>Of equal elements the first counts (+0 and −0 are equal). A NaN counts as greater and as less
 * than any number, so the first NaN wins, as in NumPy: an index that hid the NaN would look like an
 * answer.
 */
public final class ArgExtremes {

  private ArgExtremes() {}

  /**
   * Sets {@code result[o * inner + c]} to the index i with the greatest {@code x[(o * count + i) *
   * inner + c]}.
   *
   * @param x a {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code byte[]}
   *     (unsigned) or {@code boolean[]}, of which true is the greater
   * @param result a {@code long[]} or {@code int[]}
   * @throws IllegalArgumentException if count is 0 and a result is wanted
   */
  public static void argMax(Object x, int outer, int count, int inner, Object result) {
    search(x, true, outer, count, inner, result);
  }

  /** As {@link #argMax}, for the least element. */
  public static void argMin(Object x, int outer, int count, int inner, Object result) {
    search(x, false, outer, count, inner, result);
  }

  private static void search(
      Object x, boolean greatest, int outer, int count, int inner, Object result) {
    if (count == 0 && outer * inner > 0) {
      throw new IllegalArgumentException(
          "An axis of size 0 has no " + (greatest ? "greatest" : "least") + " element.");
    }
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        int index = find(x, greatest, o * count * inner + c, inner, count);
        if (result instanceof long[] longs) {
          longs[o * inner + c] = index;
        } else {
          ((int[]) result)[o * inner + c] = index;
        }
      }
    }
  }

  private static int find(Object x, boolean greatest, int offset, int stride, int count) {
    if (x instanceof float[] values) {
      return findReal(i -> values[offset + i * stride], greatest, count);
    } else if (x instanceof double[] values) {
      return findReal(i -> values[offset + i * stride], greatest, count);
    } else if (x instanceof int[] values) {
      return findInteger(i -> values[offset + i * stride], greatest, count);
    } else if (x instanceof long[] values) {
      return findInteger(i -> values[offset + i * stride], greatest, count);
    } else if (x instanceof byte[] values) {
      return findInteger(i -> values[offset + i * stride] & 0xff, greatest, count);
    } else if (x instanceof boolean[] values) {
      return findInteger(i -> values[offset + i * stride] ? 1 : 0, greatest, count);
    }
    throw new IllegalArgumentException(
        "Expected an array of elements, not " + x.getClass().getTypeName() + ".");
  }

  private static int findReal(IntToDoubleFunction values, boolean greatest, int count) {
    int best = 0;
    double bestValue = values.applyAsDouble(0);
    for (int i = 1; i < count && !Double.isNaN(bestValue); i++) {
      double value = values.applyAsDouble(i);
      if (Double.isNaN(value) || (greatest ? value > bestValue : value < bestValue)) {
        best = i;
        bestValue = value;
      }
    }
    return best;
  }

  private static int findInteger(IntToLongFunction values, boolean greatest, int count) {
    int best = 0;
    long bestValue = values.applyAsLong(0);
    for (int i = 1; i < count; i++) {
      long value = values.applyAsLong(i);
      if (greatest ? value > bestValue : value < bestValue) {
        best = i;
        bestValue = value;
      }
    }
    return best;
  }
}
