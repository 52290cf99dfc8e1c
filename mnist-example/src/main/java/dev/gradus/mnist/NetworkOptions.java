package dev.gradus.mnist;

import dev.gradus.core.GradusException;

/**
 * How to train a network: {@link MnistMlp} or {@link MnistConvnet}, each of which has defaults of
 * its own.
 *
 * @param epochs how often to go through the training set, 0 or more
 * @param batchSize how many examples each step looks at, 1 or more; no more than the set has
 * @param learningRate how far the first steps go; positive, and neither 0 nor infinite as a float32
 * @param dropout which part of a layer's units is left out at random in each step; at least 0 and
 *     less than 1
 * @param seed decides the weights at the start and what is left out: the same seed, and the same
 *     order of the examples, give the same network to the bit, on every machine
 */
public record NetworkOptions(
    int epochs, int batchSize, double learningRate, double dropout, long seed) {
  /**
   * Checks the options.
   *
   * @throws GradusException if one of them is out of range
   */
  public NetworkOptions {
    if (epochs < 0) {
      throw new GradusException("The number of epochs is 0 or more, not " + epochs + ".");
    }
    TrainingOptions.checkBatchSize(batchSize);
    TrainingOptions.checkLearningRate(learningRate);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new GradusException(
          "The part to drop is at least 0 and less than 1, not " + dropout + ".");
    }
  }

  /** Returns these options with another number of epochs. */
  public NetworkOptions withEpochs(int changed) {
    return new NetworkOptions(changed, batchSize, learningRate, dropout, seed);
  }

  /** Returns these options with another seed. */
  public NetworkOptions withSeed(long changed) {
    return new NetworkOptions(epochs, batchSize, learningRate, dropout, changed);
  }

  /** Returns how many steps it takes to go through a set once, 1 or more. */
  int stepsPerEpoch(DataSet set) {
    return Math.max(1, set.numExamples() / batchSize);
  }
}
