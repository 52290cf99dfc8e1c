package dev.gradus.benchmark;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.autodiff.AdamOptimizer;
import dev.gradus.autodiff.GradientAndVariable;
import dev.gradus.autodiff.GradientDescentOptimizer;
import dev.gradus.autodiff.Optimizer;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.mnist.Batch;
import dev.gradus.mnist.Networks;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;

/**
 * What is trained, written for Gradus as any program would write it.
 *
 * @param sparse whether the labels to feed are classes
 * @param y what the network gives
 * @param gradients of the loss, for all variables
 * @param always what is fed besides
 * @param comparable whether the loss is the same in every run
 */
record GradusModel(
    Graph graph,
    Output<Float> x,
    Output<?> labels,
    boolean sparse,
    Output<Float> y,
    Output<Float> loss,
    List<Operation> gradients,
    Operation initialize,
    Operation step,
    List<Feed<?>> always,
    boolean comparable) {

  /**
   * Returns the model of a work.
   *
   * @throws IllegalArgumentException if that is no training
   */
  static GradusModel of(Work work) {
    return switch (work) {
      case SOFTMAX_100, SOFTMAX_100_FROM_ARRAYS, SOFTMAX_1 -> softmax();
      case PERCEPTRON -> perceptron();
      case CONVNET -> convnet();
      default -> throw new IllegalArgumentException(work.id());
    };
  }

  private static GradusModel of(
      Graph graph,
      Output<Float> x,
      Output<?> labels,
      boolean sparse,
      Output<Float> y,
      Output<Float> loss,
      Optimizer optimizer,
      List<Feed<?>> always,
      boolean comparable) {
    List<GradientAndVariable<?>> gradients = optimizer.computeGradients(loss);
    List<Operation> operations =
        gradients.stream().map(each -> each.gradient().operation()).toList();
    Operation step = optimizer.applyGradients(gradients);
    Operation initialize = Ops.on(graph).globalVariablesInitializer();
    return new GradusModel(
        graph, x, labels, sparse, y, loss, operations, initialize, step, always, comparable);
  }

  private static GradusModel softmax() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Variable<Float> w = tf.variable(tf.zeros(784, 10));
    Variable<Float> b = tf.variable(tf.zeros(10));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, w), b));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    Output<Float> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1)));
    Optimizer optimizer = new GradientDescentOptimizer(Work.SOFTMAX_RATE);
    return of(graph, x, labels, false, y, loss, optimizer, List.of(), true);
  }

  private static GradusModel perceptron() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    Output<Float> layer = x;
    List<float[]> kernels = Work.perceptronKernels();
    for (int i = 0; i < kernels.size(); i++) {
      int inputs = Work.PERCEPTRON_UNITS[i];
      int units = Work.PERCEPTRON_UNITS[i + 1];
      Variable<Float> kernel =
          tf.variable(tf.constant(Tensor.of(Shape.of(inputs, units), kernels.get(i))));
      Variable<Float> bias = tf.variable(tf.zeros(units));
      Output<Float> sums = tf.add(tf.matmul(layer, kernel), bias);
      layer = i + 1 < kernels.size() ? tf.nn.relu(sums) : sums;
    }
    Output<Float> loss = tf.reduceMean(tf.nn.softmaxCrossEntropyWithLogits(labels, layer));
    Optimizer optimizer = new GradientDescentOptimizer(Work.PERCEPTRON_RATE);
    return of(graph, x, labels, false, layer, loss, optimizer, List.of(), true);
  }

  private static GradusModel convnet() {
    Graph graph = new Graph();
    graph.setRandomSeed(1);
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Output<Long> labels = tf.placeholder(INT64, Shape.of(UNKNOWN));
    Output<Boolean> training = tf.placeholder(BOOL, Shape.scalar());
    Output<Float> logits = Networks.convnet(tf, x, Work.CONVNET_DROPOUT, training);
    Output<Float> loss = tf.reduceMean(tf.nn.sparseSoftmaxCrossEntropyWithLogits(labels, logits));
    Optimizer optimizer = new AdamOptimizer(Work.CONVNET_RATE);
    List<Feed<?>> always = List.of(feed(training, Tensor.of(true)));
    return of(graph, x, labels, true, logits, loss, optimizer, always, false);
  }

  /** Returns all that is fed for a batch. */
  Feed<?>[] feeds(Batch batch) {
    return feeds(batch.images(), sparse ? batch.classes() : batch.labels());
  }

  /** Returns all that is fed. */
  Feed<?>[] feeds(Tensor<Float> images, Tensor<?> answers) {
    Feed<?>[] all = new Feed<?>[2 + always.size()];
    all[0] = feed(x, images);
    all[1] = feedOf(labels, answers);
    for (int i = 0; i < always.size(); i++) {
      all[2 + i] = always.get(i);
    }
    return all;
  }

  private static <T> Feed<T> feedOf(Output<T> target, Tensor<?> value) {
    return feed(target, value.as(target.dataType()));
  }
}
