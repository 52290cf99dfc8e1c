package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.Packing.GROUP;
import static dev.gradus.ops.kernel.vector.ProductTiles.PANEL_ROWS;
import static dev.gradus.ops.kernel.vector.ProductTiles.ROWS;
import static dev.gradus.ops.kernel.vector.ProductTiles.WIDTH;
import static dev.gradus.ops.kernel.vector.ProductTiles.ZEROS;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatProduct;

/**
 * The product of matrices that are large enough for packing to be worth while, neither of them
 * empty: b is packed, block by block, and mostly a as well, and tiles are computed from the panels
 * (K. Goto and R. van de Geijn, <i>Anatomy of High-Performance Matrix Multiplication</i>, ACM TOMS
 * 34, 2008).
 *
 * <p>The steps of k are taken all at once, or in blocks of some {@value #DEPTH} if there are more
 * than {@value #MOST_DEPTH}. A part of the result has so few columns that its panels of b stay in
 * the second-level cache, while {@value ProductTiles#ROWS} rows of a at a time pass over them from
 * the first-level cache. Between blocks of k, the sums rest in the result; as tile follows tile
 * along its rows, the processor fetches them in time.
 *
 * <p>Packing a panel pays if it serves many tiles. A panel of b serves all rows; one of a only as
 * many tiles as fit beside one another. So if the result has few columns, and a is not transposed,
 * its rows are read where they lie.
 *
 * <p>Packing as well as computing is divided among the workers; each is done by all before the
 * other begins.
 */
final class PackedProduct implements FloatProduct {
  /** About how many steps of k there are in each of several blocks. */
  private static final int DEPTH = 384;

  /** The most steps of k that are a single block. */
  private static final int MOST_DEPTH = 1024;

  /** The most rows of a, and columns of b, in a block: they bound the memory. */
  private static final int MOST_ROWS = 1024;

  private static final int MOST_COLUMNS = 2048;

  /** The most rows and columns of the result that are one worker's part. */
  private static final int MOST_PART_ROWS = 16 * ROWS;

  private static final int MOST_PART_COLUMNS = 8 * WIDTH;

  /** The least to which parts are made smaller, so that there are enough of them. */
  private static final int LEAST_PART_ROWS = 4 * ROWS;

  private static final int LEAST_PART_COLUMNS = 2 * WIDTH;

  /** The most elements of b's panels for a part: 512 KiB, half a second-level cache of 1 MiB. */
  private static final int MOST_PART_ELEMENTS = 1 << 17;

  /** The most columns of the result for which the rows of a are read in place. */
  private static final int MOST_COLUMNS_IN_PLACE = 32 * WIDTH;

  /** Into how many parts for each worker the result is divided at least, if it is large enough. */
  private static final int ENOUGH_PARTS = 2;

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

  /** How many rows of a, and columns of b, are one part of packing. */
  private final int leftGroup;

  private final int rightGroup;
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
    int blocks = inner <= MOST_DEPTH ? 1 : (inner + DEPTH / 4) / DEPTH;
    depth = (inner + blocks - 1) / blocks;
    leftInPlace = !transposeA && readsLeftInPlace(columns);
    leftGroup = transposeA ? GROUP : PANEL_ROWS;
    rightGroup = transposeB ? WIDTH : GROUP;
    int height = Math.min(rows, MOST_ROWS);
    int width = Math.min(columns, MOST_COLUMNS);
    packedA = new float[leftInPlace ? 0 : roundUp(height, PANEL_ROWS) * depth];
    packedB = new float[roundUp(width, WIDTH) * depth];
    int enoughParts = ENOUGH_PARTS * workers.count();
    int mostRows = MOST_PART_ROWS;
    int mostColumns = MOST_PART_COLUMNS;
    while (mostColumns > WIDTH && mostColumns * depth > MOST_PART_ELEMENTS) {
      mostColumns /= 2;
    }
    while (mostColumns > LEAST_PART_COLUMNS
        && count(height, mostRows) * count(width, mostColumns) < enoughParts) {
      mostColumns /= 2;
    }
    while (mostRows > LEAST_PART_ROWS
        && count(height, mostRows) * count(width, mostColumns) < enoughParts) {
      mostRows /= 2;
    }
    partRows = mostRows;
    partColumns = mostColumns;
    int parts = count(height, partRows) * count(width, partColumns);
    edges = new float[parts * ROWS * WIDTH];
  }

  /**
   * Returns whether a left operand that is not transposed is read in place, for a result of so many
   * columns.
   */
  static boolean readsLeftInPlace(int columns) {
    return columns <= MOST_COLUMNS_IN_PLACE;
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
        workers.run(count(blockColumns, rightGroup), packRight);
        for (firstRow = 0; firstRow < rows; firstRow += MOST_ROWS) {
          blockRows = Math.min(MOST_ROWS, rows - firstRow);
          if (!leftInPlace) {
            workers.run(count(blockRows, leftGroup), packLeft);
          }
          workers.run(count(blockRows, partRows) * count(blockColumns, partColumns), multiplyBlock);
        }
      }
    }
    this.a = ZEROS;
    this.b = ZEROS;
    this.result = ZEROS;
  }

  private void packRight(int group) {
    int start = group * rightGroup;
    int column = firstColumn + start;
    int lines = Math.min(rightGroup, blockColumns - start);
    int to = start * steps;
    if (transposeB) {
      Packing.lines(b, bOffset + column * inner + firstK, inner, lines, steps, packedB, to, WIDTH);
    } else {
      Packing.steps(
          b, bOffset + firstK * columns + column, columns, lines, steps, packedB, to, WIDTH);
    }
  }

  private void packLeft(int group) {
    int start = group * leftGroup;
    int row = firstRow + start;
    int lines = Math.min(leftGroup, blockRows - start);
    int to = start * steps;
    if (transposeA) {
      Packing.steps(a, aOffset + firstK * rows + row, rows, lines, steps, packedA, to, PANEL_ROWS);
    } else {
      Packing.lines(
          a, aOffset + row * inner + firstK, inner, lines, steps, packedA, to, PANEL_ROWS);
    }
  }

  private void multiplyBlock(int block) {
    // Parts that share panels of b follow one another.
    int down = count(blockRows, partRows);
    int startRow = block % down * partRows;
    int startColumn = block / down * partColumns;
    int endRow = Math.min(blockRows, startRow + partRows);
    int endColumn = Math.min(blockColumns, startColumn + partColumns);
    for (int row = startRow; row < endRow; row += ROWS) {
      for (int column = startColumn; column < endColumn; column += WIDTH) {
        int at = resultOffset + (firstRow + row) * columns + firstColumn + column;
        boolean isWhole = column + WIDTH <= endColumn && (leftInPlace || row + ROWS <= endRow);
        if (!isWhole) {
          edgeTile(row, column, at, block * ROWS * WIDTH);
        } else {
          tile(row, column, result, at, columns);
        }
      }
    }
  }

  /** Takes the chains of a tile through the steps of the block; from +0, if it is the first. */
  private void tile(int row, int column, float[] target, int targetAt, int targetStride) {
    boolean isFirst = firstK == 0;
    float[] sums = isFirst ? ZEROS : target;
    int sumsAt = isFirst ? 0 : targetAt;
    int sumsStride = isFirst ? 0 : targetStride;
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
          Packing.placeOf(row, steps, PANEL_ROWS),
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
    if (firstK > 0) {
      Packing.copyRows(result, at, columns, edges, edge, WIDTH, height, width);
    }
    tile(row, column, edges, edge, WIDTH);
    Packing.copyRows(edges, edge, WIDTH, result, at, columns, height, width);
  }
}
