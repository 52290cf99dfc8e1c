package dev.gradus.ops.kernel;

/**
 * Computes one of a convolution's three tensors (images, filter and result), or its gradient, from
 * the two others, for {@code float} images of certain sizes, by the law of convolutions; made by
 * {@link FloatKernels}.
 *
 * <p>It owns the arrays in which it computes, so that nothing is allocated when it runs, and so one
 * thread at a time may use it.
 */
@FunctionalInterface
public interface ConvolutionLoop {
  /**
   * Computes it.
   *
   * @param first the images; of the gradient by the images, the filter
   * @param second the filter; of the gradients, the gradient by the result
   * @param result what is computed; neither of the others
   */
  void run(float[] first, float[] second, float[] result);
}
