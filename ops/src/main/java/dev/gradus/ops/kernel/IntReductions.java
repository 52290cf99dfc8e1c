package dev.gradus.ops.kernel;

import java.util.function.IntBinaryOperator;

/**
 * Reductions of {@code int} arrays over the middle axis of {@code [outer, count, inner]}. Each
 * method has the shape of {@link ReductionBlock}.
 *
 * <p>Arithmetic wraps, or has more bits than it needs, so any order of the elements gives the same
 * bits and the law of sums is not needed.
 */
public final class IntReductions {

  private IntReductions() {}

  /** Sums, wrapping; of nothing, 0. */
  public static void sum(int[] x, int outer, int count, int inner, int[] result) {
    reduce(Integer::sum, 0, x, outer, count, inner, result);
  }

  /**
   * Sums, divided by count and truncated towards zero, as in TensorFlow: the sum itself has 64
   * bits, and does not wrap.
   *
   * @throws ArithmeticException if count is 0 and a result is wanted
   */
  public static void mean(int[] x, int outer, int count, int inner, int[] result) {
    if (count == 0 && outer * inner > 0) {
      throw new ArithmeticException("The mean of no int elements has no value.");
    }
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        long sum = 0;
        for (int i = 0, at = o * count * inner + c; i < count; i++, at += inner) {
          sum += x[at];
        }
        result[o * inner + c] = (int) (sum / count);
      }
    }
  }

  /** Products, wrapping; of nothing, 1. */
  public static void prod(int[] x, int outer, int count, int inner, int[] result) {
    reduce((a, b) -> a * b, 1, x, outer, count, inner, result);
  }

  /** Greatest elements; of nothing, the least int. */
  public static void max(int[] x, int outer, int count, int inner, int[] result) {
    reduce(Math::max, Integer.MIN_VALUE, x, outer, count, inner, result);
  }

  /** Least elements; of nothing, the greatest int. */
  public static void min(int[] x, int outer, int count, int inner, int[] result) {
    reduce(Math::min, Integer.MAX_VALUE, x, outer, count, inner, result);
  }

  private static void reduce(
      IntBinaryOperator operation,
      int identity,
      int[] x,
      int outer,
      int count,
      int inner,
      int[] result) {
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        int value = identity;
        for (int i = 0, at = o * count * inner + c; i < count; i++, at += inner) {
          value = operation.applyAsInt(value, x[at]);
        }
        result[o * inner + c] = value;
      }
    }
  }
}
