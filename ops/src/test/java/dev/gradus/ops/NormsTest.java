package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Norms, and what is scaled by them; identity matrices, traces and transposes. */
class NormsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Double> x = tf.constant(new double[][] {{3, -4}, {0, 12}});

  private <T> Tensor<T> value(Output<T> output) {
    try (Session session = new Session(graph)) {
      return session.run(output);
    }
  }

  @Test
  void normsOfEveryOrder() {
    assertThat(value(tf.norm(x)).doubleValue()).isEqualTo(13);
    assertThat(value(tf.norm(x, 2)).doubleValue()).isEqualTo(13);
    assertThat(value(tf.norm(x, 1)).doubleValue()).isEqualTo(19);
    assertThat(value(tf.norm(x, Double.POSITIVE_INFINITY)).doubleValue()).isEqualTo(12);
    assertThat(value(tf.norm(x, 3)).doubleValue())
        .isCloseTo(Math.cbrt(27 + 64 + 1728), within(1e-12));
    assertThat(value(tf.norm(x, 2, 1))).isEqualTo(Tensor.of(5.0, 12.0));
    assertThat(value(tf.norm(x, 1, true, 0))).isEqualTo(Tensor.of(new double[][] {{3, 16}}));
    assertThat(value(tf.norm(x, false, 1))).isEqualTo(Tensor.of(5.0, 12.0));
    assertThat(value(tf.norm(x, true, 0, 1))).isEqualTo(Tensor.of(new double[][] {{13}}));
    assertThatThrownBy(() -> tf.norm(x, 0))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The order of a norm must be greater than 0, but is 0.0");
  }

  @Test
  void whatIsTooLongIsClipped() {
    assertThat(value(tf.clipByNorm(x, 6.5)))
        .isEqualTo(Tensor.of(new double[][] {{1.5, -2}, {0, 6}}));
    assertThat(value(tf.clipByNorm(x, 13))).isEqualTo(value(x));
    assertThat(value(tf.clipByNorm(x, 100))).isEqualTo(value(x));
    assertThat(value(tf.clipByNorm(x, 6, 1)))
        .isEqualTo(Tensor.of(new double[][] {{3, -4}, {0, 6}}));
    assertThat(value(tf.clipByNorm(tf.zerosLike(x), tf.constant(1.0))))
        .isEqualTo(value(tf.zerosLike(x)));
    assertThatThrownBy(() -> tf.clipByNorm(x, -1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The norm to clip to must be greater than 0, but is -1.0");
  }

  @Test
  void severalAreClippedTogether() {
    Output<Double> y = tf.constant(0.0, 84.0);
    ClippedByGlobalNorm<Double> clipped = tf.clipByGlobalNorm(List.of(x, y), 17);
    assertThat(value(clipped.norm()).doubleValue()).isEqualTo(85);
    assertThat(value(clipped.values().get(0)).getDouble(1, 1)).isCloseTo(2.4, within(1e-12));
    assertThat(value(clipped.values().get(1)).getDouble(1)).isCloseTo(16.8, within(1e-12));
    assertThat(value(tf.clipByGlobalNorm(List.of(x, y), 100).values().get(0)).getDouble(0, 1))
        .isCloseTo(-4, within(1e-12));
    Output<Double> infinite = tf.constant(Double.POSITIVE_INFINITY);
    assertThat(value(tf.clipByGlobalNorm(List.of(x, infinite), 1).values().get(0)).getDouble(0, 0))
        .isNaN();
    assertThatThrownBy(() -> tf.globalNorm(List.<Output<Double>>of()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("at least one tensor");
  }

  @Test
  void momentsAndUnitVectors() {
    Moments<Double> moments = tf.nn.moments(x, 1);
    assertThat(value(moments.mean())).isEqualTo(Tensor.of(-0.5, 6.0));
    assertThat(value(moments.variance())).isEqualTo(Tensor.of(12.25, 36.0));
    Moments<Double> kept = tf.nn.moments(x, true, 0);
    assertThat(value(kept.mean())).isEqualTo(Tensor.of(new double[][] {{1.5, 4}}));
    assertThat(value(kept.variance())).isEqualTo(Tensor.of(new double[][] {{2.25, 64}}));
    assertThat(value(tf.nn.l2Normalize(x, 1)).toDoubleArray())
        .containsExactly(new double[] {0.6, -0.8, 0, 1}, within(1e-15));
    assertThat(value(tf.nn.l2Normalize(tf.constant(0.0, 0.0), 0))).isEqualTo(Tensor.of(0.0, 0.0));
  }

  @Test
  void matrices() {
    assertThat(value(tf.eye(2))).isEqualTo(Tensor.of(new float[][] {{1, 0}, {0, 1}}));
    assertThat(value(tf.eye(INT32, 2, 3))).isEqualTo(Tensor.of(new int[][] {{1, 0, 0}, {0, 1, 0}}));
    assertThat(value(tf.trace(x)).doubleValue()).isEqualTo(15);
    assertThat(value(tf.matrixTranspose(x)))
        .isEqualTo(Tensor.of(new double[][] {{3, 0}, {-4, 12}}));
    assertThat(value(tf.matrixBandPart(x, 0, -1)))
        .isEqualTo(Tensor.of(new double[][] {{3, -4}, {0, 12}}));
    assertThat(value(tf.linspace(FLOAT64, 0, 1, 5))).isEqualTo(Tensor.of(0, 0.25, 0.5, 0.75, 1));
    assertThatThrownBy(() -> tf.matrixTranspose(tf.constant(1, 2)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("a tensor of rank 2 or more, not one of shape [2]");
  }
}
