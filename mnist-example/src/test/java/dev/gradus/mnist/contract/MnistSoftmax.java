package dev.gradus.mnist.contract;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.autodiff.GradientDescentOptimizer;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.mnist.Batch;
import dev.gradus.mnist.DataSets;
import dev.gradus.mnist.InputData;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.io.IOException;
import java.nio.file.Path;

/** The first program of the contract, word by word: not to be changed with the API, nor adapted. */
public final class MnistSoftmax {
  public static void main(String[] args) throws IOException {
    DataSets mnist = InputData.readDataSets(Path.of("MNIST_data"), true); // one_hot=True

    Graph graph = new Graph();
    Ops tf = Ops.on(graph);

    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Variable<Float> W = tf.variable(tf.zeros(784, 10));
    Variable<Float> b = tf.variable(tf.zeros(10));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, W), b));

    Output<Float> y_ = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    Output<Float> crossEntropy = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(y_, tf.log(y)), 1)));
    Operation trainStep = new GradientDescentOptimizer(0.5).minimize(crossEntropy);

    try (Session sess = new Session(graph)) {
      sess.run(tf.globalVariablesInitializer());
      for (int i = 0; i < 1000; i++) {
        Batch batch = mnist.train().nextBatch(100);
        sess.run(trainStep, feed(x, batch.images()), feed(y_, batch.labels()));
      }
      Output<Boolean> correctPrediction = tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1));
      Output<Float> accuracy = tf.reduceMean(tf.cast(correctPrediction, FLOAT32));
      System.out.println(
          sess.run(accuracy, feed(x, mnist.test().images()), feed(y_, mnist.test().labels())));
    }
  }
}
