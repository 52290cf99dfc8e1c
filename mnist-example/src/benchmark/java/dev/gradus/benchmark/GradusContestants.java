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

  /**
   * Returns a contestant.
   *
   * @param part how much of a training step to do; of other work, all is done
   */
  static Contestant of(Work work, SessionOptions options, Part part) {
    return switch (work) {
      case SOFTMAX_100, SOFTMAX_1 -> new Training(softmax(), work, options, false, part);
      case SOFTMAX_100_FROM_ARRAYS -> new Training(softmax(), work, options, true, part);
      case PERCEPTRON -> new Training(perceptron(), work, options, false, part);
      case CONVNET -> new Training(convnet(), work, options, false, part);
      case PRODUCT_512, PRODUCT_1024, PRODUCT_2048 -> product(work.size(), options);
      case ALMOST_EMPTY -> almostEmpty(options);
      case CHAIN -> chain(work.size(), options);
    };
  }

  /**
   * What is trained.
   *
   * @param sparse whether the labels to feed are classes
   * @param y what the network gives
   * @param gradients of the loss, all computed
   * @param comparable whether the loss is the same in every run
   */
  private record Model(
      Graph graph,
      Output<Float> x,
      Output<?> labels,
      boolean sparse,
      Output<Float> y,
      Output<Float> loss,
      Operation gradients,
      Operation initialize,
      Operation step,
      List<Feed<?>> always,
      boolean comparable) {

    static Model of(
        Graph graph,
        Output<Float> x,
        Output<?> labels,
        boolean sparse,
        Output<Float> y,
        Output<Float> loss,
        Optimizer optimizer,
        List<Feed<?>> always,
        boolean comparable) {
      Ops tf = Ops.on(graph);
      List<GradientAndVariable<?>> gradients = optimizer.computeGradients(loss);
      Operation all =
          tf.group(gradients.stream().map(each -> each.gradient().operation()).toList());
      Operation step = optimizer.applyGradients(gradients);
      Operation initialize = tf.globalVariablesInitializer();
      return new Model(
          graph, x, labels, sparse, y, loss, all, initialize, step, always, comparable);
    }

    /** Returns what is run for a part of the step. */
    Operation target(Part part) {
      return switch (part) {
        case FORWARD -> y.operation();
        case LOSS -> loss.operation();
        case GRADIENTS -> gradients;
        case STEP -> step;
      };
    }
  }

  private static Model softmax() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 784));
    Variable<Float> w = tf.variable(tf.zeros(784, 10));
    Variable<Float> b = tf.variable(tf.zeros(10));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, w), b));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    Output<Float> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1)));
    Optimizer optimizer = new GradientDescentOptimizer(Work.SOFTMAX_RATE);
    return Model.of(graph, x, labels, false, y, loss, optimizer, List.of(), true);
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
    Optimizer optimizer = new GradientDescentOptimizer(Work.PERCEPTRON_RATE);
    return Model.of(graph, x, labels, false, layer, loss, optimizer, List.of(), true);
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
    Optimizer optimizer = new AdamOptimizer(Work.CONVNET_RATE);
    List<Feed<?>> always = List.of(feed(training, Tensor.of(true)));
    return Model.of(graph, x, labels, true, logits, loss, optimizer, always, false);
  }

  private static final class Training implements Contestant {
    private final Model model;
    private final Session session;
    private final Batches batches;
    private final boolean fromArrays;
    private final Operation target;

    /** The feeds of every batch, as long as they are not to be made in each step. */
    private final List<Feed<?>[]> feeds;

    Training(Model model, Work work, SessionOptions options, boolean fromArrays, Part part) {
      this.model = model;
      this.target = model.target(part);
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
            target,
            feeds(
                Tensor.of(Shape.of(batch.size(), 784), batch.images()),
                Tensor.of(Shape.of(batch.size(), 10), batch.labels())));
      } else {
        session.run(target, feeds.get(i));
      }
    }

    @Override
    public double check() {
      for (int i = 0; i < Work.CHECKED_STEPS; i++) {
        step();
      }
      double loss = session.run(model.loss, feeds.get(0)).floatValue();
      return model.comparable && target == model.step ? loss : Double.NaN;
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
