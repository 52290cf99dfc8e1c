package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.Convolution;
import dev.gradus.ops.kernel.ConvolutionLoop;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.FloatProduct;
import dev.gradus.ops.kernel.ReductionBlock;

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
  public void softmax(float[] x, int rows, int classes, float[] result) {
    scalar.softmax(x, rows, classes, result);
  }

  @Override
  public void logSoftmax(float[] x, int rows, int classes, float[] result) {
    scalar.logSoftmax(x, rows, classes, result);
  }

  @Override
  public void logSumExp(float[] x, int rows, int classes, float[] result) {
    scalar.logSumExp(x, rows, classes, result);
  }

  @Override
  public void softmaxCrossEntropy(
      float[] logits, float[] labels, int rows, int classes, float[] loss, float[] backprop) {
    scalar.softmaxCrossEntropy(logits, labels, rows, classes, loss, backprop);
  }

  @Override
  public void sparseSoftmaxCrossEntropy(
      float[] logits, long[] labels, int rows, int classes, float[] loss, float[] backprop) {
    scalar.sparseSoftmaxCrossEntropy(logits, labels, rows, classes, loss, backprop);
  }
}
