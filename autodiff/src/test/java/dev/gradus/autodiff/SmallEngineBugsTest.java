package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bugs that small engines of this kind are known for, each as a test named after it. */
class SmallEngineBugsTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.scalar());

  private float at(float value, Output<Float> fetch) {
    try (Session session = new Session(graph)) {
      return session.run(fetch, feed(x, value)).floatValue();
    }
  }

  /**
   * A node near the result, and at once far from it by another path, must wait for the gradient
   * that comes the long way.
   */
  @Test
  void breadthFirstBackwardThatIsNotReverseTopological() {
    Output<Float> shared = tf.square(x);
    Output<Float> longWay = tf.mul(tf.mul(tf.mul(shared, 2), 3), 5);
    Output<Float> y = tf.add(shared, longWay); // 31x²
    assertThat(at(2, Gradients.of(y, x))).isEqualTo(124);
    Output<Float> other = tf.add(tf.mul(tf.mul(tf.mul(shared, 2), 3), 5), shared);
    assertThat(at(2, Gradients.of(other, x))).isEqualTo(124);
  }

  @Test
  void aConsumerOutsideTheLossPath() {
    Output<Float> shared = tf.square(x);
    Output<Float> before = tf.exp(shared);
    Output<Float> loss = tf.mul(shared, 3);
    Output<Float> after = tf.log(shared);
    assertThat(at(2, Gradients.of(loss, x))).isEqualTo(12);
    assertThat(at(2, Gradients.of(tf.add(before, after), x))).isCloseTo(219.39f, within(0.01f));
    assertThat(at(2, Gradients.of(loss, x))).as("and again").isEqualTo(12);
  }

  @Test
  void theSameInputTwice() {
    Output<Float> matrix = tf.constant(new float[][] {{1, 2}, {3, 4}});
    Output<Float> byProduct = Gradients.of(tf.matmul(matrix, matrix), matrix);
    Output<Float> bySum = Gradients.of(tf.add(matrix, matrix), matrix);
    Output<Float> bySquare = Gradients.of(tf.mul(matrix, matrix), matrix);
    Output<Float> byDifference = Gradients.of(tf.sub(matrix, matrix), matrix);
    try (Session session = new Session(graph)) {
      // Of each element, the sum of its row of A·1 and of its column of 1·A.
      assertThat(session.run(byProduct)).isEqualTo(Tensor.of(new float[][] {{7, 11}, {9, 13}}));
      assertThat(session.run(bySum)).isEqualTo(Tensor.of(new float[][] {{2, 2}, {2, 2}}));
      assertThat(session.run(bySquare)).isEqualTo(Tensor.of(new float[][] {{2, 4}, {6, 8}}));
      assertThat(session.run(byDifference)).isEqualTo(Tensor.of(new float[][] {{0, 0}, {0, 0}}));
    }
  }

  /** Each level doubles the number of paths, but not that of nodes. */
  @Test
  void noVisitedSet() {
    int[] levels = {20, 40, 60};
    int[] nodes = new int[levels.length];
    for (int i = 0; i < levels.length; i++) {
      Output<Float> y = tf.identity(x);
      for (int level = 0; level < levels[i]; level++) {
        y = tf.add(y, tf.neg(tf.neg(y)));
      }
      int before = graph.size();
      Output<Float> gradient = Gradients.of(y, x);
      nodes[i] = graph.size() - before;
      assertThat(at(1, gradient)).isEqualTo((float) Math.pow(2, levels[i]));
    }
    assertThat(nodes[2] - nodes[1]).as("20 levels more").isEqualTo(nodes[1] - nodes[0]);
    assertThat(nodes[2]).isLessThan(60 * 10);
  }

  @Test
  void valuesStoredOnNodes() {
    Variable<Float> weight = tf.variable(tf.constant(1f));
    Output<Float> loss = tf.square(tf.sub(tf.mul(weight, x), 4));
    Output<Float> gradient = Gradients.of(loss, weight); // 2x(wx - 4)
    var step = new GradientDescentOptimizer(0.5).minimize(loss);
    var init = tf.globalVariablesInitializer();
    try (Session first = new Session(graph);
        Session second = new Session(graph)) {
      first.run(init);
      second.run(init);
      first.run(step, feed(x, 1f)); // w = 1 + 3 = 4
      assertThat(first.run(weight).floatValue()).isEqualTo(4);
      assertThat(second.run(weight).floatValue()).isEqualTo(1);
      assertThat(second.run(gradient, feed(x, 1f)).floatValue()).isEqualTo(-6);
      assertThat(first.run(gradient, feed(x, 2f)).floatValue()).isEqualTo(16);
      assertThat(second.run(gradient, feed(x, 3f)).floatValue()).isEqualTo(-6);
      assertThat(first.run(gradient, feed(x, 2f)).floatValue()).isEqualTo(16);
    }
  }

  @Test
  void naiveSoftmax() {
    Output<Float> logits = tf.constant(1e4f, -1e4f, 1e4f);
    Output<Float> weights = tf.constant(1f, 2f, 3f);
    Output<Float> softmax = tf.nn.softmax(logits);
    Output<Float> gradient = Gradients.of(tf.mul(softmax, weights), logits);
    try (Session session = new Session(graph)) {
      assertThat(session.run(softmax)).isEqualTo(Tensor.of(0.5f, 0f, 0.5f));
      assertThat(session.run(gradient)).isEqualTo(Tensor.of(-0.5f, 0f, 0.5f));
    }
  }

  /** There is no such op yet; a log-softmax and cross entropies have the same sum within. */
  @Test
  void logSumExpOfAllMinusInfinity() {
    Output<Float> logits = tf.constant(new float[][] {{-INFINITY, -INFINITY}, {0, -INFINITY}});
    Output<Float> logSoftmax = tf.nn.logSoftmax(logits);
    try (Session session = new Session(graph)) {
      Tensor<Float> values = session.run(logSoftmax);
      assertThat(values.getFloat(1, 0)).isZero();
      assertThat(values.getFloat(1, 1)).isEqualTo(-INFINITY);
      assertThat(values.getFloat(0, 0)).isIn(NAN, -INFINITY);
    }
  }

  @Test
  void xTimesZeroLosingANan() {
    Output<Float> y = tf.mul(x, 0);
    Output<Float> gradient = Gradients.of(tf.mul(tf.log(x), tf.constant(0f)), x);
    assertThat(at(NAN, y)).isNaN();
    assertThat(at(INFINITY, y)).isNaN();
    assertThat(at(-1, tf.mul(tf.log(x), tf.constant(0f)))).isNaN();
    assertThat(at(0, gradient)).as("0 · ∞").isNaN();
    assertThat(Float.floatToRawIntBits(at(-1, y))).as("-0").isEqualTo(0x8000_0000);
    assertThat(at(NAN, tf.sub(x, x))).isNaN();
    assertThat(at(0, tf.div(x, x))).isNaN();
  }

  @Test
  void oneTimesVAliasingAVariableAssignedLater() {
    Variable<Float> variable = tf.variable(tf.constant(1f, 2f));
    Output<Float> once = tf.mul(variable, 1);
    Output<Float> same = tf.identity(variable);
    Output<Float> view = tf.reshape(tf.add(variable, 0), 2, 1);
    Output<Float> assigned = tf.assign(variable, tf.constant(10f, 20f));
    Output<Float> later = tf.after(assigned.operation()).identity(variable.reference());
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      Tensor<Float> fetched = session.run(variable);
      Result result =
          session
              .runner()
              .fetch(once)
              .fetch(same)
              .fetch(view)
              .fetch(later)
              .target(assigned.operation())
              .run();
      assertThat(result.get(once)).isEqualTo(Tensor.of(1f, 2f));
      assertThat(result.get(same)).isEqualTo(Tensor.of(1f, 2f));
      assertThat(result.get(view)).isEqualTo(Tensor.of(new float[][] {{1}, {2}}));
      assertThat(result.get(later)).isEqualTo(Tensor.of(10f, 20f));
      session.run(tf.assignAdd(variable, tf.constant(1f, 1f)));
      assertThat(fetched).as("what a caller holds").isEqualTo(Tensor.of(1f, 2f));
      assertThat(result.get(later)).isEqualTo(Tensor.of(10f, 20f));
      assertThat(session.run(variable)).isEqualTo(Tensor.of(11f, 21f));
    }
  }

  @Test
  void mergingConstantsThatDifferInMinusZeroOrNanBits() {
    Output<Float> plus = tf.div(x, tf.constant(0f));
    Output<Float> minus = tf.div(x, tf.constant(-0f));
    float otherNan = Float.intBitsToFloat(0x7fc0_1234);
    Output<Float> nan = tf.identity(tf.constant(NAN));
    Output<Float> other = tf.identity(tf.constant(otherNan));
    for (SessionOptions options :
        List.of(SessionOptions.defaults(), SessionOptions.defaults().withoutRewrites())) {
      try (Session session = new Session(graph, options)) {
        Result result =
            session
                .runner()
                .feed(x, Tensor.of(1f))
                .fetch(plus)
                .fetch(minus)
                .fetch(nan)
                .fetch(other)
                .run();
        assertThat(result.get(plus).floatValue()).isEqualTo(INFINITY);
        assertThat(result.get(minus).floatValue()).isEqualTo(-INFINITY);
        assertThat(bits(result.get(nan))).isEqualTo(Float.floatToRawIntBits(NAN));
        assertThat(bits(result.get(other))).isEqualTo(Float.floatToRawIntBits(otherNan));
      }
    }
  }

  private static int bits(Tensor<Float> scalar) {
    return Float.floatToRawIntBits(scalar.toFloatArray()[0]);
  }

  @Test
  void recyclingABufferThatACallerStillHolds() {
    Output<Float> v = tf.placeholder(DataType.FLOAT32, Shape.of(64));
    Output<Float> a = tf.square(v);
    Output<Float> b = tf.exp(tf.neg(a));
    Output<Float> c = tf.mul(a, b);
    Output<Float> gradient = Gradients.of(c, v);
    try (Session session = new Session(graph)) {
      float[] zeros = new float[64];
      float[] twos = new float[64];
      Arrays.fill(twos, 2);
      Tensor<Float> fed = Tensor.of(twos);
      List<Output<Float>> all = List.of(v, a, b, c, gradient);
      List<Tensor<Float>> held = fetchAll(session, v, fed, all);
      List<float[]> copies = held.stream().map(Tensor::toFloatArray).toList();
      for (int i = 0; i < 10; i++) {
        fetchAll(session, v, Tensor.of(zeros), all);
      }
      for (int i = 0; i < held.size(); i++) {
        assertThat(held.get(i).toFloatArray()).isEqualTo(copies.get(i));
      }
      assertThat(fed.toFloatArray()).isEqualTo(twos);
    }
  }

  private static List<Tensor<Float>> fetchAll(
      Session session, Output<Float> fed, Tensor<Float> value, List<Output<Float>> fetches) {
    var runner = session.runner().feed(fed, value);
    fetches.forEach(runner::fetch);
    Result result = runner.run();
    return fetches.stream().map(result::get).toList();
  }
}
