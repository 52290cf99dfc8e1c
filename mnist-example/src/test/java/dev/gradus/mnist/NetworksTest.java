package dev.gradus.mnist;

import static dev.gradus.core.DataType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.mnist.source.DataSource;
import dev.gradus.mnist.source.TrainAndTest;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the networks learn, the same from the same seed, and as much as the lessons promise. */
final class NetworksTest {
  private enum Network {
    MLP(MnistMlp::logits, MnistMlp.defaults(), 0.98f),
    CONVNET(MnistConvnet::logits, MnistConvnet.defaults(), 0.99f);

    final TrainingLoop.Model model;
    final NetworkOptions defaults;
    final float promised;

    Network(TrainingLoop.Model model, NetworkOptions defaults, float promised) {
      this.model = model;
      this.defaults = defaults;
      this.promised = promised;
    }

    float train(DataSets data, NetworkOptions options, TrainingListener listener) {
      return TrainingLoop.run(model, data, options, listener);
    }
  }

  /** Keeps what it is told. */
  private static final class Reports implements TrainingListener {
    final List<EpochReport> reports = new ArrayList<>();
    int steps;

    @Override
    public void update(String task, long done, long total) {
      steps++;
    }

    @Override
    public void epochDone(EpochReport report) {
      reports.add(report);
    }
  }

  /** A thousand examples are enough to see that something is learned. */
  private static DataSets few() throws IOException {
    TrainAndTest all = DataSource.bundled().read();
    return new DataSets(
        DataSet.of(all.train().range(0, 1_000), false, 1),
        DataSet.of(all.train().range(1_000, 1_600), false, 1),
        DataSet.of(all.test().range(0, 600), false, 1));
  }

  @ParameterizedTest
  @EnumSource
  void aFewStepsLowerTheLoss(Network network) throws IOException {
    Reports reports = new Reports();
    NetworkOptions options = new NetworkOptions(3, 50, 0.001, 0.1, 1);
    network.train(few(), options, reports);

    assertThat(reports.steps).isEqualTo(3 * 20);
    assertThat(reports.reports).hasSize(3);
    assertThat(reports.reports.get(2).loss()).isLessThan(0.6 * reports.reports.get(0).loss());
    assertThat(reports.reports.get(2).trainingAccuracy()).isGreaterThan(0.8);
    assertThat(reports.reports.get(2).validationAccuracy()).isGreaterThan(0.8);
  }

  /** Names are what a program finds its variables by, and what tools show. */
  @Test
  void theLayersOfThePerceptronAreInScopes() {
    assertThat(variables(Network.MLP))
        .containsExactly(
            "hidden1/dense/kernel: float32[784,512]",
            "hidden1/dense/bias: float32[512]",
            "hidden2/dense/kernel: float32[512,512]",
            "hidden2/dense/bias: float32[512]",
            "logits/dense/kernel: float32[512,10]",
            "logits/dense/bias: float32[10]");
  }

  @Test
  void theLayersOfTheConvolutionalNetworkAreInScopes() {
    assertThat(variables(Network.CONVNET))
        .containsExactly(
            "convolution1/conv2d/kernel: float32[5,5,1,16]",
            "convolution1/conv2d/bias: float32[16]",
            "convolution2/conv2d/kernel: float32[5,5,16,32]",
            "convolution2/conv2d/bias: float32[32]",
            "hidden/dense/kernel: float32[1568,128]",
            "hidden/dense/bias: float32[128]",
            "logits/dense/kernel: float32[128,10]",
            "logits/dense/bias: float32[10]");
  }

  private static Stream<String> variables(Network network) {
    Ops tf = Ops.on(new Graph());
    Output<Float> images = tf.placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, 784));
    Output<Float> logits = network.model.logits(tf, images, 0.5, tf.constant(true));
    assertThat(logits.shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 10));
    return tf.graph().collection(GraphKeys.GLOBAL_VARIABLES).stream().map(Object::toString);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameNetworkToTheBit(Network network) throws IOException {
    NetworkOptions options = new NetworkOptions(1, 100, 0.001, 0.5, 4);
    assertThat(reports(network, options)).isEqualTo(reports(network, options));
    assertThat(reports(network, options.withSeed(5))).isNotEqualTo(reports(network, options));
  }

  private static List<EpochReport> reports(Network network, NetworkOptions options)
      throws IOException {
    Reports reports = new Reports();
    network.train(few(), options, reports);
    return reports.reports;
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void learnsWhatTheLessonPromises(Network network) throws IOException {
    float accuracy =
        network.train(InputData.bundled(false), network.defaults, TrainingListener.none());

    assertThat(accuracy).isGreaterThanOrEqualTo(network.promised);
  }
}
