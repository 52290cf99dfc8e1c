package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.apart;
import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.core.Operand;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.List;
import java.util.stream.Stream;

/** The cases for convolution and pooling. */
final class ConvolutionGradientCases {
  private ConvolutionGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(biases(), convolutions(), pools()).flatMap(cases -> cases);
  }

  private static Stream<GradientCase> biases() {
    return Stream.of(
            new int[][] {{2, 3}, {3}, {1}},
            new int[][] {{2, 1, 3, 2}, {2}, {0}},
            new int[][] {{2, 3, 2, 1}, {3}, {1}},
            new int[][] {{0, 3}, {3}, {0}})
        .flatMap(
            shapes -> {
              String format = shapes[2][0] == 1 ? "NCHW" : "NHWC";
              return Stream.of(
                  binary(
                      "BiasAdd",
                      format,
                      (tf, x, b) -> tf.square(bias(tf, "BiasAdd", format, List.of(x, b))),
                      normal(shapes[0]),
                      normal(shapes[1])),
                  unary(
                      "BiasAddGrad",
                      format,
                      (tf, x) -> tf.square(bias(tf, "BiasAddGrad", format, List.of(x))),
                      normal(shapes[0])));
            });
  }

  private static Output<Double> bias(
      Ops tf, String op, String format, List<Output<Double>> inputs) {
    OperationBuilder builder = tf.operation(op).attribute("data_format", format);
    inputs.forEach(builder::input);
    return builder.build().output(0);
  }

  /**
   * How a window slides over images.
   *
   * @param images their shape
   * @param window its rows, columns
   * @param strides by rows, columns
   * @param dilations by rows, columns
   * @param padding SAME, VALID or EXPLICIT, which is then 1 before the rows and 2 behind the
   *     columns
   */
  private record Sliding(
      int[] images, int[] window, int[] strides, int[] dilations, String padding) {
    static Sliding of(int[] images, int rows, int columns, int stride, String padding) {
      return new Sliding(
          images, new int[] {rows, columns}, new int[] {stride, stride}, new int[] {1, 1}, padding);
    }

    private int steps(int axis) {
      int covered = (window[axis] - 1) * dilations[axis] + 1;
      return switch (padding) {
        case "SAME" -> (images[axis + 1] + strides[axis] - 1) / strides[axis];
        case "VALID" -> (images[axis + 1] - covered + strides[axis]) / strides[axis];
        default -> (images[axis + 1] + 1 + axis - covered + strides[axis]) / strides[axis];
      };
    }

    int[] result(int channels) {
      return new int[] {images[0], steps(0), steps(1), channels};
    }

    OperationBuilder operation(Ops tf, String op) {
      boolean pools = op.contains("Pool");
      OperationBuilder builder =
          tf.operation(op)
              .attribute("strides", perDimension(strides))
              .attribute("padding", padding);
      if (pools) {
        return builder.attribute("ksize", perDimension(window));
      }
      builder.attribute("dilations", perDimension(dilations));
      return padding.equals("EXPLICIT")
          ? builder.attribute("explicit_paddings", List.of(0, 0, 1, 0, 0, 2, 0, 0))
          : builder;
    }

    private static List<Integer> perDimension(int... values) {
      return List.of(1, values[0], values[1], 1);
    }

    Output<Double> add(Ops tf, String op, Operand<?>... inputs) {
      OperationBuilder builder = operation(tf, op);
      List.of(inputs).forEach(builder::input);
      return builder.build().output(0);
    }

    @Override
    public String toString() {
      return "%s under %dx%d, strides %d %d, dilations %d %d, %s"
          .formatted(
              List.of(images[0], images[1], images[2], images[3]),
              window[0],
              window[1],
              strides[0],
              strides[1],
              dilations[0],
              dilations[1],
              padding);
    }
  }

  private static Stream<GradientCase> convolutions() {
    Stream<Sliding> ordinary =
        Stream.of(
            Sliding.of(new int[] {2, 4, 3, 2}, 3, 3, 1, "SAME"),
            Sliding.of(new int[] {1, 5, 4, 2}, 2, 3, 1, "VALID"),
            Sliding.of(new int[] {1, 5, 4, 1}, 3, 2, 2, "SAME"),
            Sliding.of(new int[] {2, 6, 5, 1}, 2, 2, 3, "VALID"),
            Sliding.of(new int[] {1, 2, 3, 2}, 5, 5, 1, "SAME"),
            Sliding.of(new int[] {1, 3, 3, 2}, 5, 4, 2, "SAME"),
            Sliding.of(new int[] {2, 3, 2, 3}, 1, 1, 1, "VALID"),
            Sliding.of(new int[] {1, 4, 4, 2}, 1, 1, 2, "SAME"),
            Sliding.of(new int[] {0, 3, 3, 1}, 2, 2, 1, "SAME"),
            Sliding.of(new int[] {1, 2, 2, 1}, 3, 2, 1, "VALID"));
    Stream<Sliding> special =
        Stream.of(
            new Sliding(
                new int[] {1, 5, 6, 1},
                new int[] {2, 3},
                new int[] {1, 1},
                new int[] {2, 2},
                "SAME"),
            new Sliding(
                new int[] {1, 6, 5, 2},
                new int[] {2, 2},
                new int[] {1, 2},
                new int[] {3, 2},
                "VALID"),
            new Sliding(
                new int[] {1, 5, 5, 1},
                new int[] {3, 2},
                new int[] {2, 3},
                new int[] {2, 1},
                "SAME"));
    Stream<Sliding> explicit =
        Stream.of(
            new Sliding(
                new int[] {1, 3, 3, 2},
                new int[] {2, 3},
                new int[] {1, 2},
                new int[] {1, 1},
                "EXPLICIT"));
    return Stream.of(ordinary, special, explicit)
        .flatMap(slidings -> slidings)
        .flatMap(
            sliding ->
                sliding.padding.equals("EXPLICIT")
                    ? of(sliding, "Conv2D", "Conv2DBackprop", 3, 3)
                    : Stream.concat(
                        of(sliding, "Conv2D", "Conv2DBackprop", 3, 3),
                        of(
                            sliding,
                            "DepthwiseConv2dNative",
                            "DepthwiseConv2dNativeBackprop",
                            2,
                            2 * sliding.images[3])));
  }

  private static Stream<GradientCase> of(
      Sliding sliding, String op, String back, int filters, int channels) {
    int[] images = sliding.images;
    int[] filter = {sliding.window[0], sliding.window[1], images[3], filters};
    int[] result = sliding.result(channels);
    return Stream.of(
        binary(
            op,
            sliding.toString(),
            (tf, x, w) -> sliding.add(tf, op, x, w),
            normal(images),
            normal(filter)),
        binary(
            back + "Input",
            sliding.toString(),
            (tf, w, g) -> sliding.add(tf, back + "Input", tf.constant(images), w, g),
            normal(filter),
            normal(result)),
        binary(
            back + "Filter",
            sliding.toString(),
            (tf, x, g) -> sliding.add(tf, back + "Filter", x, tf.constant(filter), g),
            normal(images),
            normal(result)));
  }

  private static Stream<GradientCase> pools() {
    return Stream.of(
            Sliding.of(new int[] {2, 4, 4, 2}, 2, 2, 2, "VALID"),
            Sliding.of(new int[] {1, 5, 4, 2}, 3, 2, 2, "SAME"),
            Sliding.of(new int[] {1, 5, 5, 1}, 3, 3, 1, "VALID"),
            Sliding.of(new int[] {1, 3, 4, 1}, 2, 2, 3, "SAME"),
            Sliding.of(new int[] {1, 2, 3, 1}, 5, 5, 1, "SAME"),
            Sliding.of(new int[] {2, 2, 2, 2}, 1, 1, 1, "VALID"),
            Sliding.of(new int[] {0, 2, 2, 2}, 2, 2, 1, "SAME"),
            Sliding.of(new int[] {1, 2, 2, 1}, 3, 2, 1, "VALID"))
        .flatMap(ConvolutionGradientCases::pools);
  }

  private static Stream<GradientCase> pools(Sliding sliding) {
    int[] images = sliding.images;
    int[] result = sliding.result(images[3]);
    String name = sliding.toString();
    return Stream.of(
        unary("AvgPool", name, (tf, x) -> tf.square(sliding.add(tf, "AvgPool", x)), normal(images)),
        unary(
            "AvgPoolGrad",
            name,
            (tf, g) -> tf.square(sliding.add(tf, "AvgPoolGrad", tf.constant(images), g)),
            normal(result)),
        unary(
            "MaxPool", name, (tf, x) -> tf.square(sliding.add(tf, "MaxPool", x)), apart(0, images)),
        binary(
            "MaxPoolGrad",
            name,
            (tf, x, g) ->
                tf.square(sliding.add(tf, "MaxPoolGrad", x, sliding.add(tf, "MaxPool", x), g)),
            apart(0, images),
            normal(result)),
        binary(
            "MaxPoolGradGrad",
            name,
            (tf, x, g) ->
                tf.square(sliding.add(tf, "MaxPoolGradGrad", x, sliding.add(tf, "MaxPool", x), g)),
            apart(0, images),
            normal(images)));
  }
}
