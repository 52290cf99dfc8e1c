package dev.gradus.core;

import static dev.gradus.core.Shape.UNKNOWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random graph of some of the ops in {@link TestOps}, with random fetches and feeds.
 *
 * <p>Vectors and matrices of the same four elements, scalars, and vectors whose length depends on
 * values; nodes that share inputs, use one twice, are views of views, or have two outputs of which
 * one is perhaps not used.
 */
public final class RandomGraph {
  private final Random random;
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Output<Float> x = tf.placeholder(Shape.of(UNKNOWN));
  private final Output<Float> y = tf.placeholder(Shape.of(2, 2));

  /** Nodes of shape [4] or [2,2], by name of the shape. */
  private final List<Output<Float>> vectors = new ArrayList<>(List.of(x));

  private final List<Output<Float>> matrices = new ArrayList<>(List.of(y));
  private final List<Output<Float>> scalars = new ArrayList<>();
  private final List<Output<Float>> dynamic = new ArrayList<>();
  private final List<Output<Boolean>> logicals = new ArrayList<>();

  private RandomGraph(long seed, int nodes) {
    random = new Random(seed);
    vectors.add(tf.constant(1f, -2f, 3f, -4f));
    scalars.add(tf.constant(Tensor.of(0.5f)));
    dynamic.add(tf.positives(x));
    while (graph.size() < nodes) {
      grow();
    }
  }

  /** Returns the graph of the given seed, with at least the given number of nodes. */
  public static RandomGraph of(long seed, int nodes) {
    return new RandomGraph(seed, nodes);
  }

  private void grow() {
    switch (random.nextInt(12)) {
      case 0 -> vectors.add(tf.add(pick(vectors), pick(vectors)));
      case 1 -> vectors.add(tf.neg(pick(vectors)));
      case 2 -> vectors.add(tf.reshape(pick(matrices), 4));
      case 3 -> matrices.add(tf.reshape(pick(vectors), 2, 2));
      case 4 -> matrices.add(tf.add(pick(scalars), pick(matrices)));
      case 5 -> matrices.add(tf.identity(tf.neg(pick(matrices))));
      case 6 -> scalars.add(tf.sum(pick(random.nextBoolean() ? vectors : dynamic)));
      case 7 -> dynamic.add(tf.positives(pick(random.nextBoolean() ? vectors : dynamic)));
      case 8 -> dynamic.add(tf.neg(tf.add(pick(dynamic), pick(scalars))));
      case 9 -> vectors.add(tf.addN(List.of(pick(vectors), pick(vectors), pick(vectors))));
      case 10 -> scalars.add(tf.neg(pick(scalars)));
      default -> {
        Operation two = tf.twoOutputs(pick(matrices));
        matrices.add(two.output(0));
        logicals.add(two.output(1));
      }
    }
  }

  private <T> T pick(List<T> from) {
    // The most recent ones above all, for a deep graph in which values die.
    int back = (int) (Math.abs(random.nextGaussian()) * 4);
    return from.get(Math.max(0, from.size() - 1 - back));
  }

  /** Returns the graph. */
  public Graph graph() {
    return graph;
  }

  /** Returns a few random outputs, perhaps one of them twice. */
  public List<Output<?>> fetches() {
    List<Output<?>> all = new ArrayList<>();
    graph.operations().forEach(operation -> all.addAll(operation.outputs()));
    List<Output<?>> fetches = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      fetches.add(pick(all));
      fetches.add(all.get(random.nextInt(all.size())));
    }
    return fetches;
  }

  /** Returns random feeds: of both placeholders, and perhaps of a value in the middle. */
  public List<Feed<?>> feeds() {
    List<Feed<?>> feeds = new ArrayList<>();
    feeds.add(Feed.feed(x, Tensor.of(Shape.of(4), numbers())));
    feeds.add(Feed.feed(y, Tensor.of(Shape.of(2, 2), numbers())));
    Output<Float> middle = matrices.get(random.nextInt(matrices.size()));
    if (!middle.equals(y)) {
      feeds.add(Feed.feed(middle, Tensor.of(Shape.of(2, 2), numbers())));
    }
    return feeds;
  }

  private float[] numbers() {
    float[] numbers = new float[4];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
