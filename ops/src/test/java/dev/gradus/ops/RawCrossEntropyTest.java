package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cross entropy as the tutorial writes it, {@code reduceMean(neg(reduceSum(y_ ·
 * log(softmax(z)), 1)))}, is finite for logits of any size, and what the fused op computes; without
 * its rewrite it is not.
 */
class RawCrossEntropyTest {
  private static final int ROWS = 7;
  private static final int CLASSES = 10;

  private static final SessionOptions AS_BUILT =
      SessionOptions.defaults()
          .withoutRewrite("stable-log-softmax")
          .withoutRewrite("cancel-softmax-division");

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  /** All that may be known of the shape of logits and labels. */
  static List<Shape> shapes() {
    return List.of(
        Shape.of(ROWS, CLASSES),
        Shape.of(Shape.UNKNOWN, CLASSES),
        Shape.of(Shape.UNKNOWN, Shape.UNKNOWN),
        Shape.unknown());
  }

  /** The formula and the fused op on the same logits and labels. */
  private record Losses<T extends Number>(Output<T> softmax, Output<T> raw, Output<T> fused) {}

  private <T extends Number> Losses<T> losses(Output<T> logits, Output<T> labels) {
    Output<T> y = tf.nn.softmax(logits);
    return new Losses<>(
        y,
        tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1))),
        tf.reduceMean(tf.nn.softmaxCrossEntropyWithLogits(labels, logits)));
  }

  /** Logits of which each is plus or minus the given number. */
  private static Tensor<Float> extremeLogits(float magnitude, long seed) {
    Random random = new Random(seed);
    return Tensor.ofFloats(
        Shape.of(ROWS, CLASSES),
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextBoolean() ? magnitude : -magnitude;
          }
        });
  }

  private static Tensor<Float> oneHotLabels(long seed) {
    Random random = new Random(seed);
    return Tensor.ofFloats(
        Shape.of(ROWS, CLASSES),
        elements -> {
          for (int row = 0; row < ROWS; row++) {
            elements[row * CLASSES + random.nextInt(CLASSES)] = 1;
          }
        });
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void isFiniteAndWhatTheFusedOpComputes(Shape shape) {
    Output<Float> logits = tf.placeholder(FLOAT32, shape);
    Output<Float> labels = tf.placeholder(FLOAT32, shape);
    Losses<Float> losses = losses(logits, labels);
    try (Session session = new Session(graph)) {
      for (long seed = 0; seed < 20; seed++) {
        for (float magnitude : new float[] {0, 1, 45, 1e2f, 1e4f}) {
          Result result =
              session
                  .runner()
                  .feed(logits, extremeLogits(magnitude, seed))
                  .feed(labels, oneHotLabels(seed + 1000))
                  .fetch(losses.raw())
                  .fetch(losses.fused())
                  .run();
          assertAgree(
              result.get(losses.raw()), result.get(losses.fused()), "seed %d".formatted(seed));
        }
      }
    }
  }

  private static void assertAgree(Tensor<?> raw, Tensor<?> fused, String what) {
    assertThat(raw.doubleValue()).as(what).isFinite();
    assertThat(raw.doubleValue())
        .as(what)
        .isCloseTo(fused.doubleValue(), within(1e-6 * Math.abs(fused.doubleValue())));
  }

  @Test
  void soItIsWhereTheSoftmaxIsFetchedToo() {
    Output<Float> logits = tf.placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, CLASSES));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, CLASSES));
    Losses<Float> losses = losses(logits, labels);
    try (Session session = new Session(graph)) {
      Result result =
          session
              .runner()
              .feed(logits, extremeLogits(1e4f, 1))
              .feed(labels, oneHotLabels(2))
              .fetch(losses.softmax())
              .fetch(losses.raw())
              .fetch(losses.fused())
              .run();
      assertAgree(result.get(losses.raw()), result.get(losses.fused()), "beside softmax");
      float smallest = 1;
      for (float probability : result.get(losses.softmax()).toFloatArray()) {
        smallest = Math.min(smallest, probability);
      }
      assertThat(smallest).as("the softmax that is fetched is what it is").isZero();
    }
  }

  @Test
  void soItIsInFloat64() {
    Output<Double> logits = tf.placeholder(FLOAT64);
    Output<Double> labels = tf.placeholder(FLOAT64);
    Losses<Double> losses = losses(logits, labels);
    Feed<?>[] feeds = {
      feed(logits, doubles(extremeLogits(1e4f, 3))), feed(labels, doubles(oneHotLabels(4)))
    };
    assertAgree(Runs.value(losses.raw(), feeds), Runs.value(losses.fused(), feeds), "float64");
  }

  private static Tensor<Double> doubles(Tensor<Float> floats) {
    float[] elements = floats.toFloatArray();
    return Tensor.ofDoubles(
        floats.shape(),
        wide -> {
          for (int i = 0; i < elements.length; i++) {
            wide[i] = elements[i];
          }
        });
  }

  @Test
  void soItIsWhereTheLogitsAreComputedOrAVariable() {
    Variable<Float> variable = tf.variable(tf.constant(extremeLogits(1e3f, 5)));
    Output<Float> labels = tf.constant(oneHotLabels(6));
    Losses<Float> losses = losses(tf.mul(variable, 10), labels);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertAgree(session.run(losses.raw()), session.run(losses.fused()), "of a variable");
    }
  }

  @Test
  void soItIsWhereAllIsConstant() {
    Losses<Float> losses =
        losses(tf.constant(extremeLogits(1e4f, 7)), tf.constant(oneHotLabels(8)));
    assertAgree(Runs.value(losses.raw()), Runs.value(losses.fused()), "of constants");
  }

  @Test
  void withoutItsRewriteItIsNotANumber() {
    Output<Float> logits = tf.placeholder(FLOAT32);
    Output<Float> labels = tf.placeholder(FLOAT32);
    Losses<Float> losses = losses(logits, labels);
    Feed<?>[] feeds = {feed(logits, extremeLogits(1e4f, 1)), feed(labels, oneHotLabels(2))};
    for (SessionOptions options : List.of(AS_BUILT, SessionOptions.defaults().withoutRewrites())) {
      assertThat(Runs.value(options, losses.raw(), feeds).floatValue()).isNaN();
      assertThat(Runs.value(options, losses.fused(), feeds).floatValue()).isFinite();
    }
  }

  @Test
  void aNaNAmongTheLogitsIsNotHidden() {
    Output<Float> logits = tf.placeholder(FLOAT32);
    Losses<Float> losses = losses(logits, tf.constant(new float[][] {{1, 0}}));
    Tensor<Float> bad = Tensor.of(new float[][] {{Float.NaN, 0}});
    assertThat(Runs.value(losses.raw(), feed(logits, bad)).floatValue()).isNaN();
  }
}
