package dev.gradus.mnist;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.autodiff.AdamOptimizer;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RewriteCheck;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks give the same bits with and without each rewrite. */
final class RewriteChecksTest {
  private static final int BATCH = 4;

  static Stream<TrainingLoop.Model> networks() {
    return Stream.of(MnistMlp::logits, MnistConvnet::logits);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aStepAndAnEvaluation(TrainingLoop.Model model) {
    Graph graph = new Graph();
    graph.setRandomSeed(1);
    Ops tf = Ops.on(graph);
    Output<Float> images = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Output<Long> labels = tf.placeholder(INT64, Shape.of(UNKNOWN));
    Output<Boolean> training = tf.placeholder(BOOL, Shape.scalar());
    Output<Float> logits = model.logits(tf, images, 0.5, training);
    Output<Float> loss = tf.reduceMean(tf.nn.sparseSoftmaxCrossEntropyWithLogits(labels, logits));
    Operation step = new AdamOptimizer(0.001).minimize(loss);
    Operation initialize = tf.globalVariablesInitializer();
    Random random = new Random(1);
    Tensor<Float> pixels =
        Tensor.ofFloats(
            Shape.of(BATCH, 784),
            elements -> {
              for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextFloat();
              }
            });
    Tensor<Long> classes = Tensor.of(3L, 1L, 4L, 1L);
    RewriteCheck check =
        RewriteCheck.of(
            graph,
            session -> {
              session.run(initialize);
              session
                  .runner()
                  .feed(images, pixels)
                  .feed(labels, classes)
                  .feed(training, Tensor.of(true))
                  .target(step)
                  .fetch(loss)
                  .run();
              session
                  .runner()
                  .feed(images, pixels)
                  .feed(labels, classes)
                  .feed(training, Tensor.of(false))
                  .fetch(loss)
                  .fetch(logits)
                  .run();
            });
    assertThat(check.differences()).isEmpty();
    assertThat(check.applied()).contains("fused-layer", "fold-constants");
  }
}
