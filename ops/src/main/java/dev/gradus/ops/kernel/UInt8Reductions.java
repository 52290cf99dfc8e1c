package dev.gradus.ops.kernel;

import java.util.function.IntBinaryOperator;

/**
 * Reductions of arrays of unsigned bytes, 0 to 255, over the middle axis of {@code [outer, count,
 * inner]}. Each method has the shape of {@link ReductionBlock}.
 *
 * <p>Results are taken modulo 256. What is accumulated on the way is not: the mean of 200 and 100
 * is 150.
 */
public final class UInt8Reductions {

  private UInt8Reductions() {}

  /** Sums, wrapping; of nothing, 0. */
  public static void sum(byte[] x, int outer, int count, int inner, byte[] result) {
    reduce(Integer::sum, 0, x, outer, count, inner, result);
  }

  /**
   * Sums, divided by count and rounded down.
   *
   * @throws ArithmeticException if count is 0 and a result is wanted
   */
  public static void mean(byte[] x, int outer, int count, int inner, byte[] result) {
    if (count == 0 && outer * inner > 0) {
      throw new ArithmeticException("The mean of no uint8 elements has no value.");
    }
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        long sum = 0;
        for (int i = 0, at = o * count * inner + c; i < count; i++, at += inner) {
          sum += x[at] & 0xff;
        }
        result[o * inner + c] = (byte) (sum / count);
      }
    }
  }

  /** Products, wrapping; of nothing, 1. */
  public static void prod(byte[] x, int outer, int count, int inner, byte[] result) {
    reduce((a, b) -> a * b, 1, x, outer, count, inner, result);
  }

  /** Greatest elements; of nothing, 0. */
  public static void max(byte[] x, int outer, int count, int inner, byte[] result) {
    reduce(Math::max, 0, x, outer, count, inner, result);
  }

  /** Least elements; of nothing, 255. */
  public static void min(byte[] x, int outer, int count, int inner, byte[] result) {
    reduce(Math::min, 255, x, outer, count, inner, result);
  }

  private static void reduce(
      IntBinaryOperator operation,
      int identity,
      byte[] x,
      int outer,
      int count,
      int inner,
      byte[] result) {
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        int value = identity;
        for (int i = 0, at = o * count * inner + c; i < count; i++, at += inner) {
          value = operation.applyAsInt(value, x[at] & 0xff);
        }
        result[o * inner + c] = (byte) value;
      }
    }
  }
}
