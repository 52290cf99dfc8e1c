package dev.gradus.ops.cases;

import dev.gradus.core.OpDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Samples of the ops that take matrices apart, and solve equations. */
final class DecompositionCases {
  private DecompositionCases() {}

  static List<OpCase> all() {
    return List.of(
        OpCase.exact("Qr", DecompositionCases::factors).within(Tolerance.DIFFERENCE),
        OpCase.exact("MatrixTriangularSolve", DecompositionCases::solutions)
            .within(Tolerance.DIFFERENCE));
  }

  private static List<Sample> factors(OpDef op, Types types, Inputs inputs) {
    int[][] shapes = {
      {1, 1}, {3, 1}, {1, 3}, {2, 2}, {5, 3}, {3, 5}, {6, 6}, {2, 3, 2}, {2, 2, 2, 4}, {0, 3, 2}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : shapes) {
      for (boolean full : new boolean[] {false, true}) {
        samples.add(
            Sample.of(
                op,
                Map.of("full_matrices", full),
                List.of(inputs.any(types.get("T"), shape)),
                plain -> factored(plain.get(0), full)));
      }
    }
    // Upper triangular already, so there is nothing to mirror.
    samples.add(
        Sample.of(
            op,
            Map.of(),
            List.of(
                Plain.of(new int[] {3, 2}, at -> at[0] == at[1] ? -2.0 : at[0] < at[1] ? 1.0 : 0.0)
                    .toTensor(types.get("T"))),
            plain -> factored(plain.get(0), false)));
    return samples;
  }

  /** Householder's method as the textbook has it: each mirror a whole matrix I - 2·v·vᵀ/(vᵀ·v). */
  private static List<Plain> factored(Plain a, boolean full) {
    int rank = a.rank();
    int rows = a.shape()[rank - 2];
    int columns = a.shape()[rank - 1];
    int inner = full ? rows : Math.min(rows, columns);
    int[] qShape = a.shape();
    qShape[rank - 1] = inner;
    int[] rShape = a.shape();
    rShape[rank - 2] = inner;
    return List.of(
        Plain.of(qShape, at -> factors(a, at, rows, columns)[0][at[rank - 2]][at[rank - 1]]),
        Plain.of(rShape, at -> factors(a, at, rows, columns)[1][at[rank - 2]][at[rank - 1]]));
  }

  /** The square Q and the R of the matrix to which an index belongs. */
  private static double[][][] factors(Plain a, int[] at, int rows, int columns) {
    double[][] r = matrix(a, at, rows, columns);
    double[][] q = identity(rows);
    for (int k = 0; k < Math.min(rows, columns); k++) {
      double[] v = new double[rows];
      double below = 0;
      for (int i = k; i < rows; i++) {
        v[i] = r[i][k];
        below += i > k ? v[i] * v[i] : 0;
      }
      if (below == 0) {
        continue;
      }
      v[k] += (v[k] >= 0 ? 1 : -1) * Math.sqrt(v[k] * v[k] + below);
      double square = Arrays.stream(v).map(x -> x * x).sum();
      double[][] mirror = identity(rows);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++) {
          mirror[i][j] -= 2 * v[i] * v[j] / square;
        }
      }
      r = product(mirror, r);
      q = product(q, mirror);
      for (int i = k + 1; i < rows; i++) {
        r[i][k] = 0;
      }
    }
    return new double[][][] {q, r};
  }

  private static double[][] matrix(Plain a, int[] at, int rows, int columns) {
    int[] index = at.clone();
    double[][] matrix = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        index[at.length - 2] = i;
        index[at.length - 1] = j;
        matrix[i][j] = a.at(index).doubleValue();
      }
    }
    return matrix;
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b.length == 0 ? 0 : b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[k].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private static List<Sample> solutions(OpDef op, Types types, Inputs inputs) {
    int[][][] uses = {
      {{1, 1}, {1, 1}},
      {{3, 3}, {3, 2}},
      {{4, 4}, {4, 1}},
      {{2, 3, 3}, {2, 3, 1}},
      {{2, 2, 2, 2}, {2, 2, 2, 3}},
      {{3, 3}, {3, 0}},
      {{0, 2, 2}, {0, 2, 1}}
    };
    List<Sample> samples = new ArrayList<>();
    for (int[][] use : uses) {
      for (boolean lower : new boolean[] {true, false}) {
        for (boolean adjoint : new boolean[] {true, false}) {
          Plain any = Plain.of(inputs.any(types.get("T"), use[0]));
          int rank = use[0].length;
          // Far from having no inverse: the diagonal outweighs the rest.
          Plain matrix =
              Plain.of(
                  use[0],
                  at -> any.at(at).doubleValue() / 4 + (at[rank - 2] == at[rank - 1] ? 3 : 0));
          samples.add(
              Sample.of(
                  op,
                  Map.of("lower", lower, "adjoint", adjoint),
                  List.of(matrix.toTensor(types.get("T")), inputs.any(types.get("T"), use[1])),
                  plain ->
                      List.of(
                          Plain.of(
                              use[1],
                              at -> solution(plain.get(0), plain.get(1), at, lower, adjoint)))));
        }
      }
    }
    return samples;
  }

  /** An element of the solution, by Cramer's rule. */
  private static double solution(Plain a, Plain right, int[] at, boolean lower, boolean adjoint) {
    int rank = at.length;
    int size = a.shape()[rank - 1];
    double[][] given = matrix(a, at, size, size);
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (lower ? i >= j : i <= j) {
          matrix[adjoint ? j : i][adjoint ? i : j] = given[i][j];
        }
      }
    }
    double[][] replaced = new double[size][];
    int[] index = at.clone();
    for (int i = 0; i < size; i++) {
      replaced[i] = matrix[i].clone();
      index[rank - 2] = i;
      replaced[i][at[rank - 2]] = right.at(index).doubleValue();
    }
    return determinant(replaced) / determinant(matrix);
  }

  /** By Laplace's expansion along the first row. */
  private static double determinant(double[][] matrix) {
    if (matrix.length == 0) {
      return 1;
    }
    double sum = 0;
    for (int column = 0; column < matrix.length; column++) {
      int without = column;
      double[][] minor =
          Arrays.stream(matrix)
              .skip(1)
              .map(
                  row -> {
                    double[] rest = new double[row.length - 1];
                    System.arraycopy(row, 0, rest, 0, without);
                    System.arraycopy(row, without + 1, rest, without, rest.length - without);
                    return rest;
                  })
              .toArray(double[][]::new);
      sum += (column % 2 == 0 ? 1 : -1) * matrix[0][column] * determinant(minor);
    }
    return sum;
  }
}
