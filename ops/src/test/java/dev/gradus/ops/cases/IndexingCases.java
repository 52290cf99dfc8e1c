package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** Samples of the ops that pick elements by index, put them in place, or search for them. */
final class IndexingCases {
  private IndexingCases() {}

  static List<OpCase> all() {
    BinaryOperator<Number> second = (old, update) -> update;
    BinaryOperator<Number> sum = MathCases.number(Double::sum, Long::sum);
    BinaryOperator<Number> difference = MathCases.number((a, b) -> a - b, (a, b) -> a - b);
    return List.of(
        OpCase.exact("GatherV2", IndexingCases::gathers),
        OpCase.exact("GatherNd", IndexingCases::gathersOfSlices),
        OpCase.exact("ScatterNd", IndexingCases::scatters),
        overTensor("TensorScatterUpdate", second, false),
        overTensor("TensorScatterAdd", sum, true),
        overTensor("TensorScatterSub", difference, true),
        OpCase.exact("OneHot", IndexingCases::oneHots),
        OpCase.exact("SelectV2", IndexingCases::selections),
        ofVariable("ScatterUpdate", second, false),
        ofVariable("ScatterAdd", sum, true),
        ofVariable("ScatterSub", difference, true),
        ofVariable("ScatterMul", MathCases.number((a, b) -> a * b, (a, b) -> a * b), true),
        ofVariable("ScatterDiv", MathCases.number((a, b) -> a / b, (a, b) -> a / b), false),
        ofVariable("ScatterMin", MathCases.number(Math::min, Math::min), true),
        ofVariable("ScatterMax", MathCases.number(Math::max, Math::max), true),
        slicesOfVariable("ScatterNdUpdate", second, false),
        slicesOfVariable("ScatterNdAdd", sum, true),
        slicesOfVariable("ScatterNdSub", difference, true));
  }

  /** Params, indices, and the axis and the number of batch axes. */
  private static List<Sample> gathers(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{5}, {}, {0, 0}},
      {{5}, {3}, {0, 0}},
      {{5}, {2, 3}, {0, 0}},
      {{5}, {0}, {0, 0}},
      {{5, 3}, {4}, {0, 0}},
      {{5, 3}, {4}, {1, 0}},
      {{5, 3}, {4}, {-1, 0}},
      {{5, 3}, {4}, {-2, 0}},
      {{2, 3, 4}, {2, 2}, {1, 0}},
      {{2, 3, 4}, {}, {-1, 0}},
      {{4, 0}, {3}, {0, 0}},
      {{0, 3}, {2}, {1, 0}},
      {{0, 3}, {0}, {0, 0}},
      {{2, 5}, {2, 3}, {1, 1}},
      {{2, 5}, {2}, {1, 1}},
      {{2, 5}, {2, 3}, {-1, -1}},
      {{2, 3, 4, 2}, {2, 3}, {2, 1}},
      {{2, 3, 4, 2}, {2, 3}, {2, 2}},
      {{2, 3, 4, 2}, {2, 3, 5}, {-1, 2}},
      {{0, 3}, {0, 2}, {1, 1}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int axis = use[2][0] < 0 ? use[2][0] + use[0].length : use[2][0];
      int batch = use[2][1] < 0 ? use[2][1] + use[1].length : use[2][1];
      samples.add(
          Sample.of(
              op,
              Map.of("batch_dims", (long) use[2][1]),
              List.of(
                  inputs.any(types.get("Tparams"), use[0]),
                  inputs.between(types.get("Tindices"), 0, Math.max(1, use[0][axis]), use[1]),
                  Plain.scalar((long) use[2][0]).toTensor(types.get("Taxis"))),
              plain -> List.of(gathered(plain.get(0), plain.get(1), axis, batch))));
    }
    return samples;
  }

  private static Plain gathered(Plain params, Plain indices, int axis, int batch) {
    int own = indices.rank() - batch;
    int[] shape =
        concatenated(
            Arrays.copyOf(params.shape(), axis),
            Arrays.copyOfRange(indices.shape(), batch, indices.rank()),
            Arrays.copyOfRange(params.shape(), axis + 1, params.rank()));
    return Plain.of(
        shape,
        index -> {
          int[] where =
              concatenated(
                  Arrays.copyOf(index, batch), Arrays.copyOfRange(index, axis, axis + own));
          return params.at(
              concatenated(
                  Arrays.copyOf(index, axis),
                  new int[] {indices.at(where).intValue()},
                  Arrays.copyOfRange(index, axis + own, index.length)));
        });
  }

  private static int[] concatenated(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  /**
   * The shapes of an array and of index tuples for it.
   *
   * <p>TensorFlow refuses a single tuple without a list around it (to scatter), tuples of nothing,
   * and arrays of nothing. {@code IndexingTest} has them.
   */
  private static final int[][][] SLICES = {
    {{5}, {3, 1}},
    {{5, 3}, {4, 2}},
    {{5, 3}, {4, 1}},
    {{5, 3}, {2, 2, 2}},
    {{4, 3, 2}, {3, 2}},
    {{4, 3, 2}, {2, 3}},
    {{5}, {0, 1}},
    {{37}, {50, 1}}
  };

  private static List<Sample> gathersOfSlices(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : SLICES) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("Tparams"), use[0]),
                  tuples(types.get("Tindices"), inputs, use[0], use[1], true)),
              plain -> List.of(slices(plain.get(0), plain.get(1)))));
    }
    return samples;
  }

  /** Draws index tuples that fit a shape; if they may not repeat, no two are equal. */
  private static Tensor<?> tuples(
      DataType<?> type, Inputs inputs, int[] shape, int[] indexShape, boolean mayRepeat) {
    int length = indexShape[indexShape.length - 1];
    int count = Plain.sizeOf(Arrays.copyOf(indexShape, indexShape.length - 1));
    int[] indexed = Arrays.copyOf(shape, length);
    int places = Plain.sizeOf(indexed);
    int[] chosen = Plain.of(inputs.between(DataType.INT32, 0, Math.max(places, 1), count)).ints();
    if (!mayRepeat) {
      // The first one is drawn, the others are all those that follow it.
      IntStream.range(1, count).forEach(i -> chosen[i] = (chosen[0] + i) % places);
    }
    return Plain.of(
            indexShape,
            index -> {
              int tuple = 0;
              for (int axis = 0; axis < index.length - 1; axis++) {
                tuple = tuple * indexShape[axis] + index[axis];
              }
              return (long) Plain.indexOf(indexed, chosen[tuple])[index[index.length - 1]];
            })
        .toTensor(type);
  }

  private static int[] slicesShape(int[] shape, int[] indexShape) {
    return concatenated(
        Arrays.copyOf(indexShape, indexShape.length - 1),
        Arrays.copyOfRange(shape, indexShape[indexShape.length - 1], shape.length));
  }

  private static Plain slices(Plain params, Plain indices) {
    return Plain.of(
        slicesShape(params.shape(), indices.shape()), index -> params.at(place(indices, index)));
  }

  /** Returns the full index that belongs to one in the shape of all slices. */
  private static int[] place(Plain indices, int[] index) {
    int outer = indices.rank() - 1;
    int[] tuple =
        IntStream.range(0, indices.shape()[outer])
            .map(
                axis ->
                    indices
                        .at(concatenated(Arrays.copyOf(index, outer), new int[] {axis}))
                        .intValue())
            .toArray();
    return concatenated(tuple, Arrays.copyOfRange(index, outer, index.length));
  }

  private static Plain scattered(
      Plain target, Plain indices, Plain updates, BinaryOperator<Number> change) {
    Number[] elements =
        IntStream.range(0, target.size()).mapToObj(target::flat).toArray(Number[]::new);
    for (int i = 0; i < updates.size(); i++) {
      int[] place = place(indices, Plain.indexOf(updates.shape(), i));
      int position = 0;
      for (int axis = 0; axis < place.length; axis++) {
        position = position * target.shape()[axis] + place[axis];
      }
      elements[position] = change.apply(elements[position], updates.flat(i));
    }
    int[] next = {0};
    return Plain.of(target.shape(), index -> elements[next[0]++]);
  }

  private static List<Sample> scatters(OpDef op, Types types, Inputs inputs) {
    DataType<?> type = types.get("T");
    BinaryOperator<Number> sum =
        type.equals(DataType.BOOL)
            ? (a, b) -> a.longValue() | b.longValue()
            : MathCases.number(Double::sum, Long::sum);
    Number zero = type.isFloating() ? (Number) 0.0 : (Number) 0L;
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : SLICES) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  tuples(types.get("Tindices"), inputs, use[0], use[1], true),
                  inputs.any(type, slicesShape(use[0], use[1])),
                  Plain.vector(use[0]).toTensor(types.get("Tindices"))),
              plain ->
                  List.of(
                      scattered(
                          Plain.of(use[0], index -> zero), plain.get(0), plain.get(1), sum))));
    }
    return samples;
  }

  private static OpCase overTensor(String op, BinaryOperator<Number> change, boolean mayRepeat) {
    return OpCase.exact(
        op,
        (definition, types, inputs) ->
            overSlices(
                definition,
                types,
                inputs,
                mayRepeat,
                plain -> List.of(scattered(plain.get(0), plain.get(1), plain.get(2), change))));
  }

  private static OpCase slicesOfVariable(
      String op, BinaryOperator<Number> change, boolean mayRepeat) {
    return OpCase.exact(
        op,
        (definition, types, inputs) ->
            overSlices(
                definition,
                types,
                inputs,
                mayRepeat,
                plain -> {
                  Plain next = scattered(plain.get(0), plain.get(1), plain.get(2), change);
                  return List.of(next, next); // The output is the new state.
                }));
  }

  private static List<Sample> overSlices(
      OpDef op, Types types, Inputs inputs, boolean mayRepeat, Sample.Oracle oracle) {
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : SLICES) {
      int length = use[1][use[1].length - 1];
      int count = Plain.sizeOf(Arrays.copyOf(use[1], use[1].length - 1));
      boolean fits = mayRepeat || count <= Plain.sizeOf(Arrays.copyOf(use[0], length));
      if (fits) {
        samples.add(
            Sample.of(
                op,
                Map.of(),
                List.of(
                    inputs.any(types.get("T"), use[0]),
                    tuples(types.get("Tindices"), inputs, use[0], use[1], mayRepeat),
                    inputs.any(types.get("T"), slicesShape(use[0], use[1]))),
                oracle));
      }
    }
    return samples;
  }

  private static OpCase ofVariable(String op, BinaryOperator<Number> change, boolean mayRepeat) {
    int[][][] uses = {
      {{5}, {}},
      {{5}, {3}},
      {{5, 3}, {4}},
      {{8, 2}, {2, 3}},
      {{5, 3}, {0}},
      {{4, 0}, {3}},
      {{7, 2, 2}, {2}}
    };
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          DataType<?> type = types.get("T");
          List<Sample> samples = new ArrayList<>();
          for (int[][] use : uses) {
            for (boolean oneForAll : new boolean[] {false, true}) {
              int[] updates = oneForAll ? new int[0] : rowsShape(use[0], use[1]);
              samples.add(
                  Sample.of(
                      definition,
                      Map.of(),
                      List.of(
                          inputs.any(type, use[0]),
                          rows(types.get("Tindices"), inputs, use[0][0], use[1], mayRepeat),
                          op.equals("ScatterDiv")
                              ? inputs.positive(type, updates)
                              : inputs.any(type, updates)),
                      plain -> {
                        Plain next =
                            scattered(
                                plain.get(0),
                                asTuples(plain.get(1)),
                                Plain.of(
                                    rowsShape(use[0], use[1]),
                                    index -> plain.get(2).at(oneForAll ? new int[0] : index)),
                                change);
                        return List.of(next, next); // The output is the new state.
                      }));
            }
          }
          return samples;
        });
  }

  private static int[] rowsShape(int[] shape, int[] indexShape) {
    return concatenated(indexShape, Arrays.copyOfRange(shape, 1, shape.length));
  }

  private static Tensor<?> rows(
      DataType<?> type, Inputs inputs, int rows, int[] shape, boolean mayRepeat) {
    if (mayRepeat) {
      return inputs.between(type, 0, rows, shape);
    }
    int[] next = {Plain.of(inputs.between(type, 0, rows)).value().intValue()};
    return Plain.of(shape, index -> (long) (next[0]++ % rows)).toTensor(type);
  }

  /** Turns each index into a tuple of one. */
  private static Plain asTuples(Plain indices) {
    return Plain.of(
        concatenated(indices.shape(), new int[] {1}),
        index -> indices.at(Arrays.copyOf(index, index.length - 1)));
  }

  /** The shape of the indices, and depth and axis. */
  private static List<Sample> oneHots(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {3, -1}},
      {{}, {3, 0}},
      {{4}, {3, -1}},
      {{4}, {3, 0}},
      {{4}, {3, 1}},
      {{2, 3}, {4, -1}},
      {{2, 3}, {4, 0}},
      {{2, 3}, {4, 1}},
      {{2, 3}, {4, 2}},
      {{0}, {3, -1}},
      {{2}, {0, -1}},
      {{5}, {1, 0}}
    };
    DataType<?> type = types.get("TI");
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      int depth = use[1][0];
      // One below the range and one above it are no place, and no mistake.
      int least = type.equals(DataType.UINT8) ? 0 : -1;
      samples.add(
          Sample.of(
              op,
              Map.of("axis", (long) use[1][1]),
              List.of(
                  inputs.between(type, least, depth + 2, use[0]),
                  Plain.scalar((long) depth).toTensor(DataType.INT32),
                  inputs.any(types.get("T")),
                  inputs.any(types.get("T"))),
              plain -> List.of(oneHot(plain, depth, use[1][1]))));
    }
    return samples;
  }

  private static Plain oneHot(List<Plain> inputs, int depth, int axis) {
    Plain indices = inputs.get(0);
    int place = axis < 0 ? indices.rank() : axis;
    int[] shape =
        concatenated(
            Arrays.copyOf(indices.shape(), place),
            new int[] {depth},
            Arrays.copyOfRange(indices.shape(), place, indices.rank()));
    return Plain.of(
        shape,
        index -> {
          int[] which =
              concatenated(
                  Arrays.copyOf(index, place), Arrays.copyOfRange(index, place + 1, index.length));
          boolean on = indices.at(which).longValue() == index[place];
          return inputs.get(on ? 2 : 3).value();
        });
  }

  private static List<Sample> selections(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{}, {}, {}},
      {{5}, {5}, {5}},
      {{}, {2, 3}, {2, 3}},
      {{2, 3}, {}, {}},
      {{3}, {2, 3}, {2, 3}},
      {{2, 1}, {3}, {2, 3}},
      {{2, 1}, {1, 3}, {}},
      {{1}, {4}, {1, 1}},
      {{2, 3, 4}, {3, 1}, {1, 1, 4}},
      {{0}, {1}, {0}},
      {{2, 1}, {0}, {2, 0}}
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
                  inputs.any(types.get("T"), use[2])),
              plain ->
                  List.of(
                      Plain.of(
                          Plain.broadcast(use[0], Plain.broadcast(use[1], use[2])),
                          index ->
                              plain
                                  .get(plain.get(0).atBroadcast(index).longValue() != 0 ? 1 : 2)
                                  .atBroadcast(index)))));
    }
    return samples;
  }
}
