package dev.gradus.ops;

import static dev.gradus.core.DataType.FLOAT32;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random graph of mostly element-wise ops and of updates of variables, with random fetches,
 * targets and feeds: all that values may be written over, and all that must not be.
 *
 * <p>Values are used twice or never, by chains of ops of one size, and broadcast from rows, columns
 * and scalars. Variables are read before, between and after assignments, are assigned as a whole,
 * by rows and by optimizers, from values that were read of them.
 */
final class RandomUpdates {
  private static final int VARIABLES = 3;

  private final Random random;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final int rows;
  private final int columns;
  private final Output<Float> x;
  private final List<Output<Float>> matrices = new ArrayList<>();
  private final List<Output<Float>> vectors = new ArrayList<>();
  private final List<Output<Float>> scalars = new ArrayList<>();
  private final List<Output<Boolean>> conditions = new ArrayList<>();
  private final List<Variable<Float>> variables = new ArrayList<>();
  private final List<Operation> updates = new ArrayList<>();

  private RandomUpdates(long seed, int nodes) {
    random = new Random(seed);
    // Large ones take several blocks: of two long rows, each half of it, or of many short ones.
    switch (random.nextInt(6)) {
      case 0 -> {
        rows = 2;
        columns = 2000 + random.nextInt(4000);
      }
      case 1 -> {
        rows = 40 + random.nextInt(60);
        columns = 100 + random.nextInt(160);
      }
      default -> {
        rows = 1 + random.nextInt(4);
        columns = 1 + random.nextInt(4);
      }
    }
    x = tf.placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, columns));
    matrices.add(x);
    matrices.add(tf.constant(numbers(Shape.of(rows, columns))));
    vectors.add(tf.constant(numbers(Shape.of(columns))));
    vectors.add(tf.constant(numbers(Shape.of(rows, 1))));
    scalars.add(tf.constant(0.5f));
    conditions.add(tf.less(x, x));
    for (int i = 0; i < VARIABLES; i++) {
      Shape shape = i == 0 ? Shape.of(columns) : Shape.of(rows, columns);
      variables.add(tf.variable(tf.constant(numbers(shape))));
      (i == 0 ? vectors : matrices).add(variables.get(i).asOutput());
    }
    int built = graph.size();
    while (graph.size() < built + nodes) {
      grow();
    }
  }

  /** Returns the graph of the given seed, with at least the given number of nodes. */
  static RandomUpdates of(long seed, int nodes) {
    return new RandomUpdates(seed, nodes);
  }

  private void grow() {
    switch (random.nextInt(20)) {
      case 0 -> matrices.add(tf.add(pick(matrices), pick(matrices)));
      case 1 -> matrices.add(tf.mul(pick(matrices), pick(vectors)));
      case 2 -> matrices.add(tf.sub(pick(vectors), pick(matrices)));
      case 3 -> matrices.add(tf.mul(pick(scalars), pick(matrices)));
      case 4 -> matrices.add(tf.neg(pick(matrices)));
      case 5 -> matrices.add(tf.tanh(pick(matrices)));
      case 6 -> matrices.add(tf.nn.relu(pick(matrices)));
      case 7 -> matrices.add(tf.maximum(pick(matrices), pick(matrices)));
      case 8 -> {
        conditions.add(tf.less(pick(matrices), pick(matrices)));
        matrices.add(tf.cast(pick(conditions), FLOAT32));
      }
      case 9 -> matrices.add(tf.where(pick(conditions), pick(matrices), pick(matrices)));
      case 10 -> matrices.add(tf.addN(List.of(pick(matrices), pick(matrices), pick(matrices))));
      case 11 -> matrices.add(tf.clipByValue(pick(matrices), -1f, 1f));
      case 12 -> vectors.add(tf.tanh(tf.reduceSum(pick(matrices), 0)));
      case 13 -> scalars.add(tf.sigmoid(tf.reduceSum(pick(matrices))));
      case 14 -> matrices.add(tf.reshape(tf.neg(tf.reshape(pick(matrices), -1)), -1, columns));
      case 15 -> {
        int number = random.nextInt(VARIABLES);
        (number == 0 ? vectors : matrices).add(tf.identity(variables.get(number).reference()));
      }
      default -> update();
    }
  }

  private void update() {
    int number = random.nextInt(VARIABLES);
    Variable<Float> variable = variables.get(number);
    Output<Float> value = number == 0 ? row() : whole();
    Output<Float> updated =
        switch (random.nextInt(number == 0 ? 4 : 7)) {
          case 0 -> tf.assign(variable, value);
          case 1 -> tf.assignAdd(variable, value);
          case 2 -> tf.assignSub(variable, value);
          case 3 -> apply("ApplyGradientDescent", variable.reference(), pick(scalars), value);
          case 4 -> momentum(value);
          case 5 -> tf.scatterAdd(variable, indices(), tf.gather(value, indices()));
          default -> tf.scatterUpdate(variable, indices(), tf.gather(value, indices()));
        };
    updates.add(updated.operation());
    if (random.nextBoolean()) {
      (number == 0 ? vectors : matrices).add(tf.identity(updated));
    }
  }

  private Output<Float> momentum(Output<Float> gradient) {
    return apply(
        "ApplyMomentum",
        variables.get(1).reference(),
        variables.get(2).reference(),
        pick(scalars),
        gradient,
        pick(scalars));
  }

  private Output<Float> apply(String type, Output<?>... inputs) {
    var builder = graph.operation(type);
    for (Output<?> input : inputs) {
      builder.input(input);
    }
    return builder.build().output(0);
  }

  /** Returns a value of the shape of the variable that is a row. */
  private Output<Float> row() {
    return tf.reduceSum(pick(matrices), 0);
  }

  /** Returns a value of the shape of the variables that are matrices. */
  private Output<Float> whole() {
    return tf.reshape(pick(matrices), rows, columns);
  }

  private Output<Integer> indices() {
    return tf.constant(random.ints(2, 0, rows).toArray());
  }

  private <T> T pick(List<T> from) {
    // The most recent ones above all, for a deep graph in which values die.
    int back = (int) (Math.abs(random.nextGaussian()) * 3);
    return from.get(Math.max(0, from.size() - 1 - back));
  }

  Graph graph() {
    return graph;
  }

  /** Returns the operation that gives the variables their first values. */
  Operation initializer() {
    return tf.globalVariablesInitializer();
  }

  List<Variable<Float>> variables() {
    return variables;
  }

  /** Returns a few random outputs, perhaps of variables. */
  List<Output<?>> fetches() {
    List<Output<?>> fetches = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      fetches.add(
          switch (random.nextInt(6)) {
            case 0 -> pick(scalars);
            case 1 -> pick(vectors);
            case 2 -> variables.get(random.nextInt(VARIABLES)).reference();
            case 3 -> pick(conditions);
            default -> matrices.get(random.nextInt(matrices.size()));
          });
    }
    return fetches;
  }

  /** Returns some of the updates. */
  List<Operation> targets() {
    return updates.stream().filter(update -> random.nextInt(3) == 0).toList();
  }

  /** Returns random feeds: of the placeholder, and perhaps of a value in the middle. */
  List<Feed<?>> feeds() {
    List<Feed<?>> feeds = new ArrayList<>();
    feeds.add(Feed.feed(x, numbers(Shape.of(rows, columns))));
    Output<Float> middle = matrices.get(random.nextInt(matrices.size()));
    if (random.nextInt(3) == 0 && !middle.equals(x)) {
      feeds.add(Feed.feed(middle, numbers(Shape.of(rows, columns))));
    }
    return feeds;
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
}
