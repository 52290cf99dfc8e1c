package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Moving parts of arrays, compared with moving element by element. */
class StridedCopyTest {
  private static final long SEED = 11;

  /** A part of an array, and beside it the positions of its elements, in order. */
  private record Part(StridedView view, int size, int[] positions) {}

  /** Draws an array that has a part of the given lengths: some axes longer, some backward. */
  private static Part draw(int[] lengths, Random random) {
    int rank = lengths.length;
    int[] shape = new int[rank];
    int[] begins = new int[rank];
    int[] steps = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      boolean whole = random.nextBoolean();
      int step = whole ? 1 : random.nextInt(1, 4);
      int before = whole ? 0 : random.nextInt(3);
      int span = lengths[axis] == 0 ? 0 : (lengths[axis] - 1) * step + 1;
      shape[axis] = before + span + (whole ? 0 : random.nextInt(3));
      boolean backward = random.nextInt(3) == 0 && lengths[axis] > 0;
      begins[axis] = backward ? before + span - 1 : before;
      steps[axis] = backward ? -step : step;
    }
    StridedView view = StridedView.of(shape);
    for (int axis = 0; axis < rank; axis++) {
      view = view.part(axis, begins[axis], lengths[axis], steps[axis]);
    }
    int[] positions = new int[size(lengths)];
    for (int i = 0; i < positions.length; i++) {
      int rest = i;
      int stride = 1;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int index = begins[axis] + rest % lengths[axis] * steps[axis];
        rest /= lengths[axis];
        positions[i] += index * stride;
        stride *= shape[axis];
      }
    }
    return new Part(view, size(shape), positions);
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  @Test
  void anyPartIsMovedToAnyOtherAndBack() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 3000; trial++) {
      int[] lengths = drawLengths(random);
      Part source = draw(lengths, random);
      Part target = draw(lengths, random);
      StridedCopy copy = StridedCopy.between(source.view(), target.view());
      int[] from = IntStream.range(1, source.size() + 1).toArray();
      int[] to = new int[target.size()];
      Arrays.fill(to, -7);
      int[] expected = to.clone();
      int[] sums = to.clone();
      for (int i = 0; i < source.positions().length; i++) {
        expected[target.positions()[i]] = from[source.positions()[i]];
        sums[target.positions()[i]] += from[source.positions()[i]];
      }
      String trialName = "seed %d, trial %d: %s to %s".formatted(SEED, trial, source, target);
      copy.run(from, to);
      assertThat(to).as(trialName).isEqualTo(expected);
      int[] added = new int[target.size()];
      Arrays.fill(added, -7);
      copy.add(from, added);
      assertThat(added).as(trialName).isEqualTo(sums);
      int[] returned = new int[source.size()];
      copy.inverse().run(to, returned);
      int[] part = new int[source.size()];
      for (int position : source.positions()) {
        part[position] = from[position];
      }
      assertThat(returned).as(trialName).isEqualTo(part);
    }
  }

  /** Most axes are of 1 or more; in one of ten trials, some are empty. */
  private static int[] drawLengths(Random random) {
    int least = random.nextInt(10) == 0 ? 0 : 1;
    return random.ints(random.nextInt(6), least, 5).toArray();
  }

  @Test
  void everyElementType() {
    StridedCopy reversed =
        StridedCopy.between(StridedView.of(3).part(0, 2, 3, -1), StridedView.of(3));
    StridedCopy spread = StridedCopy.between(StridedView.of(2), StridedView.of(3).part(0, 0, 2, 2));
    float[] floats = {9, 9, 9};
    reversed.run(new float[] {1, 2, 3}, floats);
    spread.run(new float[] {5, 6}, floats);
    assertThat(floats).containsExactly(5, 2, 6);
    double[] doubles = {9, 9, 9};
    reversed.run(new double[] {1, 2, 3}, doubles);
    spread.add(new double[] {5, 6}, doubles);
    assertThat(doubles).containsExactly(8, 2, 7);
    long[] longs = {9, 9, 9};
    reversed.run(new long[] {1, 2, 3}, longs);
    spread.add(new long[] {5, 6}, longs);
    assertThat(longs).containsExactly(8, 2, 7);
    byte[] bytes = {9, 9, 9};
    reversed.run(new byte[] {1, 2, 3}, bytes);
    spread.add(new byte[] {5, (byte) 250}, bytes);
    assertThat(bytes).containsExactly(8, 2, 251);
    boolean[] truths = new boolean[3];
    reversed.run(new boolean[] {false, true, true}, truths);
    spread.run(new boolean[] {false, true}, truths);
    assertThat(truths).containsExactly(false, true, true);
    assertThatThrownBy(() -> spread.add(new boolean[2], truths))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> StridedCopy.between(StridedView.of(2, 3), StridedView.of(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 3] from 0")
        .hasMessageContaining("[3, 2] from 0");
    assertThatThrownBy(() -> StridedView.of(2, 3).part(1, 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Axis 1 of [2, 3] does not have 3 indices from 1 in steps of 1.");
    assertThatThrownBy(() -> StridedView.of(4).part(0, 2, 3, -2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mirroring.of(new int[] {2}, new int[] {2}, new int[] {0}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("An axis of 2 elements cannot be mirrored to add 2");
  }
}
