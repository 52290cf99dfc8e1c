package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;

/**
 * The part of {@code tf.nn} that slides windows over images: convolution and pooling.
 *
 * <p>Images are {@code [batch, rows, columns, channels]} everywhere (TensorFlow's {@code NHWC}).
 */
abstract sealed class ConvolutionOps extends NormalizationOps permits NeuralNetworkOps {
  ConvolutionOps(Ops tf) {
    super(tf);
  }

  /**
   * Returns images with a number added to each channel.
   *
   * @param value of rank 2 or more, the channels last
   * @param bias a number for each channel, a vector
   */
  public <T extends Number> Output<T> biasAdd(Operand<T> value, Operand<T> bias) {
    return tf.node("BiasAdd", value, bias);
  }

  /** Returns the convolution of images with a filter that moves by 1. */
  public <T extends Number> Output<T> conv2d(Operand<T> input, Operand<T> filter, Padding padding) {
    return conv2d(input, filter, ConvolutionOptions.of(padding));
  }

  /** Returns the convolution of images with a filter that moves by a stride. */
  public <T extends Number> Output<T> conv2d(
      Operand<T> input, Operand<T> filter, int stride, Padding padding) {
    return conv2d(input, filter, ConvolutionOptions.of(padding).withStrides(stride, stride));
  }

  /**
   * Returns the convolution of images with a filter: at each place of the window, the sum of what
   * lies under it, multiplied by what the filter has for the place and the channel.
   *
   * <pre>{@code
   * result[b, y, x, k] = Σ input[b, y * stride + i, x * stride + j, c] * filter[i, j, c, k]
   * }</pre>
   *
   * <p>The sum is over the rows i and columns j of the filter and the channels c. In terms of
   * mathematics it is a cross-correlation: the filter is not mirrored. Outside of the image are
   * zeros; with {@link Padding#SAME}, the window begins half of its size outside.
   *
   * <pre>{@code
   * Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 28, 28, 1));
   * Variable<Float> filter = tf.variable(tf.truncatedNormal(Shape.of(5, 5, 1, 32), 0, 0.1));
   * Output<Float> h = tf.nn.relu(tf.nn.conv2d(x, filter, Padding.SAME));    // [?,28,28,32]
   * }</pre>
   *
   * @param input images {@code [batch, rows, columns, channels]}, float32, float64 or int32
   * @param filter {@code [rows, columns, channels, filters]}
   * @return {@code [batch, rows, columns, filters]}, where the number of rows is that of the images
   *     divided by the stride, rounded up, for {@link Padding#SAME}; and of the places where the
   *     filter fits inside for {@link Padding#VALID}; likewise that of columns
   */
  public <T extends Number> Output<T> conv2d(
      Operand<T> input, Operand<T> filter, ConvolutionOptions options) {
    return NodeOps.node(options.applyTo(tf.operation("Conv2D")), input, filter);
  }

  /**
   * Returns the convolution of sequences with a filter: {@link #conv2d} of images with one row.
   *
   * <pre>{@code
   * result[b, x, k] = Σ value[b, x * stride + j, c] * filters[j, c, k]
   * }</pre>
   *
   * @param value sequences {@code [batch, steps, channels]}, float32, float64 or int32
   * @param filters {@code [steps, channels, filters]}
   * @param stride how far the filter moves
   * @return {@code [batch, steps, filters]}
   */
  public <T extends Number> Output<T> conv1d(
      Operand<T> value, Operand<T> filters, int stride, Padding padding) {
    requireRankOfSequences("value", value);
    requireRankOfSequences("filters", filters);
    Ops own = tf.enter("conv1d");
    Output<T> images =
        own.nn.conv2d(
            own.expandDims(value, 1),
            own.expandDims(filters, 0),
            ConvolutionOptions.of(padding).withStrides(1, stride));
    return own.squeeze(images, 1);
  }

  private static void requireRankOfSequences(String argument, Operand<?> operand) {
    Shape shape = operand.shape();
    if (shape.hasKnownRank() && shape.rank() != 3) {
      throw GraphException.atCaller(
          "tf.nn.conv1d needs %s of rank 3, not '%s' of shape %s"
              .formatted(argument, operand.asOutput().name(), shape));
    }
  }

  /**
   * Returns the transpose of a convolution, also called a deconvolution: the gradient of {@link
   * #conv2d} by its images. It spreads each pixel over a window, which makes images larger.
   *
   * @param value what the convolution results in, {@code [batch, rows, columns, filters]}
   * @param filter {@code [rows, columns, channels, filters]}, the one of the convolution
   * @param outputShape the shape of the convolution's images, {@code [batch, rows, columns,
   *     channels]}, fully known
   * @param stride that of the convolution
   * @param padding that of the convolution
   */
  public <T extends Number> Output<T> conv2dTranspose(
      Operand<T> value, Operand<T> filter, Shape outputShape, int stride, Padding padding) {
    Ops own = tf.enter("conv2d_transpose");
    return conv2dTranspose(
        own,
        value,
        filter,
        own.named("output_shape").constant(outputShape.toArray()),
        ConvolutionOptions.of(padding).withStrides(stride, stride));
  }

  /**
   * Returns the transpose of a convolution.
   *
   * @param outputShape the shape of the convolution's images, an int32 vector of 4 elements
   * @param options those of the convolution
   */
  public <T extends Number> Output<T> conv2dTranspose(
      Operand<T> value,
      Operand<T> filter,
      Operand<Integer> outputShape,
      ConvolutionOptions options) {
    return conv2dTranspose(tf.enter("conv2d_transpose"), value, filter, outputShape, options);
  }

  private static <T> Output<T> conv2dTranspose(
      Ops own,
      Operand<T> value,
      Operand<T> filter,
      Operand<Integer> outputShape,
      ConvolutionOptions options) {
    return NodeOps.node(
        options.applyTo(own.namesake("Conv2DBackpropInput")), outputShape, filter, value);
  }

  /** Returns the depthwise convolution of images with a filter that moves by a stride. */
  public <T extends Number> Output<T> depthwiseConv2d(
      Operand<T> input, Operand<T> filter, int stride, Padding padding) {
    return depthwiseConv2d(
        input, filter, ConvolutionOptions.of(padding).withStrides(stride, stride));
  }

  /**
   * Returns the depthwise convolution of images with a filter: as {@link #conv2d}, but each channel
   * has filters of its own, and is not added to the others.
   *
   * <pre>{@code
   * result[b, y, x, c * multiplier + q] = Σ input[b, y * stride + i, x * stride + j, c] * filter[i, j, c, q]
   * }</pre>
   *
   * @param input images {@code [batch, rows, columns, channels]}, float32 or float64
   * @param filter {@code [rows, columns, channels, multiplier]}
   * @param options without margins. (TensorFlow has no dilations and no unequal strides on a CPU,
   *     or makes them of other ops.)
   * @return {@code [batch, rows, columns, channels * multiplier]}
   */
  public <T extends Number> Output<T> depthwiseConv2d(
      Operand<T> input, Operand<T> filter, ConvolutionOptions options) {
    return NodeOps.node(
        options.applyTo(tf.operation("DepthwiseConv2dNative", "depthwise")), input, filter);
  }

  /**
   * Returns a depthwise convolution followed by one with a filter of 1 by 1, which mixes the
   * channels: much less to compute than a convolution that does both at once.
   *
   * @param input images {@code [batch, rows, columns, channels]}
   * @param depthwiseFilter {@code [rows, columns, channels, multiplier]}
   * @param pointwiseFilter {@code [1, 1, channels * multiplier, filters]}
   * @param stride of the depthwise convolution
   * @param padding of the depthwise convolution
   * @return {@code [batch, rows, columns, filters]}
   * @see <a href="https://arxiv.org/abs/1610.02357">F. Chollet, Xception: deep learning with
   *     depthwise separable convolutions, 2016</a>
   */
  public <T extends Number> Output<T> separableConv2d(
      Operand<T> input,
      Operand<T> depthwiseFilter,
      Operand<T> pointwiseFilter,
      int stride,
      Padding padding) {
    Ops own = tf.enter("separable_conv2d");
    Output<T> deep =
        own.named("depthwise").nn.depthwiseConv2d(input, depthwiseFilter, stride, padding);
    return NodeOps.node(
        ConvolutionOptions.of(Padding.VALID).applyTo(own.namesake("Conv2D")),
        deep,
        pointwiseFilter);
  }

  /** Returns the greatest element under a square window. */
  public <T extends Number> Output<T> maxPool(
      Operand<T> value, int window, int stride, Padding padding) {
    return maxPool(value, square(window, stride, padding));
  }

  /**
   * Returns the greatest element under a window that slides over images, for each channel.
   *
   * <pre>{@code
   * Output<Float> x = tf.placeholder(FLOAT32, Shape.of(UNKNOWN, 28, 28, 32));
   * tf.nn.maxPool(x, 2, 2, Padding.SAME)    // [?,14,14,32]
   * }</pre>
   *
   * <p>What is outside of the image does not count, nor do NaNs, unless there is nothing else. The
   * gradient goes to the greatest element, the first by row and column if there are several.
   *
   * @param value images {@code [batch, rows, columns, channels]}
   */
  public <T extends Number> Output<T> maxPool(Operand<T> value, PoolingOptions options) {
    return NodeOps.node(options.applyTo(tf.operation("MaxPool")), value);
  }

  /** Returns the mean of the elements under a square window. */
  public <T extends Number> Output<T> avgPool(
      Operand<T> value, int window, int stride, Padding padding) {
    return avgPool(value, square(window, stride, padding));
  }

  /**
   * Returns the mean of the elements under a window that slides over images, for each channel.
   *
   * <p>What is outside of the image does not count: it is the mean of fewer elements there.
   *
   * @param value images {@code [batch, rows, columns, channels]}, float32 or float64
   */
  public <T extends Number> Output<T> avgPool(Operand<T> value, PoolingOptions options) {
    return NodeOps.node(options.applyTo(tf.operation("AvgPool")), value);
  }

  private static PoolingOptions square(int window, int stride, Padding padding) {
    return PoolingOptions.of(padding).withWindow(window, window).withStrides(stride, stride);
  }
}
