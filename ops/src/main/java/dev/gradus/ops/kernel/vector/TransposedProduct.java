package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;

/**
 * The product a·bᵀ, computed as (b·aᵀ)ᵀ, which has the same bits: fma(x, y, s) = fma(y, x, s).
 *
 * <p>To pack a transposed operand is to go across it, element by element. That is much of the work
 * if b is large and a has only a few rows, for which it is packed. The other way round, b's rows
 * are read where they lie, and it is a that is gone across, and the result.
 */
final class TransposedProduct implements FloatProduct {
  /** How many columns of the result are transposed at a time. */
  private static final int PART = 64;

  /** The most elements of a result: 16 MiB, which are kept a second time. */
  private static final int MOST_ELEMENTS = 1 << 22;

  private final int rows;
  private final int columns;
  private final Workers workers;
  private final FloatProduct product;
  private final float[] transposed;
  private final Workers.Part transpose = this::transpose;

  private float[] result = ProductTiles.ZEROS;
  private int resultOffset;

  TransposedProduct(int rows, int inner, int columns, Workers workers) {
    this.rows = rows;
    this.columns = columns;
    this.workers = workers;
    product = new PackedProduct(false, true, columns, inner, rows, workers);
    transposed = new float[columns * rows];
  }

  /**
   * Returns whether the rows of b are then read in place, and fewer elements are gone across than
   * in packing b; and the result is not too large to be kept twice.
   */
  static boolean isWorthWhile(int rows, int inner, int columns) {
    // The rows are the columns of the other product.
    return PackedProduct.readsLeftInPlace(rows)
        && (long) rows * columns <= MOST_ELEMENTS
        && (long) rows * (inner + columns) < (long) inner * columns;
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] result, int resultOffset) {
    product.multiply(b, bOffset, a, aOffset, transposed, 0);
    this.result = result;
    this.resultOffset = resultOffset;
    workers.run((columns + PART - 1) / PART, transpose);
    this.result = ProductTiles.ZEROS;
  }

  private void transpose(int part) {
    int from = part * PART;
    int lines = Math.min(PART, columns - from);
    Packing.transpose(transposed, from * rows, lines, rows, result, resultOffset + from, columns);
  }
}
