package dev.gradus.core;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The checking mode finds what a rewrite changes, and nothing where it changes nothing. */
class RewriteCheckTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Output<Float> x = tf.placeholder(Shape.of(2));

  @Test
  void rewritesThatChangeNothingPass() {
    Output<Float> y = tf.neg(tf.neg(tf.add(x, x)));
    Output<Float> z = tf.add(tf.add(x, x), tf.neg(tf.constant(1f, Float.NaN)));
    RewriteCheck check =
        RewriteCheck.of(
            graph,
            session -> {
              session.run(y, feed(x, Tensor.of(1f, -0f)));
              session.runner().feed(x, Tensor.of(1f, Float.NaN)).fetch(y).fetch(z).run();
            });
    assertThat(check.differences()).isEmpty();
    assertThat(check.applied())
        .containsExactlyInAnyOrder(
            "merge-equal-nodes",
            "fold-constants",
            TestLibrary.DOUBLE_NEGATION,
            TestLibrary.SUM_OF_EQUALS);
    check.throwIfDifferent();
  }

  @Test
  void whereNoneAppliesNoneIsNamed() {
    Output<Float> y = tf.neg(x);
    RewriteCheck check =
        RewriteCheck.of(graph, session -> session.run(y, feed(x, Tensor.of(1f, 2f))));
    assertThat(check.applied()).isEmpty();
    assertThat(check.differences()).isEmpty();
  }

  @Test
  void aRewriteThatMakesADifferenceIsNamed() {
    Output<Float> y = tf.probe(x, Probe.named(TestLibrary.WRONG));
    RewriteCheck check =
        RewriteCheck.of(graph, session -> session.run(y, feed(x, Tensor.of(1f, 2f))));
    assertThat(check.differences())
        .extracting(RewriteCheck.Difference::without)
        .containsExactly(TestLibrary.WRONG, "any");
    assertThatThrownBy(check::throwIfDifferent)
        .isInstanceOf(GradusException.class)
        .hasMessageContaining("Without rewrite " + TestLibrary.WRONG + ", fetch 0: ");
  }
}
