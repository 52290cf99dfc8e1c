package dev.gradus.mnist;

/**
 * The three sets of a data set.
 *
 * @param train what to learn from: 55,000 examples of MNIST
 * @param validation what to choose by, between one training and another: 5,000 examples, the first
 *     of the training file, which are not in {@code train}
 * @param test what to judge the result on, once, at the end: 10,000 examples
 */
public record DataSets(DataSet train, DataSet validation, DataSet test) {}
