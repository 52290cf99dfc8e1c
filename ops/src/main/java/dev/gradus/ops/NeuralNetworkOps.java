package dev.gradus.ops;

import dev.gradus.core.Operand;
import dev.gradus.core.Output;

/** The ops that TensorFlow groups under {@code tf.nn}; reached as {@link Ops#nn}. */
public final class NeuralNetworkOps extends NormalizationOps {
  NeuralNetworkOps(Ops tf) {
    super(tf);
  }

  /**
   * Returns {@code exp(z) / Σ exp(z)} along the last axis: numbers from 0 to 1 whose sum is 1.
   *
   * @param logits of rank 1 or more
   */
  public <T extends Number> Output<T> softmax(Operand<T> logits) {
    return tf.node("Softmax", logits);
  }

  /**
   * Returns {@code log(softmax(z))} along the last axis, computed as {@code z - max - log Σ exp(z -
   * max)}, which stays finite for logits of any size.
   *
   * @param logits of rank 1 or more
   */
  public <T extends Number> Output<T> logSoftmax(Operand<T> logits) {
    return tf.node("LogSoftmax", logits);
  }

  /** Returns {@code max(x, 0)}. */
  public <T extends Number> Output<T> relu(Operand<T> features) {
    return tf.node("Relu", features);
  }

  /** Returns the logistic function {@code 1 / (1 + e⁻ˣ)}. */
  public <T extends Number> Output<T> sigmoid(Operand<T> x) {
    return tf.sigmoid(x);
  }

  /** Returns the hyperbolic tangent. */
  public <T extends Number> Output<T> tanh(Operand<T> x) {
    return tf.tanh(x);
  }

  /**
   * Returns the cross entropy {@code -Σ labels · log(softmax(logits))} of each row, a vector.
   *
   * <p>Stable for logits of any size. A label of 0 contributes 0, even where the logit is -∞
   * (TensorFlow gives NaN there).
   *
   * @param labels a matrix whose rows are probabilities of the classes and sum to 1, which is not
   *     checked; the gradient with respect to the logits, {@code softmax - labels}, is right only
   *     then
   * @param logits a matrix of the same shape
   */
  public <T extends Number> Output<T> softmaxCrossEntropyWithLogits(
      Operand<T> labels, Operand<T> logits) {
    return NodeOps.node(
        tf.operation("SoftmaxCrossEntropyWithLogits", "softmax_cross_entropy_with_logits"),
        logits,
        labels);
  }

  /**
   * Returns the cross entropy {@code -log(softmax(logits))[label]} of each row, a vector.
   *
   * @param labels for each row the number of its class, int32 or int64; one that is out of range
   *     fails the run
   * @param logits a matrix {@code [rows, classes]}
   */
  public <T extends Number> Output<T> sparseSoftmaxCrossEntropyWithLogits(
      Operand<? extends Number> labels, Operand<T> logits) {
    return NodeOps.node(
        tf.operation(
            "SparseSoftmaxCrossEntropyWithLogits", "sparse_softmax_cross_entropy_with_logits"),
        logits,
        labels);
  }

  /** Returns half the sum of the squares of all elements, {@code Σ x² / 2}, a scalar. */
  public <T extends Number> Output<T> l2Loss(Operand<T> x) {
    return tf.node("L2Loss", x);
  }
}
