package dev.gradus.ops.kernel;

import java.util.Optional;

/** The plain kernels until {@link WarmUp} is done, then the SIMD ones. */
final class WarmingKernels implements KernelFamily {
  private final KernelFamily scalar;
  private final KernelFamily vector;
  private final WarmUp warmUp;

  WarmingKernels(KernelFamily scalar, KernelFamily vector, WarmUp warmUp) {
    this.scalar = scalar;
    this.vector = vector;
    this.warmUp = warmUp;
  }

  @Override
  public FloatKernels floats() {
    return new WarmingFloatKernels(scalar.floats(), vector.floats(), warmUp);
  }

  @Override
  public Elements<float[]> floatElements() {
    return new WarmingElements(scalar.floatElements(), vector.floatElements(), warmUp);
  }

  @Override
  public boolean isFastHere() {
    return vector.isFastHere();
  }

  /** The element-wise functions on {@code float} arrays. */
  private record WarmingElements(Elements<float[]> scalar, Elements<float[]> vector, WarmUp warmUp)
      implements Elements<float[]> {
    @Override
    public Optional<UnaryBlock<float[], float[]>> unary(UnaryFunction function) {
      return warmUp.isDone()
          ? vector.unary(function)
          : scalar.unary(function).map(plain -> new Unary(function, plain));
    }

    @Override
    public Optional<BinaryBlock<float[], float[]>> binary(BinaryFunction function) {
      return warmUp.isDone()
          ? vector.binary(function)
          : scalar.binary(function).map(plain -> new Binary(function, plain));
    }

    @Override
    public Optional<BinaryBlock<float[], boolean[]>> comparison(Comparison comparison) {
      return scalar.comparison(comparison);
    }

    @Override
    public Optional<UnaryBlock<float[], boolean[]>> test(NumberTest test) {
      return scalar.test(test);
    }

    /** One loop, then the other; of use to many threads, as it does not matter which they see. */
    private final class Unary implements UnaryBlock<float[], float[]> {
      private final UnaryFunction function;
      private final UnaryBlock<float[], float[]> plain;
      private UnaryBlock<float[], float[]> present;

      Unary(UnaryFunction function, UnaryBlock<float[], float[]> plain) {
        this.function = function;
        this.plain = plain;
        this.present = plain;
      }

      @Override
      public void apply(float[] x, int xOffset, float[] result, int resultOffset, int count) {
        if (present == plain && warmUp.isDone()) {
          present = vector.unary(function).orElse(plain);
        }
        present.apply(x, xOffset, result, resultOffset, count);
      }
    }

    /** The same for two arguments. */
    private final class Binary implements BinaryBlock<float[], float[]> {
      private final BinaryFunction function;
      private final BinaryBlock<float[], float[]> plain;
      private BinaryBlock<float[], float[]> present;

      Binary(BinaryFunction function, BinaryBlock<float[], float[]> plain) {
        this.function = function;
        this.plain = plain;
        this.present = plain;
      }

      @Override
      public void apply(
          float[] x, int xOffset, float[] y, int yOffset, float[] result, int offset, int count) {
        if (present == plain && warmUp.isDone()) {
          present = vector.binary(function).orElse(plain);
        }
        present.apply(x, xOffset, y, yOffset, result, offset, count);
      }
    }
  }
}
