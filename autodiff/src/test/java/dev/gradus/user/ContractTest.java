package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.autodiff.GradientDescentOptimizer;
import dev.gradus.autodiff.Gradients;
import dev.gradus.core.Graph;
import dev.gradus.core.InteractiveSession;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The programs that the API was designed from: they compile and run as they were written then. */
class ContractTest {
  @Test
  void aStraightLineInAnInteractiveSession() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Variable<Float> slope = tf.variable(tf.constant(0f));
    Variable<Float> offset = tf.variable(tf.constant(0f));
    Output<Float> x = tf.constant(1f, 2f, 3f, 4f);
    Output<Float> y = tf.constant(0f, -1f, -2f, -3f);
    Output<Float> loss = tf.reduceSum(tf.square(tf.sub(tf.add(tf.mul(slope, x), offset), y)));
    Operation step = new GradientDescentOptimizer(0.01).minimize(loss);
    try (InteractiveSession sess = new InteractiveSession(graph)) {
      tf.globalVariablesInitializer().run(); // the innermost open interactive session
      for (int i = 0; i < 1000; i++) step.run();
      float m = slope.eval().floatValue(); // -1 within 1e-3

      assertThat(m).isCloseTo(-1f, within(1e-3f));
      assertThat(offset.eval().floatValue()).isCloseTo(1f, within(1e-3f));
      assertThat(sess.run(loss).floatValue()).isLessThan(1e-5f);
    }
  }

  @Test
  void gradientsAreGraphSoGradientsOfGradientsAreToo() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> y = tf.pow(x, 3f);
    Output<Float> dy = Gradients.of(y, x); // 3x²
    Output<Float> d2y = Gradients.of(dy, x); // 6x

    try (Session sess = new Session(graph)) {
      for (float at : new float[] {-2, -0.5f, 0, 1, 3}) {
        assertThat(sess.run(dy, feed(x, at)).floatValue()).isEqualTo(3 * at * at);
        assertThat(sess.run(d2y, feed(x, at)).floatValue()).isEqualTo(6 * at);
      }
    }
  }

  @Test
  void severalFetchesSeveralTargetsTypedResults() {
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 3));
    Variable<Float> W = tf.variable(tf.zeros(3, 2));
    Variable<Float> b = tf.variable(tf.zeros(2));
    Output<Float> y_ = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 2));
    Output<Float> logits = tf.add(tf.matmul(x, W), b);
    Output<Float> loss = tf.reduceMean(tf.nn.softmaxCrossEntropyWithLogits(y_, logits));
    Output<Float> accuracy =
        tf.reduceMean(tf.cast(tf.equal(tf.argmax(logits, 1), tf.argmax(y_, 1)), FLOAT32));
    List<Output<Float>> both = Gradients.of(loss, List.of(W, b));
    Operation trainStep = new GradientDescentOptimizer(0.5).minimize(loss);
    Tensor<Float> images = Tensor.of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    Tensor<Float> labels = Tensor.of(new float[][] {{1, 0}, {0, 1}, {1, 0}});

    try (Session sess = new Session(graph)) {
      sess.run(tf.globalVariablesInitializer());
      Result r =
          sess.runner()
              .feed(x, images)
              .feed(y_, labels)
              .target(trainStep)
              .fetch(loss)
              .fetch(accuracy)
              .run();
      float l = r.get(loss).floatValue(); // Result.get(Operand<T>) returns Tensor<T>

      assertThat(l).isCloseTo((float) Math.log(2), within(1e-6f));
      assertThat(r.get(accuracy).floatValue()).isCloseTo(2 / 3f, within(1e-6f));
      Result after =
          sess.runner()
              .feed(x, images)
              .feed(y_, labels)
              .fetch(both.get(0))
              .fetch(both.get(1))
              .run();
      assertThat(after.get(both.get(0)).shape()).isEqualTo(Shape.of(3, 2));
      assertThat(after.get(both.get(1)).shape()).isEqualTo(Shape.of(2));
      assertThat(sess.run(loss, feed(x, images), feed(y_, labels)).floatValue()).isLessThan(l);
    }
  }

  @Test
  void values() {
    Tensor<Float> t = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Tensor.of(2f); // a scalar
    Tensor.of(1f, 2f, 3f); // a vector
    t.shape(); // [2,2]
    t.getFloat(1, 0); // 3.0
    String printed =
        Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f).toString(); // prints as NumPy prints

    assertThat(Tensor.of(2f).shape()).isEqualTo(Shape.scalar());
    assertThat(Tensor.of(1f, 2f, 3f).shape()).isEqualTo(Shape.of(3));
    assertThat(t.shape()).hasToString("[2,2]");
    assertThat(t.getFloat(1, 0)).isEqualTo(3.0f);
    assertThat(printed).isEqualTo("[[1. 2. 3.]\n [4. 5. 6.]]");
  }

  /**
   * The tutorial's program, line by line, on numbers of this test's own instead of the data set.
   */
  @Test
  void softmaxRegression() {
    Random random = new Random(1);
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
      for (int i = 0; i < 100; i++) {
        int[] digits = random.ints(50, 0, 10).toArray();
        sess.run(trainStep, feed(x, images(digits, random)), feed(y_, labels(digits)));
      }
      Output<Boolean> correctPrediction = tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1));
      Output<Float> accuracy = tf.reduceMean(tf.cast(correctPrediction, FLOAT32));
      int[] digits = random.ints(500, 0, 10).toArray();
      float reached =
          sess.run(accuracy, feed(x, images(digits, random)), feed(y_, labels(digits)))
              .floatValue();
      assertThat(reached).isGreaterThan(0.95f);
    }
  }

  /** Noise, but for a patch at a place that depends on the digit. */
  private static Tensor<Float> images(int[] digits, Random random) {
    return Tensor.ofFloats(
        Shape.of(digits.length, 784),
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            boolean inPatch = i % 784 / 78 == digits[i / 784];
            elements[i] = random.nextFloat() * (inPatch ? 1 : 0.5f);
          }
        });
  }

  private static Tensor<Float> labels(int[] digits) {
    return Tensor.ofFloats(
        Shape.of(digits.length, 10),
        elements -> {
          for (int i = 0; i < digits.length; i++) {
            elements[i * 10 + digits[i]] = 1;
          }
        });
  }
}
