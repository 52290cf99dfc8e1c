package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Samples of the ops that make tensors, and that change or tell their shape, type or place. */
final class ArrayCases {
  private static final int[][] SHAPES = {{}, {0}, {4}, {2, 3}, {2, 0, 3}, {2, 3, 4}};

  private ArrayCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("Placeholder", ArrayCases::placeholders),
        OpCase.exact("PlaceholderWithDefault", ArrayCases::defaults),
        OpCase.exact("Const", ArrayCases::constants),
        OpCase.exact("Fill", ArrayCases::fills),
        ofOneInput("ZerosLike", x -> x.map(MathCases.number(e -> 0.0, e -> 0L))),
        ofOneInput("OnesLike", x -> x.map(MathCases.number(e -> 1.0, e -> 1L))),
        ofOneInput("Identity", x -> x),
        ofOneInput("StopGradient", x -> x),
        ofOneInput("Shape", x -> Plain.vector(x.shape())),
        ofOneInput("Size", x -> Plain.scalar((long) x.size())),
        ofOneInput("Rank", x -> Plain.scalar((long) x.rank())),
        OpCase.exact("Reshape", ArrayCases::reshapes),
        OpCase.exact("ExpandDims", ArrayCases::expansions),
        OpCase.exact("Squeeze", ArrayCases::squeezes),
        OpCase.exact("BroadcastTo", ArrayCases::broadcasts),
        OpCase.exact("Transpose", ArrayCases::transposes),
        OpCase.exact("InvertPermutation", ArrayCases::inversions),
        OpCase.exact("Range", ArrayCases::ranges),
        OpCase.exact("Cast", ArrayCases::casts),
        OpCase.exact("Select", ArrayCases::selections),
        OpCase.exact("BroadcastGradientArgs", ArrayCases::broadcastAxes));
  }

  private static OpCase ofOneInput(String op, Function<Plain, Plain> result) {
    return OpCase.exact(
        op,
        (definition, types, inputs) ->
            overShapes(
                shape ->
                    Sample.of(
                        definition,
                        Map.of(),
                        List.of(inputs.any(types.get("T"), shape)),
                        plain -> List.of(result.apply(plain.get(0))))));
  }

  private static List<Sample> overShapes(Function<int[], Sample> sample) {
    return Arrays.stream(SHAPES).map(sample).toList();
  }

  /** The harness makes each input a placeholder; here, that is all there is. */
  private static List<Sample> placeholders(OpDef op, Types types, Inputs inputs) {
    return overShapes(
        shape ->
            Sample.of(op, Map.of(), List.of(inputs.any(types.get("dtype"), shape)), plain -> plain)
                .with((tf, sample, given) -> given.get(0).operation()));
  }

  private static List<Sample> defaults(OpDef op, Types types, Inputs inputs) {
    return overShapes(
        shape ->
            Sample.of(
                op,
                Map.of("shape", Shape.of(shape)),
                List.of(inputs.any(types.get("dtype"), shape)),
                plain -> plain));
  }

  private static List<Sample> squeezes(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{1}, {}},
      {{1}, {0}},
      {{1, 3, 1}, {}},
      {{1, 3, 1}, {0}},
      {{1, 3, 1}, {-1}},
      {{1, 3, 1}, {2, -3}},
      {{2, 3}, {}},
      {{1, 0}, {0}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of("squeeze_dims", Arrays.stream(use[1]).asLongStream().boxed().toList()),
              List.of(inputs.any(types.get("T"), use[0])),
              plain -> List.of(squeezed(plain.get(0), use[1]))));
    }
    return samples;
  }

  private static Plain squeezed(Plain x, int[] axes) {
    List<Integer> gone =
        Arrays.stream(axes).map(axis -> Math.floorMod(axis, x.rank())).boxed().toList();
    int[] shape = x.shape();
    return reshaped(
        x,
        IntStream.range(0, x.rank())
            .filter(axis -> axes.length == 0 ? shape[axis] != 1 : !gone.contains(axis))
            .map(axis -> shape[axis])
            .toArray());
  }

  private static List<Sample> constants(OpDef op, Types types, Inputs inputs) {
    return overShapes(
        shape -> {
          Tensor<?> value = inputs.any(types.get("dtype"), shape);
          return Sample.of(op, Map.of("value", value), List.of(), none -> List.of(Plain.of(value)));
        });
  }

  private static Tensor<?> vector(DataType<?> type, int... values) {
    return Plain.vector(values).toTensor(type);
  }

  private static List<Sample> fills(OpDef op, Types types, Inputs inputs) {
    return overShapes(
        shape ->
            Sample.of(
                op,
                Map.of(),
                List.of(vector(types.get("index_type"), shape), inputs.any(types.get("T"))),
                plain -> List.of(Plain.of(plain.get(0).ints(), i -> plain.get(1).value()))));
  }

  private static List<Sample> reshapes(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{}, {1, 1}},
      {{}, {-1}},
      {{1}, {}},
      {{6}, {2, 3}},
      {{2, 3}, {-1}},
      {{2, 3}, {3, -1}},
      {{2, 3}, {2, 3}},
      {{2, 3, 4}, {4, 6}},
      {{2, 3, 4}, {-1, 4}},
      {{0}, {0, 5}},
      {{0, 3}, {-1, 3}},
      {{2, 0}, {0}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(inputs.any(types.get("T"), use[0]), vector(types.get("Tshape"), use[1])),
              plain -> List.of(reshaped(plain.get(0), plain.get(1).ints()))));
    }
    return samples;
  }

  private static Plain reshaped(Plain x, int[] wanted) {
    int known = Arrays.stream(wanted).filter(d -> d >= 0).reduce(1, (a, b) -> a * b);
    int[] shape = Arrays.stream(wanted).map(d -> d == -1 ? x.size() / known : d).toArray();
    int[] position = {0};
    return Plain.of(shape, index -> x.flat(position[0]++));
  }

  private static List<Sample> expansions(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {0}},
      {{}, {-1}},
      {{3}, {0}},
      {{3}, {1}},
      {{3}, {-1}},
      {{3}, {-2}},
      {{2, 3}, {1}},
      {{2, 0}, {-3}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), use[0]),
                  Plain.scalar((long) use[1][0]).toTensor(types.get("Tdim"))),
              plain -> List.of(expanded(plain.get(0), plain.get(1).ints()[0]))));
    }
    return samples;
  }

  private static Plain expanded(Plain x, int axis) {
    List<Integer> shape = new ArrayList<>(Arrays.stream(x.shape()).boxed().toList());
    shape.add(axis < 0 ? axis + x.rank() + 1 : axis, 1);
    return reshaped(x, shape.stream().mapToInt(d -> d).toArray());
  }

  private static List<Sample> broadcasts(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{}, {2, 3}},
      {{3}, {3}},
      {{3}, {2, 3}},
      {{1}, {4}},
      {{2, 1}, {5, 2, 3}},
      {{1}, {0}},
      {{0}, {2, 0}},
      {{1, 3, 1}, {2, 3, 4}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(inputs.any(types.get("T"), use[0]), vector(types.get("Tidx"), use[1])),
              plain ->
                  List.of(
                      Plain.of(plain.get(1).ints(), index -> plain.get(0).atBroadcast(index)))));
    }
    return samples;
  }

  private static List<Sample> transposes(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{5}, {0}},
      {{2, 3}, {1, 0}},
      {{2, 3}, {0, 1}},
      {{2, 3, 4}, {2, 0, 1}},
      {{2, 3, 4}, {0, 2, 1}},
      {{2, 3, 4}, {-1, -2, -3}},
      {{0, 3}, {1, 0}},
      {{17, 9}, {1, 0}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(inputs.any(types.get("T"), use[0]), vector(types.get("Tperm"), use[1])),
              plain -> List.of(transposed(plain.get(0), plain.get(1).ints()))));
    }
    return samples;
  }

  private static Plain transposed(Plain x, int[] permutation) {
    int[] axes =
        Arrays.stream(permutation).map(axis -> axis < 0 ? axis + x.rank() : axis).toArray();
    return Plain.of(
        Arrays.stream(axes).map(axis -> x.shape()[axis]).toArray(),
        index -> {
          int[] from = new int[axes.length];
          for (int axis = 0; axis < axes.length; axis++) {
            from[axes[axis]] = index[axis];
          }
          return x.at(from);
        });
  }

  private static List<Sample> inversions(OpDef op, Types types, Inputs inputs) {
    int[][] permutations = {{}, {0}, {1, 0}, {2, 0, 1}, {3, 1, 0, 2}};
    List<Sample> samples = new ArrayList<>();
    for (int[] permutation : permutations) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(vector(types.get("T"), permutation)),
              plain -> {
                int[] inverse = new int[permutation.length];
                IntStream.range(0, inverse.length).forEach(i -> inverse[permutation[i]] = i);
                return List.of(Plain.vector(inverse));
              }));
    }
    return samples;
  }

  private static List<Sample> ranges(OpDef op, Types types, Inputs inputs) {
    // In halves for floating-point types, so that the last step may be one of less than a whole.
    int[][] uses = {
      {0, 5, 1}, {0, 0, 1}, {2, 9, 3}, {2, 8, 3}, {5, 0, -1}, {9, -2, -4}, {3, 3, -1}
    };
    DataType<?> type = types.get("Tidx");
    List<Sample> samples = new ArrayList<>();
    for (int[] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              Arrays.stream(use)
                  .mapToObj(
                      value ->
                          Plain.scalar(type.isFloating() ? (Number) (value / 2.0) : (long) value)
                              .toTensor(type))
                  .toList(),
              plain ->
                  List.of(
                      range(plain.get(0).value(), plain.get(1).value(), plain.get(2).value()))));
    }
    return samples;
  }

  private static Plain range(Number start, Number limit, Number delta) {
    List<Number> numbers = new ArrayList<>();
    double sign = Math.signum(delta.doubleValue());
    Number next = start;
    while (sign * next.doubleValue() < sign * limit.doubleValue()) {
      numbers.add(next);
      next = MathCases.number(Double::sum, Long::sum).apply(next, delta);
    }
    return Plain.of(new int[] {numbers.size()}, index -> numbers.get(index[0]));
  }

  private static List<Sample> casts(OpDef op, Types types, Inputs inputs) {
    DataType<?> from = types.get("SrcT");
    DataType<?> to = types.get("DstT");
    return overShapes(
        shape ->
            Sample.of(
                op,
                Map.of(),
                List.of(inputs.any(from, shape)),
                plain -> List.of(plain.get(0).map(x -> converted(x, to)))));
  }

  private static Number converted(Number x, DataType<?> to) {
    if (to.equals(DataType.BOOL)) {
      return x.doubleValue() != 0 ? 1L : 0L;
    }
    return to.isFloating() ? (Number) x.doubleValue() : (Number) x.longValue();
  }

  private static List<Sample> selections(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{5}, {5}},
      {{2, 3}, {2, 3}},
      {{}, {2, 3}},
      {{2}, {2, 3}},
      {{3}, {3, 2, 2}},
      {{0}, {0}},
      {{0}, {0, 3}},
      {{2}, {2, 0}},
      {{}, {0}},
      {{1}, {1, 4}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(DataType.BOOL, use[0]),
                  inputs.any(types.get("T"), use[1]),
                  inputs.any(types.get("T"), use[1])),
              plain -> List.of(selected(plain.get(0), plain.get(1), plain.get(2)))));
    }
    return samples;
  }

  private static Plain selected(Plain condition, Plain x, Plain y) {
    return Plain.of(
        x.shape(),
        index -> {
          // A condition of fewer dimensions goes by the first of them, unlike in broadcasting.
          int[] place = Arrays.copyOf(index, condition.rank());
          return (condition.at(place).longValue() != 0 ? x : y).at(index);
        });
  }

  private static List<Sample> broadcastAxes(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}},
      {{}, {2, 3}},
      {{2, 3}, {}},
      {{2, 3}, {3}},
      {{2, 1}, {1, 3}},
      {{2, 3}, {2, 3}},
      {{2, 1}, {2, 1}},
      {{2, 1}, {3, 1, 1}},
      {{1, 1}, {1}},
      {{4, 1, 3}, {2, 1}},
      {{0, 1}, {1, 1}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(vector(types.get("T"), use[0]), vector(types.get("T"), use[1])),
              plain -> List.of(repeated(use[0], use[1]), repeated(use[1], use[0]))));
    }
    return samples;
  }

  /** The axes of the common shape at which one of two different shapes is 1 or has none. */
  private static Plain repeated(int[] from, int[] other) {
    if (Arrays.equals(from, other)) {
      return Plain.vector();
    }
    int[] common = Plain.broadcast(from, other);
    int added = common.length - from.length;
    return Plain.vector(
        IntStream.range(0, common.length)
            .filter(axis -> axis < added || from[axis - added] == 1)
            .toArray());
  }
}
