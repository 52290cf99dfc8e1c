package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.ProductTiles.LANES;
import static dev.gradus.ops.kernel.vector.ProductTiles.PANEL_ROWS;
import static dev.gradus.ops.kernel.vector.ProductTiles.ROWS;
import static dev.gradus.ops.kernel.vector.ProductTiles.SPECIES;
import static dev.gradus.ops.kernel.vector.ProductTiles.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Halves of the tiles of {@link ProductTiles}, of four rows each, for processors whose registers do
 * not hold the sums of a whole one. The second half is only computed if it has rows: where it has
 * none, what it would compute in their place is a row of the first half, which is done.
 */
final class HalfTiles {
  /** The rows of half a tile. */
  static final int HALF = ROWS / 2;

  /**
   * Whether halves are the better choice: with vectors of up to 256 bits, x86 has but sixteen
   * registers for them. Other processors, such as ARM's, have thirty-two.
   */
  static final boolean SERVE = SPECIES.vectorBitSize() <= 256 && VectorKernels.isX86();

  private HalfTiles() {}

  /** Computes four rows of {@link ProductTiles#packed}. */
  static void packed(
      int firstRow,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int depth,
      float[] sums,
      int sumsAt,
      int sumsStride,
      float[] result,
      int resultAt,
      int resultStride) {
    int row0 = firstRow;
    int row1 = firstRow + 1;
    int row2 = firstRow + 2;
    int row3 = firstRow + 3;
    FloatVector s0a = FloatVector.fromArray(SPECIES, sums, sumsAt + row0 * sumsStride);
    FloatVector s0b = FloatVector.fromArray(SPECIES, sums, sumsAt + row0 * sumsStride + LANES);
    FloatVector s1a = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride);
    FloatVector s1b = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride + LANES);
    FloatVector s2a = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride);
    FloatVector s2b = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride + LANES);
    FloatVector s3a = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride);
    FloatVector s3b = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride + LANES);
    int a0 = aAt + firstRow;
    for (int k = 0; k < depth; k++) {
      FloatVector ya = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector yb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * PANEL_ROWS]);
      s0a = x0.fma(ya, s0a);
      s0b = x0.fma(yb, s0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * PANEL_ROWS + 1]);
      s1a = x1.fma(ya, s1a);
      s1b = x1.fma(yb, s1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * PANEL_ROWS + 2]);
      s2a = x2.fma(ya, s2a);
      s2b = x2.fma(yb, s2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * PANEL_ROWS + 3]);
      s3a = x3.fma(ya, s3a);
      s3b = x3.fma(yb, s3b);
    }
    s0a.intoArray(result, resultAt + row0 * resultStride);
    s0b.intoArray(result, resultAt + row0 * resultStride + LANES);
    s1a.intoArray(result, resultAt + row1 * resultStride);
    s1b.intoArray(result, resultAt + row1 * resultStride + LANES);
    s2a.intoArray(result, resultAt + row2 * resultStride);
    s2b.intoArray(result, resultAt + row2 * resultStride + LANES);
    s3a.intoArray(result, resultAt + row3 * resultStride);
    s3b.intoArray(result, resultAt + row3 * resultStride + LANES);
  }

  /** Computes four rows of {@link ProductTiles#alongRows}. */
  static void alongRows(
      int firstRow,
      float[] a,
      int aAt,
      int aStride,
      int lastRow,
      float[] b,
      int bAt,
      int depth,
      float[] sums,
      int sumsAt,
      int sumsStride,
      float[] result,
      int resultAt,
      int resultStride) {
    int row0 = Math.min(firstRow, lastRow);
    int row1 = Math.min(firstRow + 1, lastRow);
    int row2 = Math.min(firstRow + 2, lastRow);
    int row3 = Math.min(firstRow + 3, lastRow);
    FloatVector s0a = FloatVector.fromArray(SPECIES, sums, sumsAt + row0 * sumsStride);
    FloatVector s0b = FloatVector.fromArray(SPECIES, sums, sumsAt + row0 * sumsStride + LANES);
    FloatVector s1a = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride);
    FloatVector s1b = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride + LANES);
    FloatVector s2a = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride);
    FloatVector s2b = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride + LANES);
    FloatVector s3a = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride);
    FloatVector s3b = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride + LANES);
    int a0 = aAt + row0 * aStride;
    int a1 = aAt + row1 * aStride;
    int a2 = aAt + row2 * aStride;
    int a3 = aAt + row3 * aStride;
    for (int k = 0; k < depth; k++) {
      FloatVector ya = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector yb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s0a = x0.fma(ya, s0a);
      s0b = x0.fma(yb, s0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      s1a = x1.fma(ya, s1a);
      s1b = x1.fma(yb, s1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      s2a = x2.fma(ya, s2a);
      s2b = x2.fma(yb, s2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      s3a = x3.fma(ya, s3a);
      s3b = x3.fma(yb, s3b);
    }
    s0a.intoArray(result, resultAt + row0 * resultStride);
    s0b.intoArray(result, resultAt + row0 * resultStride + LANES);
    s1a.intoArray(result, resultAt + row1 * resultStride);
    s1b.intoArray(result, resultAt + row1 * resultStride + LANES);
    s2a.intoArray(result, resultAt + row2 * resultStride);
    s2b.intoArray(result, resultAt + row2 * resultStride + LANES);
    s3a.intoArray(result, resultAt + row3 * resultStride);
    s3b.intoArray(result, resultAt + row3 * resultStride + LANES);
  }

  /** Computes four rows of {@link ProductTiles#wide}. */
  static void wide(
      int firstRow,
      float[] a,
      int aAt,
      int aStride,
      int aStep,
      int lastRow,
      float[] b,
      int bAt,
      int bStep,
      int depth,
      float[] sums,
      int sumsAt,
      int sumsStride,
      float[] result,
      int resultAt,
      int resultStride) {
    int row0 = Math.min(firstRow, lastRow);
    int row1 = Math.min(firstRow + 1, lastRow);
    int row2 = Math.min(firstRow + 2, lastRow);
    int row3 = Math.min(firstRow + 3, lastRow);
    FloatVector s0a = FloatVector.fromArray(SPECIES, sums, sumsAt + row0 * sumsStride);
    FloatVector s0b = FloatVector.fromArray(SPECIES, sums, sumsAt + row0 * sumsStride + LANES);
    FloatVector s1a = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride);
    FloatVector s1b = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride + LANES);
    FloatVector s2a = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride);
    FloatVector s2b = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride + LANES);
    FloatVector s3a = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride);
    FloatVector s3b = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride + LANES);
    int a0 = aAt + row0 * aStride;
    int a1 = aAt + row1 * aStride;
    int a2 = aAt + row2 * aStride;
    int a3 = aAt + row3 * aStride;
    for (int k = 0; k < depth; k++) {
      FloatVector ya = FloatVector.fromArray(SPECIES, b, bAt + k * bStep);
      FloatVector yb = FloatVector.fromArray(SPECIES, b, bAt + k * bStep + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * aStep]);
      s0a = x0.fma(ya, s0a);
      s0b = x0.fma(yb, s0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k * aStep]);
      s1a = x1.fma(ya, s1a);
      s1b = x1.fma(yb, s1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k * aStep]);
      s2a = x2.fma(ya, s2a);
      s2b = x2.fma(yb, s2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k * aStep]);
      s3a = x3.fma(ya, s3a);
      s3b = x3.fma(yb, s3b);
    }
    s0a.intoArray(result, resultAt + row0 * resultStride);
    s0b.intoArray(result, resultAt + row0 * resultStride + LANES);
    s1a.intoArray(result, resultAt + row1 * resultStride);
    s1b.intoArray(result, resultAt + row1 * resultStride + LANES);
    s2a.intoArray(result, resultAt + row2 * resultStride);
    s2b.intoArray(result, resultAt + row2 * resultStride + LANES);
    s3a.intoArray(result, resultAt + row3 * resultStride);
    s3b.intoArray(result, resultAt + row3 * resultStride + LANES);
  }
}
