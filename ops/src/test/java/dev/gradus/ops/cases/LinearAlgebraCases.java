package dev.gradus.ops.cases;

import static dev.gradus.ops.cases.MathCases.number;

import dev.gradus.core.OpDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples of products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraCases {
  private LinearAlgebraCases() {}

  static List<OpCase> all() {
    return List.of(OpCase.exact("MatMul", LinearAlgebraCases::products));
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
}
