package dev.gradus.ops.kernel;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * Conversion between the element types.
 *
 * <table>
 *   <caption>What becomes of a value</caption>
 *   <tr><th>from</th><th>to</th><th>result</th></tr>
 *   <tr><td>any number</td><td>float, double</td><td>the nearest, ties to even</td></tr>
 *   <tr><td>float, double</td><td>int, long</td><td>truncated towards zero; NaN, ±∞ and what does not
 *       fit become the least int or long, as TensorFlow gives on x86 (Java's own cast gives 0 or the
 *       nearest)</td></tr>
 *   <tr><td>float, double</td><td>uint8</td><td>as to int, then modulo 256</td></tr>
 *   <tr><td>int, long</td><td>int, uint8</td><td>modulo 2<sup>32</sup>, 256</td></tr>
 *   <tr><td>any number</td><td>boolean</td><td>whether it is not 0 (true for NaN)</td></tr>
 *   <tr><td>boolean</td><td>any number</td><td>1 or 0</td></tr>
 * </table>
 *
 * <p>Six types to six types are written as two families of sources, real and integral, with six
 * targets each: every float is a double, and every int, uint8 and boolean is a long.
 */
public final class Casts {

  private Casts() {}

  /**
   * Sets {@code target[i]} to {@code source[i]} converted, for i in [0, count).
   *
   * @param source a {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code
   *     byte[]} (unsigned) or {@code boolean[]}
   * @param target another of these
   */
  public static void cast(Object source, Object target, int count) {
    if (source.getClass() == target.getClass()) {
      System.arraycopy(source, 0, target, 0, count);
    } else if (source instanceof float[] values) {
      fromReal(i -> values[i], target, count);
    } else if (source instanceof double[] values) {
      fromReal(i -> values[i], target, count);
    } else if (source instanceof int[] values) {
      fromIntegral(i -> values[i], target, count);
    } else if (source instanceof long[] values) {
      fromIntegral(i -> values[i], target, count);
    } else if (source instanceof byte[] values) {
      fromIntegral(i -> values[i] & 0xff, target, count);
    } else if (source instanceof boolean[] values) {
      fromIntegral(i -> values[i] ? 1 : 0, target, count);
    } else {
      throw unknown(source);
    }
  }

  /** The int towards zero; the least int for NaN and for what does not fit. */
  public static int toInt(double value) {
    return value > -2147483649.0 && value < 2147483648.0 ? (int) value : Integer.MIN_VALUE;
  }

  /** The long towards zero; the least long for NaN and for what does not fit. */
  public static long toLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  private static void fromReal(IntToDoubleFunction source, Object target, int count) {
    if (target instanceof float[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = (float) source.applyAsDouble(i);
      }
    } else if (target instanceof double[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = source.applyAsDouble(i);
      }
    } else if (target instanceof int[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = toInt(source.applyAsDouble(i));
      }
    } else if (target instanceof long[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = toLong(source.applyAsDouble(i));
      }
    } else if (target instanceof byte[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = (byte) toInt(source.applyAsDouble(i));
      }
    } else if (target instanceof boolean[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = source.applyAsDouble(i) != 0.0;
      }
    } else {
      throw unknown(target);
    }
  }

  private static void fromIntegral(IntToLongFunction source, Object target, int count) {
    if (target instanceof float[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = source.applyAsLong(i);
      }
    } else if (target instanceof double[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = source.applyAsLong(i);
      }
    } else if (target instanceof int[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = (int) source.applyAsLong(i);
      }
    } else if (target instanceof long[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = source.applyAsLong(i);
      }
    } else if (target instanceof byte[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = (byte) source.applyAsLong(i);
      }
    } else if (target instanceof boolean[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = source.applyAsLong(i) != 0;
      }
    } else {
      throw unknown(target);
    }
  }

  private static IllegalArgumentException unknown(Object array) {
    return new IllegalArgumentException(
        "Expected an array of float, double, int, long, byte or boolean, not "
            + array.getClass().getTypeName()
            + ".");
  }
}
