package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Each schedule against its formula in plain Java. */
class LearningRatesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Long> step = tf.placeholder(DataType.INT64, Shape.scalar());

  private void assertFollows(Output<Float> rate, DoubleUnaryOperator formula) {
    assertThat(rate.shape()).isEqualTo(Shape.scalar());
    try (Session session = new Session(graph)) {
      for (long i : new long[] {0, 1, 7, 10, 11, 19, 20, 21, 30, 35, 1000}) {
        double expected = formula.applyAsDouble(i);
        assertThat((double) session.run(rate, feed(step, Tensor.of(i))).floatValue())
            .as("step %d", i)
            .isCloseTo(expected, within(1e-7 + 1e-6 * Math.abs(expected)));
      }
    }
  }

  @Test
  void exponentialDecay() {
    assertFollows(
        LearningRates.exponentialDecay(0.5, step, 10, 0.9), i -> 0.5 * Math.pow(0.9, i / 10));
    assertFollows(
        LearningRates.exponentialDecay(0.5, step, 10, 0.9, true),
        i -> 0.5 * Math.pow(0.9, Math.floor(i / 10)));
  }

  @Test
  void naturalExponentialDecay() {
    assertFollows(
        LearningRates.naturalExponentialDecay(0.5, step, 20, 0.3),
        i -> 0.5 * Math.exp(-0.3 * i / 20));
  }

  @Test
  void inverseTimeDecay() {
    assertFollows(
        LearningRates.inverseTimeDecay(0.5, step, 20, 0.3), i -> 0.5 / (1 + 0.3 * i / 20));
  }

  @Test
  void piecewiseConstant() {
    assertFollows(
        LearningRates.piecewiseConstant(step, new long[] {10, 20}, 0.1, 0.05, 0.01),
        i -> i <= 10 ? 0.1 : i <= 20 ? 0.05 : 0.01);
    assertFollows(LearningRates.piecewiseConstant(step, new long[0], 0.1), i -> 0.1);
  }

  @Test
  void polynomialDecay() {
    assertFollows(
        LearningRates.polynomialDecay(0.5, step, 20),
        i -> (0.5 - 0.0001) * (1 - Math.min(i, 20) / 20) + 0.0001);
    assertFollows(
        LearningRates.polynomialDecay(0.5, step, 20, 0.1, 2, false),
        i -> 0.4 * Math.pow(1 - Math.min(i, 20) / 20, 2) + 0.1);
    assertFollows(
        LearningRates.polynomialDecay(0.5, step, 20, 0.1, 0.5, true),
        i -> 0.4 * Math.sqrt(1 - i / (20 * Math.max(1, Math.ceil(i / 20)))) + 0.1);
  }

  @Test
  void cosineDecay() {
    assertFollows(
        LearningRates.cosineDecay(0.5, step, 20),
        i -> 0.5 * 0.5 * (1 + Math.cos(Math.PI * Math.min(i, 20) / 20)));
    assertFollows(
        LearningRates.cosineDecay(0.5, step, 20, 0.25),
        i -> 0.5 * (0.75 * 0.5 * (1 + Math.cos(Math.PI * Math.min(i, 20) / 20)) + 0.25));
  }

  @Test
  void stepsAreToldApartWhereFloatsAreTooCoarse() {
    long large = (1L << 24) + 1; // The next float32 after 2^24 is 2 more.
    Output<Float> rate = LearningRates.exponentialDecay(1, step, large, 0.5, true);
    try (Session session = new Session(graph)) {
      assertThat(session.run(rate, feed(step, Tensor.of(large - 1))).floatValue()).isEqualTo(1f);
      assertThat(session.run(rate, feed(step, Tensor.of(large))).floatValue()).isEqualTo(0.5f);
    }
  }

  @Test
  void whatCannotBeAScheduleIsRefused() {
    assertThatThrownBy(() -> LearningRates.cosineDecay(0.1, step, 0))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("at least one step to decay in, not 0");
    assertThatThrownBy(
            () -> LearningRates.piecewiseConstant(step, new long[] {20, 10}, 0.1, 0.05, 0.01))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("[20, 10]");
    assertThatThrownBy(() -> LearningRates.piecewiseConstant(step, new long[] {10}, 0.1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("one more rate than there are boundaries");
  }

  /** The rate of each step is that for the number of steps done before it. */
  @Test
  void aScheduleMovesWithTheGlobalStep() {
    Variable<Long> globalStep = tf.getOrCreateGlobalStep();
    Variable<Float> x = tf.variable(tf.constant(0f));
    Output<Float> rate = LearningRates.piecewiseConstant(globalStep, new long[] {0}, 1, 0.25);
    Operation train = new GradientDescentOptimizer(rate).minimize(tf.neg(x), globalStep);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (float expected : new float[] {1, 1.25f, 1.5f}) {
        session.run(train);
        assertThat(session.run(x).floatValue()).isEqualTo(expected);
      }
      assertThat(session.run(globalStep).longValue()).isEqualTo(3);
    }
  }

  @Test
  void thereIsOneGlobalStep() {
    Variable<Long> globalStep = tf.scope("layer").getOrCreateGlobalStep();
    assertThat(globalStep.name()).isEqualTo("global_step");
    assertThat(tf.getOrCreateGlobalStep()).isSameAs(globalStep);
    assertThat(graph.collection(GraphKeys.GLOBAL_STEP)).isEqualTo(List.of(globalStep));
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES)).isEmpty();
  }
}
