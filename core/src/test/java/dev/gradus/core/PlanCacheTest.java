package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * When a plan is made, and when an earlier one serves: counted by how often a kernel is prepared,
 * which happens once for each plan as long as there is one thread.
 */
class PlanCacheTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Probe probe = Probe.create();
  private final Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
  private final Output<Float> y = tf.probe(x, probe);

  @Test
  void aPlanServesAllRunsWithTheSameSignature() {
    Output<Float> z = tf.neg(y);
    try (Session session = new Session(graph)) {
      for (int i = 0; i < 100; i++) {
        session.run(y, feed(x, Tensor.of(i, 2f)));
        session.runner().fetch(z).target(y.operation()).feed(x, Tensor.of(1f, i)).run();
      }
    }
    assertThat(probe.prepared()).isEqualTo(2);
    assertThat(probe.runs()).isEqualTo(200);
  }

  @Test
  void anotherShapeIsAnotherPlan() {
    try (Session session = new Session(graph)) {
      for (int i = 0; i < 300; i++) {
        session.run(y, zeros(1 + i % 3));
      }
    }
    assertThat(probe.prepared()).isEqualTo(3);
  }

  @Test
  void asManyPlansAreKeptAsTheOptionsSay() {
    try (Session session = new Session(graph)) {
      for (int i = 0; i < 5 * 64; i++) {
        session.run(y, zeros(i % 64));
      }
    }
    assertThat(probe.prepared()).isEqualTo(64);
  }

  @Test
  void theLeastRecentlyUsedPlanIsDroppedFirst() {
    SessionOptions options = SessionOptions.defaults().withPlanCacheSize(2);
    try (Session session = new Session(graph, options)) {
      session.run(y, zeros(1));
      session.run(y, zeros(2));
      session.run(y, zeros(1));
      session.run(y, zeros(3)); // Drops the plan for 2.
      assertThat(probe.prepared()).isEqualTo(3);
      session.run(y, zeros(1));
      assertThat(probe.prepared()).isEqualTo(3);
      session.run(y, zeros(2));
      assertThat(probe.prepared()).isEqualTo(4);
    }
  }

  @Test
  void atLeastOnePlanIsKept() {
    assertThatThrownBy(() -> SessionOptions.defaults().withPlanCacheSize(0))
        .isInstanceOf(GradusException.class)
        .hasMessage("A session keeps at least 1 plan, not 0.");
  }

  @Test
  void aGraphThatGrowsElsewhereKeepsItsPlans() {
    try (Session session = new Session(graph)) {
      for (int i = 0; i < 10; i++) {
        session.run(y, zeros(2));
        tf.neg(y);
      }
    }
    assertThat(probe.prepared()).isEqualTo(1);
  }

  @Test
  void aRequestThatWasRefusedIsExaminedAnew() {
    Output<Float> variable = tf.variable("v");
    Output<Float> read = tf.read(variable);
    try (Session session = new Session(graph)) {
      assertThatThrownBy(() -> session.run(read)).isInstanceOf(RunException.class);
      session.run(tf.assign(variable, tf.constant(Tensor.of(1f))));
      assertThat(session.run(read).floatValue()).isEqualTo(1);
    }
  }

  @Test
  void whatDependsOnConstantsAloneIsComputedOnceForEachPlan() {
    Probe folded = Probe.create();
    Output<Float> constant = tf.neg(tf.probe(tf.neg(tf.constant(1f, 2f)), folded));
    Output<Float> sum = tf.add(constant, x);
    try (Session session = new Session(graph)) {
      for (int i = 0; i < 10; i++) {
        session.run(sum, feed(x, Tensor.of(1f, 2f)));
      }
      assertThat(folded.runs()).isEqualTo(1);
      assertThat(session.run(sum, feed(x, Tensor.of(new float[] {1}))))
          .isEqualTo(Tensor.of(2f, 3f));
      assertThat(folded.runs()).isEqualTo(2);
    }
  }

  @Test
  void whatDependsOnShapesAloneIsComputedOnceForEachPlan() {
    Probe folded = Probe.create();
    Output<Float> ones = tf.probe(tf.fill(tf.shape(x), tf.constant(Tensor.of(1f))), folded);
    try (Session session = new Session(graph)) {
      for (int i = 0; i < 10; i++) {
        assertThat(session.run(ones, zeros(3))).isEqualTo(Tensor.of(1f, 1f, 1f));
      }
    }
    assertThat(folded.runs()).isEqualTo(1);
  }

  @Test
  void aLargeValueIsNotHoardedThoughItIsConstant() {
    Probe large = Probe.create();
    Output<Float> value =
        tf.sum(
            tf.probe(
                tf.fill(tf.constant(Tensor.of(1000, 100)), tf.constant(Tensor.of(1f))), large));
    try (Session session = new Session(graph)) {
      assertThat(session.run(value).floatValue()).isEqualTo(100_000);
      assertThat(session.run(value).floatValue()).isEqualTo(100_000);
    }
    assertThat(large.runs()).isEqualTo(2);
  }

  private Feed<Float> zeros(int length) {
    return feed(x, Tensor.zeros(FLOAT32, Shape.of(length)));
  }
}
