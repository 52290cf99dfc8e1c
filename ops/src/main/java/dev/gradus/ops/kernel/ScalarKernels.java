package dev.gradus.ops.kernel;

/** The kernels in plain Java, which serve everywhere. */
final class ScalarKernels implements KernelFamily {
  ScalarKernels() {}

  @Override
  public FloatKernels floats() {
    return new ScalarFloatKernels();
  }

  @Override
  public Elements<float[]> floatElements() {
    return new FloatElements();
  }

  @Override
  public boolean isFastHere() {
    return true;
  }
}
