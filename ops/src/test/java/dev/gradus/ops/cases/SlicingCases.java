package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Samples of the ops that join, cut, repeat and turn round tensors: here, the one that cuts a
 * block; the others are in {@link StridedSliceCases}, {@link JoiningCases}, {@link PaddingCases}
 * and {@link ReversalCases}.
 */
final class SlicingCases {
  private SlicingCases() {}

  static List<OpCase> all() {
    return ImmutableList.<OpCase>builder()
        .add(OpCase.exact("Slice", SlicingCases::slices))
        .addAll(StridedSliceCases.all())
        .addAll(JoiningCases.all())
        .addAll(PaddingCases.all())
        .addAll(ReversalCases.all())
        .build();
  }

  static Tensor<?> vector(DataType<?> type, int... values) {
    return Plain.vector(values).toTensor(type);
  }

  /** Shape, begin and size. */
  private static List<Sample> slices(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}, {}},
      {{5}, {0}, {5}},
      {{5}, {1}, {3}},
      {{5}, {2}, {-1}},
      {{5}, {5}, {-1}},
      {{5}, {5}, {0}},
      {{4, 3}, {1, 0}, {2, 3}},
      {{4, 3}, {1, 1}, {2, 2}},
      {{4, 3}, {0, 2}, {-1, 1}},
      {{4, 3}, {2, 0}, {0, -1}},
      {{2, 3, 4}, {0, 1, 1}, {2, 2, 2}},
      {{2, 3, 4}, {1, 0, 0}, {1, -1, -1}},
      {{2, 3, 4}, {0, 0, 3}, {2, 3, 1}},
      {{2, 3, 2, 3}, {0, 1, 0, 1}, {2, 2, 1, 2}},
      {{0, 3}, {0, 1}, {0, 2}},
      {{3, 0}, {1, 0}, {-1, -1}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  vector(types.get("Index"), use[1]),
                  vector(types.get("Index"), use[2])),
              plain -> List.of(sliced(plain.get(0), use[1], use[2]))));
    }
    return samples;
  }

  private static Plain sliced(Plain x, int[] begin, int[] size) {
    int[] shape = size.clone();
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = size[axis] == -1 ? x.shape()[axis] - begin[axis] : size[axis];
    }
    return Plain.of(
        shape,
        index -> {
          for (int axis = 0; axis < index.length; axis++) {
            index[axis] += begin[axis];
          }
          return x.at(index);
        });
  }
}
