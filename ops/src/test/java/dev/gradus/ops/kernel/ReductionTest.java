package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Reductions: the law of sums to the bit, for any shape and axes, and what it says of special
 * values.
 */
class ReductionTest {

  private static final long SEED = 16;
  private static final FloatKernels KERNELS = Kernels.floats();

  /** The law of sums, as the package documentation states it. */
  private static float sumByTheLaw(float[] sequence) {
    if (sequence.length == 0) {
      return 0f;
    }
    float[] s = new float[16];
    Arrays.fill(s, -0f);
    for (int i = 0; i < sequence.length; i++) {
      s[i % 16] += sequence[i];
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        s[j] += s[j + half];
      }
    }
    return s[0];
  }

  /** The elements of each result, in row-major order of the reduced coordinates. */
  private static List<float[]> sequences(float[] x, int[] shape, boolean[] reduced) {
    int[] keptShape = shape.clone();
    for (int axis = 0; axis < shape.length; axis++) {
      keptShape[axis] = reduced[axis] ? 1 : shape[axis];
    }
    List<List<Float>> lists = new ArrayList<>();
    for (int i = 0; i < Samples.size(keptShape); i++) {
      lists.add(new ArrayList<>());
    }
    for (int i = 0; i < x.length; i++) {
      int[] at = Samples.coordinates(shape, i);
      for (int axis = 0; axis < shape.length; axis++) {
        at[axis] = reduced[axis] ? 0 : at[axis];
      }
      lists.get(Samples.index(keptShape, at)).add(x[i]);
    }
    List<float[]> sequences = new ArrayList<>();
    for (List<Float> list : lists) {
      float[] sequence = new float[list.size()];
      for (int i = 0; i < sequence.length; i++) {
        sequence[i] = list.get(i);
      }
      sequences.add(sequence);
    }
    return sequences;
  }

  @Test
  void everyShapeAndSetOfAxesFollowsTheLaw() {
    Random random = new Random(SEED);
    for (int i = 0; i < 400; i++) {
      int rank = random.nextInt(5);
      int[] shape = Samples.shape(random, rank, rank < 3 ? 70 : 8);
      boolean[] reduced = new boolean[shape.length];
      int[] axes = new int[shape.length];
      int count = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        reduced[axis] = random.nextBoolean();
        if (reduced[axis]) {
          axes[count++] = random.nextBoolean() ? axis : axis - shape.length;
        }
      }
      check(shape, Arrays.copyOf(axes, count), reduced, random);
    }
  }

  private static void check(int[] shape, int[] axes, boolean[] reduced, Random random) {
    float[] x = Samples.floats(random, Samples.size(shape));
    List<float[]> sequences = sequences(x, shape, reduced);
    Reduction plan = Reduction.of(shape, axes);
    String what =
        "axes " + Arrays.toString(axes) + " of " + Arrays.toString(shape) + ", seed " + SEED;
    assertThat(plan.resultSize()).as(what).isEqualTo(sequences.size());
    assertThat(Samples.size(plan.resultShape(true))).as(what).isEqualTo(sequences.size());
    assertThat(Samples.size(plan.resultShape(false))).as(what).isEqualTo(sequences.size());

    float[] sums = new float[sequences.size()];
    float[] means = new float[sequences.size()];
    float[] greatest = new float[sequences.size()];
    float[] least = new float[sequences.size()];
    for (int i = 0; i < sums.length; i++) {
      float[] sequence = sequences.get(i);
      sums[i] = sumByTheLaw(sequence);
      means[i] = sums[i] / sequence.length;
      greatest[i] = Float.NEGATIVE_INFINITY;
      least[i] = Float.POSITIVE_INFINITY;
      for (float value : sequence) {
        greatest[i] = Math.max(greatest[i], value);
        least[i] = Math.min(least[i], value);
      }
    }
    float[] result = new float[sums.length];
    plan.run(KERNELS.sum(), x, result);
    assertSameBits(result, sums, "sum, %s", what);
    plan.run(KERNELS.mean(), x, result);
    assertSameBits(result, means, "mean, %s", what);
    plan.run(KERNELS.max(), x, result);
    assertSameBits(result, greatest, "max, %s", what);
    plan.run(KERNELS.min(), x, result);
    assertSameBits(result, least, "min, %s", what);
  }

  @Test
  void aRowAndAColumnHaveTheSameSumToTheBit() {
    Random random = new Random(SEED);
    for (int count : new int[] {1, 2, 15, 16, 17, 31, 32, 33, 100, 1000}) {
      for (int inner : new int[] {2, 3, 10, 255, 256, 257, 600}) {
        float[] row = Samples.floats(random, count);
        float[] columns = new float[count * inner];
        for (int i = 0; i < columns.length; i++) {
          columns[i] = row[i / inner];
        }
        float[] rowResult = new float[1];
        KERNELS.sum().apply(row, 1, count, 1, rowResult);
        float[] expected = new float[inner];
        Arrays.fill(expected, rowResult[0]);
        float[] result = new float[inner];
        KERNELS.sum().apply(columns, 1, count, inner, result);
        assertSameBits(result, expected, "%d columns of %d, seed %d", inner, count, SEED);

        KERNELS.prod().apply(row, 1, count, 1, rowResult);
        Arrays.fill(expected, rowResult[0]);
        KERNELS.prod().apply(columns, 1, count, inner, result);
        assertSameBits(result, expected, "products of %d, seed %d", count, SEED);
      }
    }
  }

  @Test
  void doublesFollowTheSameLaw() {
    Random random = new Random(SEED);
    for (int count : new int[] {0, 1, 5, 16, 40, 333}) {
      double[] x = random.doubles(count).toArray();
      double[] s = new double[16];
      Arrays.fill(s, -0.0);
      for (int i = 0; i < count; i++) {
        s[i % 16] += x[i];
      }
      for (int half = 8; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
          s[j] += s[j + half];
        }
      }
      double[] result = new double[1];
      DoubleReductions.sum(x, 1, count, 1, result);
      assertSameBits(result, new double[] {count == 0 ? 0.0 : s[0]}, "%d doubles", count);
    }
  }

  @Test
  void theSumIsCloseToTheTruth() {
    float[] x = Samples.floats(new Random(SEED), 100_000);
    double truth = 0;
    for (float value : x) {
      truth += value;
    }
    float[] result = new float[1];
    KERNELS.sum().apply(x, 1, x.length, 1, result);
    assertThat((double) result[0]).isCloseTo(truth, within(0.01));
  }

  @Test
  void theSumOfOneElementIsThatElementAndOfMinusZerosMinusZero() {
    for (float value : new float[] {-0f, 0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, Float.NaN}) {
      float[] result = new float[1];
      KERNELS.sum().apply(new float[] {value}, 1, 1, 1, result);
      assertSameBits(result, new float[] {value}, "row of %s", value);
      float[] two = new float[2];
      KERNELS.sum().apply(new float[] {value, value}, 1, 1, 2, two);
      assertSameBits(two, new float[] {value, value}, "columns of %s", value);
    }
    float[] result = new float[1];
    KERNELS.sum().apply(new float[] {-0f, -0f, -0f}, 1, 3, 1, result);
    assertSameBits(result, new float[] {-0f}, "minus zeros");
    double[] doubleResult = new double[1];
    DoubleReductions.sum(new double[] {-0.0}, 1, 1, 1, doubleResult);
    assertSameBits(doubleResult, new double[] {-0.0}, "minus zero");
  }

  @Test
  void nothingReducesToTheNeutralElement() {
    for (int inner : new int[] {1, 2}) {
      float[] none = {};
      float[] result = new float[inner];
      KERNELS.sum().apply(none, 1, 0, inner, result);
      assertThat(Float.floatToIntBits(result[0])).as("+0").isZero();
      KERNELS.prod().apply(none, 1, 0, inner, result);
      assertThat(result[0]).isEqualTo(1f);
      KERNELS.mean().apply(none, 1, 0, inner, result);
      assertThat(result[0]).isNaN();
      KERNELS.max().apply(none, 1, 0, inner, result);
      assertThat(result[0]).isEqualTo(Float.NEGATIVE_INFINITY);
      KERNELS.min().apply(none, 1, 0, inner, result);
      assertThat(result[0]).isEqualTo(Float.POSITIVE_INFINITY);
    }
    int[] ints = new int[1];
    IntReductions.sum(new int[0], 1, 0, 1, ints);
    assertThat(ints).containsExactly(0);
    IntReductions.prod(new int[0], 1, 0, 1, ints);
    assertThat(ints).containsExactly(1);
    IntReductions.max(new int[0], 1, 0, 1, ints);
    assertThat(ints).containsExactly(Integer.MIN_VALUE);
    long[] longs = new long[1];
    LongReductions.min(new long[0], 1, 0, 1, longs);
    assertThat(longs).containsExactly(Long.MAX_VALUE);
    assertThatThrownBy(() -> IntReductions.mean(new int[0], 1, 0, 1, ints))
        .isInstanceOf(ArithmeticException.class);
    boolean[] booleans = new boolean[1];
    BooleanReductions.all(new boolean[0], 1, 0, 1, booleans);
    assertThat(booleans).containsExactly(true);
    BooleanReductions.any(new boolean[0], 1, 0, 1, booleans);
    assertThat(booleans).containsExactly(false);
  }

  @Test
  void aNaNAnywhereIsNotHidden() {
    for (int position = 0; position < 40; position++) {
      for (int inner = 1; inner <= 2; inner++) {
        float[] x = new float[40 * inner];
        x[position * inner] = Float.NaN;
        float[] result = new float[inner];
        KERNELS.max().apply(x, 1, 40, inner, result);
        assertThat(result[0]).as("max").isNaN();
        KERNELS.min().apply(x, 1, 40, inner, result);
        assertThat(result[0]).as("min").isNaN();
      }
      double[] y = new double[40];
      y[position] = Double.NaN;
      double[] result = new double[1];
      DoubleReductions.max(y, 1, 40, 1, result);
      assertThat(result[0]).isNaN();
    }
  }

  @Test
  void integersWrapAndTheirMeanTruncates() {
    int[] ints = new int[2];
    Reduction.of(new int[] {2, 2}, 1)
        .run(IntReductions::sum, new int[] {Integer.MAX_VALUE, 1, 2, 3}, ints);
    assertThat(ints).containsExactly(Integer.MIN_VALUE, 5);
    Reduction.of(new int[] {2, 2}, 0).run(IntReductions::mean, new int[] {-3, 5, -4, 6}, ints);
    assertThat(ints).containsExactly(-3, 5);
    long[] longs = new long[1];
    Reduction.of(new int[] {3}, 0).run(LongReductions::prod, new long[] {3, 5, 7}, longs);
    assertThat(longs).containsExactly(105);
    boolean[] any = new boolean[2];
    Reduction.of(new int[] {2, 2}, -1)
        .run(BooleanReductions::any, new boolean[] {false, true, false, false}, any);
    assertThat(any).containsExactly(true, false);
  }

  @Test
  void wrongAxesAreNamed() {
    assertThatThrownBy(() -> Reduction.of(new int[] {2, 3}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Axis 2 is out of range [-2, 2) for shape [2, 3].");
    assertThatThrownBy(() -> Reduction.of(new int[] {2, 3}, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("named twice");
  }

  @Test
  void noAxesLeaveTheElementsAsTheyAre() {
    float[] x = Samples.wildFloats(new Random(SEED), 12);
    float[] result = new float[12];
    Reduction.of(new int[] {3, 4}).run(KERNELS.sum(), x, result);
    assertSameBits(result, x, "no axes, seed %d", SEED);
  }
}
