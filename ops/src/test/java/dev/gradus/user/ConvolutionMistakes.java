package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.ConvolutionOptions;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Padding;
import dev.gradus.ops.PoolingOptions;
import java.util.List;

/** What can be got wrong with convolution and pooling. */
final class ConvolutionMistakes extends MistakeTable {
  @Override
  void fill() {
    biases();
    convolution("Conv2D");
    convolution("DepthwiseConv2dNative");
    convolutionByFace();
    gradients("Conv2DBackprop", 5);
    gradients("DepthwiseConv2dNativeBackprop", 10);
    pool("MaxPool", "input");
    pool("AvgPool", "value");
    poolGradients();
  }

  private void biases() {
    add(
        "BiasAdd",
        tf -> tf.nn.biasAdd(floats(tf, 2, 3), floats(tf, 4)),
        "There must be a bias for each channel, but there are 3 channels in [2,3] and 4 biases");
    add(
        "BiasAdd",
        tf -> tf.nn.biasAdd(floats(tf, 3), floats(tf, 3)),
        "Shape must be of rank at least 2, but is [3] of rank 1");
    add(
        "BiasAdd",
        tf -> tf.nn.biasAdd(floats(tf, 3, 3), floats(tf, 1, 3)),
        "Shape must be of rank exactly 1, but is [1,3] of rank 2");
    add(
        "BiasAdd",
        tf -> {
          OperationBuilder builder = tf.operation("BiasAdd").attribute("data_format", "NCHW");
          builder.input(floats(tf, 2, 3, 4)).input(floats(tf, 4)).build();
        },
        "There must be a bias for each channel, but there are 3 channels in [2,3,4] and 4 biases");
    add(
        "BiasAdd",
        tf -> {
          OperationBuilder builder = tf.operation("BiasAdd").attribute("data_format", "CHWN");
          builder.input(floats(tf, 2, 3, 4)).input(floats(tf, 4)).build();
        },
        "Attribute 'data_format' must be one of [NHWC, NCHW], but is CHWN");
    add(
        "BiasAddGrad",
        tf -> tf.operation("BiasAddGrad").input(floats(tf, 3)).build(),
        "Shape must be of rank at least 2, but is [3] of rank 1");
    add(
        "BiasAddGrad",
        tf ->
            tf.operation("BiasAddGrad")
                .input(floats(tf, 3, 3))
                .attribute("data_format", "NC")
                .build(),
        "Attribute 'data_format' must be one of [NHWC, NCHW], but is NC");
  }

  /** Starts a node with attributes that are right, which may be set again. */
  private static OperationBuilder node(Ops tf, String op, Output<?>... inputs) {
    OperationBuilder builder =
        tf.operation(op).attribute("strides", List.of(1, 1, 1, 1)).attribute("padding", "VALID");
    if (op.contains("Pool")) {
      builder.attribute("ksize", List.of(1, 2, 2, 1));
    }
    List.of(inputs).forEach(builder::input);
    return builder;
  }

  private void convolution(String op) {
    add(
        op,
        tf -> node(tf, op, floats(tf, 5, 5, 3), floats(tf, 2, 2, 3, 4)).build(),
        "Shape must be of rank exactly 4, but is [5,5,3] of rank 3",
        "with input shapes: [5,5,3], [2,2,3,4]");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3)).build(),
        "Shape must be of rank exactly 4, but is [2,2,3] of rank 3");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 4, 3)).build(),
        "The images have 3 channels, but the filter is for 4");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 7, 2, 3, 3)).build(),
        "The window covers 7 elements along an axis, but there are only 5, padding included");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 2, 0, 3, 3)).build(),
        "A window must have 1 row and 1 column or more, not 0");
    add(
        op,
        tf -> {
          OperationBuilder builder = node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3, 3));
          builder.attribute("strides", List.of(2, 1, 1, 1)).build();
        },
        "Attribute 'strides' must be 1 for batch and channels, and 1 or more for rows and columns,"
            + " but is [2, 1, 1, 1]");
    add(
        op,
        tf -> {
          OperationBuilder builder = node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3, 3));
          builder.attribute("dilations", List.of(2, 2)).build();
        },
        "Attribute 'dilations' must have 4 elements, one for each dimension of the images, but is"
            + " [2, 2]");
    add(
        op,
        tf -> {
          OperationBuilder builder = node(tf, op, floats(tf, 1, 3, 5, 5), floats(tf, 2, 2, 3, 3));
          builder.attribute("data_format", "NCHW").build();
        },
        "Images must have the data format NHWC here, that is [batch, rows, columns, channels], not"
            + " NCHW");
    add(
        op,
        tf -> {
          OperationBuilder builder = node(tf, op, floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3, 3));
          builder.attribute("padding", "same").build();
        },
        "Attribute 'padding' must be one of [SAME, VALID",
        "but is same");
    add(
        op,
        tf -> {
          Output<Double> filter = tf.placeholder(FLOAT64, Shape.of(2, 2, 3, 3));
          node(tf, op, floats(tf, 1, 5, 5, 3), filter).build();
        },
        "Input 'filter' has type float64 that does not match float32, the type of input 'input'");
    add(
        op,
        tf -> {
          Output<Long> images = tf.placeholder(INT64, Shape.of(1, 5, 5, 3));
          node(tf, op, images, tf.placeholder(INT64, Shape.of(2, 2, 3, 3))).build();
        },
        "has type int64, but must be one of [float32, float64");
  }

  private void convolutionByFace() {
    add(
        "Conv2D",
        tf -> tf.nn.conv2d(floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3, 3), 0, Padding.SAME),
        "Attribute 'strides' must be 1 for batch and channels, and 1 or more for rows and columns,"
            + " but is [1, 0, 0, 1]");
    add(
        "Conv2D",
        tf ->
            tf.nn.conv2d(
                floats(tf, 1, 5, 5, 3),
                floats(tf, 2, 2, 3, 3),
                ConvolutionOptions.ofMargins(0, -1, 0, 0)),
        "Attribute 'explicit_paddings' must be 0 for batch and channels, and 0 or more for rows and"
            + " columns, but is [0, 0, 0, -1, 0, 0, 0, 0]");
    add(
        "Conv2D",
        tf -> {
          OperationBuilder builder =
              node(tf, "Conv2D", floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3, 3));
          builder.attribute("explicit_paddings", List.of(0, 0, 1, 1, 1, 1, 0, 0)).build();
        },
        "Attribute 'explicit_paddings' must have no elements unless the padding is EXPLICIT, but is"
            + " [0, 0, 1, 1, 1, 1, 0, 0]");
    add(
        "Conv2D",
        tf -> {
          OperationBuilder builder =
              node(tf, "Conv2D", floats(tf, 1, 5, 5, 3), floats(tf, 2, 2, 3, 3));
          builder.attribute("padding", "EXPLICIT").build();
        },
        "Attribute 'explicit_paddings' must have 8 elements, two for each dimension of the images,"
            + " but is []");
    add(
        "DepthwiseConv2dNative",
        tf ->
            tf.nn.depthwiseConv2d(
                floats(tf, 1, 5, 5, 3),
                floats(tf, 2, 2, 3, 1),
                ConvolutionOptions.ofMargins(1, 1, 1, 1)),
        "There is no attribute 'explicit_paddings'");
    add(
        "Conv2DBackpropInput",
        tf ->
            tf.nn.conv2dTranspose(
                floats(tf, 1, 5, 5, 3),
                floats(tf, 2, 2, 4, 3),
                Shape.of(1, 11, 10, 4),
                2,
                Padding.SAME),
        "The gradient by a result of shape [1,6,5,3] has that shape, but is [1,5,5,3]");
  }

  private void gradients(String family, int filters) {
    add(
        family + "Input",
        tf ->
            node(
                    tf,
                    family + "Input",
                    tf.constant(5, 5, 2),
                    floats(tf, 2, 2, 2, 5),
                    floats(tf, 1, 4, 4, filters))
                .build(),
        "Shape must be of rank exactly 4, but is [5,5,2] of rank 3");
    add(
        family + "Input",
        tf ->
            node(
                    tf,
                    family + "Input",
                    tf.constant(1, 5, -5, 2),
                    floats(tf, 2, 2, 2, 5),
                    floats(tf, 1, 4, 4, filters))
                .build(),
        "Every dimension must be zero or more, but the shape wanted is [1, 5, -5, 2]");
    add(
        family + "Input",
        tf ->
            node(
                    tf,
                    family + "Input",
                    tf.constant(1, 5, 5, 2),
                    floats(tf, 2, 2, 2, 5),
                    floats(tf, 1, 5, 4, filters))
                .build(),
        "The gradient by a result of shape [1,4,4,%d] has that shape, but is [1,5,4,%d]"
            .formatted(filters, filters));
    add(
        family + "Filter",
        tf ->
            node(
                    tf,
                    family + "Filter",
                    floats(tf, 1, 5, 5, 2),
                    tf.constant(2, 2, 3, 5),
                    floats(tf, 1, 4, 4, filters))
                .build(),
        "The images have 2 channels, but the filter is for 3");
    add(
        family + "Filter",
        tf ->
            node(
                    tf,
                    family + "Filter",
                    floats(tf, 1, 5, 5, 2),
                    tf.constant(2, 2, 2, 5),
                    floats(tf, 4, 4, filters))
                .build(),
        "Shape must be of rank exactly 4, but is [4,4,%d] of rank 3".formatted(filters));
    add(
        family + "Filter",
        tf -> {
          OperationBuilder builder =
              node(
                  tf,
                  family + "Filter",
                  floats(tf, 1, 5, 5, 2),
                  tf.constant(2, 2, 2, 5),
                  floats(tf, 1, 4, 4, filters));
          builder.attribute("strides", List.of(1, 2, 2, 1)).build();
        },
        "The gradient by a result of shape [1,2,2,%d] has that shape, but is [1,4,4,%d]"
            .formatted(filters, filters));
    add(
        family + "Filter",
        tf -> {
          Output<Double> g = tf.placeholder(FLOAT64, Shape.of(1, 4, 4, filters));
          node(tf, family + "Filter", floats(tf, 1, 5, 5, 2), tf.constant(2, 2, 2, 5), g).build();
        },
        "Input 'out_backprop' has type float64 that does not match float32");
  }

  private void pool(String op, String input) {
    add(
        op,
        tf -> node(tf, op, floats(tf, 5, 5)).build(),
        "Shape must be of rank exactly 4, but is [5,5] of rank 2");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 2)).attribute("ksize", List.of(1, 2, 2, 2)).build(),
        "Attribute 'ksize' must be 1 for batch and channels, and 1 or more for rows and columns,"
            + " but is [1, 2, 2, 2]");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 2)).attribute("strides", List.of(2)).build(),
        "Attribute 'strides' must have 4 elements, one for each dimension of the images, but is"
            + " [2]");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 2)).attribute("padding", "EXPLICIT").build(),
        "Attribute 'padding' must be one of [SAME, VALID], but is EXPLICIT");
    add(
        op,
        tf -> node(tf, op, floats(tf, 1, 5, 5, 2)).attribute("data_format", "NCHW").build(),
        "Images must have the data format NHWC here");
    add(
        op,
        tf -> node(tf, op, tf.less(floats(tf, 1, 5, 5, 2), 0)).build(),
        "Input '%s' has type bool, but must be one of [float32, float64".formatted(input));
    add(
        op,
        tf -> {
          PoolingOptions options = PoolingOptions.of(Padding.VALID).withWindow(3, 9);
          Output<Float> images = floats(tf, 1, 5, 5, 2);
          Output<?> pooled =
              op.equals("MaxPool")
                  ? tf.nn.maxPool(images, options)
                  : tf.nn.avgPool(images, options);
          throw new AssertionError(pooled);
        },
        "The window covers 9 elements along an axis, but there are only 5, padding included");
  }

  private void poolGradients() {
    for (String op : List.of("MaxPoolGrad", "MaxPoolGradGrad")) {
      int[] given = op.equals("MaxPoolGrad") ? new int[] {1, 4, 4, 2} : new int[] {1, 5, 5, 2};
      add(
          op,
          tf ->
              node(tf, op, floats(tf, 1, 5, 5, 2), floats(tf, 1, 5, 4, 2), floats(tf, given))
                  .build(),
          "The result of pooling these images has shape [1,4,4,2], not [1,5,4,2]");
      add(
          op,
          tf ->
              node(tf, op, floats(tf, 1, 5, 5, 2), floats(tf, 1, 4, 4, 2), floats(tf, 1, 3, 3, 2))
                  .build(),
          op.equals("MaxPoolGrad")
              ? "The gradient by the result has shape [1,4,4,2], not [1,3,3,2]"
              : "The gradient by these images has shape [1,5,5,2], not [1,3,3,2]");
      add(
          op,
          tf ->
              node(tf, op, floats(tf, 5, 5, 2), floats(tf, 1, 4, 4, 2), floats(tf, given)).build(),
          "of rank exactly 4, but is [5,5,2] of rank 3");
      add(
          op,
          tf ->
              node(tf, op, floats(tf, 1, 5, 5, 2), floats(tf, 1, 4, 4, 2), floats(tf, given))
                  .attribute("strides", List.of(1, 0, 1, 1))
                  .build(),
          "Attribute 'strides' must be 1 for batch and channels, and 1 or more for rows and"
              + " columns, but is [1, 0, 1, 1]");
    }
    add(
        "AvgPoolGrad",
        tf -> node(tf, "AvgPoolGrad", tf.constant(1, 5, 5, 2), floats(tf, 1, 5, 4, 2)).build(),
        "The gradient by the result has shape [1,4,4,2], not [1,5,4,2]");
    add(
        "AvgPoolGrad",
        tf -> node(tf, "AvgPoolGrad", tf.constant(5, 5, 2), floats(tf, 1, 5, 4, 2)).build(),
        "Shape must be of rank exactly 4, but is [5,5,2] of rank 3");
    add(
        "AvgPoolGrad",
        tf -> node(tf, "AvgPoolGrad", floats(tf, 4), floats(tf, 1, 5, 4, 2)).build(),
        "Input 'orig_input_shape' has type float32 that does not match int32");
    add(
        "AvgPoolGrad",
        tf ->
            node(tf, "AvgPoolGrad", tf.constant(1, 5, 5, 2), floats(tf, 1, 4, 4, 2))
                .attribute("ksize", List.of(2, 2, 2, 1))
                .build(),
        "Attribute 'ksize' must be 1 for batch and channels");
  }
}
