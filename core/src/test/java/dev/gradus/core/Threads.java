package dev.gradus.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs the same thing in several threads, all starting at the same moment. */
public final class Threads {
  /** What one thread does. */
  @FunctionalInterface
  public interface Body {
    /** Does it, given the thread's number from 0. */
    void run(int thread) throws Exception;
  }

  private Threads() {}

  /**
   * Runs the body in each thread, and returns when all are done; throws what the first failing one
   * threw.
   */
  public static void run(int threads, Body body) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        tasks.add(
            () -> {
              start.await();
              body.run(thread);
              return null;
            });
      }
      for (Future<Void> future : pool.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
