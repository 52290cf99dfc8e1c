package dev.gradus.ops.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of convolutions: some steps of the chains of a tile of {@value #ROWS} rows,
 * one or two vectors wide, {@code sum[r][j] = fma(x[at[r] + terms[k]], weights[k][j], sum[r][j])}
 * for one k after the other.
 *
 * <p>What the rows are multiplied with is found by two tables, of which one has what a row begins
 * with, and the other what a step adds to it. In a convolution the rows are pixels and the steps
 * the places of the window; in its gradient by the filter it is the other way round. So neither
 * needs the patches copied to a matrix. That the loop is one, over one index, is what lets the JVM
 * keep the sums in registers; that it has to look into a table costs it less than a tenth.
 */
final class PatchTile {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  /** The rows of a tile. */
  static final int ROWS = 8;

  /** The columns of a tile that is two vectors wide. */
  static final int WIDE = 2 * LANES;

  /** With vectors of 16 lanes come 32 registers, enough for all sums; else there are half of it. */
  private static final boolean MANY_REGISTERS = LANES >= 16;

  private PatchTile() {}

  /**
   * Takes the steps [from, to) of the chains of a tile.
   *
   * @param at what each row begins with in {@code x}
   * @param terms what each step adds to that
   * @param weightsAt where the weights of step {@code from} begin; those of the next come {@code
   *     stride} after them
   * @param width {@link #LANES} or {@link #WIDE}
   * @param start what the sums are before, that of each row from {@code startAt} on
   * @param sums receives what they are after, that of each row from {@code sumsAt} on
   */
  static void advance(
      float[] x,
      int[] at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      int width,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt) {
    if (width == LANES) {
      narrow(x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt, 0);
    } else if (MANY_REGISTERS) {
      wide(x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt, 0);
    } else {
      half(x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt, 0);
      half(
          x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt,
          ROWS / 2);
    }
  }

  /** All rows, two vectors wide. */
  private static void wide(
      float[] x,
      int[] at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt,
      int row) {
    int at0 = at[row];
    int at1 = at[row + 1];
    int at2 = at[row + 2];
    int at3 = at[row + 3];
    int at4 = at[row + 4];
    int at5 = at[row + 5];
    int at6 = at[row + 6];
    int at7 = at[row + 7];
    FloatVector sum0a = FloatVector.fromArray(SPECIES, start, startAt[row]);
    FloatVector sum0b = FloatVector.fromArray(SPECIES, start, startAt[row] + LANES);
    FloatVector sum1a = FloatVector.fromArray(SPECIES, start, startAt[row + 1]);
    FloatVector sum1b = FloatVector.fromArray(SPECIES, start, startAt[row + 1] + LANES);
    FloatVector sum2a = FloatVector.fromArray(SPECIES, start, startAt[row + 2]);
    FloatVector sum2b = FloatVector.fromArray(SPECIES, start, startAt[row + 2] + LANES);
    FloatVector sum3a = FloatVector.fromArray(SPECIES, start, startAt[row + 3]);
    FloatVector sum3b = FloatVector.fromArray(SPECIES, start, startAt[row + 3] + LANES);
    FloatVector sum4a = FloatVector.fromArray(SPECIES, start, startAt[row + 4]);
    FloatVector sum4b = FloatVector.fromArray(SPECIES, start, startAt[row + 4] + LANES);
    FloatVector sum5a = FloatVector.fromArray(SPECIES, start, startAt[row + 5]);
    FloatVector sum5b = FloatVector.fromArray(SPECIES, start, startAt[row + 5] + LANES);
    FloatVector sum6a = FloatVector.fromArray(SPECIES, start, startAt[row + 6]);
    FloatVector sum6b = FloatVector.fromArray(SPECIES, start, startAt[row + 6] + LANES);
    FloatVector sum7a = FloatVector.fromArray(SPECIES, start, startAt[row + 7]);
    FloatVector sum7b = FloatVector.fromArray(SPECIES, start, startAt[row + 7] + LANES);
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int term = terms[k];
      FloatVector wa = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector wb = FloatVector.fromArray(SPECIES, weights, next + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[at0 + term]);
      sum0a = x0.fma(wa, sum0a);
      sum0b = x0.fma(wb, sum0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[at1 + term]);
      sum1a = x1.fma(wa, sum1a);
      sum1b = x1.fma(wb, sum1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[at2 + term]);
      sum2a = x2.fma(wa, sum2a);
      sum2b = x2.fma(wb, sum2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[at3 + term]);
      sum3a = x3.fma(wa, sum3a);
      sum3b = x3.fma(wb, sum3b);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[at4 + term]);
      sum4a = x4.fma(wa, sum4a);
      sum4b = x4.fma(wb, sum4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[at5 + term]);
      sum5a = x5.fma(wa, sum5a);
      sum5b = x5.fma(wb, sum5b);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[at6 + term]);
      sum6a = x6.fma(wa, sum6a);
      sum6b = x6.fma(wb, sum6b);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[at7 + term]);
      sum7a = x7.fma(wa, sum7a);
      sum7b = x7.fma(wb, sum7b);
    }
    sum0a.intoArray(sums, sumsAt[row]);
    sum0b.intoArray(sums, sumsAt[row] + LANES);
    sum1a.intoArray(sums, sumsAt[row + 1]);
    sum1b.intoArray(sums, sumsAt[row + 1] + LANES);
    sum2a.intoArray(sums, sumsAt[row + 2]);
    sum2b.intoArray(sums, sumsAt[row + 2] + LANES);
    sum3a.intoArray(sums, sumsAt[row + 3]);
    sum3b.intoArray(sums, sumsAt[row + 3] + LANES);
    sum4a.intoArray(sums, sumsAt[row + 4]);
    sum4b.intoArray(sums, sumsAt[row + 4] + LANES);
    sum5a.intoArray(sums, sumsAt[row + 5]);
    sum5b.intoArray(sums, sumsAt[row + 5] + LANES);
    sum6a.intoArray(sums, sumsAt[row + 6]);
    sum6b.intoArray(sums, sumsAt[row + 6] + LANES);
    sum7a.intoArray(sums, sumsAt[row + 7]);
    sum7b.intoArray(sums, sumsAt[row + 7] + LANES);
  }

  /** Half of the rows, two vectors wide. */
  private static void half(
      float[] x,
      int[] at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt,
      int row) {
    int at0 = at[row];
    int at1 = at[row + 1];
    int at2 = at[row + 2];
    int at3 = at[row + 3];
    FloatVector sum0a = FloatVector.fromArray(SPECIES, start, startAt[row]);
    FloatVector sum0b = FloatVector.fromArray(SPECIES, start, startAt[row] + LANES);
    FloatVector sum1a = FloatVector.fromArray(SPECIES, start, startAt[row + 1]);
    FloatVector sum1b = FloatVector.fromArray(SPECIES, start, startAt[row + 1] + LANES);
    FloatVector sum2a = FloatVector.fromArray(SPECIES, start, startAt[row + 2]);
    FloatVector sum2b = FloatVector.fromArray(SPECIES, start, startAt[row + 2] + LANES);
    FloatVector sum3a = FloatVector.fromArray(SPECIES, start, startAt[row + 3]);
    FloatVector sum3b = FloatVector.fromArray(SPECIES, start, startAt[row + 3] + LANES);
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int term = terms[k];
      FloatVector wa = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector wb = FloatVector.fromArray(SPECIES, weights, next + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[at0 + term]);
      sum0a = x0.fma(wa, sum0a);
      sum0b = x0.fma(wb, sum0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[at1 + term]);
      sum1a = x1.fma(wa, sum1a);
      sum1b = x1.fma(wb, sum1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[at2 + term]);
      sum2a = x2.fma(wa, sum2a);
      sum2b = x2.fma(wb, sum2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[at3 + term]);
      sum3a = x3.fma(wa, sum3a);
      sum3b = x3.fma(wb, sum3b);
    }
    sum0a.intoArray(sums, sumsAt[row]);
    sum0b.intoArray(sums, sumsAt[row] + LANES);
    sum1a.intoArray(sums, sumsAt[row + 1]);
    sum1b.intoArray(sums, sumsAt[row + 1] + LANES);
    sum2a.intoArray(sums, sumsAt[row + 2]);
    sum2b.intoArray(sums, sumsAt[row + 2] + LANES);
    sum3a.intoArray(sums, sumsAt[row + 3]);
    sum3b.intoArray(sums, sumsAt[row + 3] + LANES);
  }

  /** All rows, one vector wide. */
  private static void narrow(
      float[] x,
      int[] at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt,
      int row) {
    int at0 = at[row];
    int at1 = at[row + 1];
    int at2 = at[row + 2];
    int at3 = at[row + 3];
    int at4 = at[row + 4];
    int at5 = at[row + 5];
    int at6 = at[row + 6];
    int at7 = at[row + 7];
    FloatVector sum0 = FloatVector.fromArray(SPECIES, start, startAt[row]);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, start, startAt[row + 1]);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, start, startAt[row + 2]);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, start, startAt[row + 3]);
    FloatVector sum4 = FloatVector.fromArray(SPECIES, start, startAt[row + 4]);
    FloatVector sum5 = FloatVector.fromArray(SPECIES, start, startAt[row + 5]);
    FloatVector sum6 = FloatVector.fromArray(SPECIES, start, startAt[row + 6]);
    FloatVector sum7 = FloatVector.fromArray(SPECIES, start, startAt[row + 7]);
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int term = terms[k];
      FloatVector w = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[at0 + term]);
      sum0 = x0.fma(w, sum0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[at1 + term]);
      sum1 = x1.fma(w, sum1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[at2 + term]);
      sum2 = x2.fma(w, sum2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[at3 + term]);
      sum3 = x3.fma(w, sum3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[at4 + term]);
      sum4 = x4.fma(w, sum4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[at5 + term]);
      sum5 = x5.fma(w, sum5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[at6 + term]);
      sum6 = x6.fma(w, sum6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[at7 + term]);
      sum7 = x7.fma(w, sum7);
    }
    sum0.intoArray(sums, sumsAt[row]);
    sum1.intoArray(sums, sumsAt[row + 1]);
    sum2.intoArray(sums, sumsAt[row + 2]);
    sum3.intoArray(sums, sumsAt[row + 3]);
    sum4.intoArray(sums, sumsAt[row + 4]);
    sum5.intoArray(sums, sumsAt[row + 5]);
    sum6.intoArray(sums, sumsAt[row + 6]);
    sum7.intoArray(sums, sumsAt[row + 7]);
  }
}
