package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Shape.UNKNOWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random graph with conditionals and loops, nested in each other, some of the ops in {@link
 * TestOps} in their bodies, and random feeds and fetches.
 *
 * <p>Bodies use values of all graphs around them. Loop variables are passed on as they are,
 * swapped, moved in a circle, used after they were replaced, and some change their length from
 * round to round. Predicates are fed, computed, or known beforehand.
 */
public final class RandomProgram {
  private static final int DEEPEST = 3;

  private final Random random;
  private final Graph graph = new Graph();
  private final Output<Float> x;
  private final Output<Boolean> choice;
  private final Output<Integer> rounds;
  private final List<Output<?>> all = new ArrayList<>();

  /** What a body can use: what it made itself, and all that was there when it began. */
  private final class Scope {
    final TestOps tf;
    final List<Output<Float>> vectors;
    final List<Output<Float>> scalars;
    final List<Output<Float>> dynamic;
    final List<Output<Boolean>> predicates;
    final int depth;

    Scope(TestOps tf) {
      this.tf = tf;
      vectors = new ArrayList<>();
      scalars = new ArrayList<>();
      dynamic = new ArrayList<>();
      predicates = new ArrayList<>();
      depth = 0;
    }

    Scope(TestOps tf, Scope around) {
      this.tf = tf;
      vectors = new ArrayList<>(around.vectors);
      scalars = new ArrayList<>(around.scalars);
      dynamic = new ArrayList<>(around.dynamic);
      predicates = new ArrayList<>(around.predicates);
      depth = around.depth + 1;
    }

    void grow(int steps) {
      for (int i = 0; i < steps; i++) {
        grow();
      }
    }

    private void grow() {
      switch (random.nextInt(depth < DEEPEST ? 12 : 9)) {
        case 0 -> vectors.add(tf.add(pick(vectors), pick(vectors)));
        case 1 -> vectors.add(tf.neg(pick(vectors)));
        case 2 -> vectors.add(tf.add(pick(scalars), pick(vectors)));
        case 3 -> vectors.add(tf.reshape(tf.reshape(pick(vectors), 2, 2), 4));
        case 4 -> scalars.add(tf.sum(pick(random.nextBoolean() ? vectors : dynamic)));
        case 5 -> dynamic.add(tf.positives(pick(random.nextBoolean() ? vectors : dynamic)));
        case 6 -> {
          Operation two = tf.twoOutputs(pick(scalars));
          scalars.add(tf.neg(tf.identity(two.<Float>output(0))));
          predicates.add(two.output(1));
        }
        case 7 -> vectors.add(tf.setFirst(pick(vectors), pick(scalars)));
        case 8 -> dynamic.add(tf.setFirst(pick(dynamic), pick(scalars)));
        case 9, 10 -> either();
        default -> loop();
      }
    }

    private void either() {
      Operation either = tf.either(pick(predicates), this::branch, this::branch);
      vectors.add(either.output(0));
      vectors.add(either.output(1));
      scalars.add(either.output(2));
      dynamic.add(either.output(3));
    }

    private List<Output<?>> branch(TestOps body) {
      Scope inner = new Scope(body, this);
      inner.grow(random.nextInt(6));
      return List.of(
          pick(inner.vectors), pick(inner.vectors), pick(inner.scalars), pick(inner.dynamic));
    }

    private void loop() {
      Output<Integer> zero = tf.constant(Tensor.of(0));
      Output<Integer> limit = random.nextBoolean() ? rounds : tf.constant(Tensor.of(2));
      Operation loop =
          tf.loop(
              (condition, variables) -> {
                if (random.nextBoolean()) {
                  condition.sum(variables.get(4).as(FLOAT32));
                }
                return condition.less(variables.get(0).as(INT32), limit);
              },
              this::round,
              List.of(
                  Shape.scalar(),
                  Shape.unknownOfRank(1),
                  Shape.unknownOfRank(1),
                  Shape.scalar(),
                  Shape.unknownOfRank(1)),
              List.of(zero, pick(vectors), pick(vectors), pick(scalars), pick(dynamic)));
      vectors.add(loop.output(1));
      vectors.add(loop.output(2));
      scalars.add(loop.output(3));
      dynamic.add(loop.output(4));
    }

    private List<Output<?>> round(TestOps body, List<Output<?>> variables) {
      Scope inner = new Scope(body, this);
      Output<Float> first = variables.get(1).as(FLOAT32);
      Output<Float> second = variables.get(2).as(FLOAT32);
      inner.vectors.add(first);
      inner.vectors.add(second);
      inner.scalars.add(variables.get(3).as(FLOAT32));
      inner.dynamic.add(variables.get(4).as(FLOAT32));
      inner.grow(random.nextInt(6));
      Output<Integer> next = body.add(variables.get(0).as(INT32), body.constant(Tensor.of(1)));
      boolean swaps = random.nextInt(3) == 0;
      return List.of(
          next,
          swaps ? second : pick(inner.vectors),
          swaps ? first : pick(inner.vectors),
          pick(inner.scalars),
          switch (random.nextInt(4)) {
            case 0 -> pick(inner.vectors);
            case 1 -> body.setFirst(variables.get(4).as(FLOAT32), pick(inner.scalars));
            default -> pick(inner.dynamic);
          });
    }
  }

  private RandomProgram(long seed, int steps) {
    random = new Random(seed);
    TestOps tf = TestOps.on(graph);
    x = tf.placeholder(Shape.of(random.nextBoolean() ? 4 : UNKNOWN));
    choice = tf.placeholder("choice", DataType.BOOL, Shape.scalar());
    rounds = tf.placeholder("rounds", INT32, Shape.scalar());
    Scope scope = new Scope(tf);
    scope.vectors.add(x);
    scope.vectors.add(tf.constant(1f, -2f, 3f, -4f));
    scope.scalars.add(tf.constant(Tensor.of(0.5f)));
    scope.dynamic.add(tf.positives(x));
    scope.predicates.add(choice);
    scope.predicates.add(tf.constant(Tensor.of(random.nextBoolean())));
    scope.grow(steps);
    all.addAll(scope.vectors);
    all.addAll(scope.scalars);
    all.addAll(scope.dynamic);
  }

  private <T> T pick(List<T> from) {
    int back = (int) (Math.abs(random.nextGaussian()) * 3);
    return from.get(Math.max(0, from.size() - 1 - back));
  }

  /** Returns the program of the given seed. */
  public static RandomProgram of(long seed, int steps) {
    return new RandomProgram(seed, steps);
  }

  /** Returns the graph. */
  public Graph graph() {
    return graph;
  }

  /** Returns a few random outputs. */
  public List<Output<?>> fetches() {
    List<Output<?>> fetches = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      fetches.add(pick(all));
      fetches.add(all.get(random.nextInt(all.size())));
    }
    return fetches;
  }

  /** Returns random feeds. */
  public List<Feed<?>> feeds() {
    float[] numbers = new float[4];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return List.of(
        Feed.feed(x, Tensor.of(Shape.of(4), numbers)),
        Feed.feed(choice, Tensor.of(random.nextBoolean())),
        Feed.feed(rounds, Tensor.of(random.nextInt(4))));
  }
}
