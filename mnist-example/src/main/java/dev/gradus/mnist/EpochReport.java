package dev.gradus.mnist;

/**
 * What an epoch of training came to.
 *
 * @param epoch which one, from 1
 * @param epochs how many there will be
 * @param loss the mean loss of its steps
 * @param trainingAccuracy the part of the training examples, from 0 to 1, that was classified
 *     rightly when its turn came: while the model was still learning, and with dropout
 * @param validationAccuracy the part of the validation set that is classified rightly now
 */
public record EpochReport(
    int epoch, int epochs, double loss, double trainingAccuracy, double validationAccuracy) {}
