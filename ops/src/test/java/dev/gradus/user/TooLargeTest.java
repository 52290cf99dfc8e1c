package dev.gradus.user;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A tensor for which there is no array or no memory fails the run, and the message names the
 * operation and the program's line, wherever the size comes from.
 */
class TooLargeTest {
  /** A JVM makes no array of quite so many elements, however much memory there is. */
  private static final int TOO_MANY = Integer.MAX_VALUE;

  private final Ops tf = Ops.on(new Graph());
  private final Output<Integer> n = tf.placeholder(DataType.INT32, Shape.scalar());

  private void assertFails(Output<?> fetch, Output<?> tooLarge, int size, String problem) {
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(() -> session.run(fetch, feed(n, Tensor.of(size))))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith(problem)
          .hasMessageContaining(tooLarge.operation().toString())
          .hasMessageContaining("(TooLargeTest.java:");
    }
  }

  @Test
  void ofASizeThatTheRunFindsOut() {
    Output<Float> filled = tf.fill(tf.reshape(n, 1), tf.constant(1f));
    assertFails(filled, filled, TOO_MANY, "There is not enough memory for 2147483647 elements");
    assertFails(
        tf.reduceSum(filled), filled, TOO_MANY, "There is not enough memory for 2147483647");
    Output<Integer> counted = tf.range(tf.constant(0), n, tf.constant(1));
    assertFails(counted, counted, TOO_MANY, "There is not enough memory for 2147483647 elements");
  }

  @Test
  void ofASizeThatIsKnownBeforehand() {
    Output<Integer> counted = tf.range(tf.constant(0), tf.constant(TOO_MANY), tf.constant(1));
    assertFails(counted, counted, 0, "There is not enough memory for 2147483647 elements of int32");
    assertFails(tf.reduceMax(counted), counted, 0, "There is not enough memory for 2147483647");
    Output<Float> filled = tf.fill(tf.constant(70_000, 70_000), tf.constant(1f));
    assertFails(filled, filled, 0, "A tensor of shape [70000,70000] is too large");
    Output<Float> wide =
        tf.reshape(tf.fill(tf.constant(new int[] {70_000}), tf.constant(1f)), 1, -1);
    Output<Float> product = tf.mul(wide, tf.reshape(wide, -1, 1));
    assertFails(tf.reduceSum(product), product, 0, "A tensor of shape [70000,70000] is too large");
  }

  @Test
  void failsTheRunOnlyIfTheRunGetsThere() {
    List<Output<?>> tooLarge = new ArrayList<>();
    Output<Float> either =
        tf.cond(
            tf.greater(n, 0),
            then -> {
              Output<Float> filled = then.fill(then.constant(70_000, 70_000), then.constant(1f));
              tooLarge.add(filled);
              return then.reduceSum(then.neg(filled));
            },
            otherwise -> otherwise.constant(7f));
    Output<Integer> last =
        tf.whileLoop(
            (loop, i) -> loop.less(i, n),
            (loop, i) -> {
              Output<Integer> counted =
                  loop.range(loop.constant(0), loop.constant(TOO_MANY), loop.constant(1));
              tooLarge.add(counted);
              return loop.add(loop.reduceMax(counted), i);
            },
            tf.constant(0));
    Output<Float> whole =
        tf.reduceSum(
            tf.cond(
                tf.greater(n, 0),
                then -> then.fill(then.constant(70_000, 70_000), then.constant(1f)),
                otherwise -> otherwise.constant(new float[] {1, 2})));
    assertFails(either, tooLarge.get(0), 1, "A tensor of shape [70000,70000] is too large");
    assertFails(last, tooLarge.get(1), 1, "There is not enough memory for 2147483647 elements");
    try (Session session = new Session(tf.graph())) {
      assertThat(session.run(either, feed(n, Tensor.of(0))).floatValue()).isEqualTo(7);
      assertThat(session.run(last, feed(n, Tensor.of(0))).intValue()).isZero();
      assertThat(session.run(whole, feed(n, Tensor.of(0))).floatValue()).isEqualTo(3);
    }
  }
}
