package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Samples of the ops that make one number of several. */
final class ReductionCases {
  /** Shapes, each with the axes to reduce. */
  private static final int[][][] SHAPES_AND_AXES = {
    {{}, {}},
    {{5}, {0}},
    {{5}, {-1}},
    {{5}, {}},
    {{37}, {0}},
    {{2, 3}, {0}},
    {{2, 3}, {1}},
    {{2, 3}, {1, 0}},
    {{2, 3}, {-1, 0}},
    {{2, 3}, {}},
    {{2, 3, 4}, {1}},
    {{2, 3, 4}, {0, 2}},
    {{2, 3, 4}, {-3, -2}},
    {{2, 3, 4, 5}, {0, 2}},
    {{1, 3, 1}, {0, 2}},
    {{0, 3}, {1}},
    {{3, 0, 2}, {0}}
  };

  /** The same for what has a value over nothing, too. */
  private static final int[][][] OVER_NOTHING = {{{0}, {0}}, {{2, 0}, {1}}, {{0, 3}, {0, 1}}};

  private ReductionCases() {}

  static List<OpCase> all() {
    return List.of(
        reduction("Sum", ReductionCases::sum),
        reduction("Mean", ReductionCases::mean),
        reduction("Max", values -> best(values, 1)),
        reduction("Min", values -> best(values, -1)),
        reduction("Prod", ReductionCases::product, ReductionCases::powersOfTwo),
        logicalReduction("Any", values -> values.contains(1L)),
        logicalReduction("All", values -> !values.contains(0L)),
        search("ArgMax", 1),
        search("ArgMin", -1),
        accumulation("Cumsum", ReductionCases::sum, Inputs::any),
        accumulation("Cumprod", ReductionCases::product, ReductionCases::powersOfTwo),
        OpCase.exact("L2Loss", ReductionCases::halfSumsOfSquares));
  }

  /** Makes the input of the given type and shape. */
  interface Source {
    Tensor<?> input(Inputs inputs, DataType<?> type, int... shape);
  }

  /** Returns 1, 2, -1 and -2, of which products are exact. */
  static Tensor<?> powersOfTwo(Inputs inputs, DataType<?> type, int... shape) {
    long[] values = {1, 2, -1, -2};
    return Plain.of(inputs.between(DataType.INT32, 0, 4, shape))
        .map(choice -> values[choice.intValue()])
        .toTensor(type);
  }

  private static OpCase reduction(String op, Function<Terms, Number> fold) {
    return reduction(op, fold, Inputs::any);
  }

  private static OpCase logicalReduction(String op, Predicate<List<Number>> test) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<int[][]> uses = new ArrayList<>(List.of(SHAPES_AND_AXES));
          uses.addAll(List.of(OVER_NOTHING));
          List<Sample> samples = new ArrayList<>();
          for (int[][] use : uses) {
            for (boolean keepDims : new boolean[] {false, true}) {
              samples.add(
                  reduction(
                      definition,
                      types,
                      inputs.any(DataType.BOOL, use[0]),
                      use[1],
                      keepDims,
                      terms -> test.test(terms.values()) ? 1L : 0L));
            }
          }
          return samples;
        });
  }

  private static OpCase reduction(String op, Function<Terms, Number> fold, Source source) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<int[][]> uses = new ArrayList<>(List.of(SHAPES_AND_AXES));
          if (!op.equals("Mean") || types.get("T").isFloating()) {
            uses.addAll(List.of(OVER_NOTHING));
          }
          List<Sample> samples = new ArrayList<>();
          for (int[][] use : uses) {
            for (boolean keepDims : new boolean[] {false, true}) {
              Tensor<?> x = source.input(inputs, types.get("T"), use[0]);
              samples.add(reduction(definition, types, x, use[1], keepDims, fold));
            }
          }
          return samples;
        });
  }

  private static Sample reduction(
      OpDef op,
      Types types,
      Tensor<?> x,
      int[] axes,
      boolean keepDims,
      Function<Terms, Number> fold) {
    return Sample.of(
        op,
        Map.of("keep_dims", keepDims),
        List.of(x, Plain.vector(axes).toTensor(types.get("Tidx"))),
        plain -> List.of(reduced(plain.get(0), plain.get(1).ints(), keepDims, x.dataType(), fold)));
  }

  /** What is to be made one number of, and of which type. */
  record Terms(DataType<?> type, List<Number> values) {}

  private static Plain reduced(
      Plain x, int[] axes, boolean keepDims, DataType<?> type, Function<Terms, Number> fold) {
    Set<Integer> gone =
        Arrays.stream(axes)
            .mapToObj(axis -> axis < 0 ? axis + x.rank() : axis)
            .collect(Collectors.toSet());
    int[] kept =
        IntStream.range(0, x.rank())
            .map(axis -> gone.contains(axis) ? 1 : x.shape()[axis])
            .toArray();
    Plain result = Plain.of(kept, index -> fold.apply(new Terms(type, under(x, gone, index))));
    return keepDims
        ? result
        : Plain.of(
            IntStream.range(0, x.rank())
                .filter(axis -> !gone.contains(axis))
                .map(axis -> kept[axis])
                .toArray(),
            index -> {
              int[] full = new int[x.rank()];
              int next = 0;
              for (int axis = 0; axis < full.length; axis++) {
                full[axis] = gone.contains(axis) ? 0 : index[next++];
              }
              return result.at(full);
            });
  }

  /** Returns the elements whose index is the given one at all axes but those that are gone. */
  private static List<Number> under(Plain x, Set<Integer> gone, int[] index) {
    List<Number> elements = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      int[] own = Plain.indexOf(x.shape(), i);
      if (IntStream.range(0, own.length)
          .allMatch(axis -> gone.contains(axis) || own[axis] == index[axis])) {
        elements.add(x.flat(i));
      }
    }
    return elements;
  }

  static Number sum(Terms terms) {
    return terms.type().isFloating()
        ? (Number) terms.values().stream().mapToDouble(Number::doubleValue).sum()
        : (Number) terms.values().stream().mapToLong(Number::longValue).sum();
  }

  static Number product(Terms terms) {
    return terms.type().isFloating()
        ? (Number)
            terms.values().stream().mapToDouble(Number::doubleValue).reduce(1, (a, b) -> a * b)
        : (Number) terms.values().stream().mapToLong(Number::longValue).reduce(1, (a, b) -> a * b);
  }

  static Number mean(Terms terms) {
    int count = terms.values().size();
    return terms.type().isFloating()
        ? (Number) (sum(terms).doubleValue() / count)
        : (Number) (sum(terms).longValue() / count);
  }

  /** The largest (sign 1) or smallest (sign -1) of the terms; the other end of the type if none. */
  static Number best(Terms terms, int sign) {
    Number best = leastOf(terms.type(), sign);
    for (Number value : terms.values()) {
      if (Math.signum(value.doubleValue() - best.doubleValue()) == sign) {
        best = value;
      }
    }
    return best;
  }

  private static Number leastOf(DataType<?> type, int sign) {
    if (type.isFloating()) {
      return -sign * Double.POSITIVE_INFINITY;
    }
    if (type.equals(DataType.UINT8)) {
      return sign > 0 ? 0L : 255L;
    }
    return type.equals(DataType.INT32)
        ? sign > 0 ? (long) Integer.MIN_VALUE : (long) Integer.MAX_VALUE
        : sign > 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static OpCase search(String op, int sign) {
    int[][][] uses = {
      {{5}, {0}},
      {{5}, {-1}},
      {{2, 3}, {0}},
      {{2, 3}, {1}},
      {{2, 3, 4}, {1}},
      {{2, 3, 4}, {-3}},
      {{4, 37}, {1}},
      {{0, 3}, {1}}
    };
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[][] use : uses) {
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(
                        // So few different values that there are ties.
                        inputs.between(types.get("T"), 0, 4, use[0]),
                        Plain.scalar((long) use[1][0]).toTensor(types.get("Tidx"))),
                    plain -> List.of(searched(plain.get(0), plain.get(1).ints()[0], sign))));
          }
          return samples;
        });
  }

  private static Plain searched(Plain x, int axis, int sign) {
    return reduced(
        x,
        new int[] {axis},
        false,
        DataType.INT64,
        terms -> {
          int best = 0;
          for (int i = 1; i < terms.values().size(); i++) {
            double gain =
                terms.values().get(i).doubleValue() - terms.values().get(best).doubleValue();
            if (gain * sign > 0) {
              best = i;
            }
          }
          return (long) best;
        });
  }

  private static OpCase accumulation(String op, Function<Terms, Number> fold, Source source) {
    int[][][] uses = {
      {{5}, {0}},
      {{37}, {-1}},
      {{2, 3}, {0}},
      {{2, 3}, {1}},
      {{2, 3, 4}, {1}},
      {{2, 3, 4}, {-3}},
      {{1}, {0}},
      {{0}, {0}},
      {{0, 3}, {1}},
      {{3, 0}, {0}}
    };
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[][] use : uses) {
            for (int flags = 0; flags < 4; flags++) {
              boolean exclusive = (flags & 1) != 0;
              boolean reverse = (flags & 2) != 0;
              samples.add(
                  Sample.of(
                      definition,
                      Map.of("exclusive", exclusive, "reverse", reverse),
                      List.of(
                          source.input(inputs, types.get("T"), use[0]),
                          Plain.scalar((long) use[1][0]).toTensor(types.get("Tidx"))),
                      plain ->
                          List.of(
                              accumulated(
                                  plain.get(0),
                                  Math.floorMod(use[1][0], use[0].length),
                                  exclusive,
                                  reverse,
                                  types.get("T"),
                                  fold))));
            }
          }
          return samples;
        });
  }

  private static Plain accumulated(
      Plain x,
      int axis,
      boolean exclusive,
      boolean reverse,
      DataType<?> type,
      Function<Terms, Number> fold) {
    return Plain.of(
        x.shape(),
        index -> {
          List<Number> parts = new ArrayList<>();
          for (int i = 0; i < x.shape()[axis]; i++) {
            int before = reverse ? i - index[axis] : index[axis] - i;
            if (exclusive ? before > 0 : before >= 0) {
              int[] at = index.clone();
              at[axis] = i;
              parts.add(x.at(at));
            }
          }
          return fold.apply(new Terms(type, parts));
        });
  }

  private static List<Sample> halfSumsOfSquares(OpDef op, Types types, Inputs inputs) {
    int[][] shapes = {{}, {0}, {5}, {37}, {2, 3}, {2, 0}, {2, 3, 4}};
    return Arrays.stream(shapes)
        .map(
            shape ->
                Sample.of(
                    op,
                    Map.of(),
                    List.of(inputs.any(types.get("T"), shape)),
                    plain -> {
                      double sum = 0;
                      for (int i = 0; i < plain.get(0).size(); i++) {
                        sum += Math.pow(plain.get(0).flat(i).doubleValue(), 2);
                      }
                      return List.of(Plain.scalar(sum / 2));
                    }))
        .toList();
  }
}
