package dev.gradus.ops.cases;

import dev.gradus.core.OpDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples of the ops that put the elements of an axis in another order. */
final class ReversalCases {
  private ReversalCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("ReverseV2", ReversalCases::reversals),
        OpCase.exact("ReverseSequence", ReversalCases::sequences),
        OpCase.exact("Roll", ReversalCases::rolls));
  }

  /** Shape and axes. */
  private static List<Sample> reversals(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{5}, {0}},
      {{5}, {}},
      {{2, 3}, {0}},
      {{2, 3}, {1}},
      {{2, 3}, {-1, -2}},
      {{2, 3, 4}, {1}},
      {{2, 3, 4}, {-1}},
      {{2, 3, 4}, {0, 2}},
      {{2, 3, 4}, {2, 1, 0}},
      {{2, 0, 3}, {1, 2}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  SlicingCases.vector(types.get("Tidx"), use[1])),
              plain -> List.of(reversed(plain.get(0), use[1]))));
    }
    return samples;
  }

  private static Plain reversed(Plain x, int[] axes) {
    return Plain.of(
        x.shape(),
        index -> {
          int[] place = index.clone();
          for (int any : axes) {
            int axis = Math.floorMod(any, x.rank());
            place[axis] = x.shape()[axis] - 1 - place[axis];
          }
          return x.at(place);
        });
  }

  /** Shape, the axes of steps and of sequences, and lengths. */
  private static List<Sample> sequences(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{3, 4}, {1, 0}, {0, 2, 4}},
      {{4, 3}, {0, 1}, {1, 4, 3}},
      {{2, 3, 4}, {1, 0}, {3, 2}},
      {{2, 3, 4}, {2, 0}, {3, 4}},
      {{3, 2, 4}, {0, 1}, {3, 2}},
      {{4, 2, 3}, {0, 2}, {1, 3, 4}},
      {{2, 3, 2, 3}, {3, 1}, {2, 3, 1}},
      {{0, 3}, {1, 0}, {}},
      {{2, 0}, {1, 0}, {0, 0}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int steps = use[1][0];
      int batch = use[1][1];
      samples.add(
          Sample.of(
              op,
              Map.of("seq_dim", (long) steps, "batch_dim", (long) batch),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  SlicingCases.vector(types.get("Tlen"), use[2])),
              plain -> List.of(turned(plain.get(0), steps, batch, use[2]))));
    }
    return samples;
  }

  private static Plain turned(Plain x, int steps, int batch, int[] lengths) {
    return Plain.of(
        x.shape(),
        index -> {
          int[] place = index.clone();
          int length = lengths[index[batch]];
          if (index[steps] < length) {
            place[steps] = length - 1 - index[steps];
          }
          return x.at(place);
        });
  }

  /** Shape, shifts and axes: scalars if there is one of each and a fourth element says so. */
  private static List<Sample> rolls(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{5}, {2}, {0}, {}},
      {{5}, {-1}, {-1}, {}},
      {{5}, {7}, {0}},
      {{5}, {0}, {0}},
      {{2, 3}, {1}, {1}, {}},
      {{2, 3}, {1, -1}, {0, 1}},
      {{2, 3}, {1, 1}, {-1, 1}},
      {{2, 3, 4}, {1, 2, 3}, {0, 1, 2}},
      {{2, 3, 4}, {-5}, {1}},
      {{2, 3}, {}, {}},
      {{2, 0}, {1}, {1}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int[] shape = use.length == 4 ? new int[0] : new int[] {use[1].length};
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  Plain.of(shape, i -> (long) use[1][i.length == 0 ? 0 : i[0]])
                      .toTensor(types.get("Tshift")),
                  Plain.of(shape, i -> (long) use[2][i.length == 0 ? 0 : i[0]])
                      .toTensor(types.get("Taxis"))),
              plain -> List.of(rolled(plain.get(0), use[1], use[2]))));
    }
    return samples;
  }

  private static Plain rolled(Plain x, int[] shifts, int[] axes) {
    return Plain.of(
        x.shape(),
        index -> {
          int[] place = index.clone();
          for (int i = 0; i < axes.length; i++) {
            int axis = Math.floorMod(axes[i], x.rank());
            place[axis] = Math.floorMod(place[axis] - shifts[i], x.shape()[axis]);
          }
          return x.at(place);
        });
  }
}
