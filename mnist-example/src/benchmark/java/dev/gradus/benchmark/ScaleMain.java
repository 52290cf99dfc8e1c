package dev.gradus.benchmark;

import static dev.gradus.core.Feed.feed;

import dev.gradus.autodiff.Gradients;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Builds a graph of a given number of nodes, a chain of tanh(y · x) with all its values used again,
 * has it differentiated, planned and run; and prints what each took per node.
 */
final class ScaleMain {
  /** How often all is done; the fastest counts, in which the heap need not grow first. */
  private static final int ATTEMPTS = 3;

  private static final int WARM_NODES = 10_000;
  private static final long WARM_NANOSECONDS = 8_000_000_000L;

  /**
   * What was measured, each per node of the graph with its gradients: nanoseconds; and bytes of the
   * heap that are in use when all is done.
   */
  private record Measured(
      double build, double differentiate, double plan, double run, double graph, double session) {}

  private ScaleMain() {}

  /** Expects the number of nodes, and whether to be brief. */
  public static void main(String[] args) {
    int nodes = Integer.parseInt(args[0]);
    long end =
        System.nanoTime() + (args[1].equals("true") ? WARM_NANOSECONDS / 4 : WARM_NANOSECONDS);
    while (System.nanoTime() < end) {
      measure(WARM_NODES, false);
    }
    Measured[] all = new Measured[ATTEMPTS];
    Arrays.setAll(all, i -> measure(nodes, true));
    Side.printFigures(
        least(all, Measured::build),
        least(all, Measured::differentiate),
        least(all, Measured::plan),
        least(all, Measured::run),
        least(all, Measured::graph),
        least(all, Measured::session));
  }

  private static double least(Measured[] all, ToDoubleFunction<Measured> figure) {
    return Arrays.stream(all).mapToDouble(figure).min().orElseThrow();
  }

  private static Measured measure(int nodes, boolean memory) {
    long empty = used(memory);
    long start = System.nanoTime();
    Graph graph = new Graph();
    Ops tf = Ops.on(graph);
    Output<Float> x = tf.placeholder(DataType.FLOAT32, Shape.scalar());
    Output<Float> y = x;
    while (graph.size() < nodes) {
      y = tf.tanh(tf.mul(y, x));
    }
    long built = System.nanoTime();
    int forward = graph.size();
    Output<Float> gradient = Gradients.of(y, x);
    long differentiated = System.nanoTime();
    int all = graph.size();
    long withGraph = used(memory);
    try (Session session = new Session(graph)) {
      Runner runner = session.runner().feed(feed(x, 0.5f)).fetch(y).fetch(gradient);
      long before = System.nanoTime();
      runner.run();
      long planned = System.nanoTime();
      long withPlan = used(memory);
      long run = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        long from = System.nanoTime();
        runner.run();
        run = Math.min(run, System.nanoTime() - from);
      }
      return new Measured(
          (built - start) / (double) forward,
          (differentiated - built) / (double) (all - forward),
          (planned - before - run) / (double) all,
          run / (double) all,
          (withGraph - empty) / (double) all,
          (withPlan - withGraph) / (double) all);
    }
  }

  /** Returns how many bytes of the heap are in use, if that is asked for. */
  private static long used(boolean wanted) {
    if (!wanted) {
      return 0;
    }
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
