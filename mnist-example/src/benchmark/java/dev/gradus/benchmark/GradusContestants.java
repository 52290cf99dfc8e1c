package dev.gradus.benchmark;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;

import dev.gradus.autodiff.AdamOptimizer;
import dev.gradus.autodiff.GradientDescentOptimizer;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.mnist.Batch;
import dev.gradus.mnist.Networks;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;

/** The work, done by Gradus as any program would have it done. */
final class GradusContestants {
  private GradusContestants() {}

  static Contestant of(Work work, SessionOptions options) {
    return switch (work) {
      case SOFTMAX_100, SOFTMAX_1 -> new Training(softmax(), work, options, false);
      case SOFTMAX_100_FROM_ARRAYS -> new Training(softmax(), work, options, true);
      case PERCEPTRON -> new Training(perceptron(), work, options, false);
      case CONVNET -> new Training(convnet(), work, options, false);
      case PRODUCT_512, PRODUCT_1024, PRODUCT_2048 -> product(work.size(), options);
      case ALMOST_EMPTY -> almostEmpty(options);
      case CHAIN -> chain(work.size(), options);
    };
  }

  /**
   * What is trained.
   *
   * @param sparse whether the labels to feed are classes
   * @param comparable whether the loss is the same in every run
   */
  private record Model(
      Graph graph,
      Output<Float> x,
      Output<?> labels,
      boolean sparse,
      Output<Float> loss,
      Operation initialize,
      Operation step,
      List<Feed<?>> always,
      boolean comparable) {}

  private static Model softmax() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Variable<Float> w = tf.variable(tf.zeros(784, 10));
    Variable<Float> b = tf.variable(tf.zeros(10));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, w), b));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    Output<Float> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1)));
    Operation step = new GradientDescentOptimizer(Work.SOFTMAX_RATE).minimize(loss);
    Operation initialize = tf.globalVariablesInitializer();
    return new Model(graph, x, labels, false, loss, initialize, step, List.of(), true);
  }

  private static Model perceptron() {
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
    Operation step = new GradientDescentOptimizer(Work.PERCEPTRON_RATE).minimize(loss);
    Operation initialize = tf.globalVariablesInitializer();
    return new Model(graph, x, labels, false, loss, initialize, step, List.of(), true);
  }

  private static Model convnet() {
    Graph graph = new Graph();
    graph.setRandomSeed(1);
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Output<Long> labels = tf.placeholder(INT64, Shape.of(UNKNOWN));
    Output<Boolean> training = tf.placeholder(BOOL, Shape.scalar());
    Output<Float> logits = Networks.convnet(tf, x, Work.CONVNET_DROPOUT, training);
    Output<Float> loss = tf.reduceMean(tf.nn.sparseSoftmaxCrossEntropyWithLogits(labels, logits));
    Operation step = new AdamOptimizer(Work.CONVNET_RATE).minimize(loss);
    Operation initialize = tf.globalVariablesInitializer();
    List<Feed<?>> always = List.of(feed(training, Tensor.of(true)));
    return new Model(graph, x, labels, true, loss, initialize, step, always, false);
  }

  private static final class Training implements Contestant {
    private final Model model;
    private final Session session;
    private final Batches batches;
    private final boolean fromArrays;

    /** The feeds of every batch, as long as they are not to be made in each step. */
    private final List<Feed<?>[]> feeds;

    Training(Model model, Work work, SessionOptions options, boolean fromArrays) {
      this.model = model;
      this.fromArrays = fromArrays;
      batches = new Batches(work.size(), work.batches());
      feeds = batches.tensors().stream().map(this::feeds).toList();
      session = new Session(model.graph, options);
      session.run(model.initialize);
    }

    private Feed<?>[] feeds(Batch batch) {
      return feeds(batch.images(), model.sparse ? batch.classes() : batch.labels());
    }

    private Feed<?>[] feeds(Tensor<Float> images, Tensor<?> labels) {
      Feed<?>[] all = new Feed<?>[2 + model.always.size()];
      all[0] = feed(model.x, images);
      all[1] = feedOf(model.labels, labels);
      for (int i = 0; i < model.always.size(); i++) {
        all[2 + i] = model.always.get(i);
      }
      return all;
    }

    private static <T> Feed<T> feedOf(Output<T> target, Tensor<?> value) {
      return feed(target, value.as(target.dataType()));
    }

    @Override
    public void step() {
      int i = batches.next();
      if (fromArrays) {
        Batches.Arrays batch = batches.arrays().get(i);
        session.run(
            model.step,
            feeds(
                Tensor.of(Shape.of(batch.size(), 784), batch.images()),
                Tensor.of(Shape.of(batch.size(), 10), batch.labels())));
      } else {
        session.run(model.step, feeds.get(i));
      }
    }

    @Override
    public double check() {
      for (int i = 0; i < Work.CHECKED_STEPS; i++) {
        step();
      }
      double loss = session.run(model.loss, feeds.get(0)).floatValue();
      return model.comparable ? loss : Double.NaN;
    }

    @Override
    public void close() {
      session.close();
    }
  }

  /** A run in which nothing but feeds changes. */
  private record Fixed(Session session, Runnable run, double check) implements Contestant {
    @Override
    public void step() {
      run.run();
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static Contestant product(int size, SessionOptions options) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> a = tf.placeholder(FLOAT32, Shape.of(size, size));
    Output<Float> b = tf.placeholder(FLOAT32, Shape.of(size, size));
    Output<Float> product = tf.matmul(a, b);
    Feed<Float> first = feed(a, Tensor.of(Shape.of(size, size), Work.matrix(0, size)));
    Feed<Float> second = feed(b, Tensor.of(Shape.of(size, size), Work.matrix(1, size)));
    Session session = new Session(graph, options);
    float check = session.run(product, first, second).getFloat(1, 2);
    // Not fetched: the result stays in an array of the session's, as NumPy's stays in its `out`.
    return new Fixed(session, () -> session.run(product.operation(), first, second), check);
  }

  private static Contestant almostEmpty(SessionOptions options) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> y = tf.add(x, tf.constant(1f));
    Feed<Float> fed = feed(x, 2f);
    Session session = new Session(graph, options);
    return new Fixed(session, () -> session.run(y, fed), session.run(y, fed).floatValue());
  }

  private static Contestant chain(int length, SessionOptions options) {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> summand = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> last = x;
    for (int i = 0; i < length; i++) {
      last = tf.add(last, summand);
    }
    Output<Float> y = last;
    Feed<Float> first = feed(x, 2f);
    Feed<Float> second = feed(summand, 0.5f);
    Session session = new Session(graph, options);
    return new Fixed(
        session, () -> session.run(y, first, second), session.run(y, first, second).floatValue());
  }
}
