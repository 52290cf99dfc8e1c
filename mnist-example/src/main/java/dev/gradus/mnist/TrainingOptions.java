package dev.gradus.mnist;

import dev.gradus.core.GradusException;

/**
 * How long and how fast to train.
 *
 * @param steps how many training steps to make, 0 or more; after 0 the model is as it was
 *     initialized, and guesses the same class for every image
 * @param batchSize how many examples each step looks at, 1 or more; no more than the set has
 * @param learningRate how far each step goes along the gradient; positive, and neither 0 nor
 *     infinite as a float32
 */
public record TrainingOptions(int steps, int batchSize, double learningRate) {
  /**
   * Checks the options.
   *
   * @throws GradusException if one of them is out of range
   */
  public TrainingOptions {
    if (steps < 0) {
      throw new GradusException("The number of steps is 0 or more, not " + steps + ".");
    }
    checkBatchSize(batchSize);
    checkLearningRate(learningRate);
  }

  static void checkBatchSize(int batchSize) {
    if (batchSize < 1) {
      throw new GradusException("The size of a batch is 1 or more, not " + batchSize + ".");
    }
  }

  static void checkLearningRate(double learningRate) {
    // As a float, for that is what the weights are trained in.
    float rate = (float) learningRate;
    if (!(rate > 0) || Float.isInfinite(rate)) {
      throw new GradusException(
          "The learning rate is a positive number such as 0.5, not " + learningRate + ".");
    }
  }

  /** Returns the tutorial's options: 1,000 steps of 100 examples at the learning rate 0.5. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(1_000, 100, 0.5);
  }
}
