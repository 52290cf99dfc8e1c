package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a session runs graphs. Immutable: each method but the accessors and {@link #allows} returns
 * changed options.
 *
 * <pre>{@code
 * new Session(graph, SessionOptions.defaults().withoutRewrite("stable-log-softmax"))
 * }</pre>
 *
 * @param disabledRewrites the names of the rewrites that are not applied; none by default
 * @param rewriting whether any rewrite is applied; true by default
 * @param planCacheSize how many plans are kept, the least recently used being dropped first; 64 by
 *     default
 * @param threads among how many threads, the calling one included, large ops are divided; by
 *     default as many as the machine has processors for this JVM. The results do not depend on it
 * @param printStream where ops that print do so; {@link System#err} by default, as it was when the
 *     options were made
 * @param watchers who is told of values after each run; nobody by default
 * @param stopsAtNonFinite whether a run fails at the first value that is NaN or infinite; false by
 *     default
 */
public record SessionOptions(
    ImmutableSet<String> disabledRewrites,
    boolean rewriting,
    int planCacheSize,
    int threads,
    PrintStream printStream,
    ImmutableList<Watcher<?>> watchers,
    boolean stopsAtNonFinite) {

  private static final int MOST_THREADS = 1024;

  /**
   * Somebody who is told of a value after each run.
   *
   * @param output the output that is watched
   * @param consumer is given its value
   * @param <T> the Java type of one element
   */
  public record Watcher<T>(Output<T> output, Consumer<? super Tensor<T>> consumer) {
    /** Gives a value to the consumer. */
    public void accept(Tensor<?> value) {
      consumer.accept(value.as(output.dataType()));
    }
  }

  /** Returns the default options. */
  public static SessionOptions defaults() {
    return new SessionOptions(
        ImmutableSet.of(),
        true,
        64,
        Runtime.getRuntime().availableProcessors(),
        System.err,
        ImmutableList.of(),
        false);
  }

  /**
   * Creates options.
   *
   * @throws GradusException if there is no rewrite of one of the names, or fewer than 1 plan is
   *     kept, or there are fewer than 1 or more than 1,024 threads
   */
  public SessionOptions {
    List<String> rewrites = OpRegistry.rewrites().stream().map(Rewrite::name).toList();
    for (String name : disabledRewrites) {
      if (!rewrites.contains(name)) {
        throw new GradusException(
            "There is no rewrite named '%s'; there are: %s.".formatted(name, rewrites));
      }
    }
    if (planCacheSize < 1) {
      throw new GradusException("A session keeps at least 1 plan, not " + planCacheSize + ".");
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw new GradusException(
          "A session has 1 to %d threads, not %d.".formatted(MOST_THREADS, threads));
    }
  }

  /**
   * Returns these options with one {@link Rewrite} switched off, of those that {@link
   * OpRegistry#rewrites} lists.
   *
   * @throws GradusException if there is no rewrite of that name
   */
  public SessionOptions withoutRewrite(String name) {
    return new SessionOptions(
        ImmutableSet.<String>builder().addAll(disabledRewrites).add(name).build(),
        rewriting,
        planCacheSize,
        threads,
        printStream,
        watchers,
        stopsAtNonFinite);
  }

  /**
   * Returns these options with every {@link Rewrite} switched off: the graph runs just as it was
   * built.
   */
  public SessionOptions withoutRewrites() {
    return new SessionOptions(
        disabledRewrites, false, planCacheSize, threads, printStream, watchers, stopsAtNonFinite);
  }

  /**
   * Returns these options with another number of plans that are kept.
   *
   * @throws GradusException if it is less than 1
   */
  public SessionOptions withPlanCacheSize(int size) {
    return new SessionOptions(
        disabledRewrites, rewriting, size, threads, printStream, watchers, stopsAtNonFinite);
  }

  /**
   * Returns these options with another number of threads among which large ops are divided.
   *
   * @throws GradusException if it is less than 1 or more than 1,024
   */
  public SessionOptions withThreads(int count) {
    return new SessionOptions(
        disabledRewrites, rewriting, planCacheSize, count, printStream, watchers, stopsAtNonFinite);
  }

  /** Returns these options with another stream to which ops print. */
  public SessionOptions withPrintStream(PrintStream stream) {
    return new SessionOptions(
        disabledRewrites, rewriting, planCacheSize, threads, stream, watchers, stopsAtNonFinite);
  }

  /**
   * Returns these options with a consumer that is given the value of an operand after each run in
   * which the operand is fed, or computed because something needs it.
   *
   * <pre>{@code
   * SessionOptions.defaults().watching(loss, value -> System.out.println(value.floatValue()))
   * }</pre>
   *
   * <p>To watch an operand does not make it needed. But where the graph, as it was built, needs it,
   * it is computed even if rewrites could do without; so a loss can be watched while it is trained.
   * Several consumers are told in the order in which they were added, by the thread that runs, when
   * the run is over. An exception that one throws is thrown by {@code run}; what was assigned stays
   * assigned. What is in the body of a conditional or loop cannot be watched.
   */
  public <T> SessionOptions watching(Operand<T> operand, Consumer<? super Tensor<T>> consumer) {
    return new SessionOptions(
        disabledRewrites,
        rewriting,
        planCacheSize,
        threads,
        printStream,
        ImmutableList.<Watcher<?>>builder()
            .addAll(watchers)
            .add(new Watcher<>(operand.asOutput(), consumer))
            .build(),
        stopsAtNonFinite);
  }

  /**
   * Returns these options with each run checked for NaN and infinities, in what is fed and in each
   * float32 and float64 value that is computed. The run fails at the first one, with a message that
   * names the operation, the line that built it, and what its inputs were. No variable is updated
   * with such a value.
   *
   * <p>What a constant has is taken to be meant, as the infinities of a mask are. So a value may be
   * infinite if an input of its op is, and anything if an input is NaN; but NaN that comes of
   * infinities, as the softmax of nothing but −∞, is reported. A variable may hold what was
   * assigned to it by these rules. What is fed must be finite; a mask that is fed can be one of
   * truth values.
   *
   * <p>Runs are slower, and take more memory, as each value is looked through and no step writes
   * over its input.
   */
  public SessionOptions stoppingAtNonFinite() {
    return new SessionOptions(
        disabledRewrites, rewriting, planCacheSize, threads, printStream, watchers, true);
  }

  /** Tells whether a rewrite is applied. */
  public boolean allows(Rewrite rewrite) {
    return rewriting && !disabledRewrites.contains(rewrite.name());
  }
}
