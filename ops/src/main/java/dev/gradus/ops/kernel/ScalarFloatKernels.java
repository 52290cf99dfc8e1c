package dev.gradus.ops.kernel;

import dev.gradus.core.Workers;

/**
 * {@link FloatKernels} in plain Java: joins {@link FloatReductions}, {@link FloatMatrixProduct} and
 * {@link FloatSoftmax} to the interface.
 */
final class ScalarFloatKernels implements FloatKernels {

  ScalarFloatKernels() {}

  @Override
  public ReductionBlock<float[]> sum() {
    return FloatReductions.sum();
  }

  @Override
  public ReductionBlock<float[]> mean() {
    return FloatReductions.mean();
  }

  @Override
  public ReductionBlock<float[]> prod() {
    return FloatReductions.prod();
  }

  @Override
  public ReductionBlock<float[]> max() {
    return FloatReductions.max();
  }

  @Override
  public ReductionBlock<float[]> min() {
    return FloatReductions.min();
  }

  @Override
  public FloatProduct product(
      boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers) {
    return new FloatMatrixProduct(transposeA, transposeB, rows, inner, columns);
  }

  @Override
  public ConvolutionLoop convolution(Convolution sizes, Workers workers) {
    return new FloatConvolution.Forward(sizes);
  }

  @Override
  public ConvolutionLoop convolutionByImages(Convolution sizes, Workers workers) {
    return new FloatConvolution.ByImages(sizes);
  }

  @Override
  public ConvolutionLoop convolutionByFilter(Convolution sizes, Workers workers) {
    return new FloatConvolution.ByFilter(sizes);
  }

  @Override
  public Softmax softmax(int rows, int classes, Workers workers) {
    return new DividedSoftmax(rows, classes, workers, FloatSoftmax::new);
  }

  @Override
  public FloatMaxPooling maxPooling(Pooling sizes, Workers workers) {
    return new ScalarMaxPooling(sizes);
  }
}
