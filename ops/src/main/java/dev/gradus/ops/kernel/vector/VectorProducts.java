package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;
import java.util.Arrays;

/** Chooses how a matrix product of given sizes is computed. */
final class VectorProducts {
  /** Up to so many rows or columns, packing costs more than it gains. */
  private static final int FEW = 64;

  private VectorProducts() {}

  static FloatProduct of(
      boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers) {
    if (rows == 0 || columns == 0) {
      return (a, aOffset, b, bOffset, result, resultOffset) -> {};
    }
    if (inner == 0) {
      return (a, aOffset, b, bOffset, result, resultOffset) ->
          Arrays.fill(result, resultOffset, resultOffset + rows * columns, 0f);
    }
    if (columns <= FEW || rows <= FEW) {
      return new DirectProduct(transposeA, transposeB, rows, inner, columns, workers);
    }
    return new PackedProduct(transposeA, transposeB, rows, inner, columns, workers);
  }
}
