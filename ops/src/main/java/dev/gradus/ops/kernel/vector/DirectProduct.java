package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.NarrowTiles.TALL;
import static dev.gradus.ops.kernel.vector.ProductTiles.LANES;
import static dev.gradus.ops.kernel.vector.ProductTiles.ROWS;
import static dev.gradus.ops.kernel.vector.ProductTiles.WIDTH;
import static dev.gradus.ops.kernel.vector.ProductTiles.ZEROS;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;
import java.util.Arrays;

/**
 * The product of matrices, none of them empty, that are too small, or of too few rows or columns,
 * for packing to be worth while: tiles are computed from the operands in place, each in one go. A
 * transposed b is transposed first, unless there is but one row: that takes a chain along each row
 * of b, one element at a time.
 *
 * <p>Where tiles do not divide the result, the last one overlaps the one before, and computes the
 * same bits once more. A result that is narrower than a vector is computed in tiles of one vector,
 * which read into the next row of b and drop what comes of it; only the last rows of b, with no
 * more of the array behind them, are copied.
 */
final class DirectProduct implements FloatProduct {
  /** Fused multiply-adds that are worth a part of their own. */
  private static final long WORTH_A_PART = 1 << 18;

  private static final int MOST_PARTS = 16;

  /** How many wide tiles of a single row are computed at a time. */
  private static final int ROW_TILES = 4;

  private final boolean transposeA;
  private final boolean transposeB;
  private final int rows;
  private final int inner;
  private final int columns;
  private final Workers workers;
  private final int aRowStride;
  private final int aStep;

  /** Where the tiles are along the columns; those of one vector after those of two. */
  private final int[] tiles;

  private final int wideTiles;
  private final int rowTiles;
  private final boolean byRows;
  private final int parts;
  private final boolean alongB;
  private final float[] transposed;
  private final float[] tail;
  private final float[] edges;
  private final Workers.Part part = this::part;

  private float[] a = ZEROS;
  private int aOffset;
  private float[] b = ZEROS;
  private int bOffset;
  private float[] result = ZEROS;
  private int resultOffset;

  /** Rows of b that have a whole vector before the array ends. */
  private int wholeSteps;

  DirectProduct(
      boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.rows = rows;
    this.inner = inner;
    this.columns = columns;
    this.workers = workers;
    aRowStride = transposeA ? 1 : inner;
    aStep = transposeA ? rows : 1;
    rowTiles = (rows + ROWS - 1) / ROWS;
    wideTiles = columns >= WIDTH ? columns / WIDTH + (columns % WIDTH > LANES ? 1 : 0) : 0;
    tiles = tiles(columns, wideTiles);
    long work = (long) rows * inner * columns;
    byRows = rowTiles >= tiles.length;
    parts =
        (int)
            Math.max(
                1,
                Math.min(
                    Math.min(MOST_PARTS, byRows ? rowTiles : tiles.length), work / WORTH_A_PART));
    alongB = transposeB && rows == 1;
    transposed = new float[transposeB && !alongB ? inner * columns : 0];
    tail = new float[columns < LANES ? LANES * LANES : 0];
    edges = new float[columns < LANES ? parts * TALL * LANES : 0];
  }

  private static int[] tiles(int columns, int wideTiles) {
    int[] tiles = new int[wideTiles + 2];
    int count = 0;
    for (int i = 0; i < wideTiles; i++) {
      tiles[count++] = Math.min(i * WIDTH, columns - WIDTH);
    }
    int done = Math.min(wideTiles * WIDTH, columns);
    if (columns < LANES) {
      tiles[count++] = 0;
    } else {
      for (int at = done; at < columns; at += LANES) {
        tiles[count++] = Math.min(at, columns - LANES);
      }
    }
    return Arrays.copyOf(tiles, count);
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] result, int resultOffset) {
    this.a = a;
    this.aOffset = aOffset;
    this.b = b;
    this.bOffset = bOffset;
    this.result = result;
    this.resultOffset = resultOffset;
    if (alongB) {
      alongB();
      release();
      return;
    }
    if (transposeB) {
      transpose();
    }
    if (columns < LANES) {
      copyTail();
    }
    if (parts == 1) {
      part.run(0);
    } else {
      workers.run(parts, part);
    }
    release();
  }

  /** Keeps no array of the caller's from being collected. */
  private void release() {
    a = ZEROS;
    b = ZEROS;
    result = ZEROS;
  }

  /** Computes a single row from a transposed b, eight scalar chains at a time. */
  private void alongB() {
    int column = 0;
    for (; column <= columns - 8; column += 8) {
      eightElements(bOffset + column * inner, resultOffset + column);
    }
    for (; column < columns; column++) {
      float sum = 0f;
      for (int k = 0; k < inner; k++) {
        sum = Math.fma(a[aOffset + k], b[bOffset + column * inner + k], sum);
      }
      result[resultOffset + column] = sum;
    }
  }

  private void eightElements(int bAt, int resultAt) {
    float[] left = a;
    float[] right = b;
    int aAt = aOffset;
    int b1 = bAt + inner;
    int b2 = b1 + inner;
    int b3 = b2 + inner;
    int b4 = b3 + inner;
    int b5 = b4 + inner;
    int b6 = b5 + inner;
    int b7 = b6 + inner;
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    float s4 = 0f;
    float s5 = 0f;
    float s6 = 0f;
    float s7 = 0f;
    for (int k = 0; k < inner; k++) {
      float x = left[aAt + k];
      s0 = Math.fma(x, right[bAt + k], s0);
      s1 = Math.fma(x, right[b1 + k], s1);
      s2 = Math.fma(x, right[b2 + k], s2);
      s3 = Math.fma(x, right[b3 + k], s3);
      s4 = Math.fma(x, right[b4 + k], s4);
      s5 = Math.fma(x, right[b5 + k], s5);
      s6 = Math.fma(x, right[b6 + k], s6);
      s7 = Math.fma(x, right[b7 + k], s7);
    }
    result[resultAt] = s0;
    result[resultAt + 1] = s1;
    result[resultAt + 2] = s2;
    result[resultAt + 3] = s3;
    result[resultAt + 4] = s4;
    result[resultAt + 5] = s5;
    result[resultAt + 6] = s6;
    result[resultAt + 7] = s7;
  }

  private void transpose() {
    Packing.transpose(b, bOffset, columns, inner, transposed, 0, columns);
    b = transposed;
    bOffset = 0;
  }

  private void copyTail() {
    int last = b.length - LANES - bOffset;
    wholeSteps = last < 0 ? 0 : Math.min(inner, last / columns + 1);
    for (int k = wholeSteps; k < inner; k++) {
      System.arraycopy(b, bOffset + k * columns, tail, (k - wholeSteps) * LANES, columns);
    }
  }

  private void part(int part) {
    int count = byRows ? rowTiles : tiles.length;
    int from = (int) ((long) count * part / parts);
    int to = (int) ((long) count * (part + 1) / parts);
    int firstRow = byRows ? from * ROWS : 0;
    int endRow = byRows ? Math.min(rows, to * ROWS) : rows;
    if (columns < LANES) {
      thin(firstRow, endRow, part * TALL * LANES);
      return;
    }
    int firstTile = byRows ? 0 : from;
    int endTile = byRows ? tiles.length : to;
    if (rows == 1) {
      row(firstTile, endTile);
      return;
    }
    for (int tile = firstTile; tile < endTile; tile++) {
      for (int row = firstRow; row < endRow; row += ROWS) {
        if (tile < wideTiles) {
          wide(row, tiles[tile]);
        } else {
          narrow(row, tiles[tile]);
        }
      }
    }
  }

  /** Computes tiles of a single row, several wide ones at a time where there are so many. */
  private void row(int firstTile, int endTile) {
    int tile = firstTile;
    while (tile < endTile) {
      int column = tiles[tile];
      if (tile + ROW_TILES <= Math.min(endTile, columns / WIDTH)) {
        NarrowTiles.row(
            a, aOffset, aStep, b, bOffset + column, columns, inner, result, resultOffset + column);
        tile += ROW_TILES;
      } else if (tile++ < wideTiles) {
        wide(0, column);
      } else {
        narrow(0, column);
      }
    }
  }

  private void wide(int row, int column) {
    ProductTiles.wide(
        a,
        aOffset + row * aRowStride,
        aRowStride,
        aStep,
        rows - 1 - row,
        b,
        bOffset + column,
        columns,
        inner,
        ZEROS,
        0,
        0,
        result,
        resultOffset + row * columns + column,
        columns);
  }

  private void narrow(int row, int column) {
    NarrowTiles.narrow(
        a,
        aOffset + row * aRowStride,
        aRowStride,
        aStep,
        rows - 1 - row,
        b,
        bOffset + column,
        columns,
        inner,
        ZEROS,
        0,
        0,
        result,
        resultOffset + row * columns + column,
        columns);
  }

  /**
   * Computes rows that are narrower than a vector. Vectors are written all the same, as far as what
   * they write too much is in rows that come later; the last tile's way is by an array of its own.
   */
  private void thin(int firstRow, int endRow, int edge) {
    int row = firstRow;
    while (row < endRow) {
      int height = transposeA && endRow - row >= TALL ? TALL : ROWS;
      boolean inPlace = (row + height - 1) * columns + LANES <= endRow * columns;
      if (inPlace) {
        thin(row, height, edge, result, resultOffset + row * columns, columns);
      } else {
        thin(row, height, edge, edges, edge, LANES);
        copyEdge(row, Math.min(height, endRow - row), edge);
      }
      row += height;
    }
  }

  private void copyEdge(int row, int height, int edge) {
    int at = resultOffset + row * columns;
    Packing.copyRows(edges, edge, LANES, result, at, columns, height, columns);
  }

  /** Computes a tile: first the steps that have whole vectors of b, then those at its end. */
  private void thin(int row, int height, int edge, float[] target, int targetAt, int targetStride) {
    if (wholeSteps == inner) {
      thin(row, height, 0, inner, b, bOffset, columns, ZEROS, 0, 0, target, targetAt, targetStride);
      return;
    }
    float[] sums = ZEROS;
    int sumsAt = 0;
    int sumsStride = 0;
    if (wholeSteps > 0) {
      thin(row, height, 0, wholeSteps, b, bOffset, columns, ZEROS, 0, 0, edges, edge, LANES);
      sums = edges;
      sumsAt = edge;
      sumsStride = LANES;
    }
    thin(
        row,
        height,
        wholeSteps,
        inner - wholeSteps,
        tail,
        0,
        LANES,
        sums,
        sumsAt,
        sumsStride,
        target,
        targetAt,
        targetStride);
  }

  /** Goes some steps for a tile, from the sums of those before. */
  private void thin(
      int row,
      int height,
      int step,
      int depth,
      float[] right,
      int rightAt,
      int rightStep,
      float[] sums,
      int sumsAt,
      int sumsStride,
      float[] target,
      int targetAt,
      int targetStride) {
    int at = aOffset + row * aRowStride + step * aStep;
    if (height == TALL) {
      NarrowTiles.tallAlongColumns(
          a,
          at,
          aStep,
          right,
          rightAt,
          rightStep,
          depth,
          sums,
          sumsAt,
          sumsStride,
          target,
          targetAt,
          targetStride);
    } else {
      NarrowTiles.narrow(
          a,
          at,
          aRowStride,
          aStep,
          rows - 1 - row,
          right,
          rightAt,
          rightStep,
          depth,
          sums,
          sumsAt,
          sumsStride,
          target,
          targetAt,
          targetStride);
    }
  }
}
