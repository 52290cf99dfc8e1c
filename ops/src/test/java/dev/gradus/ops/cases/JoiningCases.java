package dev.gradus.ops.cases;

import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples of the ops that make one tensor of several, side by side, or several of one. */
final class JoiningCases {
  private JoiningCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("ConcatV2", JoiningCases::concatenations),
        OpCase.exact("Split", JoiningCases::equalSplits),
        OpCase.exact("SplitV", JoiningCases::splits),
        OpCase.exact("Pack", JoiningCases::stacks),
        OpCase.exact("Unpack", JoiningCases::unstacks));
  }

  private static int fromFront(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }

  /** The axis, then the shapes. */
  private static List<Sample> concatenations(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{0}, {3}, {2}},
      {{-1}, {3}, {0}, {1}},
      {{0}, {2, 3}, {1, 3}},
      {{1}, {2, 3}, {2, 1}, {2, 4}},
      {{-1}, {2, 1}, {2, 1}, {2, 1}},
      {{-2}, {2, 3}, {4, 3}},
      {{1}, {2, 2, 3}, {2, 1, 3}},
      {{2}, {2, 2, 3}, {2, 2, 1}},
      {{0}, {0, 3}, {0, 3}},
      {{1}, {0, 3}, {0, 2}},
      {{0}, {2, 0}, {3, 0}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int axis = fromFront(use[0][0], use[1].length);
      List<Tensor<?>> given = new ArrayList<>();
      Arrays.stream(use).skip(1).forEach(shape -> given.add(inputs.any(types.get("T"), shape)));
      given.add(Plain.scalar((long) use[0][0]).toTensor(types.get("Tidx")));
      samples.add(
          Sample.of(
              op,
              Map.of("N", (long) use.length - 1),
              given,
              plain -> List.of(concatenated(plain.subList(0, use.length - 1), axis))));
    }
    return samples;
  }

  private static Plain concatenated(List<Plain> parts, int axis) {
    int[] shape = parts.get(0).shape();
    shape[axis] = parts.stream().mapToInt(part -> part.shape()[axis]).sum();
    return Plain.of(
        shape,
        index -> {
          int[] place = index.clone();
          int part = 0;
          while (place[axis] >= parts.get(part).shape()[axis]) {
            place[axis] -= parts.get(part++).shape()[axis];
          }
          return parts.get(part).at(place);
        });
  }

  /** Shape, axis and number of parts. */
  private static List<Sample> equalSplits(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{6}, {0, 3}},
      {{6}, {-1, 1}},
      {{6}, {0, 6}},
      {{4, 3}, {0, 2}},
      {{4, 3}, {1, 3}},
      {{4, 3}, {-2, 4}},
      {{2, 4, 3}, {1, 2}},
      {{2, 4, 3}, {-1, 3}},
      {{0, 4}, {1, 2}},
      {{0, 4}, {0, 3}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int axis = fromFront(use[1][0], use[0].length);
      int count = use[1][1];
      int[] sizes = new int[count];
      Arrays.fill(sizes, use[0][axis] / count);
      samples.add(
          Sample.of(
              op,
              Map.of("num_split", (long) count),
              List.of(Tensor.of(use[1][0]), inputs.any(types.get("T"), use[0])),
              plain -> cut(plain.get(1), axis, sizes)));
    }
    return samples;
  }

  private static List<Plain> cut(Plain whole, int axis, int... sizes) {
    List<Plain> parts = new ArrayList<>();
    int[] begin = {0};
    for (int size : sizes) {
      int[] shape = whole.shape();
      shape[axis] = size;
      parts.add(
          Plain.of(
              shape,
              index -> {
                int[] place = index.clone();
                place[axis] += begin[0];
                return whole.at(place);
              }));
      begin[0] += size;
    }
    return parts;
  }

  /** Shape, axis and sizes. */
  private static List<Sample> splits(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{6}, {0}, {1, 2, 3}},
      {{6}, {0}, {6}},
      {{6}, {-1}, {2, -1}},
      {{6}, {0}, {-1}},
      {{6}, {0}, {6, -1, 0}},
      {{4, 3}, {0}, {3, 1}},
      {{4, 3}, {1}, {1, -1}},
      {{2, 4, 3}, {-2}, {1, 0, 3}},
      {{2, 4, 3}, {2}, {1, 1, 1}},
      {{0, 4}, {1}, {1, 3}},
      {{0, 4}, {0}, {0, 0}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int axis = fromFront(use[1][0], use[0].length);
      int left = use[0][axis] - Arrays.stream(use[2]).filter(size -> size >= 0).sum();
      int[] sizes = Arrays.stream(use[2]).map(size -> size == -1 ? left : size).toArray();
      samples.add(
          Sample.of(
              op,
              Map.of("num_split", (long) sizes.length),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  SlicingCases.vector(types.get("Tlen"), use[2]),
                  Tensor.of(use[1][0])),
              plain -> cut(plain.get(0), axis, sizes)));
    }
    return samples;
  }

  /** The shape of each, the number and the axis, for stacks and what they are taken apart to. */
  private static final int[][][] STACKS = {
    {{}, {3, 0}},
    {{}, {1, -1}},
    {{2}, {3, 0}},
    {{2}, {3, 1}},
    {{2}, {1, -2}},
    {{2, 3}, {2, 0}},
    {{2, 3}, {2, 1}},
    {{2, 3}, {4, -1}},
    {{2, 3}, {2, -3}},
    {{0}, {2, 0}},
    {{2, 0}, {3, 1}}
  };

  private static List<Sample> stacks(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : STACKS) {
      int count = use[1][0];
      int axis = fromFront(use[1][1], use[0].length + 1);
      samples.add(
          Sample.of(
              op,
              Map.of("N", (long) count, "axis", (long) use[1][1]),
              IntStream.range(0, count).mapToObj(i -> inputs.any(types.get("T"), use[0])).toList(),
              plain ->
                  List.of(
                      Plain.of(
                          stackedShape(use[0], axis, count),
                          index -> plain.get(index[axis]).at(without(index, axis))))));
    }
    return samples;
  }

  private static List<Sample> unstacks(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : STACKS) {
      int count = use[1][0];
      int axis = fromFront(use[1][1], use[0].length + 1);
      samples.add(
          Sample.of(
              op,
              Map.of("num", (long) count, "axis", (long) use[1][1]),
              List.of(inputs.any(types.get("T"), stackedShape(use[0], axis, count))),
              plain ->
                  IntStream.range(0, count)
                      .mapToObj(
                          i -> Plain.of(use[0], index -> plain.get(0).at(with(index, axis, i))))
                      .toList()));
    }
    return samples;
  }

  private static int[] stackedShape(int[] shape, int axis, int count) {
    return with(shape, axis, count);
  }

  private static int[] with(int[] values, int at, int added) {
    List<Integer> list = new ArrayList<>(Arrays.stream(values).boxed().toList());
    list.add(at, added);
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] without(int[] values, int at) {
    return IntStream.range(0, values.length).filter(i -> i != at).map(i -> values[i]).toArray();
  }
}
