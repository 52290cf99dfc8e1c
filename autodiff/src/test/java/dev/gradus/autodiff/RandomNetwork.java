package dev.gradus.autodiff;

import static dev.gradus.core.DataType.FLOAT32;

import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random program of many ops, with what rewrites look for more often than people write it:
 * neutral and equal operands, constants, double negations, transposes, broadcasts.
 *
 * <p>Its values are matrices [4,4], vectors [4] and scalars, which broadcast to each other. What is
 * fed has NaN, infinities and zeros of both signs. Variables are read and assigned in turn; there
 * are conditionals, loops, and a gradient. There is no logarithm, as one of a softmax is rewritten
 * to other bits.
 */
final class RandomNetwork {
  private static final int SIZE = 4;

  private static final float[] SPECIAL = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, 1f, -1f, 2f, 0.5f
  };

  private final Random random;
  private final Graph graph = new Graph();
  private final Output<Float> x;
  private final Output<Float> v;
  private final Output<Boolean> choice;
  private final Output<Integer> rounds;
  private final Operation initialize;
  private final List<Output<?>> fetches = new ArrayList<>();
  private final List<Feed<?>> feeds = new ArrayList<>();
  private final List<Variable<Float>> variables = new ArrayList<>();

  RandomNetwork(long seed, int steps) {
    random = new Random(seed);
    Ops tf = Ops.on(graph);
    x = tf.placeholder(FLOAT32, Shape.of(random.nextBoolean() ? SIZE : Shape.UNKNOWN, SIZE));
    v = tf.placeholder(FLOAT32, random.nextBoolean() ? Shape.of(SIZE) : Shape.unknown());
    choice = tf.placeholder(DataType.BOOL, Shape.scalar());
    rounds = tf.placeholder(DataType.INT32, Shape.scalar());
    variables.add(tf.variable(tf.constant(numbers(Shape.of(SIZE, SIZE)))));
    variables.add(tf.variable(tf.constant(numbers(Shape.of(SIZE)))));
    initialize = tf.globalVariablesInitializer();
    List<Output<Float>> values = new ArrayList<>(List.of(x, v, tf.constant(special())));
    Ops then = tf;
    for (int i = 0; i < steps; i++) {
      then = grow(then, values);
    }
    Output<Float> loss = then.reduceSum(last(values));
    fetches.add(loss);
    for (Variable<Float> variable : variables) {
      fetches.add(variable.asOutput());
    }
    fetches.add(Gradients.of(then.reduceSum(then.tanh(then.mul(x, last(values)))), x));
  }

  /** Adds a node or two; returns what adds the next, after an assignment if there was one. */
  private Ops grow(Ops tf, List<Output<Float>> values) {
    switch (random.nextInt(12)) {
      case 0 -> values.add(variables.get(random.nextInt(2)).asOutput());
      case 1 -> {
        Variable<Float> variable = variables.get(random.nextInt(2));
        values.add(tf.identity(variable));
        Output<Float> added = tf.fill(variable.asOutput().shape(), tf.reduceMax(last(values)));
        return tf.after(tf.assignAdd(variable, added).operation());
      }
      case 2 -> {
        Output<Float> a = pick(values);
        Output<Float> b = pick(values);
        values.add(tf.cond(choice, body -> compute(body, a, b), body -> compute(body, b, a)));
      }
      case 3 -> {
        Output<Float> a = pick(values);
        Output<Float> start = tf.broadcastTo(tf.reduceMean(a), Shape.of(SIZE));
        List<Output<?>> last =
            tf.whileLoop(
                (body, state) -> body.less(state.get(0).as(DataType.INT32), rounds),
                (body, state) ->
                    List.of(
                        body.add(state.get(0).as(DataType.INT32), 1),
                        body.reshape(
                            body.reduceMax(
                                body.add(
                                    matrix(body, compute(body, state.get(1).as(FLOAT32), a)),
                                    state.get(1).as(FLOAT32)),
                                0),
                            SIZE)),
                List.of(tf.constant(0), start));
        values.add(last.get(1).as(FLOAT32));
      }
      default -> {
        Output<Float> value = compute(tf, pick(values), pick(values));
        values.add(value);
        if (random.nextInt(4) == 0) {
          fetches.add(value);
        }
      }
    }
    return tf;
  }

  private Output<Float> compute(Ops tf, Output<Float> a, Output<Float> b) {
    return switch (random.nextInt(26)) {
      case 0 -> tf.add(a, b);
      case 1 -> tf.sub(a, b);
      case 2 -> tf.mul(a, b);
      case 3 -> tf.div(a, b);
      case 4 -> tf.maximum(a, random.nextBoolean() ? a : b);
      case 5 -> tf.neg(random.nextBoolean() ? tf.neg(a) : tf.sub(a, b));
      case 6 -> tf.add(tf.neg(a), random.nextBoolean() ? tf.neg(b) : b);
      case 7 -> tf.mul(a, tf.constant(special()));
      case 8 -> tf.div(a, tf.constant(special()));
      case 9 -> tf.add(tf.constant(special()), a);
      case 10 -> tf.sub(a, tf.fill(Shape.of(SIZE, SIZE), tf.constant(special())));
      case 11 -> tf.pow(a, tf.constant(special()));
      case 12 -> tf.abs(tf.abs(a));
      case 13 -> tf.nn.relu(tf.nn.relu(a));
      case 14 -> tf.transpose(matrix(tf, a), 1, 0);
      case 15 -> tf.transpose(tf.transpose(matrix(tf, a), 1, 0), order());
      case 16 -> tf.matmul(matrix(tf, a), tf.transpose(matrix(tf, b), 1, 0));
      case 17 -> tf.nn.relu(tf.add(tf.matmul(matrix(tf, a), matrix(tf, b)), v));
      case 18 -> tf.add(v, tf.matmul(matrix(tf, a), matrix(tf, b), true, false));
      case 19 -> tf.reduceSum(a, random.nextBoolean(), new int[0]);
      case 20 -> tf.reduceMean(matrix(tf, a), true, random.nextInt(2));
      case 21 -> tf.add(tf.onesLike(a), tf.zerosLike(b));
      case 22 -> tf.nn.softmax(matrix(tf, a));
      case 23 -> tf.concat(List.of(a.shape().hasKnownRank() && a.shape().rank() > 0 ? a : v), 0);
      case 24 -> tf.slice(matrix(tf, a), new int[2], new int[] {SIZE, SIZE});
      default -> tf.where(tf.less(matrix(tf, a), matrix(tf, b)), matrix(tf, a), matrix(tf, b));
    };
  }

  private int[] order() {
    return random.nextBoolean() ? new int[] {0, 1} : new int[] {1, 0};
  }

  private static Output<Float> matrix(Ops tf, Operand<Float> value) {
    return tf.broadcastTo(value, Shape.of(SIZE, SIZE));
  }

  private Output<Float> pick(List<Output<Float>> from) {
    int back = (int) (Math.abs(random.nextGaussian()) * 3);
    return from.get(Math.max(0, from.size() - 1 - back));
  }

  private static Output<Float> last(List<Output<Float>> values) {
    return values.get(values.size() - 1);
  }

  private float special() {
    return SPECIAL[random.nextInt(SPECIAL.length)];
  }

  private Tensor<Float> numbers(Shape shape) {
    return Tensor.ofFloats(
        shape,
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
          }
        });
  }

  private Tensor<Float> oftenSpecial(Shape shape) {
    return Tensor.ofFloats(
        shape,
        elements -> {
          for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextInt(8) == 0 ? special() : (float) random.nextGaussian();
          }
        });
  }

  Graph graph() {
    return graph;
  }

  /** Draws what is fed. */
  void drawFeeds() {
    feeds.clear();
    feeds.add(Feed.feed(x, oftenSpecial(Shape.of(SIZE, SIZE))));
    feeds.add(Feed.feed(v, oftenSpecial(Shape.of(SIZE))));
    feeds.add(Feed.feed(choice, random.nextBoolean()));
    feeds.add(Feed.feed(rounds, random.nextInt(3)));
  }

  /** Fetches, twice, as an assignment in the first run shows in the second. */
  void run(Session session) {
    session.run(initialize);
    for (int i = 0; i < 2; i++) {
      var runner = session.runner();
      feeds.forEach(runner::feed);
      fetches.forEach(runner::fetch);
      runner.run();
    }
  }
}
