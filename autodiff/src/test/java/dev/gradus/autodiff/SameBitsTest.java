package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Training gives the same weights, to the last bit, on every machine, JDK and run.
 *
 * <p>A thousand steps make any difference in the last bit of anything visible. The digests are
 * recorded here; whoever changes an order of accumulation or a polynomial on purpose changes them
 * with it, and says so.
 */
class SameBitsTest {
  private static final int STEPS = 1_000;
  private static final int BATCH = 32;
  private static final int FEATURES = 20;
  private static final int CLASSES = 10;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, FEATURES));
  private final Output<Float> labels = tf.placeholder(DataType.FLOAT32, Shape.of(UNKNOWN, CLASSES));

  @Test
  void softmaxRegression() {
    Variable<Float> weights = tf.variable(tf.zeros(FEATURES, CLASSES));
    Variable<Float> offsets = tf.variable(tf.zeros(CLASSES));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, weights), offsets));
    Output<Float> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1)));
    Operation step = new GradientDescentOptimizer(0.5).minimize(loss);
    assertThat(digestAfterTraining(step, List.of(weights, offsets)))
        .isEqualTo("92700c6b4d819d1d11750f6419ab213c059cb6d700dd84e16a5b6da53eaf45da");
  }

  /** Besides, the initial numbers, both ways to transpose, tanh, a square root and a division. */
  @Test
  void twoLayersFromRandomNumbersWithAdam() {
    graph.setRandomSeed(5);
    Variable<Float> first =
        tf.variable(tf.seeded(1).truncatedNormal(Shape.of(FEATURES, 16), 0, 0.3));
    Variable<Float> second =
        tf.variable(tf.seeded(2).randomUniform(Shape.of(16, CLASSES), -0.5, 0.5));
    Output<Float> logits = tf.matmul(tf.tanh(tf.matmul(x, first)), second);
    Output<Float> loss = tf.reduceMean(tf.nn.softmaxCrossEntropyWithLogits(labels, logits));
    Operation step = new AdamOptimizer(0.01).minimize(loss);
    assertThat(digestAfterTraining(step, List.of(first, second)))
        .isEqualTo("df7b48535ea6dcd80e071d8592d146ef5fd95e949707f95c9b618bfcd94f149b");
  }

  private String digestAfterTraining(Operation step, List<Variable<Float>> variables) {
    Random random = new Random(1);
    float[] centers = floats(random, CLASSES * FEATURES);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < STEPS; i++) {
        float[] noise = floats(random, BATCH * FEATURES);
        int[] classes = random.ints(BATCH, 0, CLASSES).toArray();
        session.run(
            step, feed(x, examples(noise, centers, classes)), feed(labels, oneHot(classes)));
      }
      MessageDigest digest = sha256();
      for (Variable<Float> variable : variables) {
        float[] values = session.run(variable).toFloatArray();
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (float value : values) {
          assertThat(value).isFinite();
          bytes.putFloat(value);
        }
        digest.update(bytes.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  /** Multiples of 2⁻²⁴ from -1 to 1, which {@link Random} defines to the bit. */
  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** The center of each example's class, with noise. */
  private static Tensor<Float> examples(float[] noise, float[] centers, int[] classes) {
    return Tensor.ofFloats(
        Shape.of(BATCH, FEATURES),
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = noise[i] + centers[classes[i / FEATURES] * FEATURES + i % FEATURES];
          }
        });
  }

  private static Tensor<Float> oneHot(int[] classes) {
    return Tensor.ofFloats(
        Shape.of(BATCH, CLASSES),
        elements -> {
          for (int i = 0; i < BATCH; i++) {
            elements[i * CLASSES + classes[i]] = 1;
          }
        });
  }
}
