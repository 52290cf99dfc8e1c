package dev.gradus.ops.kernel;

import dev.gradus.core.Workers;

/**
 * The numeric loops on {@code float} arrays that are not element-wise: reductions, the matrix
 * product and the softmax family. The element-wise ones are {@link Elements}.
 *
 * <p>Each implementation gives the same bits, by the laws in the package documentation. Arrays are
 * row-major; all methods are stateless; sizes and offsets are the caller's responsibility (an array
 * that is too short gives an {@link IndexOutOfBoundsException}). What is made (a reduction, a
 * product, a softmax) owns its scratch, so it allocates nothing when it runs, and is for one thread
 * at a time.
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
   * Returns softmax and what belongs to it, of the rows of matrices {@code [rows, classes]}.
   *
   * @param workers among which many rows are divided; the result does not depend on them
   */
  Softmax softmax(int rows, int classes, Workers workers);

  /**
   * Returns max pooling.
   *
   * @param workers among which it may be divided; the result does not depend on them
   */
  FloatMaxPooling maxPooling(Pooling sizes, Workers workers);
}
