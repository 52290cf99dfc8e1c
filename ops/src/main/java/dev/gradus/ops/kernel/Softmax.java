package dev.gradus.ops.kernel;

/**
 * Softmax of the rows of a matrix of {@code float} logits of a certain size, its logarithm, and the
 * cross entropies on it; made by {@link FloatKernels#softmax}.
 *
 * <p>All shift the logits of a row by their maximum, which changes nothing in exact arithmetic (P.
 * Blanchard, D. J. Higham and N. J. Higham, <i>Accurately computing the log-sum-exp and softmax
 * functions</i>, IMA Journal of Numerical Analysis 41, 2021): the greatest exponential is then 1,
 * so nothing overflows and no sum is 0. Sums over classes follow the law of sums.
 *
 * <p>The arrays in which it computes are its own, so that nothing is allocated when it runs, and so
 * one thread at a time may use it.
 */
public interface Softmax {
  /**
   * Computes softmax of each row: e<sup>x − max</sup> / Σ e<sup>x − max</sup>. Finite for any
   * finite logits. A row with a NaN or +∞, or of −∞ alone, gives NaN, as in TensorFlow.
   *
   * @param x [rows, classes]
   * @param result [rows, classes]; may be {@code x} itself
   */
  void softmax(float[] x, float[] result);

  /**
   * Computes the logarithm of softmax of each row: x − max − ln Σ e<sup>x − max</sup>. NaN where
   * {@link #softmax} is; −∞ for a logit of −∞ beside a finite one.
   *
   * @param x [rows, classes]
   * @param result [rows, classes]; may be {@code x} itself
   */
  void logSoftmax(float[] x, float[] result);

  /**
   * Computes ln Σ e<sup>x</sup> of each row: max + ln Σ e<sup>x − max</sup>. A row of −∞ alone (or
   * no class) gives −∞, a row with +∞ gives +∞ (neither is NaN: max is left out of the exponent
   * when it is infinite).
   *
   * @param x [rows, classes]
   * @param result [rows]
   */
  void logSumExp(float[] x, float[] result);

  /**
   * Computes the cross entropy between label distributions and the softmax of logits: loss = −Σ
   * label · ln softmax(logits), and its gradient for the logits, softmax − labels (as in
   * TensorFlow, so exact only for labels that sum to 1). A label of 0 at a logit of −∞ contributes
   * 0 (TensorFlow: NaN).
   *
   * @param logits [rows, classes]
   * @param labels [rows, classes]
   * @param loss [rows]
   * @param backprop [rows, classes]; may be {@code logits} or {@code labels} itself
   */
  void crossEntropy(float[] logits, float[] labels, float[] loss, float[] backprop);

  /**
   * Computes the cross entropy with one class per row as label: loss = −ln softmax(logits)[label],
   * and its gradient for the logits, softmax − oneHot(label).
   *
   * @param logits [rows, classes]
   * @param labels [rows]
   * @param loss [rows]
   * @param backprop [rows, classes]; may be {@code logits} itself
   * @throws IndexOutOfBoundsException if a label is not in [0, classes); nothing is written then
   */
  void sparseCrossEntropy(float[] logits, long[] labels, float[] loss, float[] backprop);
}
