package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Samples of the ops that enlarge a tensor, by something at its edges or by repeating it. */
final class PaddingCases {
  private PaddingCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("Pad", PaddingCases::pads),
        OpCase.exact("PadV2", PaddingCases::constantPads),
        OpCase.exact("MirrorPad", PaddingCases::mirrors),
        OpCase.exact("MirrorPadGrad", PaddingCases::mirrorGradients),
        OpCase.exact("Tile", PaddingCases::tiles));
  }

  /** Shapes, and what is added in front of and behind each axis. */
  private static final int[][][] PADS = {
    {{}},
    {{3}, {1, 2}},
    {{3}, {0, 0}},
    {{3}, {4, 0}},
    {{0}, {1, 1}},
    {{2, 3}, {1, 0}, {0, 2}},
    {{2, 3}, {0, 0}, {1, 1}},
    {{2, 3}, {2, 1}, {0, 0}},
    {{2, 0}, {1, 1}, {0, 1}},
    {{2, 3, 2}, {0, 1}, {1, 1}, {2, 0}},
    {{1, 2, 2, 1}, {0, 0}, {1, 1}, {1, 1}, {0, 0}}
  };

  private static int[][] paddings(int[][] use) {
    return Arrays.copyOfRange(use, 1, use.length);
  }

  private static Tensor<?> matrix(DataType<?> type, int[][] pairs) {
    return Plain.of(new int[] {pairs.length, 2}, index -> (long) pairs[index[0]][index[1]])
        .toTensor(type);
  }

  private static int[] paddedShape(int[] shape, int[][] paddings) {
    return IntStream.range(0, shape.length)
        .map(axis -> paddings[axis][0] + shape[axis] + paddings[axis][1])
        .toArray();
  }

  private static Plain padded(Plain x, int[][] paddings, Number constant) {
    return Plain.of(
        paddedShape(x.shape(), paddings),
        index -> {
          int[] place = index.clone();
          boolean inside = true;
          for (int axis = 0; axis < place.length; axis++) {
            place[axis] -= paddings[axis][0];
            inside &= place[axis] >= 0 && place[axis] < x.shape()[axis];
          }
          return inside ? x.at(place) : constant;
        });
  }

  private static List<Sample> pads(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : PADS) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  matrix(types.get("Tpaddings"), paddings(use))),
              plain -> List.of(padded(plain.get(0), paddings(use), 0L))));
    }
    return samples;
  }

  private static List<Sample> constantPads(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : PADS) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  matrix(types.get("Tpaddings"), paddings(use)),
                  inputs.positive(types.get("T"))),
              plain -> List.of(padded(plain.get(0), paddings(use), plain.get(2).value()))));
    }
    return samples;
  }

  /** Those that both modes can do. */
  private static final int[][][] MIRRORS = {
    {{3}, {2, 1}},
    {{3}, {0, 0}},
    {{3}, {2, 2}},
    {{4, 3}, {1, 0}, {0, 2}},
    {{4, 3}, {3, 3}, {2, 2}},
    {{2, 3, 4}, {1, 1}, {2, 0}, {1, 3}},
    {{2, 3, 2, 2}, {0, 1}, {1, 1}, {0, 0}, {1, 0}}
  };

  /** Those that only SYMMETRIC can do; an empty axis it can at least leave alone. */
  private static final int[][][] SYMMETRIC_MIRRORS = {{{3}, {3, 3}}, {{3, 0}, {1, 2}, {0, 0}}};

  private static int[][][] mirrorsOf(String mode) {
    return mode.equals("REFLECT")
        ? MIRRORS
        : Stream.of(MIRRORS, SYMMETRIC_MIRRORS).flatMap(Arrays::stream).toArray(int[][][]::new);
  }

  private static List<Sample> mirrors(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (String mode : List.of("REFLECT", "SYMMETRIC")) {
      for (int[][] use : mirrorsOf(mode)) {
        samples.add(
            Sample.of(
                op,
                Map.of("mode", mode),
                List.of(
                    inputs.any(types.get("T"), use[0]),
                    matrix(types.get("Tpaddings"), paddings(use))),
                plain -> List.of(mirrored(plain.get(0), paddings(use), mode))));
      }
    }
    return samples;
  }

  private static Plain mirrored(Plain x, int[][] paddings, String mode) {
    return Plain.of(
        paddedShape(x.shape(), paddings), index -> x.at(image(index, x.shape(), paddings, mode)));
  }

  /** Returns the element whose image stands at an index of the enlarged array. */
  private static int[] image(int[] index, int[] shape, int[][] paddings, String mode) {
    int skipped = mode.equals("REFLECT") ? 1 : 0;
    int[] place = index.clone();
    for (int axis = 0; axis < place.length; axis++) {
      int at = place[axis] - paddings[axis][0];
      int last = shape[axis] - 1;
      if (at < 0) {
        at = -at - 1 + skipped;
      } else if (at > last) {
        at = last - (at - last) + 1 - skipped;
      }
      place[axis] = at;
    }
    return place;
  }

  private static List<Sample> mirrorGradients(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (String mode : List.of("REFLECT", "SYMMETRIC")) {
      for (int[][] use : mirrorsOf(mode)) {
        samples.add(
            Sample.of(
                op,
                Map.of("mode", mode),
                List.of(
                    inputs.any(types.get("T"), paddedShape(use[0], paddings(use))),
                    matrix(types.get("Tpaddings"), paddings(use))),
                plain -> List.of(folded(plain.get(0), use[0], paddings(use), mode))));
      }
    }
    return samples;
  }

  private static Plain folded(Plain enlarged, int[] shape, int[][] paddings, String mode) {
    return Plain.of(
        shape,
        index -> {
          Number sum = enlarged.size() == 0 ? 0L : zeroLike(enlarged.flat(0));
          for (int i = 0; i < enlarged.size(); i++) {
            int[] place = image(Plain.indexOf(enlarged.shape(), i), shape, paddings, mode);
            if (Arrays.equals(place, index)) {
              sum = MathCases.number(Double::sum, Long::sum).apply(sum, enlarged.flat(i));
            }
          }
          return sum;
        });
  }

  private static Number zeroLike(Number number) {
    return number instanceof Double ? (Number) 0.0 : (Number) 0L;
  }

  private static List<Sample> tiles(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{3}, {2}},
      {{3}, {1}},
      {{3}, {0}},
      {{1}, {4}},
      {{2, 3}, {1, 2}},
      {{2, 3}, {3, 1}},
      {{2, 3}, {2, 2}},
      {{2, 1, 3}, {1, 4, 2}},
      {{2, 1, 3}, {2, 1, 1}},
      {{0, 3}, {2, 2}},
      {{2, 3}, {0, 2}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  SlicingCases.vector(types.get("Tmultiples"), use[1])),
              plain -> List.of(tiled(plain.get(0), use[1]))));
    }
    return samples;
  }

  private static Plain tiled(Plain x, int[] multiples) {
    int[] shape = x.shape();
    return Plain.of(
        IntStream.range(0, shape.length).map(axis -> shape[axis] * multiples[axis]).toArray(),
        index ->
            x.at(
                IntStream.range(0, shape.length).map(axis -> index[axis] % shape[axis]).toArray()));
  }
}
