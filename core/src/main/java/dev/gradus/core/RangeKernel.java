package dev.gradus.core;

/**
 * A kernel that can compute any range of its output by itself.
 *
 * <p>Of inputs with as many elements as the output it reads only those at the places that it
 * writes; of others, which it broadcasts, any. So a session can run several such kernels by turns
 * on one block of elements, which stays in the processor's cache meanwhile, and divide the blocks
 * among its threads. It prepares a kernel for each thread, so that one may own scratch as every
 * kernel may. An op with another kind of kernel computes the same, if not as fast.
 */
public interface RangeKernel extends Kernel {
  /** Returns the number of elements of the output, of which there is one. */
  int size();

  /**
   * Computes the elements {@code from} to {@code to} - 1 of the output, which may have the array of
   * an input.
   *
   * @throws RuntimeException as {@link Kernel#run}
   */
  void run(KernelCall call, int from, int to);

  @Override
  default void run(KernelCall call) {
    run(call, 0, size());
  }
}
