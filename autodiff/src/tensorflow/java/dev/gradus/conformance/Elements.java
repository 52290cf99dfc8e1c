package dev.gradus.conformance;

import dev.gradus.core.DataType;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;
import java.util.Random;

/** What the tensors of cases are filled with: special values, and random numbers. */
final class Elements {
  private static final double[] FLOATING = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    -2.5,
    3,
    -8,
    0x1p-20,
    -0x1p-20,
    88.75, // About where exp overflows in float32.
    -103.5, // About where it underflows.
    1e10,
    -1e10
  };

  /** What differs between the two floating-point types: their extremes, and a denormal number. */
  private static final double[] FLOAT32 = {
    Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 0x1p-130, -0x1p-149
  };

  private static final double[] FLOAT64 = {
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_NORMAL,
    -Double.MIN_NORMAL,
    0x1p-1030,
    -0x1p-1074
  };

  private static final long[] INT32 = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    7,
    -10,
    31,
    46341,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1
  };

  private static final long[] INT64 = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    7,
    -10,
    63,
    3_037_000_500L,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };

  private static final long[] UINT8 = {0, 1, 2, 3, 16, 127, 128, 200, 255};

  private Elements() {}

  /** Returns the special values of a type, as a vector. */
  static Tensor<?> special(DataType<?> type) {
    if (type.isFloating()) {
      double[] own = type.equals(DataType.FLOAT32) ? FLOAT32 : FLOAT64;
      double[] all = Arrays.copyOf(FLOATING, FLOATING.length + own.length);
      System.arraycopy(own, 0, all, FLOATING.length, own.length);
      return Values.ofDoubles(type, Shape.of(all.length), i -> all[i]);
    }
    long[] all =
        switch (type.name()) {
          case "int32" -> INT32;
          case "int64" -> INT64;
          case "uint8" -> UINT8;
          default -> new long[] {0, 1};
        };
    return Values.ofLongs(type, Shape.of(all.length), i -> all[i]);
  }

  /** Returns the tensor whose elements are those of another at the given positions. */
  static Tensor<?> pick(Tensor<?> from, Shape shape, int... positions) {
    if (from.dataType().isFloating()) {
      double[] elements = Values.doubles(from);
      return Values.ofDoubles(from.dataType(), shape, i -> elements[positions[i]]);
    }
    long[] elements = Values.longs(from);
    return Values.ofLongs(from.dataType(), shape, i -> elements[positions[i]]);
  }

  /**
   * Returns random numbers: normally distributed ones of several magnitudes, or integers of which
   * most are small and none is zero.
   */
  static Tensor<?> random(DataType<?> type, Random random, int... shape) {
    if (type.isFloating()) {
      double scale = Math.scalb(1.0, random.nextInt(9) - 6);
      return Values.ofDoubles(type, Shape.of(shape), i -> scale * random.nextGaussian());
    }
    return Values.ofLongs(type, Shape.of(shape), i -> integer(type, random));
  }

  private static long integer(DataType<?> type, Random random) {
    if (type.equals(DataType.BOOL)) {
      return random.nextInt(2);
    } else if (random.nextInt(16) == 0) {
      return random.nextLong() | 1;
    }
    long small = 1 + random.nextInt(20);
    return random.nextBoolean() && !type.equals(DataType.UINT8) ? -small : small;
  }
}
