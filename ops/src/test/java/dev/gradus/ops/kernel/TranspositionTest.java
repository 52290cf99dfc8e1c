package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Permuting axes, against the definition applied to one element at a time. */
class TranspositionTest {

  private static final long SEED = 3;

  private static void check(int[] shape, int[] permutation, Random random) {
    int[] source = random.ints(Samples.size(shape)).toArray();
    Transposition plan = Transposition.of(shape, permutation);
    int[] result = new int[plan.size()];
    plan.run(source, result);
    int[] resultShape = plan.resultShape();
    int[] expected = new int[result.length];
    for (int i = 0; i < expected.length; i++) {
      int[] at = Samples.coordinates(resultShape, i);
      int[] from = new int[at.length];
      for (int axis = 0; axis < at.length; axis++) {
        from[permutation[axis]] = at[axis];
      }
      expected[i] = source[Samples.index(shape, from)];
    }
    assertThat(result)
        .as("%s by %s, seed %d", Arrays.toString(shape), Arrays.toString(permutation), SEED)
        .containsExactly(expected);
  }

  @Test
  void everyPermutationOfRandomShapes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      int rank = random.nextInt(6);
      List<Integer> axes = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
      Collections.shuffle(axes, random);
      int[] permutation = axes.stream().mapToInt(Integer::intValue).toArray();
      check(Samples.shape(random, rank, rank < 3 ? 80 : 6), permutation, random);
    }
  }

  @Test
  void everyElementType() {
    Transposition plan = Transposition.of(new int[] {2, 2}, 1, 0);
    float[] floats = new float[4];
    plan.run(new float[] {1, 2, 3, 4}, floats);
    assertThat(floats).containsExactly(1, 3, 2, 4);
    double[] doubles = new double[4];
    plan.run(new double[] {1, 2, 3, 4}, doubles);
    assertThat(doubles).containsExactly(1, 3, 2, 4);
    long[] longs = new long[4];
    plan.run(new long[] {1, 2, 3, 4}, longs);
    assertThat(longs).containsExactly(1, 3, 2, 4);
    byte[] bytes = new byte[4];
    plan.run(new byte[] {1, 2, 3, 4}, bytes);
    assertThat(bytes).containsExactly(1, 3, 2, 4);
    boolean[] booleans = new boolean[4];
    plan.run(new boolean[] {true, false, true, true}, booleans);
    assertThat(booleans).containsExactly(true, true, false, true);
  }

  @Test
  void whatIsNoPermutationIsNamed() {
    int[][] wrong = {{0}, {0, 0}, {0, 2}, {-1, 0}, {0, 1, 2}};
    for (int[] permutation : wrong) {
      assertThatThrownBy(() -> Transposition.of(new int[] {2, 3}, permutation))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              Arrays.toString(permutation) + " is no permutation of the axes of shape [2, 3].");
    }
  }
}
