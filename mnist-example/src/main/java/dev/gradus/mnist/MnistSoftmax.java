package dev.gradus.mnist;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.autodiff.GradientDescentOptimizer;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The first example: softmax regression on handwritten digits, line by line as in the TensorFlow
 * tutorial "MNIST For ML Beginners". Above each step stands the tutorial's own line, in Python.
 *
 * <p>An image is 784 numbers, the darkness of 28 x 28 pixels. For each of the ten digits the model
 * has a weight for every pixel, and a bias: the evidence that an image shows this digit is the sum
 * of its pixels, each times its weight, plus the bias. Softmax turns ten such sums into ten
 * probabilities. Training changes weights and biases, a little at each step, towards a smaller
 * cross entropy: the measure of how much the true labels surprise the model.
 *
 * <p>Each line is explained in {@code docs/lessons/09-mnist-line-by-line.md}.
 *
 * <p>{@link #train} is also what the command line runs, with other options ({@link Main}).
 */
public final class MnistSoftmax {
  private MnistSoftmax() {}

  /** Trains as the tutorial does, and prints the accuracy on the test set, about 0.92. */
  public static void main(String[] args) throws IOException {
    // mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)
    DataSets mnist = InputData.readDataSets(Path.of("MNIST_data"), true);

    System.out.println(train(mnist, TrainingOptions.defaults(), TrainingListener.none()));
  }

  /**
   * Builds the model, trains it on the training set, and judges it on the test set.
   *
   * @param mnist a data set with one-hot labels and images of 784 pixels
   * @param options how long and how fast to train
   * @param listener looks on
   * @return the accuracy on the test set, from 0 to 1: the part of it that was classified rightly
   */
  public static float train(DataSets mnist, TrainingOptions options, TrainingListener listener) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);

    // The model.

    // x = tf.placeholder(tf.float32, [None, 784])
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    // W = tf.Variable(tf.zeros([784, 10]))
    Variable<Float> W = tf.variable(tf.zeros(784, 10));
    // b = tf.Variable(tf.zeros([10]))
    Variable<Float> b = tf.variable(tf.zeros(10));
    // y = tf.nn.softmax(tf.matmul(x, W) + b)
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, W), b));

    // The loss, and a step that makes it smaller.

    // y_ = tf.placeholder(tf.float32, [None, 10])
    Output<Float> y_ = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    // cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_ * tf.log(y), reduction_indices=[1]))
    Output<Float> crossEntropy = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(y_, tf.log(y)), 1)));
    // train_step = tf.train.GradientDescentOptimizer(0.5).minimize(cross_entropy)
    Operation trainStep =
        new GradientDescentOptimizer(options.learningRate()).minimize(crossEntropy);

    // sess = tf.InteractiveSession()
    try (Session sess = new Session(graph)) {
      // tf.global_variables_initializer().run()
      sess.run(tf.globalVariablesInitializer());

      // Not in the tutorial: who looks on is told what there is to see.
      listener.trainingBegins(
          new Training(
              sess,
              options.steps(),
              trainStep,
              crossEntropy,
              y,
              y,
              (batch, training) -> List.of(feed(x, batch.images()), feed(y_, batch.labels()))));

      // for i in range(1000):
      for (int i = 0; i < options.steps(); i++) {
        // batch_xs, batch_ys = mnist.train.next_batch(100)
        Batch batch = mnist.train().nextBatch(options.batchSize());
        listener.stepBegins(batch);
        // sess.run(train_step, feed_dict={x: batch_xs, y_: batch_ys})
        sess.run(trainStep, feed(x, batch.images()), feed(y_, batch.labels()));
        listener.update("training", i + 1, options.steps());
      }
      listener.trainingEnds();

      // correct_prediction = tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1))
      Output<Boolean> correctPrediction = tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1));
      // accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))
      Output<Float> accuracy = tf.reduceMean(tf.cast(correctPrediction, FLOAT32));
      // sess.run(accuracy, feed_dict={x: mnist.test.images, y_: mnist.test.labels})
      return sess.run(accuracy, feed(x, mnist.test().images()), feed(y_, mnist.test().labels()))
          .floatValue();
    }
  }
}
