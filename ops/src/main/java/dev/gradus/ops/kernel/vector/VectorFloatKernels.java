package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.Convolution;
import dev.gradus.ops.kernel.ConvolutionLoop;
import dev.gradus.ops.kernel.DividedSoftmax;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.FloatMaxPooling;
import dev.gradus.ops.kernel.FloatProduct;
import dev.gradus.ops.kernel.Pooling;
import dev.gradus.ops.kernel.ReductionBlock;
import dev.gradus.ops.kernel.Softmax;

/** {@link FloatKernels} with the Vector API; what gains nothing from it is the scalar ones'. */
final class VectorFloatKernels implements FloatKernels {
  private final FloatKernels scalar;

  VectorFloatKernels(FloatKernels scalar) {
    this.scalar = scalar;
  }

  @Override
  public ReductionBlock<float[]> sum() {
    return scalar.sum();
  }

  @Override
  public ReductionBlock<float[]> mean() {
    return scalar.mean();
  }

  @Override
  public ReductionBlock<float[]> prod() {
    return scalar.prod();
  }

  @Override
  public ReductionBlock<float[]> max() {
    return scalar.max();
  }

  @Override
  public ReductionBlock<float[]> min() {
    return scalar.min();
  }

  @Override
  public FloatProduct product(
      boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers) {
    return VectorProducts.of(transposeA, transposeB, rows, inner, columns, workers);
  }

  @Override
  public ConvolutionLoop convolution(Convolution sizes, Workers workers) {
    return VectorConvolution.forward(sizes, workers);
  }

  @Override
  public ConvolutionLoop convolutionByImages(Convolution sizes, Workers workers) {
    return VectorConvolution.byImages(sizes, workers);
  }

  @Override
  public ConvolutionLoop convolutionByFilter(Convolution sizes, Workers workers) {
    return new VectorFilterGradient(sizes, workers);
  }

  @Override
  public Softmax softmax(int rows, int classes, Workers workers) {
    if (classes == 0) {
      return scalar.softmax(rows, classes, workers);
    }
    return classes <= ShortRowsSoftmax.MOST_CLASSES
        ? new DividedSoftmax(rows, classes, workers, ShortRowsSoftmax::new)
        : new DividedSoftmax(rows, classes, workers, size -> new LongRowsSoftmax(size, this));
  }

  @Override
  public FloatMaxPooling maxPooling(Pooling sizes, Workers workers) {
    if (SquareMaxPooling.isFor(sizes)) {
      return new SquareMaxPooling(sizes, workers);
    }
    return VectorMaxPooling.isFor(sizes)
        ? new VectorMaxPooling(sizes, workers)
        : scalar.maxPooling(sizes, workers);
  }
}
