package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tf.nn.dropout} drops, and what it keeps. */
class DropoutTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropsThatPartAndScalesTheRest(double rate) {
    Output<Double> x = tf.constant(DoubleStream.iterate(1, i -> i + 1).limit(50_000).toArray());
    double[] dropped = Runs.value(tf.seeded(1).nn.dropout(x, rate)).toDoubleArray();

    int zeros = 0;
    for (int i = 0; i < dropped.length; i++) {
      if (dropped[i] == 0) {
        zeros++;
      } else {
        assertThat(dropped[i]).isCloseTo((i + 1) / (1 - rate), within(1e-9 * i + 1e-9));
      }
    }
    double error = Math.sqrt(rate * (1 - rate) / dropped.length);
    assertThat((double) zeros / dropped.length).isCloseTo(rate, within(5 * error));
  }

  @Test
  void everyRunDropsAnewAndEverySessionOfTheSameSeedTheSame() {
    Output<Float> dropped = tf.seeded(1).nn.dropout(tf.ones(100), 0.5);
    try (Session one = new Session(graph);
        Session other = new Session(graph)) {
      Tensor<Float> first = one.run(dropped);
      assertThat(one.run(dropped)).isNotEqualTo(first);
      assertThat(other.run(dropped)).isEqualTo(first);
    }
  }

  @Test
  void aRateOfZeroChangesNoBit() {
    Output<Float> x = tf.constant(0.1f, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, Float.NaN);
    Output<Float> rate = tf.placeholder(FLOAT32, Shape.scalar());
    assertThat(tf.nn.dropout(x, 0)).isSameAs(x);
    assertThat(Runs.value(tf.nn.dropout(x, rate), feed(rate, Tensor.of(0f))))
        .isEqualTo(Runs.value(x));
  }

  @Test
  void aRateMayBeFed() {
    Output<Float> rate = tf.placeholder(FLOAT32);
    Output<Float> dropped = tf.seeded(4).nn.dropout(tf.ones(1000), rate);
    try (Session session = new Session(graph)) {
      for (float fed : new float[] {0.25f, 0.75f}) {
        Tensor<Float> value = session.run(dropped, feed(rate, Tensor.of(fed)));
        assertThat(value.toFloatArray()).containsOnly(0, 1 / (1 - fed));
      }
    }
  }

  @Test
  void noiseMayBeSharedAlongAxes() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 4, 5, 3));
    Output<Float> anyRank = tf.placeholder(FLOAT32);
    Tensor<Float> ones = Tensor.ofFloats(Shape.of(6, 4, 5, 3), all -> Arrays.fill(all, 1));
    Shape channels = Shape.of(UNKNOWN, 1, 1, UNKNOWN);
    Output<Float> known = tf.seeded(2).nn.dropout(tf.constant(ones), 0.5, channels);
    Output<Float> partlyKnown = tf.seeded(2).nn.dropout(x, 0.5, channels);
    Output<Float> unknown = tf.seeded(2).nn.dropout(anyRank, tf.constant(0.5f), channels);

    Tensor<Float> value = Runs.value(known);
    for (int i = 0; i < ones.size(); i++) {
      int[] at = {i / 60, i / 15 % 4, i / 3 % 5, i % 3};
      assertThat(value.getFloat(at)).isEqualTo(value.getFloat(at[0], 0, 0, at[3]));
    }
    assertThat(value.toFloatArray()).contains(0, 2);
    assertThat(Runs.value(partlyKnown, feed(x, ones))).isEqualTo(value);
    assertThat(Runs.value(unknown, feed(anyRank, ones))).isEqualTo(value);
  }

  @Test
  void shapesMayBeUnknownOrEmpty() {
    Output<Double> x = tf.placeholder(FLOAT64);
    Output<Double> dropped = tf.nn.dropout(x, 0.5);
    for (Shape shape : new Shape[] {Shape.scalar(), Shape.of(0, 3), Shape.of(2, 3)}) {
      assertThat(Runs.value(dropped, feed(x, Tensor.zeros(FLOAT64, shape))))
          .isEqualTo(Tensor.zeros(FLOAT64, shape));
    }
    assertThat(tf.nn.dropout(tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 3)), 0.5).shape())
        .isEqualTo(Shape.of(UNKNOWN, 3));
  }

  @Test
  void theNodesAreNamedAsTensorFlows() {
    Output<Float> dropped = tf.nn.dropout(tf.placeholder(FLOAT32), 0.25);
    assertThat(dropped.operation()).hasToString("'dropout/mul_1' (op: 'Mul')");
    for (String name : new String[] {"rate", "random_uniform", "GreaterEqual", "mul", "Cast"}) {
      assertThat(graph.findOperation("dropout/" + name)).as(name).isPresent();
    }
  }

  @Test
  void mistakesAreTold() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 3));
    for (double rate : new double[] {-0.1, 1, Double.NaN}) {
      assertRefused(
          () -> tf.nn.dropout(x, rate),
          "rate of a dropout is at least 0 and less than 1",
          "" + rate);
    }
    assertRefused(
        () -> tf.nn.dropout(tf.placeholder(INT32), 0.5), "float32 or float64", "of int32");
    assertRefused(() -> tf.nn.dropout(x, tf.zeros(2)), "is a scalar, but has shape [2]");
    assertRefused(() -> tf.nn.dropout(x, 0.5, Shape.of(3)), "of shape [?,3]", "but is [3]");
    assertRefused(() -> tf.nn.dropout(x, 0.5, Shape.of(1, 2)), "of shape [?,3]", "but is [1,2]");
  }

  private static void assertRefused(Runnable mistake, String... told) {
    assertThatThrownBy(mistake::run)
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll(told);
  }
}
