package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Axes, shapes and permutations that are fed, or computed, give in each run what the same numbers
 * give as constants; and one session takes different ones, run after run.
 */
class DynamicParametersTest {
  private static final Tensor<Float> CUBE =
      Tensor.ofFloats(
          Shape.of(2, 3, 4),
          elements -> {
            for (int i = 0; i < elements.length; i++) {
              elements[i] = (i * 7) % 11 - 5;
            }
          });

  private final Ops tf = Ops.on(new Graph());

  /** Checks an op of the cube with each of the parameters, fed as int32 and as int64. */
  private void check(
      BiFunction<Output<Float>, Output<? extends Number>, Output<?>> op, int[]... parameters) {
    Output<Float> x = tf.placeholder(FLOAT32);
    Output<Integer> ints = tf.placeholder(INT32);
    Output<Long> longs = tf.placeholder(INT64, Shape.of(Shape.UNKNOWN));
    Output<?> ofInts = op.apply(x, ints);
    Output<?> ofLongs = op.apply(x, longs);
    try (Session session = new Session(tf.graph())) {
      for (int[] parameter : parameters) {
        Output<?> ofConstant = op.apply(tf.constant(CUBE), tf.constant(parameter));
        Tensor<?> expected = session.run(ofConstant);
        assertThat(expected.shape()).isEqualTo(ofConstant.shape());
        assertThat(
                session.<Object>run(
                    object(ofInts), feed(x, CUBE), feed(ints, Tensor.of(parameter))))
            .isEqualTo(expected);
        long[] wide = Arrays.stream(parameter).asLongStream().toArray();
        assertThat(
                session.<Object>run(object(ofLongs), feed(x, CUBE), feed(longs, Tensor.of(wide))))
            .isEqualTo(expected);
      }
    }
  }

  @SuppressWarnings("unchecked") // The type of the elements does not matter here.
  private static Output<Object> object(Output<?> output) {
    return (Output<Object>) output;
  }

  @Test
  void axesOfReductions() {
    int[][] axes = {{}, {0}, {1, 2}, {-1}, {2, 0}, {0, 1, 2}, {1}};
    for (boolean keepDims : new boolean[] {false, true}) {
      check((x, p) -> tf.reduceSum(x, keepDims, p), axes);
      check((x, p) -> tf.reduceMean(x, keepDims, p), axes);
      check((x, p) -> tf.reduceMax(x, keepDims, p), axes);
      check((x, p) -> tf.reduceMin(x, keepDims, p), axes);
    }
  }

  @Test
  void shapes() {
    check((x, p) -> tf.reshape(x, p), new int[][] {{24}, {4, -1}, {2, 3, 4}, {-1, 2}, {1, 24, 1}});
    check((x, p) -> tf.broadcastTo(x, p), new int[][] {{2, 3, 4}, {5, 2, 3, 4}, {0, 2, 3, 4}});
    check((x, p) -> tf.fill(p, tf.constant(3f)), new int[][] {{}, {2}, {0, 3}, {2, 3}});
  }

  @Test
  void permutations() {
    check((x, p) -> tf.transpose(x, p), new int[][] {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {-1, 0, 1}});
  }

  @Test
  void axesThatAreScalars() {
    Output<Float> x = tf.placeholder(FLOAT32);
    Output<Integer> axis = tf.placeholder(INT32, Shape.scalar());
    Output<Long> searched = tf.operation("ArgMax").input(x).input(axis).build().output(0);
    Output<Float> expanded = tf.operation("ExpandDims").input(x).input(axis).build().output(0);
    try (Session session = new Session(tf.graph())) {
      for (int i = -3; i < 3; i++) {
        assertThat(session.run(searched, feed(x, CUBE), feed(axis, i)))
            .isEqualTo(session.run(tf.argmax(tf.constant(CUBE), i)));
        assertThat(session.run(expanded, feed(x, CUBE), feed(axis, i)))
            .isEqualTo(session.run(tf.expandDims(tf.constant(CUBE), i)));
      }
    }
  }

  @Test
  void whatIsComputedFromTheShapeOfAFeed() {
    Output<Float> x = tf.placeholder(FLOAT32);
    Output<Float> likeX = tf.fill(tf.shape(x), tf.constant(2f));
    Output<Float> transposed = tf.transpose(x);
    Output<Float> flat = tf.reshape(x, tf.reshape(tf.size(x), 1));
    assertThat(Runs.value(likeX, feed(x, CUBE)).shape()).isEqualTo(CUBE.shape());
    assertThat(Runs.value(transposed, feed(x, CUBE)))
        .isEqualTo(Runs.value(tf.transpose(tf.constant(CUBE))));
    assertThat(Runs.value(transposed, feed(x, Tensor.of(4f)))).isEqualTo(Tensor.of(4f));
    assertThat(Runs.value(flat, feed(x, CUBE)).toFloatArray()).isEqualTo(CUBE.toFloatArray());
  }

  @Test
  void theEndsOfARange() {
    Output<Integer> limit = tf.placeholder(INT32, Shape.scalar());
    Output<Integer> delta = tf.placeholder(INT32, Shape.scalar());
    Output<Integer> range = tf.range(tf.constant(1), limit, delta);
    assertThat(range.shape()).isEqualTo(Shape.of(Shape.UNKNOWN));
    try (Session session = new Session(tf.graph())) {
      assertThat(session.run(range, feed(limit, 4), feed(delta, 1))).isEqualTo(Tensor.of(1, 2, 3));
      assertThat(session.run(range, feed(limit, -4), feed(delta, -2)))
          .isEqualTo(Tensor.of(1, -1, -3));
      assertThat(session.run(range, feed(limit, 1), feed(delta, 5)))
          .isEqualTo(Tensor.of(new int[0]));
    }
  }
}
