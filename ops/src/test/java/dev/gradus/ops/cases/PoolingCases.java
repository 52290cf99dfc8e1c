package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Samples of pooling.
 *
 * <p>The oracle of all is the definition: it lists the pixels under the window at each of its
 * steps.
 */
final class PoolingCases {
  private PoolingCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("MaxPool", PoolingCases::greatest),
        OpCase.exact("MaxPoolGrad", PoolingCases::greatestByImages),
        OpCase.exact("MaxPoolGradGrad", PoolingCases::atGreatest),
        OpCase.exact("AvgPool", PoolingCases::means),
        new OpCase("AvgPoolGrad", PoolingCases::meansByImages, Tolerance.PARTS));
  }

  /** For each element of the result of a pooling, the indices of the elements under its window. */
  private static List<List<int[]>> underWindow(SlidingWindow window) {
    int[] result = window.result(window.images()[3]);
    List<List<int[]>> under = new ArrayList<>();
    for (int i = 0; i < Plain.sizeOf(result); i++) {
      under.add(new ArrayList<>());
    }
    window.forEach(
        (image, step, pixel, place) -> {
          for (int channel = 0; channel < result[3]; channel++) {
            int line = (image * result[1] + step[0]) * result[2] + step[1];
            under
                .get(line * result[3] + channel)
                .add(new int[] {image, pixel[0], pixel[1], channel});
          }
        });
    return under;
  }

  /** Makes each element of the result of a pooling of what lies under its window. */
  private static Plain pooled(SlidingWindow window, Function<List<int[]>, Number> f) {
    int[] result = window.result(window.images()[3]);
    List<List<int[]>> under = underWindow(window);
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

  private static Plain maxPool(SlidingWindow window, Plain images) {
    return pooled(window, under -> images.at(greatest(images, under)));
  }

  private static List<Sample> greatest(OpDef op, Types types, Inputs inputs) {
    return SlidingWindow.samples()
        .map(
            window ->
                Sample.of(
                    op,
                    window.ofPooling(),
                    List.of(inputs.any(types.get("T"), window.images())),
                    plain -> List.of(maxPool(window, plain.get(0)))))
        .toList();
  }

  private static List<Sample> greatestByImages(OpDef op, Types types, Inputs inputs) {
    DataType<?> type = types.get("T");
    return SlidingWindow.samples()
        .map(
            window -> {
              Tensor<?> images = inputs.any(type, window.images());
              return Sample.of(
                  op,
                  window.ofPooling(),
                  List.of(
                      images,
                      maxPool(window, Plain.of(images)).toTensor(type),
                      inputs.any(type, window.result(window.images()[3]))),
                  plain -> {
                    Sums sums = new Sums(type, window.images());
                    List<List<int[]>> under = underWindow(window);
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
    return SlidingWindow.samples()
        .map(
            window -> {
              Tensor<?> images = inputs.any(type, window.images());
              return Sample.of(
                  op,
                  window.ofPooling(),
                  List.of(
                      images,
                      maxPool(window, Plain.of(images)).toTensor(type),
                      inputs.any(type, window.images())),
                  plain ->
                      List.of(
                          pooled(window, under -> plain.get(2).at(greatest(plain.get(0), under)))));
            })
        .toList();
  }

  private static List<Sample> means(OpDef op, Types types, Inputs inputs) {
    return SlidingWindow.samples()
        .map(
            window ->
                Sample.of(
                    op,
                    window.ofPooling(),
                    List.of(inputs.any(types.get("T"), window.images())),
                    plain ->
                        List.of(
                            pooled(
                                window,
                                under ->
                                    under.stream()
                                        .mapToDouble(index -> plain.get(0).at(index).doubleValue())
                                        .average()
                                        .orElseThrow()))))
        .toList();
  }

  private static List<Sample> meansByImages(OpDef op, Types types, Inputs inputs) {
    DataType<?> type = types.get("T");
    return SlidingWindow.samples()
        .map(
            window ->
                Sample.of(
                    op,
                    window.ofPooling(),
                    List.of(
                        Plain.vector(window.images()).toTensor(DataType.INT32),
                        inputs.any(type, window.result(window.images()[3]))),
                    plain -> {
                      Sums sums = new Sums(type, window.images());
                      List<List<int[]>> under = underWindow(window);
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
