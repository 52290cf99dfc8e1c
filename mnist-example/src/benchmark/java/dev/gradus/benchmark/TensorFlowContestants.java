package dev.gradus.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The same work, done by TensorFlow for Java, with all optimizations that are its default. */
final class TensorFlowContestants {
  private TensorFlowContestants() {}

  static Contestant of(Work work, int threads) {
    return switch (work) {
      case SOFTMAX_100, SOFTMAX_1 -> new Training(softmax(), work, threads, false);
      case SOFTMAX_100_FROM_ARRAYS -> new Training(softmax(), work, threads, true);
      case PERCEPTRON -> new Training(perceptron(), work, threads, false);
      case CONVNET -> new Training(convnet(), work, threads, false);
      case ALMOST_EMPTY -> new Scalars(1, threads);
      case CHAIN -> new Scalars(work.size(), threads);
      case PRODUCT_512, PRODUCT_1024, PRODUCT_2048 ->
          throw new IllegalArgumentException("Products are compared with OpenBLAS.");
    };
  }

  private record Model(
      TensorFlowModel model,
      Operand<TFloat32> x,
      Operand<?> labels,
      boolean sparse,
      Operand<TFloat32> loss,
      Op initialize,
      Op step,
      List<Operand<TBool>> truths,
      boolean comparable) {}

  private static Model softmax() {
    TensorFlowModel model = new TensorFlowModel();
    Ops tf = model.tf;
    Operand<TFloat32> x = model.placeholder(-1, 784);
    Operand<TFloat32> w = model.zeros(784, 10);
    Operand<TFloat32> b = model.zeros(10);
    Operand<TFloat32> y = tf.nn.softmax(tf.math.add(tf.linalg.matMul(x, w), b));
    Operand<TFloat32> labels = model.placeholder(-1, 10);
    Operand<TFloat32> loss =
        tf.math.mean(
            tf.math.neg(tf.reduceSum(tf.math.mul(labels, tf.math.log(y)), tf.constant(1))),
            tf.constant(0));
    Op step = model.gradientDescent(loss, Work.SOFTMAX_RATE);
    return new Model(model, x, labels, false, loss, model.initializer(), step, List.of(), true);
  }

  private static Model perceptron() {
    TensorFlowModel model = new TensorFlowModel();
    Ops tf = model.tf;
    Operand<TFloat32> x = model.placeholder(-1, 784);
    Operand<TFloat32> labels = model.placeholder(-1, 10);
    Operand<TFloat32> layer = x;
    List<float[]> kernels = Work.perceptronKernels();
    for (int i = 0; i < kernels.size(); i++) {
      int inputs = Work.PERCEPTRON_UNITS[i];
      int units = Work.PERCEPTRON_UNITS[i + 1];
      Operand<TFloat32> kernel = model.variable(kernels.get(i), inputs, units);
      Operand<TFloat32> sums = tf.nn.biasAdd(tf.linalg.matMul(layer, kernel), model.zeros(units));
      layer = i + 1 < kernels.size() ? tf.nn.relu(sums) : sums;
    }
    SoftmaxCrossEntropyWithLogits<TFloat32> losses =
        tf.nn.softmaxCrossEntropyWithLogits(layer, labels);
    Operand<TFloat32> loss = tf.math.mean(losses.loss(), tf.constant(0));
    Op step = model.gradientDescent(loss, Work.PERCEPTRON_RATE);
    return new Model(model, x, labels, false, loss, model.initializer(), step, List.of(), true);
  }

  /** The layers of the example's MnistConvnet, one by one. */
  private static Model convnet() {
    TensorFlowModel model = new TensorFlowModel();
    Ops tf = model.tf;
    Operand<TFloat32> x = model.placeholder(-1, 784);
    Operand<TInt64> labels = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    Operand<TBool> training = tf.placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
    Operand<TFloat32> pictures = tf.reshape(x, tf.constant(new int[] {-1, 28, 28, 1}));
    Operand<TFloat32> strokes = convolution(model, pictures, 1, 16);
    Operand<TFloat32> patterns = convolution(model, strokes, 16, 32);
    Operand<TFloat32> flat = tf.reshape(patterns, tf.constant(new int[] {-1, 7 * 7 * 32}));
    Operand<TFloat32> hidden = tf.nn.relu(dense(model, flat, 7 * 7 * 32, 128));
    Operand<TFloat32> rate =
        tf.math.mul(tf.dtypes.cast(training, TFloat32.class), tf.constant(Work.CONVNET_DROPOUT));
    Operand<TFloat32> kept =
        tf.dtypes.cast(
            tf.math.greaterEqual(tf.random.randomUniform(tf.shape(hidden), TFloat32.class), rate),
            TFloat32.class);
    Operand<TFloat32> scale = tf.math.div(tf.constant(1f), tf.math.sub(tf.constant(1f), rate));
    Operand<TFloat32> dropped = tf.math.mul(tf.math.mul(hidden, scale), kept);
    Operand<TFloat32> logits = dense(model, dropped, 128, 10);
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> losses =
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels);
    Operand<TFloat32> loss = tf.math.mean(losses.loss(), tf.constant(0));
    // TensorFlow's native interface knows no gradient of this op; but it is the second output.
    Operand<TFloat32> upstream =
        tf.math.div(losses.backprop(), tf.constant((float) Work.CONVNET.size()));
    Op step = model.adam(logits, upstream, Work.CONVNET_RATE);
    return new Model(
        model, x, labels, true, loss, model.initializer(), step, List.of(training), false);
  }

  private static Operand<TFloat32> convolution(
      TensorFlowModel model, Operand<TFloat32> images, int channels, int filters) {
    Ops tf = model.tf;
    float[] start =
        Work.normal(new Random(filters), 25 * channels * filters, Math.sqrt(1.0 / (25 * channels)));
    Operand<TFloat32> kernel = model.variable(start, 5, 5, channels, filters);
    Operand<TFloat32> sums =
        tf.nn.biasAdd(
            tf.nn.conv2d(images, kernel, List.of(1L, 1L, 1L, 1L), "SAME"), model.zeros(filters));
    Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
    return tf.nn.maxPool(tf.nn.relu(sums), window, window, "VALID");
  }

  private static Operand<TFloat32> dense(
      TensorFlowModel model, Operand<TFloat32> inputs, int size, int units) {
    float[] start = Work.normal(new Random(units), size * units, Math.sqrt(1.0 / size));
    Operand<TFloat32> kernel = model.variable(start, size, units);
    return model.tf.nn.biasAdd(model.tf.linalg.matMul(inputs, kernel), model.zeros(units));
  }

  static TFloat32 tensor(float[] elements, long... shape) {
    return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(elements, true, false));
  }

  private static final class Training implements Contestant {
    private final Model model;
    private final Session session;
    private final Batches batches;
    private final boolean fromArrays;
    private final TBool yes = TBool.scalarOf(true);
    private final List<TFloat32> images = new ArrayList<>();
    private final List<Tensor> labels = new ArrayList<>();

    Training(Model model, Work work, int threads, boolean fromArrays) {
      this.model = model;
      this.fromArrays = fromArrays;
      batches = new Batches(work.size(), work.batches());
      for (Batches.Arrays batch : batches.arrays()) {
        images.add(tensor(batch.images(), batch.size(), 784));
        labels.add(model.sparse ? TInt64.vectorOf(batch.classes()) : oneHot(batch));
      }
      session = model.model.open(threads);
      session.runner().addTarget(model.initialize).run().close();
    }

    private static TFloat32 oneHot(Batches.Arrays batch) {
      return tensor(batch.labels(), batch.size(), 10);
    }

    private Session.Runner runner(Tensor x, Tensor y) {
      Session.Runner runner = session.runner().feed(model.x, x).feed(model.labels, y);
      model.truths.forEach(truth -> runner.feed(truth, yes));
      return runner;
    }

    @Override
    public void step() {
      int i = batches.next();
      if (fromArrays) {
        Batches.Arrays batch = batches.arrays().get(i);
        try (TFloat32 x = tensor(batch.images(), batch.size(), 784);
            TFloat32 y = oneHot(batch)) {
          runner(x, y).addTarget(model.step).run().close();
        }
      } else {
        runner(images.get(i), labels.get(i)).addTarget(model.step).run().close();
      }
    }

    @Override
    public double check() {
      for (int i = 0; i < Work.CHECKED_STEPS; i++) {
        step();
      }
      try (Result result = runner(images.get(0), labels.get(0)).fetch(model.loss).run()) {
        double loss = ((TFloat32) result.get(0)).getFloat();
        return model.comparable ? loss : Double.NaN;
      }
    }

    @Override
    public void close() {
      session.close();
      model.model.close();
    }
  }

  /** Additions of scalars, each to the result of the last. */
  private static final class Scalars implements Contestant {
    private final TensorFlowModel model = new TensorFlowModel();
    private final Operand<TFloat32> x;
    private final Operand<TFloat32> summand;
    private final Operand<TFloat32> y;
    private final Session session;
    private final TFloat32 first = TFloat32.scalarOf(2);
    private final TFloat32 second = TFloat32.scalarOf(0.5f);
    private final boolean empty;

    Scalars(int length, int threads) {
      empty = length == 1;
      x = model.tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      summand =
          empty
              ? model.tf.constant(1f)
              : model.tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      Operand<TFloat32> last = x;
      for (int i = 0; i < length; i++) {
        last = model.tf.math.add(last, summand);
      }
      y = last;
      session = model.open(threads);
    }

    @Override
    public void step() {
      run();
    }

    private float run() {
      Session.Runner runner = session.runner().feed(x, first);
      if (!empty) {
        runner.feed(summand, second);
      }
      try (Result result = runner.fetch(y).run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }

    @Override
    public double check() {
      return run();
    }

    @Override
    public void close() {
      session.close();
      model.close();
    }
  }
}
