package dev.gradus.autodiff;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Conv2dOptions;
import dev.gradus.ops.DenseOptions;
import dev.gradus.ops.NeuralNetworkOps;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Padding;
import dev.gradus.ops.Variable;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * Prints how many bytes a warm training step allocates on the heap: of softmax regression, of a
 * perceptron with dropout and Adam, and of a convolutional network. For a JVM of its own; see
 * {@link TrainingAllocationTest}.
 */
final class TrainingAllocation {
  private static final int BATCH = 16;

  /** Steps after which whatever is made once has been made. */
  private static final int WARM_UP = 5;

  private static final int STEPS = 10;
  private static final int ATTEMPTS = 20;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> pixels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
  private final Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
  private final DenseOptions relu = DenseOptions.defaults().withActivation(NeuralNetworkOps::relu);

  private long softmaxRegressionByTheTextbook() {
    Variable<Float> weights = tf.variable(tf.zeros(784, 10));
    Variable<Float> offsets = tf.variable(tf.zeros(10));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(pixels, weights), offsets));
    Output<Float> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1)));
    return bytesOfStep(new GradientDescentOptimizer(0.5).minimize(loss));
  }

  private long perceptronWithDropoutAndAdam() {
    Output<Boolean> training = tf.constant(true);
    Output<Float> hidden = tf.layers.dropout(tf.layers.dense(pixels, 64, relu), 0.2, training);
    Output<Float> further = tf.layers.dropout(tf.layers.dense(hidden, 48, relu), 0.2, training);
    return bytesOfStep(new AdamOptimizer(0.001).minimize(loss(tf.layers.dense(further, 10))));
  }

  private long convolutionsWithMomentum() {
    Conv2dOptions same =
        Conv2dOptions.defaults().withPadding(Padding.SAME).withActivation(NeuralNetworkOps::relu);
    Output<Float> images = tf.reshape(pixels, -1, 28, 28, 1);
    Output<Float> strokes = tf.layers.maxPooling2d(tf.layers.conv2d(images, 4, 5, same), 2, 2);
    Output<Float> patterns = tf.layers.maxPooling2d(tf.layers.conv2d(strokes, 8, 5, same), 2, 2);
    Output<Float> logits =
        tf.layers.dense(tf.layers.dense(tf.layers.flatten(patterns), 32, relu), 10);
    return bytesOfStep(new MomentumOptimizer(0.01, 0.9).minimize(loss(logits)));
  }

  private Output<Float> loss(Output<Float> logits) {
    return tf.reduceMean(tf.nn.softmaxCrossEntropyWithLogits(labels, logits));
  }

  /** Prints one number a line. */
  public static void main(String[] args) {
    System.out.println(new TrainingAllocation().softmaxRegressionByTheTextbook());
    System.out.println(new TrainingAllocation().perceptronWithDropoutAndAdam());
    System.out.println(new TrainingAllocation().convolutionsWithMomentum());
  }

  private long bytesOfStep(Operation step) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(1);
    Tensor<Float> images =
        Tensor.ofFloats(
            Shape.of(BATCH, 784),
            elements -> {
              for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextFloat();
              }
            });
    Tensor<Float> digits =
        Tensor.ofFloats(
            Shape.of(BATCH, 10),
            elements -> {
              for (int i = 0; i < BATCH; i++) {
                elements[10 * i + random.nextInt(10)] = 1;
              }
            });
    Feed<?>[] batch = {feed(pixels, images), feed(labels, digits)};
    try (Session session = new Session(graph, SessionOptions.defaults().withThreads(1))) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < WARM_UP; i++) {
        session.run(step, batch);
      }
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < STEPS; i++) {
          session.run(step, batch);
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / STEPS);
      }
      return least;
    }
  }
}
