package dev.gradus.core.plan;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Probe;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.core.TestOps;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Graphs so long that recursion would overflow the stack, and anything worse than linear would not
 * end in the time given.
 */
@Timeout(180)
class LongGraphTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Output<Float> x = tf.placeholder(Shape.scalar());
  private final Output<Float> one = tf.constant(Tensor.of(1f));

  /** That of a million nodes is differentiated, too, so its test is where gradients are. */
  @Test
  void aLongChainRuns() {
    Output<Float> y = x;
    for (int i = 0; i < 200_000; i++) {
      y = tf.add(y, one);
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(y, feed(x, 0f)).floatValue()).isEqualTo(200_000);
      assertThat(session.run(y, feed(x, -7f)).floatValue()).isEqualTo(199_993);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000, 100_000})
  void theWorkGrowsWithTheNumberOfNodes(int length) {
    Probe probe = Probe.create();
    Output<Float> y = x;
    for (int i = 0; i < length; i++) {
      y = tf.probe(y, probe);
    }
    try (Session session = new Session(graph)) {
      session.run(y, feed(x, 1f));
      session.run(y, feed(x, 2f));
    }
    assertThat(probe.prepared()).isEqualTo(length);
    assertThat(probe.runs()).isEqualTo(2 * length);
  }

  @Test
  void aChainOfConstantsIsFolded() {
    Output<Float> y = one;
    for (int i = 0; i < 100_000; i++) {
      y = tf.add(y, one);
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(y).floatValue()).isEqualTo(100_001);
    }
  }

  @Test
  void aChainOfViewsIsOneView() {
    Output<Float> y = x;
    for (int i = 0; i < 50_000; i++) {
      y = tf.identity(tf.reshape(y, i % 2 == 0 ? new int[] {1} : new int[0]));
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(y, feed(x, 3f)).floatValue()).isEqualTo(3);
    }
  }

  @Test
  void aChainOfAssignmentsIsLinear() {
    Output<Float> variable = tf.variable("v");
    Output<Float> reference = tf.assign(variable, one);
    for (int i = 0; i < 100_000; i++) {
      reference = tf.assignAdd(reference, one);
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(reference).floatValue()).isEqualTo(100_001);
    }
  }

  @Test
  void aChainOfControlDependenciesIsLinear() {
    Output<Float> variable = tf.variable("v");
    Operation last = tf.assign(variable, one).operation();
    for (int i = 0; i < 100_000; i++) {
      last = tf.group(last);
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(tf.read(variable, last)).floatValue()).isEqualTo(1);
    }
  }

  @Test
  void aNodeOfManyInputsIsLinear() {
    Output<Float> sum = tf.addN(Collections.nCopies(100_000, x));
    try (Session session = new Session(graph)) {
      assertThat(session.run(sum, feed(x, 2f)).floatValue()).isEqualTo(200_000);
    }
  }

  @Test
  void manyNodesMayNeedOne() {
    Output<Float> shared = tf.neg(x);
    Output<Float> y = shared;
    for (int i = 0; i < 100_000; i++) {
      y = tf.add(y, shared);
    }
    try (Session session = new Session(graph)) {
      assertThat(session.run(y, feed(x, -1f)).floatValue()).isEqualTo(100_001);
    }
  }
}
