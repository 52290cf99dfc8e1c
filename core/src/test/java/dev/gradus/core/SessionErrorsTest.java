package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What keeps a run from taking place, or ends it; and that the session serves on.
 *
 * <p>The report of several mistakes at once, with their lines, is tested in {@code
 * dev.gradus.user}.
 */
class SessionErrorsTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Session session = new Session(graph);
  private final Output<Float> x = tf.placeholder("x", FLOAT32, Shape.of(UNKNOWN, 3));

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aMissingFeedIsTold() {
    assertFailing(() -> session.run(tf.neg(x)))
        .hasMessageStartingWith(
            "You must feed a value for placeholder tensor 'x' with dtype float32 and shape [?,3].");
  }

  @Test
  void aFeedOfTheWrongShapeIsToldWithTheAxis() {
    assertFailing(() -> session.run(tf.neg(x), feed(x, Tensor.of(new float[2][4]))))
        .hasMessageStartingWith(
            "Cannot feed a value of shape [2,4] for tensor 'x:0', which has shape [?,3]:"
                + " axis 1 is 4, and 3 is wanted.");
    assertFailing(() -> session.run(tf.neg(x), feed(x, Tensor.of(1f, 2f, 3f))))
        .hasMessageStartingWith(
            "Cannot feed a value of shape [3] for tensor 'x:0', which has shape [?,3]:"
                + " it is of rank 1, and rank 2 is wanted.");
  }

  @Test
  void aWrongFeedIsToldThoughTheRunDoesNotNeedIt() {
    assertFailing(() -> session.run(tf.constant(1f), feed(x, Tensor.of(new float[2][4]))))
        .hasMessageContaining("'x:0'");
  }

  @Test
  void aFeedOfTheWrongTypeIsTold() {
    Output<Float> claimed = tf.placeholder("ints", INT32, Shape.of(UNKNOWN)).operation().output(0);
    Output<Integer> ints = claimed.operation().output(0);
    Output<Integer> sum = tf.add(ints, ints);
    String message = "Cannot feed a value of float32 for tensor 'ints:0', which is of int32.";

    assertFailing(() -> session.run(sum, feed(claimed, Tensor.of(1f, 2f))))
        .hasMessageStartingWith(message);
    // The plan of this run, with feeds of the same shape, must not let the wrong type pass later.
    assertThat(session.run(sum, feed(ints, Tensor.of(1, 2)))).isEqualTo(Tensor.of(2, 4));
    assertFailing(() -> session.run(sum, feed(claimed, Tensor.of(1f, 2f))))
        .hasMessageStartingWith(message);
  }

  @Test
  void aTensorFedTwiceIsTold() {
    Tensor<Float> value = Tensor.of(new float[2][3]);
    assertFailing(() -> session.run(tf.neg(x), feed(x, value), feed(x, value)))
        .hasMessageStartingWith("Tensor 'x:0' is fed twice.");
  }

  @Test
  void anUninitializedVariableIsTold() {
    Output<Float> variable = tf.variable("W", 2, 3);
    String message =
        "Attempting to use uninitialized value 'W' with dtype float32 and shape [2,3].";

    assertFailing(() -> session.run(tf.read(variable))).hasMessageStartingWith(message);
    assertFailing(() -> session.run(variable)).hasMessageStartingWith(message);
    assertFailing(
            () -> session.run(tf.assignAdd(variable, tf.constant(Tensor.of(new float[2][3])))))
        .hasMessageStartingWith(message);
  }

  @Test
  void whatIsOfAnotherGraphIsTold() {
    Graph other = new Graph();
    TestOps there = TestOps.on(other);
    Output<Float> far = there.placeholder("far", FLOAT32, Shape.of(1));
    Operation farAway = there.group();

    assertFailing(
            () ->
                session
                    .runner()
                    .fetch(far)
                    .target(farAway)
                    .feed(far, Tensor.of(new float[] {1}))
                    .run())
        .hasMessageStartingWith("This run cannot take place, for 3 reasons:\n- Fetch 'far' belongs")
        .hasMessageContaining("\n- Target 'TestNoOp' belongs to another graph")
        .hasMessageContaining("\n- Feed 'far' belongs to another graph")
        .hasMessageContaining(other.toString())
        .hasMessageContaining(graph.toString());
  }

  @Test
  void aClosedSessionDoesNotRunButItsResultsStay() {
    Output<Float> y = tf.neg(tf.constant(1f));
    Tensor<Float> value = session.run(y);
    session.close();
    session.close();

    assertFailing(() -> session.run(y)).hasMessage("This session is closed.");
    assertFailing(() -> session.runner().fetch(y).run()).hasMessage("This session is closed.");
    assertThat(value).isEqualTo(Tensor.of(new float[] {-1}));
  }

  @Test
  void shapesThatTurnOutNotToFitAreToldWithTheRealOnes() {
    Output<Float> a = tf.placeholder(Shape.of(UNKNOWN));
    Output<Float> b = tf.placeholder(Shape.unknown());
    Output<Float> sum = tf.add(a, b);

    assertFailing(
            () -> session.run(sum, feed(a, Tensor.of(1f, 2f)), feed(b, Tensor.of(1f, 2f, 3f))))
        .hasMessageStartingWith(
            "Dimensions must be equal, but are 2 and 3 for 'TestAdd' (op: 'TestAdd')"
                + " with input shapes: [2], [3]");
    assertThat(session.run(sum, feed(a, Tensor.of(1f, 2f)), feed(b, Tensor.of(1f))))
        .isEqualTo(Tensor.of(2f, 3f));
  }

  @Test
  void shapesThatTurnOutNotToFitDuringTheRunAreToldWithTheRealOnes() {
    Output<Float> v = tf.placeholder(Shape.of(UNKNOWN));
    Output<Float> sum = tf.add(tf.positives(v), tf.constant(1f, 2f));

    assertFailing(() -> session.run(sum, feed(v, Tensor.of(1f, 2f, 3f))))
        .hasMessageStartingWith(
            "Dimensions must be equal, but are 3 and 2 for 'TestAdd' (op: 'TestAdd')"
                + " with input shapes: [3], [2]");
    assertThat(session.run(sum, feed(v, Tensor.of(1f, -2f, 3f)))).isEqualTo(Tensor.of(2f, 5f));
  }

  @Test
  void aKernelThatFailsIsToldAndTheSessionServesOn() {
    Output<Float> v = tf.placeholder(Shape.of(UNKNOWN));
    Output<Float> y = tf.neg(tf.fail(tf.neg(v)));

    for (int i = 0; i < 3; i++) {
      assertFailing(() -> session.run(y, feed(v, Tensor.of(-1f, 1f))))
          .hasMessageStartingWith(
              "Element 1 is negative: -1.0 for 'TestFail' (op: 'TestFail') with input shapes: [2]")
          .hasCauseExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(session.run(y, feed(v, Tensor.of(-1f, -2f)))).isEqualTo(Tensor.of(-1f, -2f));
    }
  }

  @Test
  void aKernelThatCannotBePreparedIsTold() {
    Output<Float> v = tf.placeholder(Shape.of(UNKNOWN));
    Output<Float> y = tf.fail(v);

    assertFailing(() -> session.run(y, feed(v, Tensor.zeros(FLOAT32, Shape.of(13)))))
        .hasMessageStartingWith(
            "13 elements are too many for 'TestFail' (op: 'TestFail') with input shapes: [13]");
    assertThat(session.run(y, feed(v, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(1f, 2f));
  }

  @Test
  void aConstantThatCannotBeComputedIsToldOnlyIfItIsNeeded() {
    Output<Float> wrong = tf.fail(tf.constant(-1f));
    Output<Float> right = tf.constant(1f);

    assertThat(session.run(right)).isEqualTo(Tensor.of(new float[] {1}));
    assertFailing(() -> session.run(tf.neg(wrong)))
        .hasMessageStartingWith("Element 0 is negative: -1.0 for 'TestFail'");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFailing(
      ThrowingCallable run) {
    return assertThatThrownBy(run).isInstanceOf(RunException.class);
  }
}
