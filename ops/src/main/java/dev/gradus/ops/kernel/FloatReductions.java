package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Reductions of {@code float} arrays seen as {@code [outer, count, inner]} over the middle axis, by
 * the law of sums (see the package documentation).
 *
 * <p>Two loops, one law. A contiguous row (inner = 1) is summed in sixteen local variables. Columns
 * (inner &gt; 1) are summed side by side: sixteen consecutive rows of the array are one contiguous
 * chunk, element t of which belongs to partial result t of an equally long array of partial
 * results, so that one flat loop serves all lanes of all columns. Element i of a column meets
 * partial sum i mod 16 in both, which is why both give the same bits.
 */
final class FloatReductions {

  /** The number of interleaved partial results: part of the law, not a tuning parameter. */
  static final int LANES = 16;

  /** Columns handled side by side; with sixteen lanes, 16 KiB of partial results. */
  private static final int WIDTH = 256;

  private FloatReductions() {}

  /** A reduction of which nothing is known but its loop; sums and maxima have faster ones. */
  private static final class Columns implements ReductionBlock<float[]> {
    private final FloatLoops.Binary operation;
    private final float identity;
    private float[] partial = {};
    private float[] chunk = {};

    /**
     * Creates a reduction.
     *
     * @param identity the value e with {@code e op v = v}, to the bit, for every v
     */
    Columns(FloatLoops.Binary operation, float identity) {
      this.operation = operation;
      this.identity = identity;
    }

    /** Reduces columns side by side. */
    @Override
    public void apply(float[] x, int outer, int count, int inner, float[] result) {
      int block = Math.min(inner, WIDTH);
      if (partial.length < LANES * block) {
        partial = new float[LANES * block];
        chunk = new float[LANES * block];
      }
      for (int o = 0; o < outer; o++) {
        for (int column = 0; column < inner; column += block) {
          int width = Math.min(block, inner - column);
          Arrays.fill(partial, 0, LANES * width, identity);
          for (int i = 0; i < count; i += LANES) {
            int lanes = Math.min(LANES, count - i);
            gather(x, (o * count + i) * inner + column, inner, lanes, width, chunk);
            operation.run(partial, chunk, partial, 0, lanes * width);
          }
          for (int half = LANES / 2; half > 0; half /= 2) {
            System.arraycopy(partial, half * width, chunk, 0, half * width);
            operation.run(partial, chunk, partial, 0, half * width);
          }
          System.arraycopy(partial, 0, result, o * inner + column, width);
        }
      }
    }
  }

  static ReductionBlock<float[]> sum() {
    ReductionBlock<float[]> columns = new Columns(FloatLoops::add, -0f);
    return (x, outer, count, inner, result) -> {
      if (count == 0) {
        Arrays.fill(result, 0, outer * inner, 0f);
      } else if (inner == 1) {
        for (int o = 0; o < outer; o++) {
          result[o] = sumRow(x, o * count, count);
        }
      } else {
        columns.apply(x, outer, count, inner, result);
      }
    };
  }

  static ReductionBlock<float[]> mean() {
    ReductionBlock<float[]> sum = sum();
    return (x, outer, count, inner, result) -> {
      sum.apply(x, outer, count, inner, result);
      for (int i = 0; i < outer * inner; i++) {
        result[i] /= count;
      }
    };
  }

  static ReductionBlock<float[]> prod() {
    return new Columns(FloatLoops::mul, 1f);
  }

  static ReductionBlock<float[]> max() {
    ReductionBlock<float[]> columns = new Columns(FloatLoops::maximum, Float.NEGATIVE_INFINITY);
    return (x, outer, count, inner, result) -> {
      if (inner == 1) {
        for (int o = 0; o < outer; o++) {
          result[o] = maxRow(x, o * count, count);
        }
      } else {
        columns.apply(x, outer, count, inner, result);
      }
    };
  }

  static ReductionBlock<float[]> min() {
    return new Columns(FloatLoops::minimum, Float.POSITIVE_INFINITY);
  }

  /** The sum of {@code x[offset], …, x[offset + count - 1]}; +0 of nothing. */
  static float sumRow(float[] x, int offset, int count) {
    if (count == 0) {
      return 0f;
    }
    float s0 = -0f, s1 = -0f, s2 = -0f, s3 = -0f, s4 = -0f, s5 = -0f, s6 = -0f, s7 = -0f;
    float s8 = -0f, s9 = -0f, s10 = -0f, s11 = -0f, s12 = -0f, s13 = -0f, s14 = -0f, s15 = -0f;
    int end = offset + count;
    int i = offset;
    for (; i <= end - LANES; i += LANES) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      s8 += x[i + 8];
      s9 += x[i + 9];
      s10 += x[i + 10];
      s11 += x[i + 11];
      s12 += x[i + 12];
      s13 += x[i + 13];
      s14 += x[i + 14];
      s15 += x[i + 15];
    }
    s0 += elementOrZero(x, i, end);
    s1 += elementOrZero(x, i + 1, end);
    s2 += elementOrZero(x, i + 2, end);
    s3 += elementOrZero(x, i + 3, end);
    s4 += elementOrZero(x, i + 4, end);
    s5 += elementOrZero(x, i + 5, end);
    s6 += elementOrZero(x, i + 6, end);
    s7 += elementOrZero(x, i + 7, end);
    s8 += elementOrZero(x, i + 8, end);
    s9 += elementOrZero(x, i + 9, end);
    s10 += elementOrZero(x, i + 10, end);
    s11 += elementOrZero(x, i + 11, end);
    s12 += elementOrZero(x, i + 12, end);
    s13 += elementOrZero(x, i + 13, end);
    s14 += elementOrZero(x, i + 14, end);
    return (((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14)))
        + (((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15)));
  }

  /** The element, or −0, which changes no sum, past the end. */
  private static float elementOrZero(float[] x, int i, int end) {
    return i < end ? x[i] : -0f;
  }

  /** The greatest of a row; NaN if any is NaN; −∞ of nothing. */
  static float maxRow(float[] x, int offset, int count) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + count; i++) {
      greatest = Math.max(greatest, x[i]);
    }
    return greatest;
  }

  private static void gather(
      float[] x, int offset, int stride, int rows, int width, float[] chunk) {
    if (width == stride) {
      System.arraycopy(x, offset, chunk, 0, rows * width);
      return;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, offset + row * stride, chunk, row * width, width);
    }
  }
}
