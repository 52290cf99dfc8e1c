package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples of the ops that search for elements: the true, the greatest, the distinct. */
final class SearchCases {
  private SearchCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("Where", SearchCases::wheres),
        OpCase.exact("TopKV2", SearchCases::tops),
        OpCase.exact("InTopK", (op, types, inputs) -> inTops(op, types, inputs, true)),
        OpCase.exact("InTopKV2", (op, types, inputs) -> inTops(op, types, inputs, false)),
        distinct("Unique", false),
        distinct("UniqueWithCounts", true));
  }

  private static List<Sample> wheres(OpDef op, Types types, Inputs inputs) {
    int[][] shapes = {{0}, {6}, {2, 3}, {3, 0}, {2, 3, 4}, {1, 1}, {70}};
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : shapes) {
      for (int limit : new int[] {1, 2}) { // All zero, and some.
        samples.add(
            Sample.of(
                op,
                Map.of(),
                List.of(inputs.between(types.get("T"), 0, limit, shape)),
                plain -> List.of(indicesOfNonZero(plain.get(0)))));
      }
    }
    return samples;
  }

  private static Plain indicesOfNonZero(Plain x) {
    List<int[]> found =
        IntStream.range(0, x.size())
            .filter(i -> x.flat(i).doubleValue() != 0)
            .mapToObj(i -> Plain.indexOf(x.shape(), i))
            .toList();
    return Plain.of(
        new int[] {found.size(), x.rank()}, index -> (long) found.get(index[0])[index[1]]);
  }

  /** The shape of the input, and k. */
  private static List<Sample> tops(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{5}, {2}},
      {{5}, {1}},
      {{5}, {5}},
      {{5}, {0}},
      {{3, 7}, {3}},
      {{2, 3, 4}, {2}},
      {{2, 3, 4}, {4}},
      {{0, 3}, {2}},
      {{3, 0}, {0}},
      {{2, 90}, {40}},
      {{1, 90}, {90}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int k = use[1][0];
      // What is not wanted sorted may come in any order, so that is tried with one at most.
      for (boolean sorted : k <= 1 ? new boolean[] {true, false} : new boolean[] {true}) {
        samples.add(
            Sample.of(
                op,
                Map.of("sorted", sorted),
                List.of(
                    k == 3
                        ? inputs.any(types.get("T"), use[0])
                        // So few different values that there are ties.
                        : inputs.between(types.get("T"), 0, 9, use[0]),
                    Plain.scalar((long) k).toTensor(DataType.INT32)),
                plain -> top(plain.get(0), k)));
      }
    }
    return samples;
  }

  private static List<Plain> top(Plain x, int k) {
    int[] shape = x.shape();
    int length = shape[shape.length - 1];
    shape[shape.length - 1] = k;
    Plain indices =
        Plain.of(
            shape,
            index -> {
              int[] place = index.clone();
              List<Integer> order = new ArrayList<>(IntStream.range(0, length).boxed().toList());
              order.sort(
                  Comparator.comparingDouble(
                      i -> {
                        place[place.length - 1] = i;
                        return -x.at(place).doubleValue();
                      }));
              return (long) order.get(index[index.length - 1]);
            });
    return List.of(
        Plain.of(
            shape,
            index -> {
              int[] place = index.clone();
              place[place.length - 1] = indices.at(index).intValue();
              return x.at(place);
            }),
        indices);
  }

  /** Rows, classes and k. */
  private static List<Sample> inTops(OpDef op, Types types, Inputs inputs, boolean asAttribute) {
    int[][] uses = {{1, 3, 1}, {4, 5, 2}, {6, 4, 4}, {5, 6, 0}, {0, 3, 1}, {7, 3, 9}, {6, 9, 3}};
    List<Sample> samples = new ArrayList<>();
    for (int[] use : uses) {
      long k = use[2];
      Tensor<?> predictions = inputs.between(DataType.FLOAT32, 0, 5, use[0], use[1]);
      // Some targets are out of range, which is no mistake.
      Tensor<?> targets = inputs.between(types.get("T"), -1, use[1] + 1, use[0]);
      samples.add(
          Sample.of(
              op,
              asAttribute ? Map.of("k", k) : Map.of(),
              asAttribute
                  ? List.of(predictions, targets)
                  : List.of(predictions, targets, Plain.scalar(k).toTensor(types.get("T"))),
              plain -> List.of(inTop(plain.get(0), plain.get(1), k))));
    }
    samples.add(notFinite(op, types, asAttribute));
    return samples;
  }

  private static Sample notFinite(OpDef op, Types types, boolean asAttribute) {
    float[][] rows = {
      {Float.NaN, 1, 2}, {Float.POSITIVE_INFINITY, 1, 2}, {1, Float.NEGATIVE_INFINITY, 2}, {3, 2, 1}
    };
    Tensor<?> targets = Plain.vector(2, 0, 0, 1).toTensor(types.get("T"));
    return Sample.of(
        op,
        asAttribute ? Map.of("k", 3L) : Map.of(),
        asAttribute
            ? List.of(Tensor.of(rows), targets)
            : List.of(Tensor.of(rows), targets, Plain.scalar(3L).toTensor(types.get("T"))),
        plain -> List.of(Plain.vector(0, 0, 0, 1)));
  }

  private static Plain inTop(Plain predictions, Plain targets, long k) {
    int classes = predictions.shape()[1];
    return targets
        .map(Number::longValue)
        .zip(
            Plain.of(targets.shape(), index -> (long) index[0]),
            (target, row) -> {
              if (target.longValue() < 0 || target.longValue() >= classes) {
                return 0L;
              }
              double own = predictions.at(row.intValue(), target.intValue()).doubleValue();
              long greater =
                  IntStream.range(0, classes)
                      .filter(i -> predictions.at(row.intValue(), i).doubleValue() > own)
                      .count();
              return greater < k ? 1L : 0L;
            });
  }

  private static OpCase distinct(String op, boolean counts) {
    int[][] uses = {{0, 5}, {1, 5}, {12, 2}, {40, 30}, {9, 1}, {200, 90}};
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[] use : uses) {
            int shift = types.get("T").equals(DataType.UINT8) ? 0 : use[1] / 2;
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(inputs.between(types.get("T"), -shift, use[1] - shift, use[0])),
                    plain -> distinct(plain.get(0), counts)));
          }
          return samples;
        });
  }

  private static List<Plain> distinct(Plain x, boolean counts) {
    List<Number> elements = IntStream.range(0, x.size()).mapToObj(x::flat).toList();
    List<Number> found = elements.stream().distinct().toList();
    List<Plain> results = new ArrayList<>();
    results.add(Plain.of(new int[] {found.size()}, index -> found.get(index[0])));
    results.add(x.map(e -> (long) found.indexOf(e)));
    if (counts) {
      results.add(
          Plain.of(
              new int[] {found.size()},
              index -> (long) Collections.frequency(elements, found.get(index[0]))));
    }
    return results;
  }
}
