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
  public void softmax(float[] x, int rows, int classes, float[] result) {
    FloatSoftmax.softmax(x, rows, classes, result);
  }

  @Override
  public void logSoftmax(float[] x, int rows, int classes, float[] result) {
    FloatSoftmax.logSoftmax(x, rows, classes, result);
  }

  @Override
  public void logSumExp(float[] x, int rows, int classes, float[] result) {
    FloatSoftmax.logSumExp(x, rows, classes, result);
  }

  @Override
  public void softmaxCrossEntropy(
      float[] logits, float[] labels, int rows, int classes, float[] loss, float[] backprop) {
    FloatSoftmax.crossEntropy(logits, labels, rows, classes, loss, backprop);
  }

  @Override
  public void sparseSoftmaxCrossEntropy(
      float[] logits, long[] labels, int rows, int classes, float[] loss, float[] backprop) {
    FloatSoftmax.sparseCrossEntropy(logits, labels, rows, classes, loss, backprop);
  }
}
