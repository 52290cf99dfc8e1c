package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Samples of convolution, and of the biases that are added to its results.
 *
 * <p>The oracle of all is the definition, term by term: it walks all pairs of a pixel of the result
 * and a place of the window, and adds what that pair contributes.
 */
final class ConvolutionCases {
  private ConvolutionCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("BiasAdd", ConvolutionCases::biases),
        OpCase.exact("BiasAddGrad", ConvolutionCases::biasGradients),
        OpCase.exact("Conv2D", convolution(false, Wanted.RESULT)),
        OpCase.exact("Conv2DBackpropInput", convolution(false, Wanted.IMAGES)),
        OpCase.exact("Conv2DBackpropFilter", convolution(false, Wanted.FILTER)),
        OpCase.exact("DepthwiseConv2dNative", convolution(true, Wanted.RESULT)),
        OpCase.exact("DepthwiseConv2dNativeBackpropInput", convolution(true, Wanted.IMAGES)),
        OpCase.exact("DepthwiseConv2dNativeBackpropFilter", convolution(true, Wanted.FILTER)));
  }

  /** A bias's axis is the last, or the second. */
  private static final Map<String, int[][]> BIASED =
      Map.of(
          "NHWC", new int[][] {{2, 3}, {2, 1, 3}, {2, 2, 3, 5}, {0, 3}, {2, 0}, {1, 2, 1, 3, 4}},
          "NCHW", new int[][] {{2, 3, 4}, {2, 3, 2, 5}, {0, 3, 2, 2}, {2, 3, 0}, {1, 3, 2, 2, 2}});

  private static List<Sample> biases(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (String format : List.of("NHWC", "NCHW")) {
      for (int[] shape : BIASED.getOrDefault(format, new int[0][])) {
        int axis = format.equals("NHWC") ? shape.length - 1 : 1;
        samples.add(
            Sample.of(
                op,
                Map.of("data_format", format),
                List.of(inputs.any(types.get("T"), shape), inputs.any(types.get("T"), shape[axis])),
                plain ->
                    List.of(
                        Plain.of(
                            shape,
                            index ->
                                Sums.sum(plain.get(0).at(index), plain.get(1).at(index[axis]))))));
      }
    }
    return samples;
  }

  private static List<Sample> biasGradients(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (String format : List.of("NHWC", "NCHW")) {
      for (int[] shape : BIASED.getOrDefault(format, new int[0][])) {
        int axis = format.equals("NHWC") ? shape.length - 1 : 1;
        samples.add(
            Sample.of(
                op,
                Map.of("data_format", format),
                List.of(inputs.any(types.get("T"), shape)),
                plain -> {
                  Sums sums = new Sums(types.get("T"), shape[axis]);
                  for (int i = 0; i < plain.get(0).size(); i++) {
                    sums.add(plain.get(0).flat(i), Plain.indexOf(shape, i)[axis]);
                  }
                  return List.of(sums.toPlain());
                }));
      }
    }
    return samples;
  }

  private static Number product(Number a, Number b) {
    BinaryOperator<Number> product = MathCases.number((x, y) -> x * y, (x, y) -> x * y);
    return product.apply(a, b);
  }

  private static int[] shape(int... dimensions) {
    return dimensions;
  }

  private static Stream<SlidingWindow> convolved() {
    return Stream.concat(
        SlidingWindow.samples(),
        Stream.of(
            new SlidingWindow(shape(1, 7, 6, 2), shape(2, 3), shape(1, 1), shape(2, 2), "SAME"),
            new SlidingWindow(shape(2, 7, 6, 1), shape(3, 2), shape(1, 1), shape(2, 3), "VALID"),
            new SlidingWindow(shape(1, 5, 6, 2), shape(3, 3), shape(2, 1), shape(1, 1), "SAME"),
            new SlidingWindow(shape(1, 4, 4, 2), shape(2, 3), shape(1, 1), shape(1, 1), "EXPLICIT"),
            new SlidingWindow(
                shape(1, 5, 5, 1), shape(2, 2), shape(2, 2), shape(1, 1), "EXPLICIT")));
  }

  /** Which of a convolution's tensors an op makes. */
  private enum Wanted {
    RESULT,
    IMAGES,
    FILTER
  }

  /**
   * Leaves out what TensorFlow refuses on a CPU. (No steps at all are missing here, too: TensorFlow
   * leaves whatever the memory held as the gradients of those.)
   */
  private static Stream<SlidingWindow> accepted(boolean depthwise, Wanted wanted) {
    return convolved()
        .filter(window -> !window.isDilated() || (!depthwise && wanted == Wanted.RESULT))
        .filter(window -> !depthwise || !window.isUneven())
        .filter(window -> !depthwise || !window.padding().equals("EXPLICIT"))
        .filter(window -> !depthwise || window.images()[0] > 0);
  }

  private static OpCase.Maker convolution(boolean depthwise, Wanted wanted) {
    return (op, types, inputs) ->
        accepted(depthwise, wanted)
            .flatMap(
                window ->
                    Stream.of(1, 3)
                        .map(
                            filters ->
                                convolution(
                                    op,
                                    types.get("T"),
                                    inputs,
                                    window,
                                    filters,
                                    depthwise,
                                    wanted)))
            .toList();
  }

  private static Sample convolution(
      OpDef op,
      DataType<?> type,
      Inputs inputs,
      SlidingWindow window,
      int filters,
      boolean depthwise,
      Wanted wanted) {
    int[] images = window.images();
    int channels = images[3];
    int[] filter = {window.size()[0], window.size()[1], channels, filters};
    int[] result = window.result(depthwise ? channels * filters : filters);
    Map<String, Object> attributes = window.ofConvolution();
    return switch (wanted) {
      case RESULT ->
          Sample.of(
              op,
              attributes,
              List.of(inputs.any(type, images), inputs.any(type, filter)),
              plain -> {
                Sums sums = new Sums(type, result);
                forEachTerm(
                    window,
                    filters,
                    depthwise,
                    (x, w, y) -> sums.add(product(plain.get(0).at(x), plain.get(1).at(w)), y));
                return List.of(sums.toPlain());
              });
      case IMAGES ->
          Sample.of(
              op,
              attributes,
              List.of(
                  Plain.vector(images).toTensor(DataType.INT32),
                  inputs.any(type, filter),
                  inputs.any(type, result)),
              plain -> {
                Sums sums = new Sums(type, images);
                forEachTerm(
                    window,
                    filters,
                    depthwise,
                    (x, w, y) -> sums.add(product(plain.get(1).at(w), plain.get(2).at(y)), x));
                return List.of(sums.toPlain());
              });
      case FILTER ->
          Sample.of(
              op,
              attributes,
              List.of(
                  inputs.any(type, images),
                  Plain.vector(filter).toTensor(DataType.INT32),
                  inputs.any(type, result)),
              plain -> {
                Sums sums = new Sums(type, filter);
                forEachTerm(
                    window,
                    filters,
                    depthwise,
                    (x, w, y) -> sums.add(product(plain.get(0).at(x), plain.get(2).at(y)), w));
                return List.of(sums.toPlain());
              });
    };
  }

  /** Takes the indices of two elements that are multiplied, and of the one that is made of them. */
  private interface Term {
    void of(int[] images, int[] filter, int[] result);
  }

  private static void forEachTerm(SlidingWindow window, int filters, boolean depthwise, Term term) {
    window.forEach(
        (image, step, pixel, place) -> {
          for (int channel = 0; channel < window.images()[3]; channel++) {
            for (int i = 0; i < filters; i++) {
              term.of(
                  shape(image, pixel[0], pixel[1], channel),
                  shape(place[0], place[1], channel, i),
                  shape(image, step[0], step[1], depthwise ? channel * filters + i : i));
            }
          }
        });
  }
}
