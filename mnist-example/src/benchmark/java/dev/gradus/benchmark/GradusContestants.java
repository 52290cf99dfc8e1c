package dev.gradus.benchmark;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.List;

/** The work, done by Gradus as any program would have it done. */
final class GradusContestants {
  private GradusContestants() {}

  /** Returns a contestant. */
  static Contestant of(Work work, SessionOptions options) {
    return switch (work) {
      case SOFTMAX_100, SOFTMAX_1, PERCEPTRON, CONVNET -> new Training(work, options, false);
      case SOFTMAX_100_FROM_ARRAYS -> new Training(work, options, true);
      case PRODUCT_512, PRODUCT_1024, PRODUCT_2048 -> product(work.size(), options);
      case ALMOST_EMPTY -> almostEmpty(options);
      case CHAIN -> chain(work.size(), options);
    };
  }

  private static final class Training implements Contestant {
    private final GradusModel model;
    private final Session session;
    private final Batches batches;
    private final boolean fromArrays;

    /** The feeds of every batch, as long as they are not to be made in each step. */
    private final List<Feed<?>[]> feeds;

    Training(Work work, SessionOptions options, boolean fromArrays) {
      this.model = GradusModel.of(work);
      this.fromArrays = fromArrays;
      batches = new Batches(work.size(), work.batches());
      feeds = batches.tensors().stream().map(model::feeds).toList();
      session = new Session(model.graph(), options);
      session.run(model.initialize());
    }

    @Override
    public void step() {
      int i = batches.next();
      if (fromArrays) {
        Batches.Arrays batch = batches.arrays().get(i);
        session.run(
            model.step(),
            model.feeds(
                Tensor.of(Shape.of(batch.size(), 784), batch.images()),
                Tensor.of(Shape.of(batch.size(), 10), batch.labels())));
      } else {
        session.run(model.step(), feeds.get(i));
      }
    }

    @Override
    public double check() {
      for (int i = 0; i < Work.CHECKED_STEPS; i++) {
        step();
      }
      double loss = session.run(model.loss(), feeds.get(0)).floatValue();
      return model.comparable() ? loss : Double.NaN;
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
