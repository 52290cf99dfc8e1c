package dev.gradus.ops.cases;

import static dev.gradus.ops.cases.MathCases.number;

import com.google.common.primitives.Ints;
import dev.gradus.core.OpDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Samples of products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraCases {
  private static final int[][] MATRICES = {
    {1, 1}, {3, 3}, {2, 4}, {4, 2}, {0, 3}, {3, 0}, {2, 3, 3}, {2, 1, 2, 4}, {0, 2, 2}
  };

  private LinearAlgebraCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("MatMul", LinearAlgebraCases::products),
        OpCase.exact("BatchMatMulV2", LinearAlgebraCases::batchProducts),
        OpCase.exact(
            "Diag",
            over(
                new int[][] {{1}, {5}, {0}, {2, 3}, {2, 0}},
                x -> Plain.of(concat(x.shape(), x.shape()), index -> squared(x, index)))),
        OpCase.exact(
            "DiagPart",
            over(
                new int[][] {{1, 1}, {4, 4}, {0, 0}, {2, 3, 2, 3}},
                x ->
                    Plain.of(
                        Arrays.copyOf(x.shape(), x.rank() / 2),
                        index -> x.at(concat(index, index))))),
        OpCase.exact(
            "MatrixDiag",
            over(
                new int[][] {{1}, {4}, {0}, {2, 3}, {2, 1, 3}, {2, 0}},
                x -> {
                  int last = x.shape()[x.rank() - 1];
                  return Plain.of(
                      concat(x.shape(), last),
                      index ->
                          index[x.rank()] == index[x.rank() - 1]
                              ? x.at(Arrays.copyOf(index, x.rank()))
                              : zeroLike(x));
                })),
        OpCase.exact(
            "MatrixDiagPart",
            over(
                MATRICES,
                x ->
                    Plain.of(
                        diagonal(x.shape()), index -> x.at(concat(index, index[x.rank() - 2]))))),
        OpCase.exact("MatrixSetDiag", LinearAlgebraCases::withDiagonals),
        OpCase.exact("MatrixBandPart", LinearAlgebraCases::bands),
        OpCase.exact("LinSpace", LinearAlgebraCases::spaces).within(Tolerance.STEPS));
  }

  private static List<Sample> products(OpDef op, Types types, Inputs inputs) {
    int[][] sizes = {{1, 1, 1}, {2, 3, 4}, {5, 1, 2}, {7, 9, 17}, {0, 2, 3}, {2, 0, 3}, {2, 3, 0}};
    List<Sample> samples = new ArrayList<>();
    for (int[] size : sizes) {
      for (int flags = 0; flags < 4; flags++) {
        boolean transposeA = (flags & 1) != 0;
        boolean transposeB = (flags & 2) != 0;
        samples.add(
            Sample.of(
                op,
                Map.of("transpose_a", transposeA, "transpose_b", transposeB),
                List.of(
                    inputs.any(types.get("T"), matrix(size[0], size[1], transposeA)),
                    inputs.any(types.get("T"), matrix(size[1], size[2], transposeB))),
                plain -> List.of(product(plain.get(0), transposeA, plain.get(1), transposeB))));
      }
    }
    return samples;
  }

  private static int[] matrix(int rows, int columns, boolean transposed) {
    return transposed ? new int[] {columns, rows} : new int[] {rows, columns};
  }

  private static Plain product(Plain a, boolean transposeA, Plain b, boolean transposeB) {
    Plain left = transposeA ? transposed(a) : a;
    Plain right = transposeB ? transposed(b) : b;
    boolean isReal = left.size() > 0 && left.flat(0) instanceof Double;
    return Plain.of(
        new int[] {left.shape()[0], right.shape()[1]},
        index -> {
          Number sum = isReal ? (Number) 0.0 : (Number) 0L;
          for (int k = 0; k < left.shape()[1]; k++) {
            Number term =
                number((x, y) -> x * y, (x, y) -> x * y)
                    .apply(left.at(index[0], k), right.at(k, index[1]));
            sum = number(Double::sum, Long::sum).apply(sum, term);
          }
          return sum;
        });
  }

  private static Plain transposed(Plain matrix) {
    return Plain.of(
        new int[] {matrix.shape()[1], matrix.shape()[0]}, index -> matrix.at(index[1], index[0]));
  }

  private static List<Sample> batchProducts(OpDef op, Types types, Inputs inputs) {
    int[][][] batches = {
      {{}, {}},
      {{2}, {2}},
      {{2}, {}},
      {{}, {3}},
      {{2, 1}, {3}},
      {{1, 3}, {2, 1}},
      {{0}, {1}},
      {{2}, {1, 2}}
    };
    int[][] sizes = {{2, 3, 4}, {1, 1, 1}, {3, 0, 2}, {0, 2, 1}};
    List<Sample> samples = new ArrayList<>();
    for (int[][] batch : batches) {
      for (int[] size : sizes) {
        for (int flags = 0; flags < 4; flags++) {
          boolean adjointX = (flags & 1) != 0;
          boolean adjointY = (flags & 2) != 0;
          int[] x = concat(batch[0], matrix(size[0], size[1], adjointX));
          int[] y = concat(batch[1], matrix(size[1], size[2], adjointY));
          samples.add(
              Sample.of(
                  op,
                  Map.of("adj_x", adjointX, "adj_y", adjointY),
                  List.of(inputs.any(types.get("T"), x), inputs.any(types.get("T"), y)),
                  plain -> List.of(batchProduct(plain.get(0), adjointX, plain.get(1), adjointY))));
        }
      }
    }
    return samples;
  }

  /** Makes a matrix of each pair, and multiplies these. */
  private static Plain batchProduct(Plain x, boolean adjointX, Plain y, boolean adjointY) {
    int[] batch = Plain.broadcast(batch(x), batch(y));
    int rows = x.shape()[x.rank() - (adjointX ? 1 : 2)];
    int columns = y.shape()[y.rank() - (adjointY ? 2 : 1)];
    return Plain.of(
        concat(batch, rows, columns),
        index -> {
          int[] at = Arrays.copyOf(index, batch.length);
          int[] place = {index[batch.length], index[batch.length + 1]};
          return product(matrixAt(x, at), adjointX, matrixAt(y, at), adjointY).at(place);
        });
  }

  private static int[] batch(Plain x) {
    return Arrays.copyOf(x.shape(), x.rank() - 2);
  }

  private static Plain matrixAt(Plain x, int[] batch) {
    int rank = x.rank();
    return Plain.of(
        new int[] {x.shape()[rank - 2], x.shape()[rank - 1]},
        index -> {
          int[] full = new int[rank];
          for (int axis = 0; axis < rank - 2; axis++) {
            full[axis] = x.shape()[axis] == 1 ? 0 : batch[batch.length - (rank - 2) + axis];
          }
          full[rank - 2] = index[0];
          full[rank - 1] = index[1];
          return x.at(full);
        });
  }

  private static OpCase.Maker over(int[][] shapes, UnaryOperator<Plain> oracle) {
    return (op, types, inputs) ->
        Arrays.stream(shapes)
            .map(
                shape ->
                    Sample.of(
                        op,
                        Map.of(),
                        List.of(inputs.any(types.get("T"), shape)),
                        plain -> List.of(oracle.apply(plain.get(0)))))
            .toList();
  }

  private static Number squared(Plain x, int[] index) {
    int[] first = Arrays.copyOf(index, x.rank());
    int[] second = Arrays.copyOfRange(index, x.rank(), index.length);
    return Arrays.equals(first, second) ? x.at(first) : zeroLike(x);
  }

  private static Number zeroLike(Plain x) {
    return x.flat(0) instanceof Double ? (Number) 0.0 : (Number) 0L;
  }

  private static int[] concat(int[] first, int... second) {
    return Ints.concat(first, second);
  }

  private static int[] diagonal(int[] matrices) {
    int rank = matrices.length;
    int[] shape = Arrays.copyOf(matrices, rank - 1);
    shape[rank - 2] = Math.min(matrices[rank - 2], matrices[rank - 1]);
    return shape;
  }

  private static List<Sample> withDiagonals(OpDef op, Types types, Inputs inputs) {
    return Arrays.stream(MATRICES)
        .map(
            shape ->
                Sample.of(
                    op,
                    Map.of(),
                    List.of(
                        inputs.any(types.get("T"), shape),
                        inputs.any(types.get("T"), diagonal(shape))),
                    plain ->
                        List.of(
                            Plain.of(
                                shape,
                                index ->
                                    index[shape.length - 1] == index[shape.length - 2]
                                        ? plain.get(1).at(Arrays.copyOf(index, shape.length - 1))
                                        : plain.get(0).at(index)))))
        .toList();
  }

  private static List<Sample> bands(OpDef op, Types types, Inputs inputs) {
    int[][] distances = {{0, 0}, {-1, 0}, {0, -1}, {-1, -1}, {1, 0}, {0, 1}, {1, 1}, {2, 2}};
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : MATRICES) {
      int rank = shape.length;
      for (int[] distance : distances) {
        if (distance[0] <= shape[rank - 2] && distance[1] <= shape[rank - 1]) {
          samples.add(
              Sample.of(
                  op,
                  Map.of(),
                  List.of(
                      inputs.any(types.get("T"), shape),
                      Plain.scalar((long) distance[0]).toTensor(types.get("Tindex")),
                      Plain.scalar((long) distance[1]).toTensor(types.get("Tindex"))),
                  plain ->
                      List.of(
                          Plain.of(
                              shape,
                              index -> {
                                int above = index[rank - 1] - index[rank - 2];
                                boolean isNear =
                                    (distance[0] < 0 || -above <= distance[0])
                                        && (distance[1] < 0 || above <= distance[1]);
                                return isNear ? plain.get(0).at(index) : zeroLike(plain.get(0));
                              }))));
        }
      }
    }
    return samples;
  }

  private static List<Sample> spaces(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int count : new int[] {1, 2, 5, 11}) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T")),
                  inputs.any(types.get("T")),
                  Plain.scalar((long) count).toTensor(types.get("Tidx"))),
              plain -> {
                double start = plain.get(0).value().doubleValue();
                double stop = plain.get(1).value().doubleValue();
                return List.of(
                    Plain.of(
                        new int[] {count},
                        index -> start + (stop - start) * index[0] / Math.max(count - 1, 1)));
              }));
    }
    return samples;
  }
}
