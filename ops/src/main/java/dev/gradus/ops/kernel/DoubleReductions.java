package dev.gradus.ops.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Reductions of {@code double} arrays over the middle axis of {@code [outer, count, inner]}, by the
 * law of sums in its plainest form. Each method has the shape of {@link ReductionBlock}.
 */
public final class DoubleReductions {

  private DoubleReductions() {}

  /** Sums by the law of sums; of nothing, +0. */
  public static void sum(double[] x, int outer, int count, int inner, double[] result) {
    // -0 leaves every number as it is, but the sum of nothing is +0.
    reduce(Double::sum, count == 0 ? 0.0 : -0.0, x, outer, count, inner, result);
  }

  /** Sums by the law of sums, each divided by count once; of nothing, NaN. */
  public static void mean(double[] x, int outer, int count, int inner, double[] result) {
    sum(x, outer, count, inner, result);
    for (int i = 0; i < outer * inner; i++) {
      result[i] /= count;
    }
  }

  /** Products by the law of sums, with 1 in place of −0; of nothing, 1. */
  public static void prod(double[] x, int outer, int count, int inner, double[] result) {
    reduce((a, b) -> a * b, 1.0, x, outer, count, inner, result);
  }

  /** Greatest elements; NaN if any is NaN; of nothing, −∞. */
  public static void max(double[] x, int outer, int count, int inner, double[] result) {
    reduce(Math::max, Double.NEGATIVE_INFINITY, x, outer, count, inner, result);
  }

  /** Least elements; NaN if any is NaN; of nothing, +∞. */
  public static void min(double[] x, int outer, int count, int inner, double[] result) {
    reduce(Math::min, Double.POSITIVE_INFINITY, x, outer, count, inner, result);
  }

  /** The sum of {@code x[offset], …, x[offset + count - 1]}; +0 of nothing. */
  static double sumRow(double[] x, int offset, int count) {
    return fold(Double::sum, count == 0 ? 0.0 : -0.0, x, offset, 1, count);
  }

  /** The greatest of a row; NaN if any is NaN; −∞ of nothing. */
  static double maxRow(double[] x, int offset, int count) {
    return fold(Math::max, Double.NEGATIVE_INFINITY, x, offset, 1, count);
  }

  private static void reduce(
      DoubleBinaryOperator operation,
      double identity,
      double[] x,
      int outer,
      int count,
      int inner,
      double[] result) {
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        result[o * inner + c] = fold(operation, identity, x, o * count * inner + c, inner, count);
      }
    }
  }

  /** The law of sums, for one sequence and any operation. */
  private static double fold(
      DoubleBinaryOperator operation,
      double identity,
      double[] x,
      int offset,
      int stride,
      int count) {
    double[] partial = new double[FloatReductions.LANES];
    Arrays.fill(partial, identity);
    for (int i = 0, at = offset; i < count; i++, at += stride) {
      int lane = i % FloatReductions.LANES;
      partial[lane] = operation.applyAsDouble(partial[lane], x[at]);
    }
    for (int half = FloatReductions.LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        partial[lane] = operation.applyAsDouble(partial[lane], partial[lane + half]);
      }
    }
    return partial[0];
  }
}
