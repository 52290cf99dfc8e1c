package dev.gradus.ops.kernel.vector;

import dev.gradus.ops.kernel.Elements;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.KernelFamily;
import jdk.incubator.vector.VectorShape;

/** The kernels with the Vector API. */
public final class VectorKernels implements KernelFamily {
  private final KernelFamily scalar;

  /** Makes the family; which functions have no twin here, it takes from the scalar one. */
  public VectorKernels(KernelFamily scalar) {
    this.scalar = scalar;
  }

  @Override
  public FloatKernels floats() {
    return new VectorFloatKernels(scalar.floats());
  }

  @Override
  public Elements<float[]> floatElements() {
    return new VectorElements(scalar.floatElements());
  }

  /**
   * Returns whether vectors have four lanes or more, and eight on x86: its processors with such
   * vectors of integers are those that have fused multiply-adds, too. Without a compiler that knows
   * vectors, the Vector API reports the least width there is, of two lanes.
   */
  @Override
  public boolean isFastHere() {
    return VectorShape.preferredShape().vectorBitSize() >= (isX86() ? 256 : 128);
  }

  /** Returns whether this is a processor of Intel's or AMD's kind. */
  static boolean isX86() {
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64") || architecture.contains("86");
  }
}
