package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Session;
import dev.gradus.core.Tensor;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Averages follow their variables, as they are after the training step. */
class ExponentialMovingAverageTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Variable<Double> x = tf.named("x").variable(tf.constant(1.0, 2.0));

  /** A step that adds 1 to x, and moves the average after that. */
  private Operation stepAndAverage(ExponentialMovingAverage averages) {
    Operation step = new GradientDescentOptimizer(1).minimize(tf.neg(x));
    return averages.apply(tf.after(step), List.of(x));
  }

  private void assertAverages(ExponentialMovingAverage averages, Operation step, double[] decays) {
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      double expected = 1;
      for (int i = 0; i < decays.length; i++) {
        session.run(step);
        expected = decays[i] * expected + (1 - decays[i]) * (i + 2);
        Tensor<Double> average = session.run(averages.average(x));
        assertThat(average.getDouble(0)).isCloseTo(expected, within(1e-12));
        assertThat(average.getDouble(1)).isCloseTo(expected + 1, within(1e-12));
      }
    }
  }

  @Test
  void theAverageMovesByAFixedPart() {
    ExponentialMovingAverage averages = new ExponentialMovingAverage(0.9);
    assertAverages(averages, stepAndAverage(averages), new double[] {0.9, 0.9, 0.9, 0.9});
  }

  @Test
  void theAverageMovesFasterAtFirst() {
    Variable<Long> count = tf.getOrCreateGlobalStep();
    ExponentialMovingAverage averages = new ExponentialMovingAverage(0.25, count);
    Operation step =
        tf.after(stepAndAverage(averages)).assignAdd(count, tf.constant(1L)).operation();
    assertAverages(averages, step, new double[] {1 / 10.0, 2 / 11.0, 3 / 12.0, 0.25, 0.25});
  }

  @Test
  void averagesAreVariablesNamedAsInTensorFlow() {
    ExponentialMovingAverage averages = new ExponentialMovingAverage(0.9);
    Operation moved = averages.apply(tf, List.of(x));
    assertThat(moved.name()).isEqualTo("ExponentialMovingAverage");
    assertThat(averages.average(x).name()).isEqualTo("x/ExponentialMovingAverage");
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES)).isEqualTo(List.of(x));
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES)).contains(averages.average(x));
    averages.apply(tf, List.of(x));
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES)).hasSize(2);
  }

  @Test
  void mistakesAreTold() {
    assertThatThrownBy(() -> new ExponentialMovingAverage(1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("at least 0 and less than 1, not 1.0");
    ExponentialMovingAverage averages = new ExponentialMovingAverage(0.9);
    assertThatThrownBy(() -> averages.average(x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no average of x: float64[2]");
    assertThatThrownBy(() -> averages.apply(tf, List.of()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no variables to average");
    Variable<Integer> count = tf.named("count").variable(tf.constant(1));
    assertThatThrownBy(() -> averages.apply(tf, List.of(count)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no moving average of count: int32[]");
  }
}
