package dev.gradus.mnist;

import dev.gradus.core.Output;
import dev.gradus.ops.DenseOptions;
import dev.gradus.ops.NeuralNetworkOps;
import dev.gradus.ops.Ops;
import java.io.IOException;

/**
 * The second example: a multi-layer perceptron, which reads 98 of 100 digits rightly.
 *
 * <p>Softmax regression ({@link MnistSoftmax}) weighs each pixel for itself. Here two layers of 512
 * units stand between the pixels and the ten sums of evidence. Each unit is a weighted sum of all
 * that the layer below it gives, cut off below zero ({@code relu}): a feature that is there or not.
 * What the features are is learned: gradients tell each layer how its outputs should have been.
 *
 * <p>With 669,706 weights, the network could learn the training set by heart. Dropout stands
 * against that: in each step, a part of the units is left out, others each time, so that none can
 * rely on just one other.
 *
 * <p>The method {@code logits} has the network. The loss, and how it is made smaller step by step
 * and epoch by epoch, is in {@code TrainingLoop}, as that is the same for all networks here.
 */
public final class MnistMlp {
  private static final int HIDDEN_UNITS = 512;
  private static final int CLASSES = 10;

  private MnistMlp() {}

  /** Trains on the bundled data, and prints the accuracy on the test set, about 0.98. */
  public static void main(String[] args) throws IOException {
    System.out.println(train(InputData.bundled(false), defaults(), TrainingListener.none()));
  }

  /** Returns options with which the network reaches 0.98 in some ten seconds on four cores. */
  public static NetworkOptions defaults() {
    return new NetworkOptions(6, 100, 0.001, 0.2, 0);
  }

  /**
   * Builds the network, trains it on the training set, and judges it on the test set.
   *
   * @param mnist a data set with images of 784 pixels
   * @param options how long and how fast to train
   * @param listener is told of every step, and of each epoch
   * @return the accuracy on the test set, from 0 to 1: the part of it that was classified rightly
   */
  public static float train(DataSets mnist, NetworkOptions options, TrainingListener listener) {
    return TrainingLoop.run(MnistMlp::logits, mnist, options, listener);
  }

  /** Adds the network to the graph, from the pixels [n,784] to the evidence [n,10]. */
  static Output<Float> logits(
      Ops tf, Output<Float> images, double dropout, Output<Boolean> training) {
    DenseOptions relu = DenseOptions.defaults().withActivation(NeuralNetworkOps::relu);

    // Features of the pixels, of which some are left out in training.
    Ops first = tf.scope("hidden1");
    Output<Float> features =
        first.layers.dropout(first.layers.dense(images, HIDDEN_UNITS, relu), dropout, training);

    // Features of these features.
    Ops second = tf.scope("hidden2");
    Output<Float> further =
        second.layers.dropout(second.layers.dense(features, HIDDEN_UNITS, relu), dropout, training);

    // The evidence for each digit. The loss takes the softmax of it, so there is none here.
    return tf.scope("logits").layers.dense(further, CLASSES);
  }
}
