package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.plan.Trace;
import java.util.Locale;
import java.util.Optional;

/**
 * One run of a session that was watched step by step: what each step read and wrote, and how long
 * it took.
 *
 * <pre>{@code
 * TracedRun traced = session.runner().feed(x, images).fetch(y).trace();
 * traced.result().get(y);                 // as from run(), to the bit
 * traced.value(logits).orElseThrow();     // what was computed on the way
 * traced.steps().get(0).nanoseconds();
 * }</pre>
 *
 * <p>It is a run like any other: it assigns variables, draws random numbers, and takes the rewrites
 * that the session's options allow. So some operations have no step of their own, as another one
 * does their work; in a session {@linkplain SessionOptions#withoutRewrites without rewrites} the
 * steps are those of the graph as it was built. Two things differ: element-wise steps do not run by
 * turns, block by block, as each would then have no time of its own; and it takes longer, as what
 * each step writes is copied, since later ones may write over it. The copying is not in the steps'
 * times.
 *
 * <p><b>Memory.</b> The copies take no more than a given number of bytes; beyond it, the largest
 * are dropped first, and {@link #value} and {@link TracedValue#tensor} are then empty. No more than
 * {@link #MOST_STEPS} steps are kept: the first ones.
 *
 * <p>Immutable.
 */
public final class TracedRun {
  /** How many steps a trace keeps at most. */
  public static final int MOST_STEPS = 100_000;

  private final Graph graph;
  private final Result result;
  private final Trace trace;

  TracedRun(Graph graph, Result result, Trace trace) {
    this.graph = graph;
    this.result = result;
    this.trace = trace;
  }

  /** Returns the graph that was run. */
  public Graph graph() {
    return graph;
  }

  /** Returns what the run fetched. */
  public Result result() {
    return result;
  }

  /**
   * Returns the steps in the order in which they ran. A step in a loop is there once for each
   * round.
   */
  public ImmutableList<TracedStep> steps() {
    return trace.steps();
  }

  /** Returns how many steps ran after the last of {@link #steps}, as there were too many. */
  public long stepsLeftOut() {
    return trace.stepsLeftOut();
  }

  /** Returns how long all steps took together, those included that were left out. */
  public long nanoseconds() {
    return trace.nanoseconds();
  }

  /**
   * Returns the value that an operand of the graph, or of a body in it, had in this run: computed,
   * fed, read, or known when the run was planned. In a loop it is that of the last round, and for a
   * reference to a variable it is the state after the run.
   *
   * <p>Empty if there was no such value, as the run did not need the operand or a rewrite did
   * without it, and if it was too large to be kept.
   *
   * @throws GradusException if the operand belongs to another graph
   */
  public <T> Optional<Tensor<T>> value(Operand<T> operand) {
    Graph outermost = operand.graph();
    while (outermost != graph && outermost.outer().isPresent()) {
      outermost = outermost.outer().get();
    }
    if (outermost != graph) {
      throw new GradusException(
          "'%s' belongs to another graph (%s) than the one that was run (%s).%s"
              .formatted(
                  operand.asOutput().name(),
                  outermost,
                  graph,
                  operand.asOutput().operation().whereBuilt()));
    }
    return trace.value(operand.asOutput()).map(value -> value.as(operand.dataType()));
  }

  /**
   * Returns what the run did and why, with the time of each step. As element-wise steps did not run
   * by turns, nothing is said of that; {@link Runner#explain} does.
   */
  public Explanation explanation() {
    return trace.explanation();
  }

  /** Returns the steps, one on a line. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    steps().forEach(step -> lines.append(step).append('\n'));
    if (stepsLeftOut() > 0) {
      lines.append(String.format(Locale.ROOT, "and %,d more\n", stepsLeftOut()));
    }
    return lines.toString();
  }
}
