package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.ProductTiles.ROWS;
import static dev.gradus.ops.kernel.vector.ProductTiles.WIDTH;
import static dev.gradus.ops.kernel.vector.ProductTiles.ZEROS;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;

/**
 * The product of large matrices, neither of them empty: they are packed, block by block, and tiles
 * are computed from the panels (K. Goto and R. van de Geijn, <i>Anatomy of High-Performance Matrix
 * Multiplication</i>, ACM TOMS 34, 2008).
 *
 * <p>The steps of k are taken some {@value #DEPTH} at a time, so that a panel of a, which is
 * {@value ProductTiles#ROWS} rows high, stays in the first-level cache while the panels of a block
 * of b pass over it, which stay in the second-level cache. Between these blocks of k, the sums rest
 * in the result; as tile follows tile along its rows, the processor sees which of them come next,
 * and fetches them in time. Whether an operand is transposed, only the packing knows.
 *
 * <p>What is packed is read once for that, and once more by every tile it serves. Where an element
 * of a serves only a few tiles, as the result has few columns, its rows are read where they lie.
 *
 * <p>Packing as well as computing is divided among the workers; each is done by all before the
 * other begins.
 */
final class PackedProduct implements FloatProduct {
  /** About how many steps of k there are in a block. */
  private static final int DEPTH = 384;

  /** The most rows of a, and columns of b, that are packed at a time: they bound the memory. */
  private static final int MOST_ROWS = 1024;

  private static final int MOST_COLUMNS = 2048;

  /** The most rows and columns of the result that are one worker's part. */
  private static final int MOST_PART_ROWS = 16 * ROWS;

  private static final int MOST_PART_COLUMNS = 8 * WIDTH;

  /** Up to how many columns of the result the rows of a are read in place. */
  private static final int FEW_COLUMNS = 32 * WIDTH;

  /** Into how many parts the result is divided at least, if it is not too small for that. */
  private static final int ENOUGH_PARTS = 8;

  private final boolean transposeA;
  private final boolean transposeB;
  private final int rows;
  private final int inner;
  private final int columns;
  private final Workers workers;
  private final int depth;
  private final int partRows;
  private final int partColumns;
  private final boolean leftInPlace;
  private final float[] packedA;
  private final float[] packedB;
  private final float[] edges;
  private final Workers.Part packRight = this::packRight;
  private final Workers.Part packLeft = this::packLeft;
  private final Workers.Part multiplyBlock = this::multiplyBlock;

  // The arrays of the run, and the block at which it is.
  private float[] a = ZEROS;
  private int aOffset;
  private float[] b = ZEROS;
  private int bOffset;
  private float[] result = ZEROS;
  private int resultOffset;
  private int firstK;
  private int steps;
  private int firstRow;
  private int blockRows;
  private int firstColumn;
  private int blockColumns;

  PackedProduct(
      boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.rows = rows;
    this.inner = inner;
    this.columns = columns;
    this.workers = workers;
    int blocks = Math.max(1, (inner + DEPTH / 4) / DEPTH);
    depth = (inner + blocks - 1) / blocks;
    leftInPlace = !transposeA && readsLeftInPlace(columns);
    packedA = new float[leftInPlace ? 0 : roundUp(Math.min(rows, MOST_ROWS), ROWS) * depth];
    packedB = new float[roundUp(Math.min(columns, MOST_COLUMNS), WIDTH) * depth];
    int height = Math.min(rows, MOST_ROWS);
    int width = Math.min(columns, MOST_COLUMNS);
    int mostRows = MOST_PART_ROWS;
    int mostColumns = MOST_PART_COLUMNS;
    while (mostColumns > 2 * WIDTH
        && count(height, mostRows) * count(width, mostColumns) < ENOUGH_PARTS) {
      mostColumns /= 2;
    }
    while (mostRows > 4 * ROWS
        && count(height, mostRows) * count(width, mostColumns) < ENOUGH_PARTS) {
      mostRows /= 2;
    }
    partRows = mostRows;
    partColumns = mostColumns;
    int parts = count(height, partRows) * count(width, partColumns);
    edges = new float[parts * ROWS * WIDTH];
  }

  /**
   * Returns whether rows of a left operand are read in place, if the result has so many columns.
   */
  static boolean readsLeftInPlace(int columns) {
    return columns <= FEW_COLUMNS;
  }

  /** Returns how many units are needed. */
  private static int count(int size, int unit) {
    return (size + unit - 1) / unit;
  }

  private static int roundUp(int size, int unit) {
    return count(size, unit) * unit;
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
    for (firstColumn = 0; firstColumn < columns; firstColumn += MOST_COLUMNS) {
      blockColumns = Math.min(MOST_COLUMNS, columns - firstColumn);
      for (firstK = 0; firstK < inner; firstK += depth) {
        steps = Math.min(depth, inner - firstK);
        run(count(blockColumns, WIDTH), packRight);
        for (firstRow = 0; firstRow < rows; firstRow += MOST_ROWS) {
          blockRows = Math.min(MOST_ROWS, rows - firstRow);
          if (!leftInPlace) {
            run(count(blockRows, ROWS), packLeft);
          }
          run(count(blockRows, partRows) * count(blockColumns, partColumns), multiplyBlock);
        }
      }
    }
    this.a = ZEROS;
    this.b = ZEROS;
    this.result = ZEROS;
  }

  private void run(int parts, Workers.Part part) {
    if (workers.count() == 1) {
      for (int i = 0; i < parts; i++) {
        part.run(i);
      }
    } else {
      workers.run(parts, part);
    }
  }

  private void packRight(int panel) {
    int column = firstColumn + panel * WIDTH;
    int lines = Math.min(WIDTH, columns - column);
    int to = panel * steps * WIDTH;
    if (transposeB) {
      Packing.lines(b, bOffset + column * inner + firstK, inner, lines, steps, packedB, to, WIDTH);
    } else {
      Packing.steps(
          b, bOffset + firstK * columns + column, columns, lines, steps, packedB, to, WIDTH);
    }
  }

  private void packLeft(int panel) {
    int row = firstRow + panel * ROWS;
    int lines = Math.min(ROWS, rows - row);
    int to = panel * steps * ROWS;
    if (transposeA) {
      Packing.steps(a, aOffset + firstK * rows + row, rows, lines, steps, packedA, to, ROWS);
    } else {
      Packing.lines(a, aOffset + row * inner + firstK, inner, lines, steps, packedA, to, ROWS);
    }
  }

  private void multiplyBlock(int block) {
    int across = count(blockColumns, partColumns);
    int startRow = block / across * partRows;
    int startColumn = block % across * partColumns;
    int endRow = Math.min(blockRows, startRow + partRows);
    int endColumn = Math.min(blockColumns, startColumn + partColumns);
    for (int row = startRow; row < endRow; row += ROWS) {
      for (int column = startColumn; column < endColumn; column += WIDTH) {
        int at = resultOffset + (firstRow + row) * columns + firstColumn + column;
        boolean isWhole = column + WIDTH <= endColumn && (leftInPlace || row + ROWS <= endRow);
        if (!isWhole) {
          edgeTile(row, column, at, block * ROWS * WIDTH);
        } else if (firstK == 0) {
          tile(row, column, ZEROS, 0, 0, result, at, columns);
        } else {
          tile(row, column, result, at, columns, result, at, columns);
        }
      }
    }
  }

  /** Takes the chains of a tile through the steps of the block. */
  private void tile(
      int row,
      int column,
      float[] sums,
      int sumsAt,
      int sumsStride,
      float[] target,
      int targetAt,
      int targetStride) {
    if (leftInPlace) {
      ProductTiles.alongRows(
          a,
          aOffset + (firstRow + row) * inner + firstK,
          inner,
          blockRows - 1 - row,
          packedB,
          column * steps,
          steps,
          sums,
          sumsAt,
          sumsStride,
          target,
          targetAt,
          targetStride);
    } else {
      ProductTiles.packed(
          packedA,
          row * steps,
          packedB,
          column * steps,
          steps,
          sums,
          sumsAt,
          sumsStride,
          target,
          targetAt,
          targetStride);
    }
  }

  /** Computes a tile that juts out of the result, in an array of its own. */
  private void edgeTile(int row, int column, int at, int edge) {
    int height = Math.min(ROWS, blockRows - row);
    int width = Math.min(WIDTH, blockColumns - column);
    boolean isFirst = firstK == 0;
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        edges[edge + i * WIDTH + j] = isFirst ? 0f : result[at + i * columns + j];
      }
    }
    tile(row, column, edges, edge, WIDTH, edges, edge, WIDTH);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        result[at + i * columns + j] = edges[edge + i * WIDTH + j];
      }
    }
  }
}
