package dev.gradus.ops.kernel;

/**
 * A matrix product op(a)·op(b) of {@code float} matrices of certain sizes, by the law of products;
 * made by {@link FloatKernels#product}.
 *
 * <p>It owns the arrays in which it computes, so that nothing is allocated when it runs, and so one
 * thread at a time may use it.
 */
public interface FloatProduct {
  /**
   * Computes the product.
   *
   * @param a [rows, inner], or [inner, rows] if it is transposed, from aOffset on
   * @param b [inner, columns], or [columns, inner] if it is transposed, from bOffset on
   * @param result [rows, columns] from resultOffset on; neither {@code a} nor {@code b}
   * @throws IndexOutOfBoundsException if an array is too short
   */
  void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] result, int resultOffset);
}
