package dev.gradus.ops.kernel;

import java.util.function.LongBinaryOperator;

/**
 * Reductions of {@code long} arrays over the middle axis of {@code [outer, count, inner]}. Each
 * method has the shape of {@link ReductionBlock}.
 *
 * <p>Arithmetic wraps, so any order of the elements gives the same bits and the law of sums is not
 * needed.
 */
public final class LongReductions {

  private LongReductions() {}

  /** Sums, wrapping; of nothing, 0. */
  public static void sum(long[] x, int outer, int count, int inner, long[] result) {
    reduce(Long::sum, 0, x, outer, count, inner, result);
  }

  /**
   * Sums, wrapping, divided by count and truncated towards zero, as in TensorFlow.
   *
   * @throws ArithmeticException if count is 0 and a result is wanted
   */
  public static void mean(long[] x, int outer, int count, int inner, long[] result) {
    if (count == 0 && outer * inner > 0) {
      throw new ArithmeticException("The mean of no long elements has no value.");
    }
    sum(x, outer, count, inner, result);
    for (int i = 0; i < outer * inner; i++) {
      result[i] /= count;
    }
  }

  /** Products, wrapping; of nothing, 1. */
  public static void prod(long[] x, int outer, int count, int inner, long[] result) {
    reduce((a, b) -> a * b, 1, x, outer, count, inner, result);
  }

  /** Greatest elements; of nothing, the least long. */
  public static void max(long[] x, int outer, int count, int inner, long[] result) {
    reduce(Math::max, Long.MIN_VALUE, x, outer, count, inner, result);
  }

  /** Least elements; of nothing, the greatest long. */
  public static void min(long[] x, int outer, int count, int inner, long[] result) {
    reduce(Math::min, Long.MAX_VALUE, x, outer, count, inner, result);
  }

  private static void reduce(
      LongBinaryOperator operation,
      long identity,
      long[] x,
      int outer,
      int count,
      int inner,
      long[] result) {
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        long value = identity;
        for (int i = 0, at = o * count * inner + c; i < count; i++, at += inner) {
          value = operation.applyAsLong(value, x[at]);
        }
        result[o * inner + c] = value;
      }
    }
  }
}
