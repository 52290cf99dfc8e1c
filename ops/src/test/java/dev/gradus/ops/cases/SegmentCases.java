package dev.gradus.ops.cases;

import com.google.common.primitives.Ints;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import dev.gradus.ops.cases.ReductionCases.Source;
import dev.gradus.ops.cases.ReductionCases.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Samples of the ops that make one row of all rows that have the same id. */
final class SegmentCases {
  /** Shapes of data, each with sorted ids. */
  private static final int[][][] SORTED = {
    {{5}, {0, 0, 1, 1, 1}},
    {{4}, {0, 1, 2, 3}},
    {{3}, {2, 2, 2}},
    {{5, 3}, {0, 2, 2, 5, 5}},
    {{1, 37}, {1}},
    {{3, 2, 2}, {0, 0, 0}},
    {{3, 0}, {0, 1, 1}},
    {{0, 2}, {}}
  };

  /** Shapes of data, shapes of ids, ids, and the number of segments. */
  private static final int[][][] UNSORTED = {
    {{5}, {5}, {3, 0, 3, 1, 0}, {4}},
    {{5}, {5}, {-1, 0, 2, -7, 0}, {4}},
    {{4, 3}, {4}, {1, 0, 1, 1}, {2}},
    {{2, 3}, {2, 3}, {0, 1, 2, 2, 1, 1}, {3}},
    {{2, 2, 3}, {2, 2}, {4, -1, 0, 4}, {5}},
    {{3}, {}, {1}, {2}},
    {{}, {}, {0}, {1}},
    {{2, 0}, {2}, {0, 1}, {2}},
    {{0, 2}, {0}, {}, {3}},
    {{2, 3}, {2}, {-1, -2}, {0}}
  };

  private SegmentCases() {}

  static List<OpCase> all() {
    return List.of(
        sorted("SegmentSum", ReductionCases::sum, Inputs::any, 0),
        sorted("SegmentMean", ReductionCases::mean, SegmentCases::small, 0),
        sorted("SegmentProd", ReductionCases::product, ReductionCases::powersOfTwo, 1),
        sorted("SegmentMax", terms -> ReductionCases.best(terms, 1), Inputs::any, 0),
        sorted("SegmentMin", terms -> ReductionCases.best(terms, -1), Inputs::any, 0),
        unsorted("UnsortedSegmentSum", ReductionCases::sum, Inputs::any),
        unsorted("UnsortedSegmentProd", ReductionCases::product, ReductionCases::powersOfTwo),
        unsorted("UnsortedSegmentMax", terms -> finiteBest(terms, 1), Inputs::any),
        unsorted("UnsortedSegmentMin", terms -> finiteBest(terms, -1), Inputs::any));
  }

  /** Returns numbers of which a few have a sum that a byte holds: TensorFlow's mean wraps there. */
  private static Tensor<?> small(Inputs inputs, DataType<?> type, int... shape) {
    return type.equals(DataType.UINT8)
        ? inputs.between(type, 0, 50, shape)
        : inputs.any(type, shape);
  }

  /** Of nothing, the least or greatest number, which is finite. */
  private static Number finiteBest(Terms terms, int sign) {
    Number best = ReductionCases.best(terms, sign);
    return best instanceof Double infinite && infinite.isInfinite()
        ? -sign * (terms.type().equals(DataType.FLOAT32) ? Float.MAX_VALUE : Double.MAX_VALUE)
        : best;
  }

  private static OpCase sorted(
      String op, Function<Terms, Number> fold, Source source, long ofNone) {
    return OpCase.exact(
        op,
        (definition, types, inputs) ->
            Arrays.stream(SORTED)
                .map(
                    use ->
                        Sample.of(
                            definition,
                            Map.of(),
                            List.of(
                                source.input(inputs, types.get("T"), use[0]),
                                Plain.vector(use[1]).toTensor(types.get("Tindices"))),
                            plain ->
                                List.of(
                                    folded(
                                        plain.get(0),
                                        1,
                                        use[1],
                                        Arrays.stream(use[1]).max().orElse(-1) + 1,
                                        types.get("T"),
                                        terms ->
                                            terms.values().isEmpty()
                                                ? number(terms.type(), ofNone)
                                                : fold.apply(terms)))))
                .toList());
  }

  private static Number number(DataType<?> type, long value) {
    return type.isFloating() ? (Number) (double) value : (Number) value;
  }

  private static OpCase unsorted(String op, Function<Terms, Number> fold, Source source) {
    return OpCase.exact(
        op,
        (definition, types, inputs) ->
            Arrays.stream(UNSORTED)
                .map(use -> unsorted(definition, types, inputs, use, fold, source))
                .toList());
  }

  private static Sample unsorted(
      OpDef op,
      Types types,
      Inputs inputs,
      int[][] use,
      Function<Terms, Number> fold,
      Source source) {
    Plain ids = Plain.of(use[1], index -> (long) use[2][position(use[1], index)]);
    return Sample.of(
        op,
        Map.of(),
        List.of(
            source.input(inputs, types.get("T"), use[0]),
            ids.toTensor(types.get("Tindices")),
            Plain.scalar((long) use[3][0]).toTensor(types.get("Tnumsegments"))),
        plain ->
            List.of(folded(plain.get(0), use[1].length, use[2], use[3][0], types.get("T"), fold)));
  }

  private static int position(int[] shape, int[] index) {
    int position = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      position = position * shape[axis] + index[axis];
    }
    return position;
  }

  /** Makes one number of all elements that stand in the same place of rows with the same id. */
  private static Plain folded(
      Plain data,
      int rowAxes,
      int[] ids,
      int segments,
      DataType<?> type,
      Function<Terms, Number> fold) {
    int[] rows = Arrays.copyOf(data.shape(), rowAxes);
    int[] row = Arrays.copyOfRange(data.shape(), rowAxes, data.rank());
    int[] shape = Ints.concat(new int[] {segments}, row);
    return Plain.of(
        shape,
        index -> {
          List<Number> values = new ArrayList<>();
          for (int i = 0; i < data.size(); i++) {
            int[] at = Plain.indexOf(data.shape(), i);
            boolean isSamePlace = Arrays.equals(at, rowAxes, at.length, index, 1, index.length);
            if (isSamePlace && ids[position(rows, at)] == index[0]) {
              values.add(data.flat(i));
            }
          }
          return fold.apply(new Terms(type, values));
        });
  }
}
