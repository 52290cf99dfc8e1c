package dev.gradus.user;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Conv2dOptions;
import dev.gradus.ops.ConvolutionOptions;
import dev.gradus.ops.DenseOptions;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Initializers;
import dev.gradus.ops.NeuralNetworkOps;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Padding;
import org.junit.jupiter.api.Test;

/** The layers: what they compute, their variables, and their names, which are TensorFlow's. */
class LayersTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private <T> Tensor<T> value(Operand<T> fetch, Feed<?>... feeds) {
    try (Session session = new Session(graph)) {
      return session.run(fetch, feeds);
    }
  }

  private <T> Tensor<T> initializedValue(Operand<T> fetch, Feed<?>... feeds) {
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      return session.run(fetch, feeds);
    }
  }

  private static void assertRefused(Runnable mistake, String... told) {
    assertThatThrownBy(mistake::run)
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll(told)
        .hasMessageContaining("LayersTest.java");
  }

  @Test
  void dense() {
    Output<Float> x = tf.constant(new float[][] {{1, 2}, {-3, 4}});
    Output<Float> y =
        tf.layers.dense(
            x,
            3,
            DenseOptions.defaults()
                .withActivation(NeuralNetworkOps::relu)
                .withKernelInitializer(Initializers.ones())
                .withBiasInitializer(Initializers.constant(-2)));
    assertThat(initializedValue(y)).isEqualTo(Tensor.of(new float[][] {{1, 1, 1}, {0, 0, 0}}));
    assertThat(y.operation()).hasToString("'dense/Relu' (op: 'Relu')");
  }

  @Test
  void denseOfManyAxes() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 2, 3));
    Output<Float> y =
        tf.layers.dense(x, 2, DenseOptions.defaults().withKernelInitializer(Initializers.ones()));
    assertThat(y.shape()).isEqualTo(Shape.of(UNKNOWN, 2, 2));
    Tensor<Float> fed = Tensor.ofFloats(Shape.of(1, 2, 3), to -> count(to)); // 0 1 2, 3 4 5
    assertThat(initializedValue(y, feed(x, fed)).toFloatArray()).containsExactly(3, 3, 12, 12);
    assertThat(graph.operations().stream().map(Operation::name))
        .anyMatch(name -> name.startsWith("dense/Tensordot/"));
    assertThat(graph.findOperation("dense/kernel").orElseThrow().output(0).shape())
        .isEqualTo(Shape.of(3, 2));
  }

  @Test
  void denseLayersAreNamedAndCollected() {
    Output<Double> x = tf.placeholder(FLOAT64, Shape.of(UNKNOWN, 5));
    Output<Double> first = tf.layers.dense(x, 4);
    Output<Double> second =
        tf.scope("model").layers.dense(first, 3, DenseOptions.defaults().withoutBias());
    Output<Double> third = tf.layers.dense(second, 2);
    Output<Double> last = tf.named("logits").layers.dense(third, 1);

    assertThat(first).hasToString("dense/BiasAdd:0: float64[?,4]");
    assertThat(second).hasToString("model/dense/MatMul:0: float64[?,3]");
    assertThat(third).hasToString("dense_1/BiasAdd:0: float64[?,2]");
    assertThat(last).hasToString("logits/BiasAdd:0: float64[?,1]");
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES).stream().map(Object::toString))
        .containsExactly(
            "dense/kernel: float64[5,4]",
            "dense/bias: float64[4]",
            "model/dense/kernel: float64[4,3]",
            "dense_1/kernel: float64[3,2]",
            "dense_1/bias: float64[2]",
            "logits/kernel: float64[2,1]",
            "logits/bias: float64[1]");
    assertThat(graph.findOperation("dense/kernel/Initializer/random_uniform")).isPresent();
    assertThat(graph.findOperation("dense/bias/Initializer/zeros")).isPresent();
  }

  @Test
  void wrongInputsOfADenseLayerAreRefused() {
    assertRefused(
        () -> tf.layers.dense(tf.placeholder(FLOAT32, Shape.of(2, UNKNOWN)), 3),
        "whose last dimension is known",
        "'Placeholder:0' has shape [2,?]");
    assertRefused(() -> tf.layers.dense(tf.placeholder(FLOAT32), 3), "has shape ?");
    assertRefused(() -> tf.layers.dense(tf.zeros(3), 3), "has shape [3]");
    assertRefused(() -> tf.layers.dense(tf.zeros(2, 3), 0), "1 unit or more, not 0");
    assertRefused(
        () -> tf.layers.dense(tf.zeros(INT32, Shape.of(2, 3)), 1), "float32 or float64", "int32");
  }

  @Test
  void dropout() {
    Output<Float> x = tf.ones(1000);
    Output<Boolean> training = tf.placeholder(BOOL, Shape.scalar());
    Output<Float> fed = tf.seeded(3).layers.dropout(x, 0.75, training);
    Output<Float> always = tf.seeded(3).layers.dropout(x, 0.75, true);
    Output<Float> never = tf.layers.dropout(x, 0.75, false);

    Tensor<Float> dropped = value(fed, feed(training, Tensor.of(true)));
    assertThat(dropped.toFloatArray()).containsOnly(0, 4);
    assertThat(value(always)).isEqualTo(dropped);
    assertThat(value(fed, feed(training, Tensor.of(false)))).isEqualTo(value(x));
    assertThat(value(never)).isEqualTo(value(x));
    assertThat(always).hasToString("dropout_1/dropout/mul_1:0: float32[1000]");
    assertThat(never).hasToString("dropout_2/Identity:0: float32[1000]");
  }

  @Test
  void wrongInputsOfADropoutAreRefused() {
    Output<Float> x = tf.ones(3);
    assertRefused(() -> tf.layers.dropout(x, 1, true), "less than 1, not 1.0");
    assertRefused(() -> tf.layers.dropout(x, 1, false), "less than 1, not 1.0");
    assertRefused(() -> tf.layers.dropout(x, -1, tf.constant(true)), "less than 1, not -1.0");
    assertRefused(
        () -> tf.layers.dropout(x, 0.5, tf.constant(true, false)), "'Const_1:0' has shape [2]");
  }

  @Test
  void flatten() {
    Output<Float> some = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 2, 3));
    Output<Float> fewer = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 2, UNKNOWN));
    Output<Float> empty = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 0, 3));
    assertThat(tf.layers.flatten(tf.zeros(4, 2, 3))).hasToString("flatten/Reshape:0: float32[4,6]");
    assertThat(tf.layers.flatten(some)).hasToString("flatten_1/Reshape:0: float32[?,6]");
    assertThat(tf.layers.flatten(tf.zeros(4)).shape()).isEqualTo(Shape.of(4, 1));
    assertThat(tf.layers.flatten(fewer).shape().rank()).isEqualTo(2);
    assertFlattens(some, Shape.of(5, 2, 3), Shape.of(5, 6));
    assertFlattens(some, Shape.of(0, 2, 3), Shape.of(0, 6));
    assertFlattens(fewer, Shape.of(5, 2, 7), Shape.of(5, 14));
    assertFlattens(fewer, Shape.of(0, 2, 7), Shape.of(0, 14));
    assertFlattens(fewer, Shape.of(5, 2, 0), Shape.of(5, 0));
    assertFlattens(empty, Shape.of(5, 0, 3), Shape.of(5, 0));
    assertRefused(() -> tf.layers.flatten(tf.placeholder(FLOAT32)), "of known rank", "shape ?");
    assertRefused(() -> tf.layers.flatten(tf.constant(1f)), "1 or more", "has shape []");
  }

  private void assertFlattens(Output<Float> x, Shape from, Shape to) {
    Tensor<Float> zeros = Tensor.zeros(FLOAT32, from);
    assertThat(value(tf.layers.flatten(x), feed(x, zeros)).shape()).isEqualTo(to);
  }

  @Test
  void conv2d() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 3, 3, 1));
    Conv2dOptions options =
        Conv2dOptions.defaults()
            .withActivation(NeuralNetworkOps::relu)
            .withKernelInitializer(Initializers.ones())
            .withBiasInitializer(Initializers.constant(-20));
    Output<Float> y = tf.layers.conv2d(x, 2, 2, options);
    assertThat(y).hasToString("conv2d/Relu:0: float32[?,2,2,2]");
    Tensor<Float> fed = Tensor.ofFloats(Shape.of(1, 3, 3, 1), LayersTest::count);
    // The sums are 0 + 1 + 3 + 4 = 8, 12, 20 and 24.
    assertThat(initializedValue(y, feed(x, fed)).toFloatArray())
        .containsExactly(0, 0, 0, 0, 0, 0, 4, 4);
  }

  @Test
  void convolutionalLayersAreNamedAndCollected() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 28, 28, 3));
    Conv2dOptions options = Conv2dOptions.defaults();
    Output<Float> same =
        tf.layers.conv2d(x, 8, 3, 5, options.withPadding(Padding.SAME).withStrides(2, 1));
    Output<Float> wide =
        tf.layers.conv2d(
            x,
            4,
            3,
            options
                .withWindow(ConvolutionOptions.of(Padding.VALID).withDilations(2, 2))
                .withoutBias());

    assertThat(tf.layers.conv2d(x, 6, 5)).hasToString("conv2d_2/BiasAdd:0: float32[?,24,24,6]");
    assertThat(same).hasToString("conv2d/BiasAdd:0: float32[?,14,28,8]");
    assertThat(wide).hasToString("conv2d_1/Conv2D:0: float32[?,24,24,4]");
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES).stream().map(Object::toString))
        .containsExactly(
            "conv2d/kernel: float32[3,5,3,8]",
            "conv2d/bias: float32[8]",
            "conv2d_1/kernel: float32[3,3,3,4]",
            "conv2d_2/kernel: float32[5,5,3,6]",
            "conv2d_2/bias: float32[6]");
  }

  @Test
  void pooling() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 3, 3, 1));
    Output<Float> greatest = tf.layers.maxPooling2d(x, 2, 1);
    Output<Float> mean = tf.layers.averagePooling2d(x, 2, 1);
    Tensor<Float> fed = Tensor.ofFloats(Shape.of(1, 3, 3, 1), LayersTest::count);

    assertThat(value(greatest, feed(x, fed)).toFloatArray()).containsExactly(4, 5, 7, 8);
    assertThat(value(mean, feed(x, fed)).toFloatArray()).containsExactly(2, 3, 5, 6);
    assertThat(greatest).hasToString("max_pooling2d/MaxPool:0: float32[?,2,2,1]");
    assertThat(mean).hasToString("average_pooling2d/AvgPool:0: float32[?,2,2,1]");
    assertThat(tf.layers.maxPooling2d(x, 2, 2, Padding.SAME).shape())
        .isEqualTo(Shape.of(UNKNOWN, 2, 2, 1));
  }

  @Test
  void wrongInputsOfAConvolutionalLayerAreRefused() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 28, 28, UNKNOWN));
    assertRefused(
        () -> tf.layers.conv2d(x, 8, 3),
        "inputs of rank 4 whose last dimension is known",
        "'Placeholder:0' has shape [?,28,28,?]");
    assertRefused(() -> tf.layers.conv2d(tf.zeros(2, 28, 28), 8, 3), "has shape [2,28,28]");
    assertRefused(
        () -> tf.layers.conv2d(tf.zeros(INT32, Shape.of(1, 2, 2, 1)), 1, 1),
        "float32 or float64",
        "int32");
    assertRefused(
        () -> tf.layers.conv2d(tf.zeros(1, 9, 9, 1), 0, 3), "1 filter or more", "not 0 of 3 by 3");
    assertRefused(
        () ->
            tf.layers.conv2d(
                tf.zeros(1, 9, 9, 1), 4, 3, Conv2dOptions.defaults().withStrides(0, 1)),
        "(op: 'Conv2D')",
        "strides");
    assertRefused(() -> tf.layers.maxPooling2d(tf.zeros(2, 28), 2, 2), "(op: 'MaxPool')", "[2,28]");
  }

  private static void count(float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = i;
    }
  }
}
