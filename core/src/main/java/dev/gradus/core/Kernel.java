package dev.gradus.core;

/**
 * The numeric loop of one operation, prepared for given shapes and attributes.
 *
 * <p>A kernel runs in one thread at a time, so it may own scratch arrays. Whatever else it computes
 * depends on its inputs alone.
 */
@FunctionalInterface
public interface Kernel {
  /**
   * Reads the inputs' arrays and writes every element of the outputs' arrays.
   *
   * @throws RuntimeException if a value is none that the op can take; the message needs to name
   *     only that, as op, name and line are added
   */
  void run(KernelCall call);

  /**
   * Prepares a kernel: whatever depends on shapes and attributes alone is computed here, once, and
   * not in every run.
   */
  @FunctionalInterface
  interface Factory {
    /** Returns a new kernel for the given operation. */
    Kernel prepare(KernelContext context);
  }
}
