package dev.gradus.core;

import com.google.common.collect.ImmutableSet;
import java.io.PrintStream;
import java.util.List;

/**
 * How a session runs graphs. Immutable: each {@code with…} method returns changed options.
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
 */
public record SessionOptions(
    ImmutableSet<String> disabledRewrites,
    boolean rewriting,
    int planCacheSize,
    int threads,
    PrintStream printStream) {

  private static final int MOST_THREADS = 1024;

  /** Returns the default options. */
  public static SessionOptions defaults() {
    return new SessionOptions(
        ImmutableSet.of(), true, 64, Runtime.getRuntime().availableProcessors(), System.err);
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
        printStream);
  }

  /**
   * Returns these options with every {@link Rewrite} switched off: the graph runs just as it was
   * built.
   */
  public SessionOptions withoutRewrites() {
    return new SessionOptions(disabledRewrites, false, planCacheSize, threads, printStream);
  }

  /**
   * Returns these options with another number of plans that are kept.
   *
   * @throws GradusException if it is less than 1
   */
  public SessionOptions withPlanCacheSize(int size) {
    return new SessionOptions(disabledRewrites, rewriting, size, threads, printStream);
  }

  /**
   * Returns these options with another number of threads among which large ops are divided.
   *
   * @throws GradusException if it is less than 1 or more than 1,024
   */
  public SessionOptions withThreads(int count) {
    return new SessionOptions(disabledRewrites, rewriting, planCacheSize, count, printStream);
  }

  /** Returns these options with another stream to which ops print. */
  public SessionOptions withPrintStream(PrintStream stream) {
    return new SessionOptions(disabledRewrites, rewriting, planCacheSize, threads, stream);
  }

  /** Tells whether a rewrite is applied. */
  public boolean allows(Rewrite rewrite) {
    return rewriting && !disabledRewrites.contains(rewrite.name());
  }
}
