package dev.gradus.user;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.BatchNormalizationOptions;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch normalization and layer normalization, as functions and as layers. */
class NormalizationTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Random random = new Random(7);

  private Tensor<Double> drawn(int... shape) {
    return Tensor.ofDoubles(
        Shape.of(shape), all -> Arrays.setAll(all, i -> 3 + 2 * random.nextGaussian()));
  }

  private static double[] value(Operand<Double> fetch, Feed<?>... feeds) {
    try (Session session = new Session(fetch.graph())) {
      return session.run(fetch, feeds).toDoubleArray();
    }
  }

  private static void assertRefused(Runnable mistake, String... told) {
    assertThatThrownBy(mistake::run)
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll(told)
        .hasMessageContaining("NormalizationTest.java");
  }

  @Test
  void batchNormalizationIsItsFormula() {
    Tensor<Double> x = drawn(4, 3);
    double[] mean = {1, 2, 3};
    double[] variance = {4, 0.25, 0};
    double[] offset = {-1, 0, 1};
    double[] scale = {2, 3, 4};
    Output<Double> in = tf.constant(x);
    double[] all =
        value(
            tf.nn.batchNormalization(
                in,
                tf.constant(mean),
                tf.constant(variance),
                tf.constant(offset),
                tf.constant(scale),
                1e-3));
    double[] plain =
        value(tf.nn.batchNormalization(in, tf.constant(mean), tf.constant(variance), 1e-3));
    for (int i = 0; i < 12; i++) {
      int c = i % 3;
      double normalized = (x.getDouble(i / 3, c) - mean[c]) / Math.sqrt(variance[c] + 1e-3);
      assertThat(plain[i]).isCloseTo(normalized, within(1e-11));
      assertThat(all[i]).isCloseTo(normalized * scale[c] + offset[c], within(1e-11));
    }
  }

  @Test
  void layerNormalizationIsItsFormula() {
    Tensor<Double> x = drawn(4, 5, 3);
    Output<Double> in = tf.constant(x);
    Tensor<Double> scale = drawn(5, 3);
    Tensor<Double> offset = drawn(5, 3);
    double[] lastAxis = value(tf.nn.layerNormalization(in, 1e-3));
    double[] twoAxes =
        value(tf.nn.layerNormalization(in, tf.constant(offset), tf.constant(scale), 1e-3));

    double[] elements = x.toDoubleArray();
    for (int i = 0; i < elements.length; i++) {
      assertThat(lastAxis[i]).isCloseTo(normalized(elements, i, 3), within(1e-12));
      assertThat(twoAxes[i])
          .isCloseTo(
              normalized(elements, i, 15) * scale.toDoubleArray()[i % 15]
                  + offset.toDoubleArray()[i % 15],
              within(1e-12));
    }
  }

  /** An element normalized within its group of so many neighbours. */
  private static double normalized(double[] elements, int at, int group) {
    double[] row = Arrays.copyOfRange(elements, at - at % group, at - at % group + group);
    double mean = Arrays.stream(row).average().orElseThrow();
    double variance = Arrays.stream(row).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    return (elements[at] - mean) / Math.sqrt(variance + 1e-3);
  }

  @Test
  void wrongShapesOfALayerNormalizationAreRefused() {
    Output<Double> x = tf.placeholder(FLOAT64, Shape.of(UNKNOWN, 5, 3));
    for (int[] wrong : new int[][] {{}, {5}, {3, 5}, {2, 2, 5, 3}}) {
      Output<Double> offset = tf.zeros(FLOAT64, Shape.of(wrong));
      assertRefused(
          () -> tf.nn.layerNormalization(x, offset, offset, 1e-3),
          "but x is [?,5,3], and they are %s and %s".formatted(offset.shape(), offset.shape()));
    }
    assertRefused(
        () -> tf.nn.layerNormalization(x, tf.zeros(FLOAT64, Shape.of(3)), x, 1e-3), "[3] and");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 0})
  void theLayerNormalizesByTheBatchAndLaterByAverages(int axis) {
    Shape shape =
        axis == -1
            ? Shape.of(UNKNOWN, 3)
            : axis == 1 ? Shape.of(UNKNOWN, 3, 2) : Shape.of(3, UNKNOWN);
    int[] real =
        axis == -1 ? new int[] {50, 3} : axis == 1 ? new int[] {50, 3, 2} : new int[] {3, 50};
    int channelStride = axis == -1 ? 1 : axis == 1 ? 2 : 50;
    Output<Double> x = tf.placeholder(FLOAT64, shape);
    Output<Boolean> training = tf.placeholder(BOOL, Shape.scalar());
    BatchNormalizationOptions options =
        BatchNormalizationOptions.defaults().withAxis(axis).withMomentum(0.75);
    Output<Double> y = tf.layers.batchNormalization(x, training, options);
    Operation updates = tf.group(graph.collection(GraphKeys.UPDATE_OPS));
    Variable<?> movingMean = graph.collection(GraphKeys.GLOBAL_VARIABLES).get(2);
    Variable<?> movingVariance = graph.collection(GraphKeys.GLOBAL_VARIABLES).get(3);

    double[] mean = new double[3];
    double[] variance = {1, 1, 1};
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int step = 0; step < 3; step++) {
        Tensor<Double> batch = drawn(real);
        double[] in = batch.toDoubleArray();
        double[] trained =
            session
                .runner()
                .feed(x, batch)
                .feed(training, Tensor.of(true))
                .target(updates)
                .fetch(y)
                .run()
                .get(y)
                .toDoubleArray();
        for (int c = 0; c < 3; c++) {
          double[] moments = moments(in, c, channelStride);
          for (int i = 0; i < in.length; i++) {
            if (i / channelStride % 3 == c) {
              assertThat(trained[i])
                  .isCloseTo((in[i] - moments[0]) / Math.sqrt(moments[1] + 1e-3), within(1e-11));
            }
          }
          mean[c] = 0.75 * mean[c] + 0.25 * moments[0];
          variance[c] = 0.75 * variance[c] + 0.25 * moments[1];
        }
      }
      // What is no training changes no average, even if the updates run.
      Tensor<Double> batch = drawn(real);
      session
          .runner()
          .feed(x, batch)
          .feed(training, Tensor.of(false))
          .target(updates)
          .fetch(y)
          .run();
      double[] in = batch.toDoubleArray();
      double[] later =
          session.run(y, feed(x, batch), feed(training, Tensor.of(false))).toDoubleArray();
      for (int c = 0; c < 3; c++) {
        assertThat(session.run(movingMean).getDouble(c)).isCloseTo(mean[c], within(1e-12));
        assertThat(session.run(movingVariance).getDouble(c)).isCloseTo(variance[c], within(1e-12));
      }
      for (int i = 0; i < in.length; i++) {
        int c = i / channelStride % 3;
        assertThat(later[i])
            .isCloseTo((in[i] - mean[c]) / Math.sqrt(variance[c] + 1e-3), within(1e-11));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"built for training", "fed true", "fed false"})
  void anEmptyBatchLeavesTheAveragesAlone(String training) {
    Output<Double> x = tf.placeholder(FLOAT64, Shape.of(UNKNOWN, 2));
    Output<Boolean> fed = tf.placeholder(BOOL, Shape.scalar());
    Output<Double> y =
        training.startsWith("fed")
            ? tf.layers.batchNormalization(x, fed)
            : tf.layers.batchNormalization(x, true);
    Operation updates = tf.group(graph.collection(GraphKeys.UPDATE_OPS));
    Variable<?> movingMean = graph.collection(GraphKeys.GLOBAL_VARIABLES).get(2);
    Variable<?> movingVariance = graph.collection(GraphKeys.GLOBAL_VARIABLES).get(3);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (Tensor<Double> batch :
          List.of(Tensor.zeros(FLOAT64, Shape.of(0, 2)), Tensor.of(Shape.of(1, 2), 100., 200.))) {
        for (int step = 0; step < 2; step++) {
          Tensor<Double> normalized =
              session
                  .runner()
                  .feed(x, batch)
                  .feed(fed, Tensor.of(!training.endsWith("false")))
                  .target(updates)
                  .fetch(y)
                  .run()
                  .get(y);
          assertThat(normalized.shape()).isEqualTo(batch.shape());
        }
        boolean moved = batch.shape().dimension(0) > 0 && !training.endsWith("false");
        double[] mean = moved ? new double[] {1.99, 3.98} : new double[] {0, 0};
        double variance = moved ? 0.9801 : 1;
        for (int c = 0; c < 2; c++) {
          assertThat(session.run(movingMean).getDouble(c)).isCloseTo(mean[c], within(1e-12));
          assertThat(session.run(movingVariance).getDouble(c)).isCloseTo(variance, within(1e-12));
        }
      }
    }
  }

  private static double[] moments(double[] all, int channel, int stride) {
    double[] own =
        IntStream.range(0, all.length)
            .filter(i -> i / stride % 3 == channel)
            .mapToDouble(i -> all[i])
            .toArray();
    double mean = Arrays.stream(own).average().orElseThrow();
    double variance = Arrays.stream(own).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    return new double[] {mean, variance};
  }

  @Test
  void theVariablesAreTensorFlows() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 4));
    Output<Float> y = tf.layers.batchNormalization(x, true);
    tf.layers.batchNormalization(x, false, BatchNormalizationOptions.defaults().withoutScale());
    tf.layers.batchNormalization(x, false, BatchNormalizationOptions.defaults().withoutCenter());

    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES).stream().map(Variable::name))
        .containsExactly(
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "batch_normalization/moving_mean",
            "batch_normalization/moving_variance",
            "batch_normalization_1/beta",
            "batch_normalization_1/moving_mean",
            "batch_normalization_1/moving_variance",
            "batch_normalization_2/gamma",
            "batch_normalization_2/moving_mean",
            "batch_normalization_2/moving_variance");
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES).stream().map(Variable::name))
        .containsExactly(
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "batch_normalization_1/beta",
            "batch_normalization_2/gamma");
    assertThat(graph.collection(GraphKeys.UPDATE_OPS).stream().map(Operation::name))
        .containsExactly(
            "batch_normalization/AssignMovingAvg", "batch_normalization/AssignMovingAvg_1");
    assertThat(y.operation().name()).startsWith("batch_normalization/batchnorm/");
    assertThat(y.shape()).isEqualTo(x.shape());
  }

  @Test
  void wrongInputsOfTheLayerAreRefused() {
    Output<Float> x = tf.named("x").placeholder(FLOAT32, Shape.of(UNKNOWN, UNKNOWN));
    assertRefused(
        () -> tf.layers.batchNormalization(x, true),
        "the number of channels, in axis -1, but 'x:0' has shape [?,?]");
    assertRefused(
        () ->
            tf.layers.batchNormalization(
                tf.zeros(2, 3), true, BatchNormalizationOptions.defaults().withAxis(2)),
        "in axis 2, but 'zeros:0' has shape [2,3]");
    assertRefused(
        () -> tf.layers.batchNormalization(tf.zeros(2, 3), tf.constant(true, true)),
        "is a scalar, but 'Const:0' has shape [2]");
    assertRefused(
        () -> BatchNormalizationOptions.defaults().withMomentum(1.5), "from 0 to 1, not 1.5");
    assertRefused(
        () -> BatchNormalizationOptions.defaults().withEpsilon(-1), "0 or more, not -1.0");
  }
}
