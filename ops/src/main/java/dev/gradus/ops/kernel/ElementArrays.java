package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The few things that must be done once per kind of array: make one, fill it, copy with a stride.
 *
 * <p>Everything that moves elements without looking at them (broadcasting, tiling, transposing) is
 * written once, for any array type, on top of these methods. The arrays of Gradus are {@code
 * float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code byte[]} and {@code boolean[]};
 * any other object is an {@link IllegalArgumentException}.
 */
public final class ElementArrays {

  private ElementArrays() {}

  /** A new array of the type of {@code array}, of the given length, holding zeros (or false). */
  // each branch returns an array of the type it has just tested
  @SuppressWarnings("unchecked")
  public static <A> A newLike(A array, int length) {
    if (array instanceof float[]) {
      return (A) new float[length];
    } else if (array instanceof double[]) {
      return (A) new double[length];
    } else if (array instanceof int[]) {
      return (A) new int[length];
    } else if (array instanceof long[]) {
      return (A) new long[length];
    } else if (array instanceof byte[]) {
      return (A) new byte[length];
    } else if (array instanceof boolean[]) {
      return (A) new boolean[length];
    }
    throw unknown(array);
  }

  /** Sets {@code target[targetOffset + i]} to {@code source[index]} for i in [0, count). */
  public static <A> void fill(A source, int index, A target, int targetOffset, int count) {
    int end = targetOffset + count;
    if (source instanceof float[] from && target instanceof float[] to) {
      Arrays.fill(to, targetOffset, end, from[index]);
    } else if (source instanceof double[] from && target instanceof double[] to) {
      Arrays.fill(to, targetOffset, end, from[index]);
    } else if (source instanceof int[] from && target instanceof int[] to) {
      Arrays.fill(to, targetOffset, end, from[index]);
    } else if (source instanceof long[] from && target instanceof long[] to) {
      Arrays.fill(to, targetOffset, end, from[index]);
    } else if (source instanceof byte[] from && target instanceof byte[] to) {
      Arrays.fill(to, targetOffset, end, from[index]);
    } else if (source instanceof boolean[] from && target instanceof boolean[] to) {
      Arrays.fill(to, targetOffset, end, from[index]);
    } else {
      throw unknown(source);
    }
  }

  /** Sets the first {@code count} elements to zero (or false). */
  public static void clear(Object array, int count) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, 0, count, 0);
    } else if (array instanceof double[] doubles) {
      Arrays.fill(doubles, 0, count, 0);
    } else if (array instanceof int[] ints) {
      Arrays.fill(ints, 0, count, 0);
    } else if (array instanceof long[] longs) {
      Arrays.fill(longs, 0, count, 0);
    } else if (array instanceof byte[] bytes) {
      Arrays.fill(bytes, 0, count, (byte) 0);
    } else if (array instanceof boolean[] booleans) {
      Arrays.fill(booleans, 0, count, false);
    } else {
      throw unknown(array);
    }
  }

  /**
   * Sets {@code target[targetOffset + i]} to {@code source[sourceOffset + i * stride]} for i in [0,
   * count).
   */
  public static <A> void copyStrided(
      A source, int sourceOffset, int stride, A target, int targetOffset, int count) {
    if (stride == 1) {
      System.arraycopy(source, sourceOffset, target, targetOffset, count);
    } else if (source instanceof float[] from && target instanceof float[] to) {
      for (int i = 0, s = sourceOffset; i < count; i++, s += stride) {
        to[targetOffset + i] = from[s];
      }
    } else if (source instanceof double[] from && target instanceof double[] to) {
      for (int i = 0, s = sourceOffset; i < count; i++, s += stride) {
        to[targetOffset + i] = from[s];
      }
    } else if (source instanceof int[] from && target instanceof int[] to) {
      for (int i = 0, s = sourceOffset; i < count; i++, s += stride) {
        to[targetOffset + i] = from[s];
      }
    } else if (source instanceof long[] from && target instanceof long[] to) {
      for (int i = 0, s = sourceOffset; i < count; i++, s += stride) {
        to[targetOffset + i] = from[s];
      }
    } else if (source instanceof byte[] from && target instanceof byte[] to) {
      for (int i = 0, s = sourceOffset; i < count; i++, s += stride) {
        to[targetOffset + i] = from[s];
      }
    } else if (source instanceof boolean[] from && target instanceof boolean[] to) {
      for (int i = 0, s = sourceOffset; i < count; i++, s += stride) {
        to[targetOffset + i] = from[s];
      }
    } else {
      throw unknown(source);
    }
  }

  /**
   * Sets {@code target[targetOffset + i * targetStride]} to {@code source[sourceOffset + i *
   * sourceStride]} for i in [0, count).
   */
  public static <A> void copyStrided(
      A source,
      int sourceOffset,
      int sourceStride,
      A target,
      int targetOffset,
      int targetStride,
      int count) {
    if (source instanceof float[] from && target instanceof float[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] = from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof double[] from && target instanceof double[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] = from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof int[] from && target instanceof int[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] = from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof long[] from && target instanceof long[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] = from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof byte[] from && target instanceof byte[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] = from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof boolean[] from && target instanceof boolean[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] = from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else {
      throw unknown(source);
    }
  }

  /**
   * Adds {@code source[sourceOffset + i * sourceStride]} to {@code target[targetOffset + i *
   * targetStride]} for i in [0, count): numbers only.
   */
  public static <A> void addStrided(
      A source,
      int sourceOffset,
      int sourceStride,
      A target,
      int targetOffset,
      int targetStride,
      int count) {
    if (source instanceof float[] from && target instanceof float[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] += from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof double[] from && target instanceof double[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] += from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof int[] from && target instanceof int[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] += from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof long[] from && target instanceof long[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] += from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else if (source instanceof byte[] from && target instanceof byte[] to) {
      for (int i = 0, s = sourceOffset, t = targetOffset; i < count; i++) {
        to[t] += from[s];
        s += sourceStride;
        t += targetStride;
      }
    } else {
      throw unknown(source);
    }
  }

  /**
   * Sets {@code result[i]} to {@code x[i]} where {@code condition[i]}, else to {@code y[i]}, for i
   * in [0, count): the three have equal shapes, and {@code result} may be {@code x} or {@code y}.
   */
  public static <A> void select(boolean[] condition, A x, A y, A result, int count) {
    if (x instanceof float[] xs && y instanceof float[] ys && result instanceof float[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = condition[i] ? xs[i] : ys[i];
      }
    } else if (x instanceof double[] xs
        && y instanceof double[] ys
        && result instanceof double[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = condition[i] ? xs[i] : ys[i];
      }
    } else if (x instanceof int[] xs && y instanceof int[] ys && result instanceof int[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = condition[i] ? xs[i] : ys[i];
      }
    } else if (x instanceof long[] xs && y instanceof long[] ys && result instanceof long[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = condition[i] ? xs[i] : ys[i];
      }
    } else if (x instanceof byte[] xs && y instanceof byte[] ys && result instanceof byte[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = condition[i] ? xs[i] : ys[i];
      }
    } else if (x instanceof boolean[] xs
        && y instanceof boolean[] ys
        && result instanceof boolean[] to) {
      for (int i = 0; i < count; i++) {
        to[i] = condition[i] ? xs[i] : ys[i];
      }
    } else {
      throw unknown(x);
    }
  }

  private static IllegalArgumentException unknown(Object array) {
    return new IllegalArgumentException(
        "Expected arrays of one of the types float, double, int, long, byte and boolean, not "
            + array.getClass().getTypeName()
            + " or a mixture.");
  }
}
