package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.cases.NaivePhilox;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds, streams and distributions of the ops that draw random numbers. */
class RandomOpsTest {
  private static final Shape SHAPE = Shape.of(3, 5);

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  /** All of the face's ways to draw numbers. */
  static List<Function<Ops, Output<?>>> draws() {
    return List.of(
        tf -> tf.randomUniform(SHAPE),
        tf -> tf.randomUniform(SHAPE, -2, 3),
        tf -> tf.randomUniform(FLOAT64, SHAPE, 0, 1),
        tf -> tf.randomUniform(INT32, SHAPE, 0, 1 << 30),
        tf -> tf.randomUniform(INT64, SHAPE, 0, 1 << 30),
        tf -> tf.randomNormal(SHAPE),
        tf -> tf.randomNormal(SHAPE, 5, 0.1),
        tf -> tf.randomNormal(FLOAT64, SHAPE, 0, 1),
        tf -> tf.truncatedNormal(SHAPE),
        tf -> tf.truncatedNormal(SHAPE, 0, 0.1),
        tf -> tf.truncatedNormal(FLOAT64, SHAPE, 0, 1));
  }

  /** The rule of TensorFlow's get_seed; an empty cell is a seed that was not set. */
  @ParameterizedTest
  @CsvSource({
    "   ,    ,        0,          0",
    "  5,    ,        5,          3",
    "   ,   7, 87654321,          7",
    "  5,   7,        5,          7",
    "  0,   0,        0, 2147483647",
    "  0,    ,        0,          3",
    "   ,   0, 87654321,          0",
    " -1,  -2, 2147483646, 2147483645",
    " 2147483648, 4294967294, 1,  0"
  })
  void seedsAreTensorFlows(Long graphSeed, Long opSeed, long seed, long seed2) {
    if (graphSeed != null) {
      graph.setRandomSeed(graphSeed);
    }
    Ops ops = opSeed == null ? tf : tf.seeded(opSeed);
    ops.randomUniform(SHAPE); // The shape, the least number and the limit are added before.
    Operation random = graph.findOperation("random_uniform/RandomUniform").orElseThrow();
    assertThat(random.attributes().getInt("seed")).isEqualTo(seed);
    assertThat(random.attributes().getInt("seed2")).isEqualTo(seed2);
  }

  @Test
  void theNodesAreTensorFlows() {
    tf.randomUniform(SHAPE, 1, 2);
    tf.truncatedNormal(SHAPE);
    tf.randomUniform(INT32, SHAPE, 0, 9);
    assertThat(graph.operations().stream().map(node -> node.name() + " " + node.type()))
        .containsExactly(
            "random_uniform/shape Const",
            "random_uniform/min Const",
            "random_uniform/max Const",
            "random_uniform/RandomUniform RandomUniform",
            "random_uniform/sub Sub",
            "random_uniform/mul Mul",
            "random_uniform AddV2",
            "truncated_normal/shape Const",
            "truncated_normal/mean Const",
            "truncated_normal/stddev Const",
            "truncated_normal/TruncatedNormal TruncatedNormal",
            "truncated_normal/mul Mul",
            "truncated_normal AddV2",
            "random_uniform_1/shape Const",
            "random_uniform_1/min Const",
            "random_uniform_1/max Const",
            "random_uniform_1 RandomUniformInt");
  }

  @Test
  void uniformNumbersAreTheWordsOfPhilox() {
    graph.setRandomSeed(12345);
    Output<Float> numbers = tf.seeded(678).randomUniform(SHAPE);
    try (Session session = new Session(graph)) {
      for (int run = 0; run < 3; run++) {
        // Each run sets 256 blocks aside for each element.
        NaivePhilox stream = new NaivePhilox(12345, 678, run * 256L * SHAPE.elementCount());
        for (float number : session.run(numbers).toFloatArray()) {
          assertThat(number).isEqualTo((float) stream.uniformFloat());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("draws")
  void withASeedEverySessionDrawsTheSameButNoRunDoes(Function<Ops, Output<?>> draw) {
    Output<?> bySeedOfOp = draw.apply(tf.seeded(1));
    graph.setRandomSeed(2);
    Output<?> bySeedOfGraph = draw.apply(tf);
    Output<?> byBoth = draw.apply(tf.seeded(1));
    for (Output<?> random : List.of(bySeedOfOp, bySeedOfGraph, byBoth)) {
      try (Session one = new Session(graph);
          Session other = new Session(graph)) {
        Tensor<?> first = one.run(random);
        Tensor<?> second = one.run(random);
        assertThat(other.run(random)).isEqualTo(first);
        assertThat(other.run(random)).isEqualTo(second);
        assertThat(first).isNotEqualTo(second);
        assertThat(first.shape()).isEqualTo(random.shape()).isEqualTo(SHAPE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("draws")
  void differentSeedsAndDifferentOpsDrawDifferently(Function<Ops, Output<?>> draw) {
    graph.setRandomSeed(2);
    List<Output<?>> randoms =
        List.of(draw.apply(tf), draw.apply(tf), draw.apply(tf.seeded(1)), draw.apply(tf.seeded(2)));
    try (Session session = new Session(graph)) {
      assertThat(randoms.stream().map(random -> (Object) session.run(random)))
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("draws")
  void withoutASeedNothingIsForeseen(Function<Ops, Output<?>> draw) {
    Output<?> random = draw.apply(tf);
    Output<?> another = draw.apply(tf);
    try (Session one = new Session(graph);
        Session other = new Session(graph)) {
      Result result = one.runner().fetch(random).fetch(another).run();
      assertThat(result.get(random)).as("never merged").isNotEqualTo(result.get(another));
      assertThat(other.run(random)).isNotEqualTo(result.get(random));
      assertThat(one.run(random)).as("never folded").isNotEqualTo(result.get(random));
    }
  }

  @Test
  void opsOfTheSameSeedsDrawTheSameEachForItself() {
    Output<Float> one = tf.seeded(3).randomUniform(SHAPE);
    Output<Float> other = tf.seeded(3).randomUniform(SHAPE);
    try (Session session = new Session(graph)) {
      Tensor<Float> first = session.run(one);
      session.run(one);
      // Had they been merged, the other one would be at its third drawing.
      assertThat(session.run(other)).isEqualTo(first);
    }
  }

  @Test
  void oneRunDrawsOnce() {
    Output<Float> random = tf.randomUniform(SHAPE);
    Output<Float> difference = tf.sub(tf.identity(random), random);
    assertThat(Runs.value(difference)).isEqualTo(Tensor.zeros(FLOAT32, SHAPE));
  }

  @Test
  void aVariableStartsWithWhatWasDrawnOnce() {
    Variable<Float> variable = tf.variable(tf.truncatedNormal(SHAPE));
    Operation initialize = tf.globalVariablesInitializer();
    try (Session session = new Session(graph)) {
      session.run(initialize);
      Tensor<Float> value = session.run(variable);
      assertThat(session.run(variable)).isEqualTo(value);
    }
  }

  /** So many numbers that the bounds, five standard errors, are about a hundredth. */
  private static final Shape MANY = Shape.of(200_000);

  private static void assertDistributed(
      Output<? extends Number> numbers, double mean, double deviation, double least, double limit) {
    double[] drawn = doubles(numbers);
    double actualMean = DoubleStream.of(drawn).average().orElseThrow();
    double variance =
        DoubleStream.of(drawn)
            .map(x -> (x - actualMean) * (x - actualMean))
            .average()
            .orElseThrow();
    double error = 5 / Math.sqrt(drawn.length);
    assertThat(actualMean).isCloseTo(mean, within(deviation * error));
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(deviation * error));
    assertThat(DoubleStream.of(drawn).allMatch(x -> x >= least && x < limit)).isTrue();
  }

  private static double[] doubles(Output<? extends Number> numbers) {
    Tensor<Double> tensor = Runs.value(Ops.on(numbers.graph()).cast(numbers, FLOAT64));
    return tensor.toDoubleArray();
  }

  @Test
  void distributionsAreWhatTheySay() {
    Ops seeded = tf.seeded(20_171_109);
    double infinity = Double.POSITIVE_INFINITY;
    assertDistributed(seeded.randomUniform(MANY), 0.5, 1 / Math.sqrt(12), 0, 1);
    assertDistributed(seeded.randomUniform(MANY, -2, 4), 1, 6 / Math.sqrt(12), -2, 4);
    assertDistributed(seeded.randomUniform(FLOAT64, MANY, 0, 1), 0.5, 1 / Math.sqrt(12), 0, 1);
    // Of the integers from a to b-1, the variance is ((b-a)² - 1) / 12.
    assertDistributed(seeded.randomUniform(INT32, MANY, 1, 7), 3.5, Math.sqrt(35 / 12.0), 1, 7);
    assertDistributed(seeded.randomUniform(INT64, MANY, -6, 0), -3.5, Math.sqrt(35 / 12.0), -6, 0);
    assertDistributed(seeded.randomNormal(MANY), 0, 1, -infinity, infinity);
    assertDistributed(seeded.randomNormal(FLOAT64, MANY, 3, 0.5), 3, 0.5, -infinity, infinity);
    // Cut off at two deviations, the variance is 1 - 4 φ(2) / (2 Φ(2) - 1).
    double cut = Math.sqrt(0.773741);
    assertDistributed(seeded.truncatedNormal(MANY), 0, cut, -2, 2);
    assertDistributed(seeded.truncatedNormal(FLOAT64, MANY, 1, 0.1), 1, 0.1 * cut, 0.8, 1.2);
  }

  @Test
  void everyIntegerOfTheRangeIsDrawn() {
    Output<Integer> dice = tf.seeded(6).randomUniform(INT32, Shape.of(1000), 1, 7);
    assertThat(Arrays.stream(Runs.value(dice).toIntArray()).distinct().sorted().toArray())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }
}
