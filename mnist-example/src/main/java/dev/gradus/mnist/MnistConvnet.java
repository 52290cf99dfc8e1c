package dev.gradus.mnist;

import dev.gradus.core.Output;
import dev.gradus.ops.Conv2dOptions;
import dev.gradus.ops.DenseOptions;
import dev.gradus.ops.NeuralNetworkOps;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Padding;
import java.io.IOException;

/**
 * The third example: a convolutional network, which reads 99 of 100 digits rightly.
 *
 * <p>To the perceptron of {@link MnistMlp}, an image is a list of 784 numbers, in whatever order. A
 * convolution knows that it is a picture: it slides a small filter over it, and tells everywhere
 * how well what is there matches. What a stroke looks like is learned once, for all places at once;
 * and the numbers of the result are a picture again, one for each filter. Pooling then makes the
 * picture smaller: of four neighbours it keeps the greatest, for it matters that the stroke is
 * there, and little where exactly. A second convolution finds patterns of strokes; a dense layer
 * draws conclusions.
 *
 * <p>The method {@code logits} has the network. The loss, and how it is made smaller step by step
 * and epoch by epoch, is in {@code TrainingLoop}, as that is the same for all networks here.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio and Haffner, Gradient-based
 *     learning applied to document recognition, 1998</a>
 */
public final class MnistConvnet {
  private static final int CLASSES = 10;

  private MnistConvnet() {}

  /** Trains on the bundled data, and prints the accuracy on the test set, about 0.99. */
  public static void main(String[] args) throws IOException {
    System.out.println(train(InputData.bundled(false), defaults(), TrainingListener.none()));
  }

  /** Returns options with which the network reaches 0.99 in some twenty seconds on four cores. */
  public static NetworkOptions defaults() {
    return new NetworkOptions(5, 50, 0.002, 0.4, 0);
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
    return TrainingLoop.run(MnistConvnet::logits, mnist, options, listener);
  }

  /** Adds the network to the graph, from the pixels [n,784] to the evidence [n,10]. */
  static Output<Float> logits(
      Ops tf, Output<Float> pixels, double dropout, Output<Boolean> training) {
    Conv2dOptions relu =
        Conv2dOptions.defaults().withPadding(Padding.SAME).withActivation(NeuralNetworkOps::relu);

    // Rows of pixels become pictures of one channel, grey: [n,28,28,1].
    Output<Float> images = tf.named("pictures").reshape(pixels, -1, 28, 28, 1);

    // 16 kinds of strokes, [n,28,28,16]; and whether they are there, [n,14,14,16].
    Ops first = tf.scope("convolution1");
    Output<Float> strokes =
        first.layers.maxPooling2d(first.layers.conv2d(images, 16, 5, relu), 2, 2);

    // 32 patterns of strokes, [n,14,14,32]; and whether they are there, [n,7,7,32].
    Ops second = tf.scope("convolution2");
    Output<Float> patterns =
        second.layers.maxPooling2d(second.layers.conv2d(strokes, 32, 5, relu), 2, 2);

    // 128 conclusions from all of them, of which some are left out in training.
    Ops third = tf.scope("hidden");
    Output<Float> conclusions =
        third.layers.dropout(
            third.layers.dense(
                third.layers.flatten(patterns),
                128,
                DenseOptions.defaults().withActivation(NeuralNetworkOps::relu)),
            dropout,
            training);

    // The evidence for each digit.
    return tf.scope("logits").layers.dense(conclusions, CLASSES);
  }
}
