package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of gradient descent at rate 1 from 0 are the clipped gradients, negated. */
class GradientClippingTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Variable<Double> a = tf.variable(tf.constant(0.0, 0.0));
  private final Variable<Double> b = tf.variable(tf.constant(0.0));
  private final Variable<Double> table = tf.variable(tf.constant(new double[3][1]));

  /** Its gradients are -3 and -4, and -12. */
  private final Output<Double> loss =
      tf.add(tf.reduceSum(tf.mul(a, tf.constant(-3.0, -4.0))), tf.mul(b, -12));

  private void assertMoves(GradientClipping clipping, double a0, double a1, double b0) {
    Operation step = new GradientDescentOptimizer(1).clip(clipping).minimize(loss);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step);
      assertThat(session.run(a).toDoubleArray())
          .containsExactly(new double[] {a0, a1}, within(1e-12));
      assertThat(session.run(b).doubleValue()).isCloseTo(b0, within(1e-12));
    }
  }

  @Test
  void byValue() {
    assertMoves(GradientClipping.byValue(-3.5, 1), 3, 3.5, 3.5);
    assertMoves(GradientClipping.byValue(1, 2), -1, -1, -1);
  }

  @Test
  void byNorm() {
    assertMoves(GradientClipping.byNorm(10), 3, 4, 10);
    assertMoves(GradientClipping.byNorm(2.5), 1.5, 2, 2.5);
  }

  @Test
  void byGlobalNorm() {
    assertMoves(GradientClipping.byGlobalNorm(13), 3, 4, 12);
    assertMoves(GradientClipping.byGlobalNorm(6.5), 1.5, 2, 6);
  }

  @Test
  void slicesStaySlices() {
    Output<Double> rows = tf.gather(table, tf.constant(2, 0));
    Output<Double> sum = tf.reduceSum(tf.mul(rows, tf.constant(new double[][] {{-3}, {-4}})));
    for (GradientClipping clipping :
        List.of(
            GradientClipping.byValue(-2, 2),
            GradientClipping.byNorm(1),
            GradientClipping.byGlobalNorm(1))) {
      Optimizer optimizer = new GradientDescentOptimizer(1);
      assertThat(clipping.apply(optimizer.computeGradients(sum)))
          .allMatch(GradientAndVariable::isSparse);
      Operation step = optimizer.clip(clipping).minimize(sum);
      try (Session session = new Session(graph)) {
        session.run(tf.globalVariablesInitializer());
        session.run(step);
        double[] moved = session.run(table).toDoubleArray();
        assertThat(moved[1]).isZero();
        assertThat(moved[2]).isBetween(0.5, 2.0);
      }
    }
  }

  @Test
  void mistakesAreTold() {
    assertThatThrownBy(() -> GradientClipping.byValue(1, -1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("1.0 and -1.0");
    assertThatThrownBy(() -> GradientClipping.byNorm(0))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("greater than 0, but is 0.0");
    Variable<Float> narrow = tf.variable(tf.constant(0f));
    Output<Double> mixed = tf.add(b, tf.cast(narrow, DataType.FLOAT64));
    Optimizer optimizer = new GradientDescentOptimizer(1).clip(GradientClipping.byGlobalNorm(1));
    assertThatThrownBy(() -> optimizer.minimize(mixed))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("only if all are of one type");
  }
}
