package dev.gradus.benchmark;

import dev.gradus.mnist.source.DataSource;
import dev.gradus.mnist.source.LabelledImages;
import dev.gradus.mnist.source.TrainAndTest;
import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The tutorial as a program that uses TensorFlow for Java: the same data, read by the same code,
 * the same 1,000 steps, and the accuracy printed.
 *
 * <p>The pixels go from the data set straight into TensorFlow's memory, example by example.
 */
final class TensorFlowTutorial {
  private static final int STEPS = 1000;
  private static final int BATCH = 100;
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;
  private static final int VALIDATION = 5000;

  private TensorFlowTutorial() {}

  /** Expects the number of threads; 0 for as many as TensorFlow wants. */
  public static void main(String[] args) throws IOException {
    TrainAndTest mnist = DataSource.bundled().read();
    LabelledImages train = mnist.train().range(VALIDATION, mnist.train().count());

    TensorFlowModel model = new TensorFlowModel();
    Ops tf = model.tf;
    Operand<TFloat32> x = model.placeholder(-1, PIXELS);
    Operand<TFloat32> w = model.zeros(PIXELS, CLASSES);
    Operand<TFloat32> b = model.zeros(CLASSES);
    Operand<TFloat32> y = tf.nn.softmax(tf.math.add(tf.linalg.matMul(x, w), b));
    Operand<TFloat32> labels = model.placeholder(-1, CLASSES);
    Operand<TFloat32> loss =
        tf.math.mean(
            tf.math.neg(tf.reduceSum(tf.math.mul(labels, tf.math.log(y)), tf.constant(1))),
            tf.constant(0));
    Op step = model.gradientDescent(loss, 0.5f);
    Op initializer = model.initializer();
    Operand<TFloat32> accuracy =
        tf.math.mean(
            tf.dtypes.cast(
                tf.math.equal(
                    tf.math.argMax(y, tf.constant(1)), tf.math.argMax(labels, tf.constant(1))),
                TFloat32.class),
            tf.constant(0));

    try (model;
        Session session = model.open(Integer.parseInt(args[0]))) {
      session.runner().addTarget(initializer).run().close();
      int[] order = shuffled(train.count());
      for (int i = 0; i < STEPS; i++) {
        // In the 1,000 steps, each example comes once or twice.
        int start = i * BATCH;
        IntUnaryOperator example = k -> order[(start + k) % order.length];
        try (TFloat32 images = images(train, BATCH, example);
            TFloat32 classes = oneHot(train, BATCH, example)) {
          session.runner().feed(x, images).feed(labels, classes).addTarget(step).run().close();
        }
      }
      LabelledImages test = mnist.test();
      try (TFloat32 images = images(test, test.count(), IntUnaryOperator.identity());
          TFloat32 classes = oneHot(test, test.count(), IntUnaryOperator.identity());
          Result result =
              session.runner().feed(x, images).feed(labels, classes).fetch(accuracy).run()) {
        float value = ((TFloat32) result.get(0)).getFloat();
        System.out.printf(Locale.ROOT, "test accuracy: %.4f%n", value);
      }
    }
  }

  private static int[] shuffled(int count) {
    int[] order = new int[count];
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static TFloat32 images(LabelledImages data, int count, IntUnaryOperator example) {
    return TFloat32.tensorOf(
        Shape.of(count, PIXELS),
        tensor -> {
          FloatDataBuffer target = tensor.asRawTensor().data().asFloats();
          float[] image = new float[PIXELS];
          for (int i = 0; i < count; i++) {
            data.copyImage(example.applyAsInt(i), image, 0);
            target.offset((long) i * PIXELS).write(image);
          }
        });
  }

  private static TFloat32 oneHot(LabelledImages data, int count, IntUnaryOperator example) {
    return TFloat32.tensorOf(
        Shape.of(count, CLASSES),
        tensor -> {
          FloatDataBuffer target = tensor.asRawTensor().data().asFloats();
          for (int i = 0; i < count; i++) {
            float[] row = new float[CLASSES];
            row[data.label(example.applyAsInt(i))] = 1;
            target.offset((long) i * CLASSES).write(row);
          }
        });
  }
}
