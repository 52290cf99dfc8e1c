package dev.gradus.ops.kernel;

import dev.gradus.core.Workers;

/**
 * The numeric loops on {@code float} arrays that are not element-wise: reductions, the matrix
 * product and the softmax family. The element-wise ones are {@link Elements}.
 *
 * <p>Each implementation gives the same bits, by the laws in the package documentation. Arrays are
 * row-major; all methods are stateless; sizes and offsets are the caller's responsibility (an array
 * that is too short gives an {@link IndexOutOfBoundsException}). What is made (a reduction, a
 * product) owns its scratch, so it allocates nothing when it runs, and is for one thread at a time.
 */
public interface FloatKernels {

  /** Sums by the law of sums; of nothing, +0. */
  ReductionBlock<float[]> sum();

  /** Sums by the law of sums, each divided by count once; of nothing, NaN. */
  ReductionBlock<float[]> mean();

  /** Products by the law of sums, with 1 in place of −0; of nothing, 1. */
  ReductionBlock<float[]> prod();

  /** Greatest elements; NaN if any is NaN; of nothing, −∞. */
  ReductionBlock<float[]> max();

  /** Least elements; NaN if any is NaN; of nothing, +∞. */
  ReductionBlock<float[]> min();

  /**
   * Makes the matrix product op(a)·op(b) for certain sizes.
   *
   * @param transposeA whether a is [inner, rows] rather than [rows, inner]
   * @param transposeB whether b is [columns, inner] rather than [inner, columns]
   * @param workers among whom a large product is divided; the result does not depend on them
   */
  FloatProduct product(
      boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers);

  /**
   * Returns a convolution: from images {@code [batch, rows, columns, channels]} and a filter {@code
   * [window rows, window columns, channels, filters]}, the result {@code [batch, row steps, column
   * steps, filters]}.
   *
   * @param workers among which it may be divided; the result does not depend on them
   */
  ConvolutionLoop convolution(Convolution sizes, Workers workers);

  /**
   * Returns its gradient by the images, computed from the filter and the gradient by the result.
   */
  ConvolutionLoop convolutionByImages(Convolution sizes, Workers workers);

  /**
   * Returns its gradient by the filter, computed from the images and the gradient by the result.
   */
  ConvolutionLoop convolutionByFilter(Convolution sizes, Workers workers);

  /**
   * Softmax of each row: e<sup>x − max</sup> / Σ e<sup>x − max</sup>. Finite for any finite logits.
   * A row with a NaN or +∞, or of −∞ alone, gives NaN, as in TensorFlow.
   *
   * @param x [rows, classes]
   * @param result [rows, classes]; may be {@code x} itself
   */
  void softmax(float[] x, int rows, int classes, float[] result);

  /**
   * Logarithm of softmax of each row: x − max − ln Σ e<sup>x − max</sup>. NaN where {@link
   * #softmax} is; −∞ for a logit of −∞ beside a finite one.
   *
   * @param x [rows, classes]
   * @param result [rows, classes]; may be {@code x} itself
   */
  void logSoftmax(float[] x, int rows, int classes, float[] result);

  /**
   * ln Σ e<sup>x</sup> of each row: max + ln Σ e<sup>x − max</sup>. A row of −∞ alone (or no class)
   * gives −∞, a row with +∞ gives +∞ (neither is NaN: max is left out of the exponent when it is
   * infinite).
   *
   * @param x [rows, classes]
   * @param result [rows]
   */
  void logSumExp(float[] x, int rows, int classes, float[] result);

  /**
   * Cross entropy between label distributions and the softmax of logits: loss = −Σ label · ln
   * softmax(logits), and its gradient for the logits, softmax − labels (as in TensorFlow, so exact
   * only for labels that sum to 1). A label of 0 at a logit of −∞ contributes 0 (TensorFlow: NaN).
   *
   * @param logits [rows, classes]
   * @param labels [rows, classes]
   * @param loss [rows]
   * @param backprop [rows, classes]; may be {@code logits} or {@code labels} itself
   */
  void softmaxCrossEntropy(
      float[] logits, float[] labels, int rows, int classes, float[] loss, float[] backprop);

  /**
   * Cross entropy with one class per row as label: loss = −ln softmax(logits)[label], and its
   * gradient for the logits, softmax − oneHot(label).
   *
   * @param logits [rows, classes]
   * @param labels [rows]
   * @param loss [rows]
   * @param backprop [rows, classes]; may be {@code logits} itself
   * @throws IndexOutOfBoundsException if a label is not in [0, classes); nothing is written then
   */
  void sparseSoftmaxCrossEntropy(
      float[] logits, long[] labels, int rows, int classes, float[] loss, float[] backprop);
}
