package dev.gradus.ops.kernel;

/**
 * The softmax family on a few rows at a time, with arrays of its own; {@link Softmax} says what the
 * methods compute, and calls them for all rows.
 */
public interface SoftmaxBlock {
  /** Returns how many rows it takes at a time, at most. */
  int rows();

  /** Computes {@link Softmax#softmax} of the rows [row, row + count). */
  void softmax(float[] x, int row, int count, float[] result);

  /** Computes {@link Softmax#logSoftmax} of the rows [row, row + count). */
  void logSoftmax(float[] x, int row, int count, float[] result);

  /** Computes {@link Softmax#logSumExp} of the rows [row, row + count). */
  void logSumExp(float[] x, int row, int count, float[] result);

  /** Computes {@link Softmax#crossEntropy} of the rows [row, row + count). */
  void crossEntropy(
      float[] logits, float[] labels, int row, int count, float[] loss, float[] backprop);

  /**
   * Computes {@link Softmax#sparseCrossEntropy} of the rows [row, row + count), whose labels have
   * been checked.
   */
  void sparseCrossEntropy(
      float[] logits, long[] labels, int row, int count, float[] loss, float[] backprop);
}
