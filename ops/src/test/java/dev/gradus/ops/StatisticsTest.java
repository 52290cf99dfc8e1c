package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The reductions that are made of others, whatever is known of what they reduce. */
class StatisticsTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** Returns the value, which is the same however much is known beforehand of the shape of x. */
  private static <T> Tensor<T> value(
      BiFunction<Ops, Output<Float>, Output<T>> function, Tensor<Float> x) {
    Tensor<T> value = null;
    List<Shape> known = List.of(x.shape(), Shape.unknownOfRank(x.shape().rank()), Shape.unknown());
    for (Shape shape : known) {
      Graph graph = new Graph();
      Ops tf = Ops.on(graph);
      Output<Float> placeholder = tf.placeholder(FLOAT32, shape);
      Output<T> result = function.apply(tf, placeholder);
      try (Session session = new Session(graph)) {
        Tensor<T> computed = session.run(result, feed(placeholder, x));
        assertThat(result.shape().isCompatibleWith(computed.shape())).isTrue();
        assertThat(value == null || value.equals(computed)).isTrue();
        value = computed;
      }
    }
    return value;
  }

  private static Tensor<Float> random(int... shape) {
    Random random = new Random(7);
    return Tensor.ofFloats(
        Shape.of(shape),
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
          }
        });
  }

  @Test
  void logSumExpIsStable() {
    assertThat(value((tf, x) -> tf.reduceLogSumExp(x), Tensor.of(1000f, 1000f)).floatValue())
        .isCloseTo(1000.6931f, within(1e-4f));
    assertThat(value((tf, x) -> tf.reduceLogSumExp(x), Tensor.of(-1000f, -1001f)).floatValue())
        .isCloseTo(-999.68677f, within(1e-4f));
    float[][] rows = {{-INFINITY, -INFINITY}, {-INFINITY, 2}, {INFINITY, 1}, {Float.NaN, 1}};
    assertThat(value((tf, x) -> tf.reduceLogSumExp(x, 1), Tensor.of(rows)))
        .isEqualTo(Tensor.of(-INFINITY, 2, INFINITY, Float.NaN));
    assertThat(value((tf, x) -> tf.reduceLogSumExp(x), Tensor.of(new float[0])).floatValue())
        .isEqualTo(-INFINITY);
  }

  @Test
  void logSumExpIsTheLogarithmOfTheSum() {
    Tensor<Float> x = random(3, 4);
    Tensor<Float> result = value((tf, in) -> tf.reduceLogSumExp(in, true, -1), x);
    assertThat(result.shape()).isEqualTo(Shape.of(3, 1));
    for (int row = 0; row < 3; row++) {
      double sum = 0;
      for (int column = 0; column < 4; column++) {
        sum += Math.exp(x.getFloat(row, column));
      }
      assertThat(result.getDouble(row, 0)).isCloseTo(Math.log(sum), within(1e-6));
    }
  }

  @Test
  void varianceAndDeviation() {
    Tensor<Float> x = Tensor.of(new float[][] {{1, 3}, {2, 8}});
    assertThat(value((tf, in) -> tf.reduceVariance(in, 1), x)).isEqualTo(Tensor.of(1f, 9f));
    assertThat(value((tf, in) -> tf.reduceVariance(in), x)).isEqualTo(Tensor.of(7.25f));
    assertThat(value((tf, in) -> tf.reduceStd(in, true, 1), x))
        .isEqualTo(Tensor.of(new float[][] {{1}, {3}}));
    assertThat(value((tf, in) -> tf.reduceStd(in), Tensor.of(2f, 4f))).isEqualTo(Tensor.of(1f));
  }

  @Test
  void whatIsNotZeroIsCounted() {
    Tensor<Float> x = Tensor.of(new float[][] {{0, 1, -0f}, {2, Float.NaN, 3}});
    assertThat(value((tf, in) -> tf.countNonzero(in), x)).isEqualTo(Tensor.of(4L));
    assertThat(value((tf, in) -> tf.countNonzero(in, 1), x)).isEqualTo(Tensor.of(1L, 3L));
    assertThat(value((tf, in) -> tf.countNonzero(in, true, 0), x))
        .isEqualTo(Tensor.of(new long[][] {{1, 2, 1}}));
  }

  @Test
  void runningTotalsAsDocumented() {
    Tensor<Float> x = Tensor.of(2f, 3f, 5f);
    assertThat(value((tf, in) -> tf.cumsum(in, 0), x)).isEqualTo(Tensor.of(2f, 5f, 10f));
    assertThat(value((tf, in) -> tf.cumsum(in, 0, true, false), x))
        .isEqualTo(Tensor.of(0f, 2f, 5f));
    assertThat(value((tf, in) -> tf.cumsum(in, 0, false, true), x))
        .isEqualTo(Tensor.of(10f, 8f, 5f));
    assertThat(value((tf, in) -> tf.cumprod(in, 0, true, true), x))
        .isEqualTo(Tensor.of(15f, 5f, 1f));
  }
}
