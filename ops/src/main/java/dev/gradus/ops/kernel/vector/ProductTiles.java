package dev.gradus.ops.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of the matrix product: each takes the chains of one tile of the result, some
 * rows by some vectors wide, through {@code depth} steps of k.
 *
 * <p>The sums of a tile are local variables, which the JVM's compiler keeps in registers: sixteen
 * of the thirty-two that there are with vectors of 512 bits ({@link HalfTiles} serve where there
 * are fewer). At each step, the vectors of a row of b and the elements of a column of a are read,
 * and every sum takes one fused multiply-add; so there is twice as much to compute as to read. The
 * sums begin with what is read from an array, {@link #ZEROS} (with a stride of 0) or what earlier
 * steps have left, and no branch comes near them, for the sake of which the compiler might make
 * objects of them.
 *
 * <p>In all: {@code a} has the left operand from {@code aAt} on, {@code b} the right one, and
 * {@code sums} and {@code result} have the tile's first row at {@code sumsAt} and {@code resultAt},
 * and each next row a stride behind; these two may be the same place, as a tile reads all its sums
 * before it writes any. They are written out, as a loop over rows would need an array of vectors.
 * Tiles of one vector are {@link NarrowTiles}.
 */
final class ProductTiles {
  /** The widest vectors that the machine likes. */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  /** The columns of a wide tile: two vectors. */
  static final int WIDTH = 2 * LANES;

  /** The rows of a tile. */
  static final int ROWS = 8;

  /**
   * The rows of a panel of a: those of two tiles, or a whole vector if that is more, as to pack a
   * transposed a writes whole vectors.
   */
  static final int PANEL_ROWS = Math.max(2 * ROWS, LANES);

  /** With what sums begin. */
  static final float[] ZEROS = new float[WIDTH];

  private ProductTiles() {}

  /**
   * Computes a wide tile from {@linkplain Packing packed} operands: for each step, there are {@code
   * PANEL_ROWS} elements of a, of which it reads the first {@value #ROWS} from {@code aAt} on, and
   * {@code WIDTH} elements of b.
   */
  static void packed(
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
    if (HalfTiles.SERVE) {
      HalfTiles.packed(
          0, a, aAt, b, bAt, depth, sums, sumsAt, sumsStride, result, resultAt, resultStride);
      HalfTiles.packed(
          HalfTiles.HALF,
          a,
          aAt,
          b,
          bAt,
          depth,
          sums,
          sumsAt,
          sumsStride,
          result,
          resultAt,
          resultStride);
      return;
    }
    FloatVector s0a = FloatVector.fromArray(SPECIES, sums, sumsAt);
    FloatVector s0b = FloatVector.fromArray(SPECIES, sums, sumsAt + LANES);
    FloatVector s1a = FloatVector.fromArray(SPECIES, sums, sumsAt + sumsStride);
    FloatVector s1b = FloatVector.fromArray(SPECIES, sums, sumsAt + sumsStride + LANES);
    FloatVector s2a = FloatVector.fromArray(SPECIES, sums, sumsAt + 2 * sumsStride);
    FloatVector s2b = FloatVector.fromArray(SPECIES, sums, sumsAt + 2 * sumsStride + LANES);
    FloatVector s3a = FloatVector.fromArray(SPECIES, sums, sumsAt + 3 * sumsStride);
    FloatVector s3b = FloatVector.fromArray(SPECIES, sums, sumsAt + 3 * sumsStride + LANES);
    FloatVector s4a = FloatVector.fromArray(SPECIES, sums, sumsAt + 4 * sumsStride);
    FloatVector s4b = FloatVector.fromArray(SPECIES, sums, sumsAt + 4 * sumsStride + LANES);
    FloatVector s5a = FloatVector.fromArray(SPECIES, sums, sumsAt + 5 * sumsStride);
    FloatVector s5b = FloatVector.fromArray(SPECIES, sums, sumsAt + 5 * sumsStride + LANES);
    FloatVector s6a = FloatVector.fromArray(SPECIES, sums, sumsAt + 6 * sumsStride);
    FloatVector s6b = FloatVector.fromArray(SPECIES, sums, sumsAt + 6 * sumsStride + LANES);
    FloatVector s7a = FloatVector.fromArray(SPECIES, sums, sumsAt + 7 * sumsStride);
    FloatVector s7b = FloatVector.fromArray(SPECIES, sums, sumsAt + 7 * sumsStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector ya = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector yb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS]);
      s0a = x0.fma(ya, s0a);
      s0b = x0.fma(yb, s0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 1]);
      s1a = x1.fma(ya, s1a);
      s1b = x1.fma(yb, s1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 2]);
      s2a = x2.fma(ya, s2a);
      s2b = x2.fma(yb, s2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 3]);
      s3a = x3.fma(ya, s3a);
      s3b = x3.fma(yb, s3b);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 4]);
      s4a = x4.fma(ya, s4a);
      s4b = x4.fma(yb, s4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 5]);
      s5a = x5.fma(ya, s5a);
      s5b = x5.fma(yb, s5b);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 6]);
      s6a = x6.fma(ya, s6a);
      s6b = x6.fma(yb, s6b);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[aAt + k * PANEL_ROWS + 7]);
      s7a = x7.fma(ya, s7a);
      s7b = x7.fma(yb, s7b);
    }
    s0a.intoArray(result, resultAt);
    s0b.intoArray(result, resultAt + LANES);
    s1a.intoArray(result, resultAt + resultStride);
    s1b.intoArray(result, resultAt + resultStride + LANES);
    s2a.intoArray(result, resultAt + 2 * resultStride);
    s2b.intoArray(result, resultAt + 2 * resultStride + LANES);
    s3a.intoArray(result, resultAt + 3 * resultStride);
    s3b.intoArray(result, resultAt + 3 * resultStride + LANES);
    s4a.intoArray(result, resultAt + 4 * resultStride);
    s4b.intoArray(result, resultAt + 4 * resultStride + LANES);
    s5a.intoArray(result, resultAt + 5 * resultStride);
    s5b.intoArray(result, resultAt + 5 * resultStride + LANES);
    s6a.intoArray(result, resultAt + 6 * resultStride);
    s6b.intoArray(result, resultAt + 6 * resultStride + LANES);
    s7a.intoArray(result, resultAt + 7 * resultStride);
    s7b.intoArray(result, resultAt + 7 * resultStride + LANES);
  }

  /**
   * Computes a wide tile from rows of a in place, and packed columns of b. It does what {@link
   * #wide} does, in three quarters of the time: where steps are constants, the JVM's compiler takes
   * the checks of indices out of the loop.
   *
   * @param aStride from one row of a to the next; the steps of k follow one another
   * @param lastRow the last row of the tile that there is, from 0; it is computed in the place of
   *     those that there are not
   */
  static void alongRows(
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
    if (HalfTiles.SERVE) {
      HalfTiles.alongRows(
          0,
          a,
          aAt,
          aStride,
          lastRow,
          b,
          bAt,
          depth,
          sums,
          sumsAt,
          sumsStride,
          result,
          resultAt,
          resultStride);
      if (lastRow >= HalfTiles.HALF) {
        HalfTiles.alongRows(
            HalfTiles.HALF,
            a,
            aAt,
            aStride,
            lastRow,
            b,
            bAt,
            depth,
            sums,
            sumsAt,
            sumsStride,
            result,
            resultAt,
            resultStride);
      }
      return;
    }
    int row1 = Math.min(1, lastRow);
    int row2 = Math.min(2, lastRow);
    int row3 = Math.min(3, lastRow);
    int row4 = Math.min(4, lastRow);
    int row5 = Math.min(5, lastRow);
    int row6 = Math.min(6, lastRow);
    int row7 = Math.min(7, lastRow);
    FloatVector s0a = FloatVector.fromArray(SPECIES, sums, sumsAt);
    FloatVector s0b = FloatVector.fromArray(SPECIES, sums, sumsAt + LANES);
    FloatVector s1a = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride);
    FloatVector s1b = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride + LANES);
    FloatVector s2a = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride);
    FloatVector s2b = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride + LANES);
    FloatVector s3a = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride);
    FloatVector s3b = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride + LANES);
    FloatVector s4a = FloatVector.fromArray(SPECIES, sums, sumsAt + row4 * sumsStride);
    FloatVector s4b = FloatVector.fromArray(SPECIES, sums, sumsAt + row4 * sumsStride + LANES);
    FloatVector s5a = FloatVector.fromArray(SPECIES, sums, sumsAt + row5 * sumsStride);
    FloatVector s5b = FloatVector.fromArray(SPECIES, sums, sumsAt + row5 * sumsStride + LANES);
    FloatVector s6a = FloatVector.fromArray(SPECIES, sums, sumsAt + row6 * sumsStride);
    FloatVector s6b = FloatVector.fromArray(SPECIES, sums, sumsAt + row6 * sumsStride + LANES);
    FloatVector s7a = FloatVector.fromArray(SPECIES, sums, sumsAt + row7 * sumsStride);
    FloatVector s7b = FloatVector.fromArray(SPECIES, sums, sumsAt + row7 * sumsStride + LANES);
    int a1 = aAt + row1 * aStride;
    int a2 = aAt + row2 * aStride;
    int a3 = aAt + row3 * aStride;
    int a4 = aAt + row4 * aStride;
    int a5 = aAt + row5 * aStride;
    int a6 = aAt + row6 * aStride;
    int a7 = aAt + row7 * aStride;
    for (int k = 0; k < depth; k++) {
      FloatVector ya = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector yb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt + k]);
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
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      s4a = x4.fma(ya, s4a);
      s4b = x4.fma(yb, s4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      s5a = x5.fma(ya, s5a);
      s5b = x5.fma(yb, s5b);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k]);
      s6a = x6.fma(ya, s6a);
      s6b = x6.fma(yb, s6b);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + k]);
      s7a = x7.fma(ya, s7a);
      s7b = x7.fma(yb, s7b);
    }
    s0a.intoArray(result, resultAt);
    s0b.intoArray(result, resultAt + LANES);
    s1a.intoArray(result, resultAt + row1 * resultStride);
    s1b.intoArray(result, resultAt + row1 * resultStride + LANES);
    s2a.intoArray(result, resultAt + row2 * resultStride);
    s2b.intoArray(result, resultAt + row2 * resultStride + LANES);
    s3a.intoArray(result, resultAt + row3 * resultStride);
    s3b.intoArray(result, resultAt + row3 * resultStride + LANES);
    s4a.intoArray(result, resultAt + row4 * resultStride);
    s4b.intoArray(result, resultAt + row4 * resultStride + LANES);
    s5a.intoArray(result, resultAt + row5 * resultStride);
    s5b.intoArray(result, resultAt + row5 * resultStride + LANES);
    s6a.intoArray(result, resultAt + row6 * resultStride);
    s6b.intoArray(result, resultAt + row6 * resultStride + LANES);
    s7a.intoArray(result, resultAt + row7 * resultStride);
    s7b.intoArray(result, resultAt + row7 * resultStride + LANES);
  }

  /**
   * Computes a wide tile from operands in place.
   *
   * @param aStride from one row of a to the next
   * @param aStep from one step in a to the next
   * @param lastRow the last row of the tile that there is, from 0; it is computed in the place of
   *     those that there are not
   * @param bStep from one step in b to the next
   */
  static void wide(
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
    if (HalfTiles.SERVE) {
      HalfTiles.wide(
          0,
          a,
          aAt,
          aStride,
          aStep,
          lastRow,
          b,
          bAt,
          bStep,
          depth,
          sums,
          sumsAt,
          sumsStride,
          result,
          resultAt,
          resultStride);
      if (lastRow >= HalfTiles.HALF) {
        HalfTiles.wide(
            HalfTiles.HALF,
            a,
            aAt,
            aStride,
            aStep,
            lastRow,
            b,
            bAt,
            bStep,
            depth,
            sums,
            sumsAt,
            sumsStride,
            result,
            resultAt,
            resultStride);
      }
      return;
    }
    int row1 = Math.min(1, lastRow);
    int row2 = Math.min(2, lastRow);
    int row3 = Math.min(3, lastRow);
    int row4 = Math.min(4, lastRow);
    int row5 = Math.min(5, lastRow);
    int row6 = Math.min(6, lastRow);
    int row7 = Math.min(7, lastRow);
    FloatVector s0a = FloatVector.fromArray(SPECIES, sums, sumsAt);
    FloatVector s0b = FloatVector.fromArray(SPECIES, sums, sumsAt + LANES);
    FloatVector s1a = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride);
    FloatVector s1b = FloatVector.fromArray(SPECIES, sums, sumsAt + row1 * sumsStride + LANES);
    FloatVector s2a = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride);
    FloatVector s2b = FloatVector.fromArray(SPECIES, sums, sumsAt + row2 * sumsStride + LANES);
    FloatVector s3a = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride);
    FloatVector s3b = FloatVector.fromArray(SPECIES, sums, sumsAt + row3 * sumsStride + LANES);
    FloatVector s4a = FloatVector.fromArray(SPECIES, sums, sumsAt + row4 * sumsStride);
    FloatVector s4b = FloatVector.fromArray(SPECIES, sums, sumsAt + row4 * sumsStride + LANES);
    FloatVector s5a = FloatVector.fromArray(SPECIES, sums, sumsAt + row5 * sumsStride);
    FloatVector s5b = FloatVector.fromArray(SPECIES, sums, sumsAt + row5 * sumsStride + LANES);
    FloatVector s6a = FloatVector.fromArray(SPECIES, sums, sumsAt + row6 * sumsStride);
    FloatVector s6b = FloatVector.fromArray(SPECIES, sums, sumsAt + row6 * sumsStride + LANES);
    FloatVector s7a = FloatVector.fromArray(SPECIES, sums, sumsAt + row7 * sumsStride);
    FloatVector s7b = FloatVector.fromArray(SPECIES, sums, sumsAt + row7 * sumsStride + LANES);
    int a1 = aAt + row1 * aStride;
    int a2 = aAt + row2 * aStride;
    int a3 = aAt + row3 * aStride;
    int a4 = aAt + row4 * aStride;
    int a5 = aAt + row5 * aStride;
    int a6 = aAt + row6 * aStride;
    int a7 = aAt + row7 * aStride;
    for (int k = 0; k < depth; k++) {
      FloatVector ya = FloatVector.fromArray(SPECIES, b, bAt + k * bStep);
      FloatVector yb = FloatVector.fromArray(SPECIES, b, bAt + k * bStep + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
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
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k * aStep]);
      s4a = x4.fma(ya, s4a);
      s4b = x4.fma(yb, s4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k * aStep]);
      s5a = x5.fma(ya, s5a);
      s5b = x5.fma(yb, s5b);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k * aStep]);
      s6a = x6.fma(ya, s6a);
      s6b = x6.fma(yb, s6b);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + k * aStep]);
      s7a = x7.fma(ya, s7a);
      s7b = x7.fma(yb, s7b);
    }
    s0a.intoArray(result, resultAt);
    s0b.intoArray(result, resultAt + LANES);
    s1a.intoArray(result, resultAt + row1 * resultStride);
    s1b.intoArray(result, resultAt + row1 * resultStride + LANES);
    s2a.intoArray(result, resultAt + row2 * resultStride);
    s2b.intoArray(result, resultAt + row2 * resultStride + LANES);
    s3a.intoArray(result, resultAt + row3 * resultStride);
    s3b.intoArray(result, resultAt + row3 * resultStride + LANES);
    s4a.intoArray(result, resultAt + row4 * resultStride);
    s4b.intoArray(result, resultAt + row4 * resultStride + LANES);
    s5a.intoArray(result, resultAt + row5 * resultStride);
    s5b.intoArray(result, resultAt + row5 * resultStride + LANES);
    s6a.intoArray(result, resultAt + row6 * resultStride);
    s6b.intoArray(result, resultAt + row6 * resultStride + LANES);
    s7a.intoArray(result, resultAt + row7 * resultStride);
    s7b.intoArray(result, resultAt + row7 * resultStride + LANES);
  }
}
