package dev.gradus.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts how often the kernels of the nodes that {@link TestOps#probe} built were prepared and run.
 */
public final class Probe {
  private static final Map<String, Probe> PROBES = new ConcurrentHashMap<>();
  private static final AtomicInteger CREATED = new AtomicInteger();

  private final String name;
  private final AtomicInteger prepared = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  private Probe(String name) {
    this.name = name;
  }

  /** Returns a new probe, with a name of its own so that tests do not disturb each other. */
  public static Probe create() {
    return named("probe " + CREATED.incrementAndGet());
  }

  static Probe named(String name) {
    return PROBES.computeIfAbsent(name, Probe::new);
  }

  String name() {
    return name;
  }

  void notePrepared() {
    prepared.incrementAndGet();
  }

  void noteRun() {
    runs.incrementAndGet();
  }

  /** Returns how many kernels were made: one for each plan, and each frame of it. */
  public int prepared() {
    return prepared.get();
  }

  /** Returns how often a kernel ran. */
  public int runs() {
    return runs.get();
  }
}
