package dev.gradus.core;

/**
 * The threads among which the kernels of a session divide large work.
 *
 * <p>A kernel splits what it computes into parts, each of which writes elements of its own. How an
 * element is computed does not depend on the part in which it is: so the result depends neither on
 * how many threads there are, nor on which of them computes what.
 *
 * <pre>{@code
 * workers.run(rowBlocks, block -> multiply(block * 64, Math.min(rows, (block + 1) * 64)));
 * }</pre>
 *
 * <p>Waking a thread costs some microseconds. Work that takes less than some tens of them is done
 * sooner by the calling thread alone, and it is for the kernel to see that.
 */
public interface Workers {
  /** Returns the number of threads that take part, of which the calling one is one; at least 1. */
  int count();

  /**
   * Runs the parts 0 to {@code parts} - 1, each once, on any of the threads and in any order, and
   * returns when all have ended. Nothing is allocated.
   *
   * <p>If the other threads are busy, with another run or with the part that calls this, the
   * calling thread runs all parts.
   *
   * @throws RuntimeException if parts throw: what one of them threw, after all have ended
   */
  void run(int parts, Part part);

  /** Returns the calling thread alone. */
  static Workers caller() {
    return CallerAlone.INSTANCE;
  }

  /** What there is to compute in each part. */
  @FunctionalInterface
  interface Part {
    /** Computes the part of this number, from 0. */
    void run(int part);
  }
}
