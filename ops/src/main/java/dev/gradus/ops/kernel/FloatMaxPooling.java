package dev.gradus.ops.kernel;

/**
 * Max pooling of {@code float} images of certain sizes, and its gradient by the images, as {@link
 * MaxPooling} has them; made by {@link FloatKernels#maxPooling}. One thread at a time may use it.
 */
public interface FloatMaxPooling {
  /** Computes the greatest elements. */
  void forward(float[] images, float[] result);

  /** Computes the gradient by the images from these and the gradient by the result. */
  void byImages(float[] images, float[] gradient, float[] byImages);
}
