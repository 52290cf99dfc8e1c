package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cross entropy as it stands in textbooks has a safe gradient too, that of the fused op: the
 * bug of engines that stabilise the formula but not its gradient.
 */
class RawCrossEntropyTest {
  private static final long SEED = 7;
  private static final int CLASSES = 10;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> labels = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, CLASSES));

  private Output<Float> raw(Operand<Float> softmax) {
    return tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(softmax)), 1)));
  }

  private Output<Float> fused(Operand<Float> logits) {
    return tf.reduceMean(tf.nn.softmaxCrossEntropyWithLogits(labels, logits));
  }

  /** Each logit is plus or minus the scale, but for a little noise; ties in between. */
  private static Tensor<Float> logits(int rows, float scale) {
    Random random = new Random(SEED);
    return Tensor.ofFloats(
        Shape.of(rows, CLASSES),
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            float noise = random.nextInt(3) == 0 ? 0 : random.nextFloat();
            elements[i] = (random.nextBoolean() ? scale : -scale) + noise;
          }
        });
  }

  private static Tensor<Float> oneHot(int rows) {
    Random random = new Random(SEED + 1);
    return Tensor.ofFloats(
        Shape.of(rows, CLASSES),
        elements -> {
          for (int row = 0; row < rows; row++) {
            elements[row * CLASSES + random.nextInt(CLASSES)] = 1;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1, 30, 100, 1e4f})
  void theGradientForLogitsIsThatOfTheFusedOp(float scale) {
    Output<Float> z = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, CLASSES));
    Output<Float> y = tf.nn.softmax(z);
    Output<Float> loss = raw(y);
    Output<Float> gradient = Gradients.of(loss, z);
    Output<Float> expectedLoss = fused(z);
    Output<Float> expected = Gradients.of(expectedLoss, z);
    try (Session session = new Session(graph)) {
      for (int rows : new int[] {1, 7, 100}) {
        for (boolean fetchSoftmax : new boolean[] {false, true}) {
          var runner =
              session
                  .runner()
                  .feed(z, logits(rows, scale))
                  .feed(labels, oneHot(rows))
                  .fetch(loss)
                  .fetch(gradient)
                  .fetch(expectedLoss)
                  .fetch(expected);
          if (fetchSoftmax) {
            runner.fetch(y);
          }
          Result result = runner.run();
          assertClose(result.get(loss), result.get(expectedLoss));
          assertClose(result.get(gradient), result.get(expected));
        }
      }
    }
  }

  /** Agreement to 1e-6 relative to the largest number, of which there must be one. */
  private static void assertClose(Tensor<Float> actual, Tensor<Float> expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] a = actual.toFloatArray();
    float[] e = expected.toFloatArray();
    float largest = 0;
    for (float value : e) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isPositive();
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).as("element %d, seed %d", i, SEED).isFinite();
      assertThat(Math.abs(a[i] - e[i]))
          .as("element %d is %s, not %s, seed %d", i, a[i], e[i], SEED)
          .isLessThanOrEqualTo(1e-6f * largest);
    }
  }

  @Test
  void soIsThatOfFloat64AndOfKnownShapes() {
    Output<Double> z = tf.placeholder(DataType.FLOAT64, Shape.of(2, 3));
    Output<Double> y_ = tf.constant(new double[][] {{0, 1, 0}, {0, 0, 1}});
    Output<Double> y = tf.nn.softmax(z);
    Output<Double> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(y_, tf.log(y)), 1)));
    Output<Double> gradient = Gradients.of(loss, z);
    try (Session session = new Session(graph)) {
      Tensor<Double> far = Tensor.of(new double[][] {{1e4, -1e4, 0}, {-1e4, 1e4, 1e4}});
      assertThat(session.run(gradient, feed(z, far)))
          .isEqualTo(Tensor.of(new double[][] {{0.5, -0.5, 0}, {0, 0.25, -0.25}}));
    }
  }

  @Test
  void withoutTheRewritesItIsNan() {
    Output<Float> z = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, CLASSES));
    Output<Float> gradient = Gradients.of(raw(tf.nn.softmax(z)), z);
    for (SessionOptions options :
        new SessionOptions[] {
          SessionOptions.defaults().withoutRewrites(),
          SessionOptions.defaults().withoutRewrite("cancel-softmax-division"),
          SessionOptions.defaults()
              .withoutRewrite("stable-log-softmax")
              .withoutRewrite("cancel-softmax-division")
        }) {
      try (Session session = new Session(graph, options)) {
        float[] values =
            session.run(gradient, feed(z, logits(5, 1e4f)), feed(labels, oneHot(5))).toFloatArray();
        assertThat(values).as("with %s", options).contains(Float.NaN);
      }
    }
  }

  /** The tutorial's program, on inputs that drive its logits far apart. */
  private final class Program {
    final Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, 3));
    final Variable<Float> weights = tf.variable(tf.zeros(3, CLASSES));
    final Variable<Float> offsets = tf.variable(tf.zeros(CLASSES));
    final Output<Float> logits = tf.add(tf.matmul(x, weights), offsets);
    final Output<Float> y = tf.nn.softmax(logits);
    final Operation step;

    Program(boolean usesFused) {
      Output<Float> loss = usesFused ? fused(logits) : raw(y);
      step = new GradientDescentOptimizer(0.5).minimize(loss, List.of(weights, offsets));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void soAreTheStepsOfTraining(boolean fetchSoftmax) {
    Program raw = new Program(false);
    Program fused = new Program(true);
    Operation init = tf.globalVariablesInitializer();
    Random random = new Random(SEED);
    try (Session session = new Session(graph)) {
      session.run(init);
      float furthest = 0;
      for (int i = 0; i < 50; i++) {
        int rows = 1 + random.nextInt(20);
        Tensor<Float> x =
            Tensor.ofFloats(
                Shape.of(rows, 3),
                elements -> {
                  for (int j = 0; j < elements.length; j++) {
                    elements[j] = 200 * (float) random.nextGaussian();
                  }
                });
        var runner =
            session
                .runner()
                .feed(raw.x, x)
                .feed(fused.x, x)
                .feed(labels, oneHot(rows))
                .target(raw.step)
                .target(fused.step)
                .fetch(raw.logits);
        if (fetchSoftmax) {
          runner.fetch(raw.y);
        }
        for (float logit : runner.run().get(raw.logits).toFloatArray()) {
          furthest = Math.max(furthest, Math.abs(logit));
        }
        // From then on both go the same way again, so that differences do not grow.
        assertClose(session.run(raw.weights), session.run(fused.weights));
        assertClose(session.run(raw.offsets), session.run(fused.offsets));
        session.run(tf.assign(fused.weights, raw.weights));
        session.run(tf.assign(fused.offsets, raw.offsets));
      }
      assertThat(furthest).as("the largest logit").isGreaterThan(1e4f);
    }
  }
}
