package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Workers;
import java.util.Random;
import java.util.stream.IntStream;

/** Random arrays and shapes for the tests of this package, and comparison to the bit. */
final class Samples {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0.5f,
    -2f,
    104f,
    -104f
  };

  private Samples() {}

  /** Normal numbers of mean 0 and deviation 1. */
  static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Numbers of all magnitudes, one in eight of them special. */
  static float[] wildFloats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (random.nextInt(8)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1, 2 -> Float.intBitsToFloat(random.nextInt());
            default -> (float) (random.nextGaussian() * 10);
          };
    }
    return values;
  }

  static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  /** Workers that run parts in any order, and at the same time. */
  static Workers anyOrder() {
    return new Workers() {
      @Override
      public int count() {
        return 3;
      }

      @Override
      public void run(int parts, Part part) {
        IntStream.range(0, parts).parallel().forEach(part::run);
      }
    };
  }

  /** A shape of the given rank, axes 0 to {@code most}, mostly not 0. */
  static int[] shape(Random random, int rank, int most) {
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(most);
    }
    return shape;
  }

  static int size(int[] shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    return size;
  }

  /** The coordinates of the element at a row-major index. */
  static int[] coordinates(int[] shape, int index) {
    int[] result = new int[shape.length];
    int rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      result[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return result;
  }

  /** The row-major index of coordinates, those of axes of size 1 taken as 0. */
  static int index(int[] shape, int[] coordinates) {
    int index = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      index = index * shape[axis] + (shape[axis] == 1 ? 0 : coordinates[axis]);
    }
    return index;
  }

  /** The bits of the numbers, all NaNs alike. */
  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }

  static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Double.doubleToLongBits(values[i]);
    }
    return bits;
  }

  static void assertSameBits(float[] actual, float[] expected, String what, Object... arguments) {
    assertThat(bits(actual)).as(what, arguments).isEqualTo(bits(expected));
  }

  static void assertSameBits(double[] actual, double[] expected, String what, Object... arguments) {
    assertThat(bits(actual)).as(what, arguments).isEqualTo(bits(expected));
  }

  /** The distance of {@code actual} from {@code expected} in units in the last place of a float. */
  static double ulps(float actual, double expected) {
    if (Double.isNaN(expected)) {
      return Float.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
    }
    float nearest = (float) expected;
    if (Float.compare(actual, nearest) == 0) {
      return 0;
    }
    return Float.isInfinite(nearest)
        ? Double.POSITIVE_INFINITY
        : Math.abs(actual - expected) / Math.ulp(nearest);
  }
}
