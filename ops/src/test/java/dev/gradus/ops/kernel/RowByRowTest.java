package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Running totals and segments: each result is one chain, in the order of the axis or the rows. */
class RowByRowTest {
  private static final BinaryBlock<float[], float[]> ADD =
      Kernels.floatElements().binary(BinaryFunction.ADD).orElseThrow();

  private static float[] random(int size) {
    Random random = new Random(size);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (float) (random.nextGaussian() * StrictMath.pow(10, random.nextInt(8)));
    }
    return x;
  }

  @Test
  void aRunningTotalIsOneChainWhateverTheLayout() {
    int count = 100;
    float[] row = random(count);
    float[] expected = new float[count];
    float sum = row[0];
    for (int i = 0; i < count; i++) {
      sum = i == 0 ? sum : sum + row[i];
      expected[i] = sum;
    }
    float[] totals = new float[count];
    RunningTotals.of(new int[] {count}, 0, false, false).run(ADD, new float[1], row, totals);
    assertThat(totals).containsExactly(expected);
    float[] columns = new float[3 * count];
    float[] ofColumns = new float[3 * count];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = row[i / 3];
    }
    RunningTotals.of(new int[] {count, 3}, 0, false, false)
        .run(ADD, new float[1], columns, ofColumns);
    for (int i = 0; i < ofColumns.length; i++) {
      assertThat(ofColumns[i]).isEqualTo(expected[i / 3]);
    }
  }

  @Test
  void aRunningTotalOfOneElementIsItToTheBit() {
    float[] total = new float[1];
    RunningTotals.of(new int[] {1}, 0, false, false)
        .run(ADD, new float[1], new float[] {-0f}, total);
    assertThat(Float.floatToRawIntBits(total[0])).isEqualTo(Float.floatToRawIntBits(-0f));
  }

  @Test
  void aSegmentIsOneChain() {
    float[] x = random(200);
    float first = x[0];
    float second = x[1];
    for (int i = 2; i < x.length; i += 2) {
      first += x[i];
      second += x[i + 1];
    }
    float[] result = new float[6];
    int[] ids = new int[100];
    Arrays.fill(ids, 2);
    Segments.reduceSorted(ADD, x, ids, 2, new float[1], 3, result);
    assertThat(result).containsExactly(0, 0, 0, 0, first, second);
    Segments.reduce(ADD, x, ids, new int[] {100}, 2, new float[1], 3, result);
    assertThat(result).containsExactly(0, 0, 0, 0, first, second);
  }

  @Test
  void anIdThatIsOutOfRangeIsToldWithItsPlace() {
    float[] result = {7};
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Segments.reduce(
                    ADD,
                    new float[4],
                    new long[] {0, -3, 1L << 40, 0},
                    new int[] {2, 2},
                    1,
                    new float[1],
                    1,
                    result))
        .withMessage("segment_ids[1,0] = 1099511627776 is not in [0, 1), nor negative.");
    assertThat(result).containsExactly(7);
  }
}
