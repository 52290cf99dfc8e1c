package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Samples of convolution and pooling.
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
        OpCase.exact("DepthwiseConv2dNativeBackpropFilter", convolution(true, Wanted.FILTER)),
        OpCase.exact("MaxPool", ConvolutionCases::greatest),
        OpCase.exact("MaxPoolGrad", ConvolutionCases::greatestByImages),
        OpCase.exact("MaxPoolGradGrad", ConvolutionCases::atGreatest),
        OpCase.exact("AvgPool", ConvolutionCases::means),
        new OpCase("AvgPoolGrad", ConvolutionCases::meansByImages, Tolerance.PARTS));
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
                            index -> sum(plain.get(0).at(index), plain.get(1).at(index[axis]))))));
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

  private static Number sum(Number a, Number b) {
    return MathCases.number(Double::sum, Long::sum).apply(a, b);
  }

  private static Number product(Number a, Number b) {
    BinaryOperator<Number> product = MathCases.number((x, y) -> x * y, (x, y) -> x * y);
    return product.apply(a, b);
  }

  /** An array to whose elements terms are added. */
  private static final class Sums {
    private final int[] shape;
    private final Number[] elements;

    Sums(DataType<?> type, int... shape) {
      this.shape = shape;
      elements = new Number[Plain.sizeOf(shape)];
      Arrays.fill(elements, type.isFloating() ? (Number) 0.0 : (Number) 0L);
    }

    void add(Number term, int... index) {
      int at = flat(index);
      elements[at] = sum(elements[at], term);
    }

    private int flat(int... index) {
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at = at * shape[axis] + index[axis];
      }
      return at;
    }

    Plain toPlain() {
      return Plain.of(shape, index -> elements[flat(index)]);
    }
  }

  /** Takes a pixel of the images that lies under a place of the window at a step. */
  private interface Meeting {
    /**
     * Takes it.
     *
     * @param image number of the image
     * @param step row and column of the step
     * @param pixel row and column of the pixel
     * @param place row and column of the place
     */
    void at(int image, int[] step, int[] pixel, int[] place);
  }

  /**
   * How a window slides over images.
   *
   * @param images their shape
   * @param window its rows, columns
   * @param stride by rows, columns
   * @param dilation by rows, columns
   * @param padding SAME, VALID or EXPLICIT, which is then 1 before the rows and 2 behind the
   *     columns
   */
  private record Sliding(int[] images, int[] window, int[] stride, int[] dilation, String padding) {
    static Sliding of(int[] images, int rows, int columns, int stride, String padding) {
      return new Sliding(
          images, new int[] {rows, columns}, new int[] {stride, stride}, new int[] {1, 1}, padding);
    }

    private int covered(int axis) {
      return (window[axis] - 1) * dilation[axis] + 1;
    }

    private int steps(int axis) {
      int image = images[axis + 1];
      return switch (padding) {
        case "SAME" -> (image + stride[axis] - 1) / stride[axis];
        case "VALID" -> (image - covered(axis) + stride[axis]) / stride[axis];
        default -> (image + 1 + axis - covered(axis) + stride[axis]) / stride[axis];
      };
    }

    private int before(int axis) {
      int outside = (steps(axis) - 1) * stride[axis] + covered(axis) - images[axis + 1];
      return switch (padding) {
        case "SAME" -> Math.max(0, outside) / 2;
        case "VALID" -> 0;
        default -> 1 - axis;
      };
    }

    int[] result(int channels) {
      return new int[] {images[0], steps(0), steps(1), channels};
    }

    boolean isDilated() {
      return dilation[0] > 1 || dilation[1] > 1;
    }

    boolean isUneven() {
      return stride[0] != stride[1];
    }

    void forEach(Meeting meeting) {
      for (int image = 0; image < images[0]; image++) {
        for (int[] step : pairs(steps(0), steps(1))) {
          for (int[] place : pairs(window[0], window[1])) {
            int y = step[0] * stride[0] + place[0] * dilation[0] - before(0);
            int x = step[1] * stride[1] + place[1] * dilation[1] - before(1);
            if (y >= 0 && y < images[1] && x >= 0 && x < images[2]) {
              meeting.at(image, step, new int[] {y, x}, place);
            }
          }
        }
      }
    }

    private static List<int[]> pairs(int rows, int columns) {
      List<int[]> pairs = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          pairs.add(new int[] {i, j});
        }
      }
      return pairs;
    }

    private static List<Long> perDimension(int... values) {
      return List.of(1L, (long) values[0], (long) values[1], 1L);
    }

    Map<String, Object> ofConvolution() {
      ImmutableMap.Builder<String, Object> attributes = ImmutableMap.builder();
      attributes.put("strides", perDimension(stride)).put("padding", padding);
      if (isDilated()) {
        attributes.put("dilations", perDimension(dilation));
      }
      if (padding.equals("EXPLICIT")) {
        attributes.put("explicit_paddings", List.of(0L, 0L, 1L, 0L, 0L, 2L, 0L, 0L));
      }
      return attributes.buildOrThrow();
    }

    Map<String, Object> ofPooling() {
      return Map.of(
          "ksize", perDimension(window), "strides", perDimension(stride), "padding", padding);
    }
  }

  private static int[] shape(int... dimensions) {
    return dimensions;
  }

  private static Stream<Sliding> slidings() {
    return Stream.of(
        Sliding.of(shape(2, 5, 4, 2), 3, 3, 1, "SAME"),
        Sliding.of(shape(1, 6, 5, 3), 2, 3, 1, "VALID"),
        Sliding.of(shape(2, 5, 6, 1), 3, 2, 2, "SAME"),
        Sliding.of(shape(1, 7, 6, 2), 2, 2, 3, "VALID"),
        Sliding.of(shape(1, 6, 6, 2), 4, 4, 2, "SAME"),
        Sliding.of(shape(1, 2, 3, 2), 5, 5, 1, "SAME"),
        Sliding.of(shape(1, 3, 3, 1), 5, 4, 2, "SAME"),
        Sliding.of(shape(2, 3, 2, 3), 1, 1, 1, "VALID"),
        Sliding.of(shape(1, 5, 4, 2), 1, 1, 2, "SAME"),
        Sliding.of(shape(1, 3, 13, 1), 3, 5, 1, "SAME"),
        Sliding.of(shape(0, 3, 3, 2), 2, 2, 1, "SAME"));
  }

  private static Stream<Sliding> convolved() {
    return Stream.concat(
        slidings(),
        Stream.of(
            new Sliding(shape(1, 7, 6, 2), shape(2, 3), shape(1, 1), shape(2, 2), "SAME"),
            new Sliding(shape(2, 7, 6, 1), shape(3, 2), shape(1, 1), shape(2, 3), "VALID"),
            new Sliding(shape(1, 5, 6, 2), shape(3, 3), shape(2, 1), shape(1, 1), "SAME"),
            new Sliding(shape(1, 4, 4, 2), shape(2, 3), shape(1, 1), shape(1, 1), "EXPLICIT"),
            new Sliding(shape(1, 5, 5, 1), shape(2, 2), shape(2, 2), shape(1, 1), "EXPLICIT")));
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
  private static Stream<Sliding> accepted(boolean depthwise, Wanted wanted) {
    return convolved()
        .filter(sliding -> !sliding.isDilated() || (!depthwise && wanted == Wanted.RESULT))
        .filter(sliding -> !depthwise || !sliding.isUneven())
        .filter(sliding -> !depthwise || !sliding.padding.equals("EXPLICIT"))
        .filter(sliding -> !depthwise || sliding.images[0] > 0);
  }

  private static OpCase.Maker convolution(boolean depthwise, Wanted wanted) {
    return (op, types, inputs) ->
        accepted(depthwise, wanted)
            .flatMap(
                sliding ->
                    Stream.of(1, 3)
                        .map(
                            filters ->
                                convolution(
                                    op,
                                    types.get("T"),
                                    inputs,
                                    sliding,
                                    filters,
                                    depthwise,
                                    wanted)))
            .toList();
  }

  private static Sample convolution(
      OpDef op,
      DataType<?> type,
      Inputs inputs,
      Sliding sliding,
      int filters,
      boolean depthwise,
      Wanted wanted) {
    int[] images = sliding.images;
    int channels = images[3];
    int[] filter = {sliding.window[0], sliding.window[1], channels, filters};
    int[] result = sliding.result(depthwise ? channels * filters : filters);
    Map<String, Object> attributes = sliding.ofConvolution();
    return switch (wanted) {
      case RESULT ->
          Sample.of(
              op,
              attributes,
              List.of(inputs.any(type, images), inputs.any(type, filter)),
              plain -> {
                Sums sums = new Sums(type, result);
                forEachTerm(
                    sliding,
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
                    sliding,
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
                    sliding,
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

  private static void forEachTerm(Sliding sliding, int filters, boolean depthwise, Term term) {
    sliding.forEach(
        (image, step, pixel, place) -> {
          for (int channel = 0; channel < sliding.images[3]; channel++) {
            for (int i = 0; i < filters; i++) {
              term.of(
                  shape(image, pixel[0], pixel[1], channel),
                  shape(place[0], place[1], channel, i),
                  shape(image, step[0], step[1], depthwise ? channel * filters + i : i));
            }
          }
        });
  }

  /** For each element of the result of a pooling, the indices of the elements under its window. */
  private static List<List<int[]>> underWindow(Sliding sliding) {
    int[] result = sliding.result(sliding.images[3]);
    List<List<int[]>> under = new ArrayList<>();
    for (int i = 0; i < Plain.sizeOf(result); i++) {
      under.add(new ArrayList<>());
    }
    sliding.forEach(
        (image, step, pixel, place) -> {
          for (int channel = 0; channel < result[3]; channel++) {
            int line = (image * result[1] + step[0]) * result[2] + step[1];
            under.get(line * result[3] + channel).add(shape(image, pixel[0], pixel[1], channel));
          }
        });
    return under;
  }

  /** Makes each element of the result of a pooling of what lies under its window. */
  private static Plain pooled(Sliding sliding, Function<List<int[]>, Number> f) {
    int[] result = sliding.result(sliding.images[3]);
    List<List<int[]>> under = underWindow(sliding);
    int[] next = new int[1];
    return Plain.of(result, index -> f.apply(under.get(next[0]++)));
  }

  /** The first of the greatest elements. */
  private static int[] greatest(Plain images, List<int[]> under) {
    int[] greatest = under.get(0);
    for (int[] index : under) {
      if (images.at(index).doubleValue() > images.at(greatest).doubleValue()) {
        greatest = index;
      }
    }
    return greatest;
  }

  private static Plain maxPool(Sliding sliding, Plain images) {
    return pooled(sliding, under -> images.at(greatest(images, under)));
  }

  private static List<Sample> greatest(OpDef op, Types types, Inputs inputs) {
    return slidings()
        .map(
            sliding ->
                Sample.of(
                    op,
                    sliding.ofPooling(),
                    List.of(inputs.any(types.get("T"), sliding.images)),
                    plain -> List.of(maxPool(sliding, plain.get(0)))))
        .toList();
  }

  private static List<Sample> greatestByImages(OpDef op, Types types, Inputs inputs) {
    DataType<?> type = types.get("T");
    return slidings()
        .map(
            sliding -> {
              Tensor<?> images = inputs.any(type, sliding.images);
              return Sample.of(
                  op,
                  sliding.ofPooling(),
                  List.of(
                      images,
                      maxPool(sliding, Plain.of(images)).toTensor(type),
                      inputs.any(type, sliding.result(sliding.images[3]))),
                  plain -> {
                    Sums sums = new Sums(type, sliding.images);
                    List<List<int[]>> under = underWindow(sliding);
                    for (int i = 0; i < under.size(); i++) {
                      sums.add(plain.get(2).flat(i), greatest(plain.get(0), under.get(i)));
                    }
                    return List.of(sums.toPlain());
                  });
            })
        .toList();
  }

  private static List<Sample> atGreatest(OpDef op, Types types, Inputs inputs) {
    DataType<?> type = types.get("T");
    return slidings()
        .map(
            sliding -> {
              Tensor<?> images = inputs.any(type, sliding.images);
              return Sample.of(
                  op,
                  sliding.ofPooling(),
                  List.of(
                      images,
                      maxPool(sliding, Plain.of(images)).toTensor(type),
                      inputs.any(type, sliding.images)),
                  plain ->
                      List.of(
                          pooled(
                              sliding, under -> plain.get(2).at(greatest(plain.get(0), under)))));
            })
        .toList();
  }

  private static List<Sample> means(OpDef op, Types types, Inputs inputs) {
    return slidings()
        .map(
            sliding ->
                Sample.of(
                    op,
                    sliding.ofPooling(),
                    List.of(inputs.any(types.get("T"), sliding.images)),
                    plain ->
                        List.of(
                            pooled(
                                sliding,
                                under ->
                                    under.stream()
                                        .mapToDouble(index -> plain.get(0).at(index).doubleValue())
                                        .average()
                                        .orElseThrow()))))
        .toList();
  }

  private static List<Sample> meansByImages(OpDef op, Types types, Inputs inputs) {
    DataType<?> type = types.get("T");
    return slidings()
        .map(
            sliding ->
                Sample.of(
                    op,
                    sliding.ofPooling(),
                    List.of(
                        Plain.vector(sliding.images).toTensor(DataType.INT32),
                        inputs.any(type, sliding.result(sliding.images[3]))),
                    plain -> {
                      Sums sums = new Sums(type, sliding.images);
                      List<List<int[]>> under = underWindow(sliding);
                      for (int i = 0; i < under.size(); i++) {
                        double g = plain.get(1).flat(i).doubleValue();
                        for (int[] index : under.get(i)) {
                          sums.add(g / under.get(i).size(), index);
                        }
                      }
                      return List.of(sums.toPlain());
                    }))
        .toList();
  }
}
