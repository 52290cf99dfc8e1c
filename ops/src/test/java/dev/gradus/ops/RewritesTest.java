package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.OpRegistry;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rewrite changes what it says it changes, by no more than it says; and leaves alone what just
 * looks like it.
 */
class RewritesTest {
  private static final SessionOptions AS_BUILT = SessionOptions.defaults().withoutRewrites();
  private static final int GRAPHS = 60;

  /** Adds, to a new graph, what a rewrite matches, with random shapes, and returns the fetches. */
  private interface Pattern {
    <T extends Number> List<Output<?>> add(Trial<T> trial);
  }

  /** For each rewrite, a pattern that it matches. */
  private static final ImmutableMap<String, Pattern> PATTERNS =
      ImmutableMap.of(
          "merge-equal-nodes", RewritesTest::equalNodes,
          "fold-constants", RewritesTest::constants,
          "stable-log-softmax", RewritesTest::logarithmsOfSoftmax,
          "cancel-softmax-division", RewritesTest::gradientsOfLogarithms,
          "sum-over-nothing", RewritesTest::sumsOverNothing);

  /** A random graph in the making. */
  private static final class Trial<T extends Number> {
    final Random random;
    final Ops tf = Ops.on(new Graph());
    final DataType<T> type;
    final Shape shape;
    final List<Feed<?>> feeds = new ArrayList<>();

    Trial(DataType<T> type, long seed) {
      this.random = new Random(seed);
      this.type = type;
      int rank = 1 + random.nextInt(3);
      this.shape = Shape.of(IntStream.range(0, rank).map(axis -> 1 + random.nextInt(5)).toArray());
    }

    /**
     * Adds a placeholder, with or without a known shape, fed with numbers of about the magnitude.
     */
    Output<T> input(double magnitude) {
      Output<T> placeholder = tf.placeholder(type, random.nextBoolean() ? shape : Shape.unknown());
      Tensor<Double> doubles =
          Tensor.ofDoubles(
              shape,
              elements -> {
                for (int i = 0; i < elements.length; i++) {
                  elements[i] = random.nextGaussian() * magnitude;
                }
              });
      Ops elsewhere = Ops.on(new Graph());
      feeds.add(feed(placeholder, Runs.value(elsewhere.cast(elsewhere.constant(doubles), type))));
      return placeholder;
    }
  }

  static List<Rewrite> rewrites() {
    return OpRegistry.rewrites();
  }

  @Test
  void everyRewriteHasAPatternAndSaysWhatItIsFor() {
    assertThat(rewrites().stream().map(Rewrite::name))
        .containsExactlyInAnyOrderElementsOf(PATTERNS.keySet());
    assertThat(rewrites())
        .allSatisfy(
            rewrite -> {
              assertThat(rewrite.name()).matches("[a-z]+(-[a-z]+)*");
              assertThat(rewrite.reason()).endsWith(".");
              assertThat(rewrite.tolerance()).isBetween(0.0, 1e-6);
            });
  }

  @ParameterizedTest
  @MethodSource("rewrites")
  void resultsDifferByNoMoreThanTheTolerance(Rewrite rewrite) {
    for (long seed = 0; seed < GRAPHS; seed++) {
      compare(rewrite, new Trial<>(FLOAT32, seed), "float32, seed " + seed);
      compare(rewrite, new Trial<>(FLOAT64, seed), "float64, seed " + seed);
    }
  }

  private static <T extends Number> void compare(Rewrite rewrite, Trial<T> trial, String what) {
    Pattern pattern = PATTERNS.get(rewrite.name());
    assertThat(pattern).as("a pattern for rewrite %s", rewrite.name()).isNotNull();
    List<Output<?>> fetches = pattern.add(trial);
    List<Tensor<?>> with = run(SessionOptions.defaults(), trial, fetches);
    List<Tensor<?>> without =
        run(SessionOptions.defaults().withoutRewrite(rewrite.name()), trial, fetches);
    for (int i = 0; i < with.size(); i++) {
      assertNear(with.get(i), without.get(i), rewrite.tolerance(), what + ", fetch " + i);
    }
  }

  private static List<Tensor<?>> run(
      SessionOptions options, Trial<?> trial, List<Output<?>> fetches) {
    try (Session session = new Session(trial.tf.graph(), options)) {
      Runner runner = session.runner();
      trial.feeds.forEach(runner::feed);
      fetches.forEach(runner::fetch);
      Result result = runner.run();
      List<Tensor<?>> tensors = new ArrayList<>();
      fetches.forEach(fetch -> tensors.add(result.get(fetch)));
      return tensors;
    }
  }

  /** Compares relative to the largest element, as small ones may be differences of larger ones. */
  private static void assertNear(Tensor<?> a, Tensor<?> b, double tolerance, String what) {
    assertThat(a.shape()).as(what).isEqualTo(b.shape());
    if (tolerance == 0) {
      assertThat(a).as(what).isEqualTo(b);
      return;
    }
    double[] x = elements(a);
    double[] y = elements(b);
    double largest = IntStream.range(0, x.length).mapToDouble(i -> Math.abs(x[i])).max().orElse(0);
    for (int i = 0; i < x.length; i++) {
      assertThat(Math.abs(x[i] - y[i])).as(what).isLessThanOrEqualTo(tolerance * largest);
    }
  }

  private static double[] elements(Tensor<?> tensor) {
    Ops tf = Ops.on(new Graph());
    return Runs.value(tf.cast(tf.constant(tensor), FLOAT64)).toDoubleArray();
  }

  private static <T extends Number> List<Output<?>> equalNodes(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.input(10);
    Output<T> y = trial.input(10);
    Output<T> a = tf.sub(tf.exp(tf.mul(x, y)), tf.cast(tf.constant(2), trial.type));
    Output<T> b = tf.sub(tf.exp(tf.mul(y, x)), tf.identity(a));
    return List.of(a, b, tf.maximum(a, b), tf.maximum(b, a));
  }

  private static <T extends Number> List<Output<?>> constants(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.input(10);
    Output<Integer> axes =
        tf.range(
            tf.constant(0),
            tf.constant(trial.random.nextInt(trial.shape.rank() + 1)),
            tf.constant(1));
    Output<T> a = tf.cast(tf.sqrt(tf.constant(2.0, 3.0, Double.NaN)), trial.type);
    return List.of(
        a, tf.reduceSum(x, trial.random.nextBoolean(), axes), tf.mul(x, tf.reduceMax(a, 0)));
  }

  private static <T extends Number> List<Output<?>> logarithmsOfSoftmax(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> y = tf.nn.softmax(trial.input(1));
    Output<T> log = tf.log(trial.random.nextBoolean() ? y : tf.identity(y));
    Output<T> weighted = tf.mul(trial.input(1), log);
    return trial.random.nextBoolean() ? List.of(log, weighted) : List.of(y, log, weighted);
  }

  private static <T extends Number> List<Output<?>> gradientsOfLogarithms(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> y = tf.nn.softmax(trial.input(1));
    Output<T> quotient = tf.div(trial.input(1), y);
    Output<T> gradient = gradientOfSoftmax(tf, quotient, y);
    return trial.random.nextBoolean() ? List.of(gradient) : List.of(y, gradient, quotient);
  }

  private static <T extends Number> Output<T> gradientOfSoftmax(
      Ops tf, Output<T> upstream, Output<T> y) {
    return tf.mul(tf.sub(upstream, tf.reduceSum(tf.mul(upstream, y), true, -1)), y);
  }

  private static <T extends Number> List<Output<?>> sumsOverNothing(Trial<T> trial) {
    Ops tf = trial.tf;
    Output<T> x = trial.input(10);
    boolean keepDims = trial.random.nextBoolean();
    Output<T> sum = tf.reduceSum(x, keepDims, new int[0]);
    return List.of(sum, tf.exp(sum));
  }

  // That they apply at all can be seen where softmax rounds to 0.

  private final Ops tf = Ops.on(new Graph());
  private final Output<Float> logits = tf.placeholder(FLOAT32);
  private final Output<Float> g = tf.placeholder(FLOAT32);
  private final Output<Float> y = tf.nn.softmax(logits);

  private final Feed<?>[] feeds = {
    feed(logits, Tensor.of(new float[][] {{1e4f, -1e4f}, {0, -1e4f}})),
    feed(g, Tensor.of(new float[][] {{1, 2}, {3, 4}}))
  };

  @Test
  void aLogarithmOfASoftmaxIsMadeFinite() {
    assertThat(Runs.value(tf.log(y), feeds))
        .isEqualTo(Tensor.of(new float[][] {{0, -2e4f}, {0, -1e4f}}));
    assertThat(Runs.value(tf.log(tf.stopGradient(tf.reshape(y, 2, 2))), feeds))
        .as("through what changes nothing")
        .isEqualTo(Tensor.of(new float[][] {{0, -2e4f}, {0, -1e4f}}));
  }

  @Test
  void theGradientOfALogarithmOfASoftmaxIsMadeFinite() {
    assertThat(Runs.value(gradientOfSoftmax(tf, tf.div(g, y), y), feeds))
        .isEqualTo(Tensor.of(new float[][] {{-2, 2}, {-4, 4}}));
  }

  @Test
  void aNaNStaysOne() {
    Feed<?>[] nan = {
      feed(logits, Tensor.of(new float[][] {{Float.NaN, 0}})),
      feed(g, Tensor.of(new float[][] {{1, 2}}))
    };
    Tensor<Float> all = Tensor.of(new float[][] {{Float.NaN, Float.NaN}});
    assertThat(Runs.value(tf.log(y), nan)).isEqualTo(all);
    assertThat(Runs.value(gradientOfSoftmax(tf, tf.div(g, y), y), nan)).isEqualTo(all);
  }

  @Test
  void aConstantSoftmaxIsRewrittenBeforeItIsFolded() {
    Output<Float> constant = tf.nn.softmax(tf.constant(new float[][] {{1e4f, -1e4f}}));
    assertThat(Runs.value(tf.log(constant))).isEqualTo(Tensor.of(new float[][] {{0, -2e4f}}));
  }

  /** What looks like a pattern but is none must give, to the bit, what it gives as built. */
  private void assertLeftAlone(Operand<Float> fetch) {
    Tensor<Float> asBuilt = Runs.value(AS_BUILT, fetch, feeds);
    assertThat(Runs.value(fetch, feeds)).isEqualTo(asBuilt);
    double sum = 0;
    for (float element : asBuilt.toFloatArray()) {
      sum += element * 0.0;
    }
    assertThat(sum).as("the case would show a rewrite: it has what is not finite").isNaN();
  }

  @Test
  void whatJustLooksLikeALogarithmOfASoftmaxIsLeftAlone() {
    assertLeftAlone(tf.log(tf.mul(y, 1)));
    assertLeftAlone(tf.log(tf.nn.relu(y)));
    assertLeftAlone(tf.log(tf.reshape(y, 4)));
    assertLeftAlone(tf.log(tf.transpose(y)));
  }

  @Test
  void whatJustLooksLikeTheGradientIsLeftAlone() {
    Output<Float> other = tf.nn.softmax(tf.neg(logits));
    Output<Float> quotient = tf.div(g, y);
    assertLeftAlone(tf.mul(quotient, y));
    assertLeftAlone(tf.mul(tf.sub(quotient, g), y));
    assertLeftAlone(gradientOfSoftmax(tf, tf.div(g, other), y));
    assertLeftAlone(gradientOfSoftmax(tf, quotient, other));
    assertLeftAlone(gradientOfSoftmax(tf, tf.div(tf.mul(y, 1), tf.mul(y, 1)), y));
    assertLeftAlone(tf.mul(tf.sub(quotient, tf.reduceSum(tf.mul(quotient, other), true, -1)), y));
  }

  @Test
  void aDividendThatIsBroadcastIsLeftAlone() {
    assertLeftAlone(gradientOfSoftmax(tf, tf.div(tf.constant(3f), y), y));
    assertLeftAlone(gradientOfSoftmax(tf, tf.div(tf.constant(3f, 4f), y), y));
    assertLeftAlone(gradientOfSoftmax(tf, tf.div(tf.reshape(g, 2, 1, 2), y), y));
  }

  @Test
  void aSoftmaxThatIsFedIsNone() {
    Feed<?>[] fed = {
      feed(y, Tensor.of(new float[][] {{1, 0}})), feed(g, Tensor.of(new float[][] {{1, 2}}))
    };
    assertThat(Runs.value(tf.log(y), fed))
        .isEqualTo(Tensor.of(new float[][] {{0, Float.NEGATIVE_INFINITY}}));
    assertThat(Runs.value(tf.mul(tf.div(g, y), y), fed))
        .isEqualTo(Tensor.of(new float[][] {{1, Float.NaN}}));
  }

  @Test
  void aSumOverAnAxisIsLeftAlone() {
    Output<Integer> axes = tf.placeholder(DataType.INT32, Shape.of(Shape.UNKNOWN));
    Output<Float> sum = tf.reduceSum(g, false, axes);
    assertThat(Runs.value(sum, feeds[1], feed(axes, Tensor.of(new int[0]))).shape())
        .isEqualTo(Shape.of(2, 2));
    assertThat(Runs.value(sum, feeds[1], feed(axes, Tensor.of(0, 1)))).isEqualTo(Tensor.of(10f));
  }
}
