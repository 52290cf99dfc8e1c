package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;
import java.util.Arrays;

/** Chooses how a matrix product of given sizes is computed. */
final class VectorProducts {
  /** With fewer rows, packing b costs more than it gains. */
  private static final int FEW_ROWS = 2 * ProductTiles.ROWS;

  /** Up to so many columns, a last panel that is not full costs more than packing gains. */
  private static final int FEW_COLUMNS = 64;

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
    boolean hasPartialPanel = columns % ProductTiles.WIDTH != 0;
    if (rows < FEW_ROWS || (columns <= FEW_COLUMNS && hasPartialPanel)) {
      return new DirectProduct(transposeA, transposeB, rows, inner, columns, workers);
    }
    if (transposeB && !transposeA && TransposedProduct.isWorthWhile(rows, inner, columns)) {
      return new TransposedProduct(rows, inner, columns, workers);
    }
    return new PackedProduct(transposeA, transposeB, rows, inner, columns, workers);
  }
}
