package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.List;

/**
 * The layers that TensorFlow groups under {@code tf.layers}; reached as {@link Ops#layers}. A layer
 * is a few ops and the variables that they need; it only builds graph.
 *
 * <pre>{@code
 * DenseOptions relu = DenseOptions.defaults().withActivation(NeuralNetworkOps::relu);
 * Output<Float> hidden = tf.layers.dense(x, 512, relu);                     // dense/kernel, …
 * Output<Float> dropped = tf.layers.dropout(hidden, 0.5, training);
 * Output<Float> logits = tf.named("logits").layers.dense(dropped, 10);      // logits/kernel, …
 * }</pre>
 *
 * <p>Each layer is a scope of its own, with TensorFlow's name unless another was {@linkplain
 * Ops#named chosen}: a second dense layer is {@code dense_1}. Its variables are in that scope too,
 * where the graph and its {@linkplain GraphKeys#TRAINABLE_VARIABLES collections} have them. A seed
 * ({@link Ops#seeded}) is that of the layer's initializers and of what it draws in each run.
 *
 * <p>Where a layer is to behave in training otherwise than later, {@code training} says which: a
 * {@code boolean}, if the graph is built for one of them; or a scalar operand, such as a
 * placeholder, if one graph serves both.
 */
public final class LayerOps {
  private final Ops tf;

  LayerOps(Ops tf) {
    this.tf = tf;
  }

  /** Returns a dense layer of the {@linkplain DenseOptions#defaults default options}. */
  public <T extends Number> Output<T> dense(Operand<T> inputs, int units) {
    return dense(inputs, units, DenseOptions.defaults());
  }

  /**
   * Returns {@code activation(inputs · kernel + bias)}: each unit is a weighted sum of all inputs.
   *
   * <p>The variables are {@code dense/kernel}, {@code [inputs, units]}, and {@code dense/bias},
   * {@code [units]}.
   *
   * @param inputs float32 or float64, {@code [batch, inputs]}, the last dimension known; with more
   *     axes in front, each is treated as if it were the batch
   * @param units how many there are, 1 or more: the last dimension of the result
   */
  public <T extends Number> Output<T> dense(Operand<T> inputs, int units, DenseOptions options) {
    if (units < 1) {
      throw GraphException.atCaller("A dense layer has 1 unit or more, not " + units);
    }
    int features = channels("A dense layer", inputs, 2, Integer.MAX_VALUE);
    Ops own = tf.enter("dense");
    DataType<T> type = inputs.dataType();
    Variable<T> kernel =
        own.named("kernel").variable(type, Shape.of(features, units), options.kernelInitializer());
    Output<T> sums =
        inputs.shape().rank() == 2
            ? own.matmul(inputs, kernel)
            : own.named("Tensordot").tensordot(inputs, kernel, 1);
    Output<T> biased =
        options.useBias() ? biased(own, sums, units, options.biasInitializer()) : sums;
    return options.activation().apply(own.nn, biased);
  }

  private static <T extends Number> Output<T> biased(
      Ops own, Output<T> sums, int channels, Initializer initializer) {
    Variable<T> bias = own.named("bias").variable(sums.dataType(), Shape.of(channels), initializer);
    return own.nn.biasAdd(sums, bias);
  }

  /**
   * Returns a convolutional layer of the {@linkplain Conv2dOptions#defaults default options}, with
   * square filters.
   */
  public <T extends Number> Output<T> conv2d(Operand<T> inputs, int filters, int kernelSize) {
    return conv2d(inputs, filters, kernelSize, kernelSize, Conv2dOptions.defaults());
  }

  /** Returns a convolutional layer with square filters. */
  public <T extends Number> Output<T> conv2d(
      Operand<T> inputs, int filters, int kernelSize, Conv2dOptions options) {
    return conv2d(inputs, filters, kernelSize, kernelSize, options);
  }

  /**
   * Returns {@code activation(}{@link NeuralNetworkOps#conv2d conv2d}{@code (inputs, kernel) +
   * bias)}: each filter looks for its pattern everywhere in the images.
   *
   * <pre>{@code
   * Conv2dOptions relu =
   *     Conv2dOptions.defaults().withPadding(Padding.SAME).withActivation(NeuralNetworkOps::relu);
   * tf.layers.conv2d(images, 32, 5, relu)    // [?,28,28,1] gives [?,28,28,32]
   * }</pre>
   *
   * <p>The variables are {@code conv2d/kernel}, {@code [rows, columns, channels, filters]}, and
   * {@code conv2d/bias}, {@code [filters]}.
   *
   * @param inputs images {@code [batch, rows, columns, channels]}, float32 or float64; the number
   *     of channels known
   * @param filters how many, 1 or more: the number of channels of the result
   * @param kernelRows the height of the filters, 1 or more
   * @param kernelColumns their width, 1 or more
   */
  public <T extends Number> Output<T> conv2d(
      Operand<T> inputs, int filters, int kernelRows, int kernelColumns, Conv2dOptions options) {
    if (filters < 1 || kernelRows < 1 || kernelColumns < 1) {
      throw GraphException.atCaller(
          "A convolutional layer has 1 filter or more, of 1 by 1 or more, not %d of %d by %d"
              .formatted(filters, kernelRows, kernelColumns));
    }
    int channels = channels("A convolutional layer", inputs, 4, 4);
    Ops own = tf.enter("conv2d");
    Variable<T> kernel =
        own.named("kernel")
            .variable(
                inputs.dataType(),
                Shape.of(kernelRows, kernelColumns, channels, filters),
                options.kernelInitializer());
    Output<T> sums = own.nn.conv2d(inputs, kernel, options.window());
    Output<T> biased =
        options.useBias() ? biased(own, sums, filters, options.biasInitializer()) : sums;
    return options.activation().apply(own.nn, biased);
  }

  /**
   * Returns the greatest elements under a square window that stays inside of the images.
   *
   * @see #maxPooling2d(Operand, int, int, Padding)
   */
  public <T extends Number> Output<T> maxPooling2d(Operand<T> inputs, int poolSize, int strides) {
    return maxPooling2d(inputs, poolSize, strides, Padding.VALID);
  }

  /**
   * Returns for each channel the {@linkplain NeuralNetworkOps#maxPool(Operand, PoolingOptions)
   * greatest elements} under a square window that slides over the images: where in it a pattern was
   * found no longer matters.
   *
   * @param inputs images {@code [batch, rows, columns, channels]}
   * @param poolSize the size of the window, 1 or more
   * @param strides how far it moves in a step, 1 or more
   */
  public <T extends Number> Output<T> maxPooling2d(
      Operand<T> inputs, int poolSize, int strides, Padding padding) {
    return tf.enter("max_pooling2d").nn.maxPool(inputs, poolSize, strides, padding);
  }

  /** Returns the means of the elements under a square window that stays inside of the images. */
  public <T extends Number> Output<T> averagePooling2d(
      Operand<T> inputs, int poolSize, int strides) {
    return averagePooling2d(inputs, poolSize, strides, Padding.VALID);
  }

  /**
   * Returns for each channel the {@linkplain NeuralNetworkOps#avgPool(Operand, PoolingOptions)
   * means} of the elements under a square window that slides over the images.
   *
   * @param inputs images {@code [batch, rows, columns, channels]}, float32 or float64
   * @param poolSize the size of the window, 1 or more
   * @param strides how far it moves in a step, 1 or more
   */
  public <T extends Number> Output<T> averagePooling2d(
      Operand<T> inputs, int poolSize, int strides, Padding padding) {
    return tf.enter("average_pooling2d").nn.avgPool(inputs, poolSize, strides, padding);
  }

  /**
   * Requires inputs of a floating-point type and of a rank within bounds, and returns their last
   * dimension, which must be known.
   */
  private static int channels(String layer, Operand<?> inputs, int leastRank, int greatestRank) {
    Shape shape = inputs.shape();
    if (!inputs.dataType().isFloating()) {
      throw GraphException.atCaller(
          "%s takes float32 or float64, but '%s' is of %s"
              .formatted(layer, inputs.asOutput().name(), inputs.dataType()));
    }
    boolean fits =
        shape.hasKnownRank()
            && shape.rank() >= leastRank
            && shape.rank() <= greatestRank
            && shape.dimension(-1) != Shape.UNKNOWN;
    if (!fits) {
      throw GraphException.atCaller(
          "%s takes inputs of rank %d%s whose last dimension is known, but '%s' has shape %s"
              .formatted(
                  layer,
                  leastRank,
                  greatestRank > leastRank ? " or more" : "",
                  inputs.asOutput().name(),
                  shape));
    }
    return shape.dimension(-1);
  }

  /**
   * Returns {@code inputs} with the part {@code rate} of them {@linkplain
   * NeuralNetworkOps#dropout(Operand, double) dropped} in training, and as they are otherwise.
   *
   * @param rate at least 0 and less than 1
   */
  public <T extends Number> Output<T> dropout(Operand<T> inputs, double rate, boolean training) {
    NormalizationOps.requireRate(rate);
    Ops own = tf.enter("dropout");
    return training ? own.nn.dropout(inputs, rate) : own.identity(inputs);
  }

  /**
   * Returns {@code inputs} with the part {@code rate} of them {@linkplain
   * NeuralNetworkOps#dropout(Operand, double) dropped} in training, and as they are otherwise.
   *
   * <p>Where it is not training, the rate is 0: everything is kept, and multiplied by 1, which
   * changes no bit. Random numbers are drawn all the same.
   *
   * @param rate at least 0 and less than 1
   * @param training a scalar
   */
  public <T extends Number> Output<T> dropout(
      Operand<T> inputs, double rate, Operand<Boolean> training) {
    NormalizationOps.requireRate(rate);
    requireScalar(training);
    Ops own = tf.enter("dropout");
    DataType<T> type = inputs.dataType();
    return own.nn.dropout(inputs, own.where(training, own.scalar(type, rate), own.scalar(type, 0)));
  }

  private static void requireScalar(Operand<Boolean> training) {
    if (!training.shape().isCompatibleWith(Shape.scalar())) {
      throw GraphException.atCaller(
          "Whether a layer is training is a scalar, but '%s' has shape %s"
              .formatted(training.asOutput().name(), training.shape()));
    }
  }

  /**
   * Returns {@code inputs} with all axes but the first made one: {@code [batch, rows, columns,
   * channels]} becomes {@code [batch, rows · columns · channels]}.
   *
   * @param inputs of known rank, 1 or more; a vector becomes a column
   */
  public <T> Output<T> flatten(Operand<T> inputs) {
    Shape shape = inputs.shape();
    if (!shape.hasKnownRank() || shape.rank() == 0) {
      throw GraphException.atCaller(
          "A flatten layer takes inputs of known rank, 1 or more, but '%s' has shape %s"
              .formatted(inputs.asOutput().name(), shape));
    }
    Shape rest = shape.keepAxes(axis -> axis > 0);
    int batch = shape.dimension(0);
    Ops own = tf.enter("flatten");
    if (batch != Shape.UNKNOWN && rest.isFullyKnown()) {
      return own.reshape(inputs, batch, rest.elementCount());
    } else if (rest.isFullyKnown() && rest.elementCount() > 0) {
      return own.reshape(inputs, -1, rest.elementCount());
    }
    return flattenWhatIsUnknown(own, inputs);
  }

  /** Finds the two dimensions in the run, so that it is right for empty tensors too. */
  private static <T> Output<T> flattenWhatIsUnknown(Ops own, Operand<T> inputs) {
    Output<Integer> dimensions = own.shape(inputs);
    Output<Integer> batch = own.get(dimensions, Index.at(0));
    Output<Integer> rest = own.reduceProd(own.get(dimensions, Index.from(1)));
    return own.reshape(inputs, own.stack(List.of(batch, rest)));
  }

  /**
   * Returns a batch normalization of the {@linkplain BatchNormalizationOptions#defaults default
   * options}, for a graph that is built either for training or not.
   */
  public <T extends Number> Output<T> batchNormalization(Operand<T> inputs, boolean training) {
    return batchNormalization(inputs, training, BatchNormalizationOptions.defaults());
  }

  /**
   * Returns a batch normalization of the {@linkplain BatchNormalizationOptions#defaults default
   * options}, for a graph that serves both training and what comes later.
   */
  public <T extends Number> Output<T> batchNormalization(
      Operand<T> inputs, Operand<Boolean> training) {
    return batchNormalization(inputs, training, BatchNormalizationOptions.defaults());
  }

  /**
   * Returns a batch normalization, as {@link #batchNormalization(Operand, Operand,
   * BatchNormalizationOptions)} does, for a graph that is built either for training or not.
   */
  public <T extends Number> Output<T> batchNormalization(
      Operand<T> inputs, boolean training, BatchNormalizationOptions options) {
    return new BatchNormalization<>(tf.enter("batch_normalization"), inputs, options)
        .apply(training);
  }

  /**
   * Returns {@code inputs} with each channel normalized: in training, by its mean and variance in
   * this very batch; otherwise by averages of these, which training has kept. Then each channel is
   * brought to a mean and a deviation that are learned.
   *
   * <p>The variables are {@code batch_normalization/gamma} and {@code beta}, the learned deviation
   * and mean, which start at 1 and 0; and {@code moving_mean} and {@code moving_variance}, the
   * averages, which start at 0 and 1 and are not trainable. They move with each step of training by
   * two operations that are put into the collection {@link GraphKeys#UPDATE_OPS}. Have the training
   * step wait for these, or they never run:
   *
   * <pre>{@code
   * Operation updates = tf.group(graph.collection(GraphKeys.UPDATE_OPS));
   * Operation trainStep = tf.group(optimizer.minimize(loss), updates);
   * }</pre>
   *
   * <p>Where it is not training, the moments of the batch are computed too, but not used, and the
   * averages are updated by nothing. Nor are they by an empty batch, which has no moments.
   *
   * @param inputs float32 or float64, of known rank and number of channels
   * @param training a scalar
   * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, Batch normalization:
   *     accelerating deep network training by reducing internal covariate shift, 2015</a>
   */
  public <T extends Number> Output<T> batchNormalization(
      Operand<T> inputs, Operand<Boolean> training, BatchNormalizationOptions options) {
    requireScalar(training);
    return new BatchNormalization<>(tf.enter("batch_normalization"), inputs, options)
        .apply(training);
  }
}
