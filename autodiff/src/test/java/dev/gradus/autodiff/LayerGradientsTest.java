package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.awayFromZero;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.positive;
import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.autodiff.GradientChecker.Knowledge;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.DenseOptions;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.NeuralNetworkOps;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Padding;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients through what networks are composed of: dropout, normalizations, layers. */
class LayerGradientsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @Test
  void normalizationsAgreeWithDifferencesToSecondOrder() {
    GradientCase batch =
        GradientCase.of(
            "all",
            "batch normalization",
            (tf, in) ->
                List.of(
                    tf.nn.batchNormalization(
                        in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), 1e-3)),
            normal(4, 3),
            normal(3),
            positive(3),
            normal(3),
            awayFromZero(3));
    GradientCase layer =
        GradientCase.of(
            "all",
            "layer normalization",
            (tf, in) -> List.of(tf.nn.layerNormalization(in.get(0), 1e-3)),
            normal(4, 3));
    for (Knowledge knowledge : Knowledge.values()) {
      GradientChecker.check(batch, knowledge, 2, 1);
      GradientChecker.check(layer, knowledge, 2, 1);
    }
    GradientChecker.check(
        GradientCase.of(
            "all",
            "layer normalization with offset and scale",
            (tf, in) -> List.of(tf.nn.layerNormalization(in.get(0), in.get(1), in.get(2), 1e-3)),
            normal(4, 3, 2),
            normal(3, 2),
            awayFromZero(3, 2)),
        Knowledge.ALL,
        2,
        1);
  }

  @Test
  void aConvolutionOfSequencesAgreesWithDifferencesToSecondOrder() {
    GradientCase sequences =
        GradientCase.of(
            "all",
            "conv1d",
            (tf, in) -> List.of(tf.nn.conv1d(in.get(0), in.get(1), 2, Padding.SAME)),
            normal(2, 5, 2),
            normal(3, 2, 2));
    for (Knowledge knowledge : Knowledge.values()) {
      GradientChecker.check(sequences, knowledge, 2, 1);
    }
  }

  @Test
  void theGradientOfASwitchIsThatOfTheBranchTaken() {
    for (int index = 0; index < 3; index++) {
      int taken = index;
      GradientChecker.check(
          GradientCase.of(
              "all",
              "branch " + index,
              (tf, in) ->
                  List.of(
                      tf.switchCase(
                          tf.constant(taken),
                          branch -> branch.square(in.get(0)),
                          branch -> branch.mul(in.get(0), in.get(1)),
                          branch -> branch.sin(in.get(1)))),
              normal(3),
              normal(3)),
          Knowledge.ALL,
          2,
          1);
    }
  }

  @Test
  void theGradientOfADropoutIsDroppedWhereTheValueIs() {
    Output<Float> x = tf.ones(1000);
    Output<Float> dropped = tf.nn.dropout(x, 0.5);
    Output<Float> gradient = Gradients.of(tf.reduceSum(tf.square(dropped)), x);
    try (Session session = new Session(graph)) {
      Result result = session.runner().fetch(dropped).fetch(gradient).run();
      float[] values = result.get(dropped).toFloatArray();
      float[] gradients = result.get(gradient).toFloatArray();
      for (int i = 0; i < values.length; i++) {
        // Of (2x)², at 1.
        assertThat(gradients[i]).isEqualTo(values[i] == 0 ? 0 : 8f);
      }
    }
  }

  @Test
  void aNetworkOfLayersLearns() {
    graph.setRandomSeed(1);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 2, 1));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 1));
    Output<Boolean> training = tf.placeholder(BOOL, Shape.scalar());
    DenseOptions tanh = DenseOptions.defaults().withActivation(NeuralNetworkOps::tanh);
    Output<Float> hidden = tf.layers.dense(tf.layers.flatten(x), 16, tanh);
    Output<Float> normalized = tf.layers.batchNormalization(hidden, training);
    Output<Float> dropped = tf.layers.dropout(normalized, 0.1, training);
    Output<Float> y = tf.layers.dense(dropped, 1);
    Output<Float> loss = tf.reduceMean(tf.square(tf.sub(y, labels)));
    Operation step =
        tf.group(
            new AdamOptimizer(0.02).minimize(loss),
            tf.group(graph.collection(GraphKeys.UPDATE_OPS)));

    // Exclusive or, which no single layer can compute.
    Feed<?>[] examples = {
      Feed.feed(x, Tensor.ofFloats(Shape.of(4, 2, 1), to -> copy(to, 0, 0, 0, 1, 1, 0, 1, 1))),
      Feed.feed(labels, Tensor.ofFloats(Shape.of(4, 1), to -> copy(to, 0, 1, 1, 0))),
      Feed.feed(training, Tensor.of(true))
    };
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < 1_000; i++) {
        session.run(step, examples);
      }
      Feed<?>[] later = Arrays.copyOf(examples, 3);
      later[2] = Feed.feed(training, Tensor.of(false));
      assertThat(session.run(loss, later).floatValue()).isLessThan(0.02f);
    }
  }

  private static void copy(float[] to, float... from) {
    System.arraycopy(from, 0, to, 0, from.length);
  }
}
