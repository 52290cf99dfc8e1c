package dev.gradus.autodiff;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RewriteCheck;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The programs of the lessons, and random ones, give the same with and without each rewrite. */
class RewriteChecksTest {
  private static final int PROGRAMS = 60;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  @Test
  void theTutorial() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 20));
    Variable<Float> weights = tf.variable(tf.constant(numbers(1, 20, 10)));
    Variable<Float> biases = tf.variable(tf.zeros(10));
    Output<Float> y = tf.nn.softmax(tf.add(tf.matmul(x, weights), biases));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 10));
    Output<Float> loss = tf.reduceMean(tf.neg(tf.reduceSum(tf.mul(labels, tf.log(y)), 1)));
    Operation step = new GradientDescentOptimizer(0.5).minimize(loss);
    Output<Boolean> right = tf.equal(tf.argmax(y, 1), tf.argmax(labels, 1));
    Output<Float> accuracy = tf.reduceMean(tf.cast(right, FLOAT32));
    Operation initialize = tf.globalVariablesInitializer();
    Tensor<Float> images = numbers(2, 30, 20);
    Tensor<Float> classes = numbers(3, 30, 10);
    RewriteCheck check =
        RewriteCheck.of(
            graph,
            session -> {
              session.run(initialize);
              session.run(step, feed(x, images), feed(labels, classes));
              session.run(weights);
              session.run(biases);
              session.run(loss, feed(x, images), feed(labels, classes));
              session.run(accuracy, feed(x, images), feed(labels, classes));
            });
    check.throwIfDifferent();
    assertThat(check.applied())
        .contains(
            "stable-log-softmax",
            "cancel-softmax-division",
            "fold-constants",
            "known-like",
            "one-number",
            "fused-layer");
  }

  @Test
  void aStraightLine() {
    Variable<Float> slope = tf.variable(tf.constant(0f));
    Variable<Float> offset = tf.variable(tf.constant(0f));
    Output<Float> x = tf.constant(1f, 2f, 3f, 4f);
    Output<Float> y = tf.constant(0f, -1f, -2f, -3f);
    Output<Float> loss = tf.reduceSum(tf.square(tf.sub(tf.add(tf.mul(slope, x), offset), y)));
    Operation step = new GradientDescentOptimizer(0.01).minimize(loss);
    Operation initialize = tf.globalVariablesInitializer();
    RewriteCheck.of(
            graph,
            session -> {
              session.run(initialize);
              for (int i = 0; i < 20; i++) {
                session.run(step);
                session.run(slope);
                session.run(offset);
              }
            })
        .throwIfDifferent();
  }

  @Test
  void gradientsOfGradients() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> dy = Gradients.of(tf.pow(x, 3f), x);
    Output<Float> d2y = Gradients.of(dy, x);
    RewriteCheck.of(
            graph,
            session -> {
              for (float value : new float[] {2, -0f, Float.NaN, Float.POSITIVE_INFINITY}) {
                session.runner().feed(x, Tensor.of(value)).fetch(dy).fetch(d2y).run();
              }
            })
        .throwIfDifferent();
  }

  @Test
  void randomPrograms() {
    Set<String> applied = new TreeSet<>();
    for (long seed = 0; seed < PROGRAMS; seed++) {
      RandomNetwork network = new RandomNetwork(seed, 15);
      network.drawFeeds();
      RewriteCheck check = RewriteCheck.of(network.graph(), network::run);
      assertThat(check.differences()).as("seed %d", seed).isEmpty();
      applied.addAll(check.applied());
    }
    assertThat(applied).as("enough rewrites met").hasSizeGreaterThan(15);
  }

  private static Tensor<Float> numbers(long seed, int rows, int columns) {
    Random random = new Random(seed);
    return Tensor.ofFloats(
        Shape.of(rows, columns),
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextFloat();
          }
        });
  }
}
