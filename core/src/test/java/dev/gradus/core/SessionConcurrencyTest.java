package dev.gradus.core;

import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many threads on one session. */
class SessionConcurrencyTest {
  private static final int THREADS = 16;
  private static final int RUNS = 10_000;

  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);

  @Test
  void runsDoNotDisturbEachOther() throws Exception {
    Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
    Output<Float> scale = tf.placeholder(Shape.scalar());
    Output<Float> y = tf.neg(tf.add(tf.neg(tf.add(x, scale)), tf.constant(Tensor.of(1f))));
    Output<Float> sum = tf.sum(tf.add(y, tf.positives(y)));
    AtomicInteger runs = new AtomicInteger();
    try (Session session = new Session(graph)) {
      Threads.run(
          THREADS,
          thread -> {
            for (int i = 0; i < RUNS / THREADS; i++) {
              int length = 1 + (thread + i) % 7;
              float value = 2 + (thread * 31 + i) % 100;
              Tensor<Float> fed =
                  Tensor.ofFloats(Shape.of(length), elements -> Arrays.fill(elements, value));
              Result result =
                  session.runner().feed(x, fed).feed(feed(scale, thread)).fetch(y).fetch(sum).run();
              float each = value + thread - 1;
              assertThat(result.get(y).shape()).isEqualTo(Shape.of(length));
              for (float element : result.get(y).toFloatArray()) {
                assertThat(element).isEqualTo(each);
              }
              assertThat(result.get(sum).floatValue()).isEqualTo(2 * length * each);
              runs.incrementAndGet();
            }
          });
    }
    assertThat(runs).hasValue(RUNS);
  }

  @Test
  void noAssignmentIsLost() throws Exception {
    Output<Float> variable = tf.variable("v");
    Output<Float> one = tf.constant(Tensor.of(1f));
    Operation init = tf.assign(variable, tf.add(one, tf.neg(one))).operation();
    Operation step = tf.assignAdd(variable, one).operation();
    Output<Float> read = tf.read(variable);
    try (Session session = new Session(graph)) {
      session.run(init);
      Threads.run(
          THREADS,
          thread -> {
            for (int i = 0; i < RUNS / THREADS; i++) {
              session.run(step);
            }
          });

      assertThat(session.run(read).floatValue()).isEqualTo(RUNS);
    }
  }

  @Test
  void noStepOfAKernelsStateIsLost() throws Exception {
    Output<Integer> counter = tf.counter();
    try (Session session = new Session(graph)) {
      Threads.run(
          THREADS,
          thread -> {
            for (int i = 0; i < RUNS / THREADS; i++) {
              session.run(counter);
            }
          });

      assertThat(session.run(counter).intValue()).isEqualTo(RUNS + 1);
    }
  }

  @Test
  void twoVariablesThatAreUpdatedTogetherAreNeverSeenHalfDone() throws Exception {
    Output<Float> one = tf.constant(Tensor.of(1f));
    Output<Float> first = tf.variable("first");
    Output<Float> second = tf.variable("second");
    Operation init =
        tf.group(tf.assign(first, one).operation(), tf.assign(second, one).operation());
    // Something to do between the one and the other, so that a reader has the time to come in
    // between.
    Output<Float> added = slowly(tf.assignAdd(first, one));
    Operation step = tf.assignAdd(second, one, added.operation()).operation();
    Output<Float> difference = tf.add(slowly(tf.read(first)), tf.neg(tf.read(second)));
    try (Session session = new Session(graph)) {
      session.run(init);
      Threads.run(
          THREADS,
          thread -> {
            for (int i = 0; i < RUNS / THREADS; i++) {
              if (thread % 4 == 0) {
                session.run(step);
              } else {
                assertThat(session.run(difference).floatValue()).isZero();
              }
            }
          });
    }
  }

  private Output<Float> slowly(Output<Float> x) {
    Output<Float> y = x;
    for (int i = 0; i < 100; i++) {
      y = tf.addN(List.of(y));
    }
    return y;
  }

  @Test
  void aGraphCanGrowWhileItRuns() throws Exception {
    Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
    try (Session session = new Session(graph)) {
      Threads.run(
          THREADS,
          thread -> {
            Output<Float> y = x;
            for (int i = 1; i <= 30; i++) {
              y = tf.add(y, tf.constant(Tensor.of(1f)));
              assertThat(session.run(y, feed(x, Tensor.of(new float[] {thread}))))
                  .isEqualTo(Tensor.of(new float[] {thread + i}));
            }
          });
    }
  }
}
