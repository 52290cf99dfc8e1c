package dev.gradus.ops.kernel;

/**
 * The one place that decides which implementation of {@link FloatKernels} serves.
 *
 * <p>Today there is one, {@link ScalarFloatKernels}, written so that the JVM's own compiler
 * vectorises its loops. Whatever may join it agrees with it bit for bit, so this choice can change
 * the speed of a program and nothing else.
 */
public final class Kernels {

  private static final FloatKernels FLOATS = new ScalarFloatKernels();

  private Kernels() {}

  /** The kernels for {@code float} arrays: stateless, and safe for any number of threads. */
  public static FloatKernels floats() {
    return FLOATS;
  }
}
