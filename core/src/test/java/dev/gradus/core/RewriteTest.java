package dev.gradus.core;

import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static dev.gradus.core.TestLibrary.DOUBLE_NEGATION;
import static dev.gradus.core.TestLibrary.SUM_OF_EQUALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** When rewrites apply, and what they leave alone. */
class RewriteTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Probe probe = Probe.create();
  private final Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
  private final Output<Float> sum = tf.add(x, x);

  /**
   * Whether the sum of x with itself was computed as {@code TestDouble(x)}, which refuses this one
   * value.
   */
  private boolean doubles(SessionOptions options) {
    try (Session session = new Session(graph, options)) {
      assertThat(session.run(sum, feed(x, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(2f, 4f));
      session.run(sum, feed(x, Tensor.of(1f, 666f)));
      return false;
    } catch (RunException e) {
      assertThat(e)
          .hasMessageStartingWith(
              "Element 1 is 666 for 'TestAdd' (op: 'TestAdd'), computed as 'TestDouble'"
                  + " with input shapes: [2]");
      return true;
    }
  }

  @Test
  void rewritesAreAppliedUnlessTheyAreSwitchedOff() {
    SessionOptions defaults = SessionOptions.defaults();

    assertThat(doubles(defaults)).isTrue();
    assertThat(doubles(defaults.withoutRewrite(DOUBLE_NEGATION))).isTrue();
    assertThat(doubles(defaults.withoutRewrite(SUM_OF_EQUALS))).isFalse();
    assertThat(doubles(defaults.withoutRewrites())).isFalse();
    assertThat(doubles(defaults.withoutRewrite(SUM_OF_EQUALS).withPlanCacheSize(3))).isFalse();
    assertThat(doubles(defaults.withoutRewrites().withPlanCacheSize(3))).isFalse();
  }

  @Test
  void aRewriteThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> SessionOptions.defaults().withoutRewrite("no-such-rewrite"))
        .isInstanceOf(GradusException.class)
        .hasMessageStartingWith("There is no rewrite named 'no-such-rewrite'; there are: [")
        .hasMessageContaining(DOUBLE_NEGATION);
  }

  @Test
  void whatOnlyTheReplacedNodeNeededIsDropped() {
    Output<Float> y = tf.neg(tf.neg(tf.probe(x, probe)));
    Output<Float> both = tf.add(tf.identity(y), tf.probe(x, probe));
    try (Session session = new Session(graph)) {
      assertThat(session.run(y, feed(x, Tensor.of(1f, -0f)))).isEqualTo(Tensor.of(1f, -0f));
      assertThat(probe.runs()).isEqualTo(1);
      assertThat(session.run(both, feed(x, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(2f, 4f));
    }
  }

  @Test
  void theInnerNodeIsThereStillForThoseWhoFetchIt() {
    Output<Float> inner = tf.neg(x);
    Output<Float> outer = tf.neg(inner);
    try (Session session = new Session(graph)) {
      Result result = session.runner().feed(x, Tensor.of(1f, 2f)).fetch(outer).fetch(inner).run();

      assertThat(result.get(outer)).isEqualTo(Tensor.of(1f, 2f));
      assertThat(result.get(inner)).isEqualTo(Tensor.of(-1f, -2f));
      assertThat(session.run(outer, feed(inner, Tensor.of(5f, 6f)))).isEqualTo(Tensor.of(-5f, -6f));
    }
  }

  @Test
  void rewritesReachThroughChains() {
    Output<Float> y = tf.probe(x, probe);
    Output<Float> z = y;
    for (int i = 0; i < 101; i++) {
      z = tf.neg(z);
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(z, feed(x, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(-1f, -2f));
    }
  }

  @Test
  void statefulNodesAreNotRewritten() {
    Output<Integer> counter = tf.counter();
    Output<Float> variable = tf.variable("v");
    Output<Float> two = tf.constant(Tensor.of(2f));
    Operation init = tf.assign(variable, two).operation();
    Output<Float> before = tf.read(variable);
    Operation assign = tf.assign(variable, tf.neg(before)).operation();
    Output<Float> after = tf.read(variable, assign);
    Output<Float> change = tf.add(before, after);
    Output<Float> negated = tf.neg(tf.neg(before));
    try (Session session = new Session(graph)) {
      session.run(init);
      // Both reads are of one variable, yet not the same value.
      Result result =
          session.runner().fetch(change).fetch(negated).fetch(tf.add(counter, counter)).run();
      assertThat(result.get(change).floatValue()).isZero();
      assertThat(result.get(negated).floatValue()).isEqualTo(2);
      assertThat(session.run(counter).intValue()).isEqualTo(2);
    }
  }

  @Test
  void dynamicShapesAreRewrittenToo() {
    Output<Float> y = tf.neg(tf.neg(tf.positives(x)));
    Output<Float> z = tf.add(y, y);
    try (Session session = new Session(graph)) {
      assertThat(session.run(z, feed(x, Tensor.of(1f, -2f, 3f)))).isEqualTo(Tensor.of(2f, 6f));
    }
  }
}
