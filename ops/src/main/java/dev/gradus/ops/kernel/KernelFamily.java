package dev.gradus.ops.kernel;

/**
 * One implementation of the kernels of which there are several: those in plain Java, or those with
 * the JDK's Vector API. All give the same bits; {@link Kernels} chooses among them.
 */
public interface KernelFamily {
  /** Returns the kernels for {@code float} arrays that are not element-wise. */
  FloatKernels floats();

  /** Returns the element-wise functions on {@code float} arrays. */
  Elements<float[]> floatElements();

  /**
   * Returns whether this machine has the instructions that make these kernels the faster ones: wide
   * vectors and fused multiply-adds, and a compiler in the JVM that uses them.
   */
  boolean isFastHere();
}
