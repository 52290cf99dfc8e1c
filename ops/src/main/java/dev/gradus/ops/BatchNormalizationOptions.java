package dev.gradus.ops;

import dev.gradus.core.GraphException;

/**
 * What can be chosen about a {@linkplain LayerOps#batchNormalization batch normalization}.
 *
 * @param axis which axis has the channels, each of which is normalized for itself; a negative one
 *     counts from the end
 * @param momentum how much of the averages stays at each step, from 0 to 1: the rest is taken from
 *     the batch
 * @param epsilon what is added to variances, against a division by zero
 * @param center whether the mean of the result is learned
 * @param scale whether the deviation of the result is learned; of no use where the next layer is
 *     linear, or {@code relu}
 */
public record BatchNormalizationOptions(
    int axis, double momentum, double epsilon, boolean center, boolean scale) {
  /**
   * Checks the options.
   *
   * @throws GraphException if a number is out of range
   */
  public BatchNormalizationOptions {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw GraphException.atCaller(
          "The momentum of a batch normalization is from 0 to 1, not " + momentum);
    }
    if (!(epsilon >= 0)) {
      throw GraphException.atCaller(
          "The epsilon of a batch normalization is 0 or more, not " + epsilon);
    }
  }

  /**
   * Returns TensorFlow's defaults: channels in the last axis, momentum 0.99, epsilon 0.001, and
   * both mean and deviation learned.
   */
  public static BatchNormalizationOptions defaults() {
    return new BatchNormalizationOptions(-1, 0.99, 1e-3, true, true);
  }

  /** Returns these options with the channels in another axis. */
  public BatchNormalizationOptions withAxis(int changed) {
    return new BatchNormalizationOptions(changed, momentum, epsilon, center, scale);
  }

  /** Returns these options with another momentum: less, where there are few steps. */
  public BatchNormalizationOptions withMomentum(double changed) {
    return new BatchNormalizationOptions(axis, changed, epsilon, center, scale);
  }

  /** Returns these options with another epsilon. */
  public BatchNormalizationOptions withEpsilon(double changed) {
    return new BatchNormalizationOptions(axis, momentum, changed, center, scale);
  }

  /** Returns these options with a result whose mean is 0. */
  public BatchNormalizationOptions withoutCenter() {
    return new BatchNormalizationOptions(axis, momentum, epsilon, false, scale);
  }

  /** Returns these options with a result whose deviation is 1. */
  public BatchNormalizationOptions withoutScale() {
    return new BatchNormalizationOptions(axis, momentum, epsilon, center, false);
  }
}
