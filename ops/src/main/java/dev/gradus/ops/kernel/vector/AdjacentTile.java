package dev.gradus.ops.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link PatchTile}, the innermost loop of convolutions, for rows of which each begins one
 * element after the one before: {@code sum[r][j] = fma(x[at + r + terms[k]], weights[k][j],
 * sum[r][j])}.
 *
 * <p>As the distance between rows is known to the JVM, it need find only one address in a step, and
 * check only the first and the last; in loops of this kind, that is a third of the time. So large
 * tiles pay, in which each load of the weights serves many rows. They need 32 registers. (Fourteen
 * rows of two vectors would need 31 of them, but C2 does not always compile so long a loop well.)
 */
final class AdjacentTile {
  private static final VectorSpecies<Float> SPECIES = PatchTile.SPECIES;

  private static final int LANES = PatchTile.LANES;

  /** The rows of a tall tile. */
  static final int TALL = 14;

  /** Whether there are registers enough. */
  static final boolean IS_USABLE = LANES >= 16;

  private AdjacentTile() {}

  /**
   * Takes the steps [from, to) of the chains of a tile.
   *
   * @param rows {@link PatchTile#ROWS} or {@link #TALL}
   * @param at what the first row begins with in {@code x}
   * @param terms what each step adds to that
   * @param weightsAt where the weights of step {@code from} begin; those of the next come {@code
   *     stride} after them
   * @param width one vector or {@link PatchTile#WIDE}
   * @param start what the sums are before, that of each row from {@code startAt} on
   * @param sums receives what they are after, that of each row from {@code sumsAt} on
   */
  static void advance(
      int rows,
      float[] x,
      int at,
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
    if (rows == TALL) {
      if (width == LANES) {
        tallNarrow(
            x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt);
      } else {
        halfWide(
            x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt, 0);
        halfWide(
            x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt,
            TALL / 2);
      }
    } else if (width == LANES) {
      narrow(x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt);
    } else {
      wide(x, at, terms, from, to, weights, weightsAt, stride, start, startAt, sums, sumsAt);
    }
  }

  /** Half of fourteen rows, from {@code row} on, two vectors wide. */
  private static void halfWide(
      float[] x,
      int at,
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
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int first = at + row + terms[k];
      FloatVector wa = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector wb = FloatVector.fromArray(SPECIES, weights, next + LANES);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[first + 6]);
      sum6a = x6.fma(wa, sum6a);
      sum6b = x6.fma(wb, sum6b);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[first]);
      sum0a = x0.fma(wa, sum0a);
      sum0b = x0.fma(wb, sum0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[first + 1]);
      sum1a = x1.fma(wa, sum1a);
      sum1b = x1.fma(wb, sum1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[first + 2]);
      sum2a = x2.fma(wa, sum2a);
      sum2b = x2.fma(wb, sum2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[first + 3]);
      sum3a = x3.fma(wa, sum3a);
      sum3b = x3.fma(wb, sum3b);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[first + 4]);
      sum4a = x4.fma(wa, sum4a);
      sum4b = x4.fma(wb, sum4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[first + 5]);
      sum5a = x5.fma(wa, sum5a);
      sum5b = x5.fma(wb, sum5b);
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
  }

  /** Fourteen rows, one vector wide. */
  private static void tallNarrow(
      float[] x,
      int at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, start, startAt[0]);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, start, startAt[1]);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, start, startAt[2]);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, start, startAt[3]);
    FloatVector sum4 = FloatVector.fromArray(SPECIES, start, startAt[4]);
    FloatVector sum5 = FloatVector.fromArray(SPECIES, start, startAt[5]);
    FloatVector sum6 = FloatVector.fromArray(SPECIES, start, startAt[6]);
    FloatVector sum7 = FloatVector.fromArray(SPECIES, start, startAt[7]);
    FloatVector sum8 = FloatVector.fromArray(SPECIES, start, startAt[8]);
    FloatVector sum9 = FloatVector.fromArray(SPECIES, start, startAt[9]);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, start, startAt[10]);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, start, startAt[11]);
    FloatVector sum12 = FloatVector.fromArray(SPECIES, start, startAt[12]);
    FloatVector sum13 = FloatVector.fromArray(SPECIES, start, startAt[13]);
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int first = at + terms[k];
      FloatVector w = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector x13 = FloatVector.broadcast(SPECIES, x[first + 13]);
      sum13 = x13.fma(w, sum13);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[first]);
      sum0 = x0.fma(w, sum0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[first + 1]);
      sum1 = x1.fma(w, sum1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[first + 2]);
      sum2 = x2.fma(w, sum2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[first + 3]);
      sum3 = x3.fma(w, sum3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[first + 4]);
      sum4 = x4.fma(w, sum4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[first + 5]);
      sum5 = x5.fma(w, sum5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[first + 6]);
      sum6 = x6.fma(w, sum6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[first + 7]);
      sum7 = x7.fma(w, sum7);
      FloatVector x8 = FloatVector.broadcast(SPECIES, x[first + 8]);
      sum8 = x8.fma(w, sum8);
      FloatVector x9 = FloatVector.broadcast(SPECIES, x[first + 9]);
      sum9 = x9.fma(w, sum9);
      FloatVector x10 = FloatVector.broadcast(SPECIES, x[first + 10]);
      sum10 = x10.fma(w, sum10);
      FloatVector x11 = FloatVector.broadcast(SPECIES, x[first + 11]);
      sum11 = x11.fma(w, sum11);
      FloatVector x12 = FloatVector.broadcast(SPECIES, x[first + 12]);
      sum12 = x12.fma(w, sum12);
    }
    sum0.intoArray(sums, sumsAt[0]);
    sum1.intoArray(sums, sumsAt[1]);
    sum2.intoArray(sums, sumsAt[2]);
    sum3.intoArray(sums, sumsAt[3]);
    sum4.intoArray(sums, sumsAt[4]);
    sum5.intoArray(sums, sumsAt[5]);
    sum6.intoArray(sums, sumsAt[6]);
    sum7.intoArray(sums, sumsAt[7]);
    sum8.intoArray(sums, sumsAt[8]);
    sum9.intoArray(sums, sumsAt[9]);
    sum10.intoArray(sums, sumsAt[10]);
    sum11.intoArray(sums, sumsAt[11]);
    sum12.intoArray(sums, sumsAt[12]);
    sum13.intoArray(sums, sumsAt[13]);
  }

  /** Eight rows, two vectors wide. */
  private static void wide(
      float[] x,
      int at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt) {
    FloatVector sum0a = FloatVector.fromArray(SPECIES, start, startAt[0]);
    FloatVector sum0b = FloatVector.fromArray(SPECIES, start, startAt[0] + LANES);
    FloatVector sum1a = FloatVector.fromArray(SPECIES, start, startAt[1]);
    FloatVector sum1b = FloatVector.fromArray(SPECIES, start, startAt[1] + LANES);
    FloatVector sum2a = FloatVector.fromArray(SPECIES, start, startAt[2]);
    FloatVector sum2b = FloatVector.fromArray(SPECIES, start, startAt[2] + LANES);
    FloatVector sum3a = FloatVector.fromArray(SPECIES, start, startAt[3]);
    FloatVector sum3b = FloatVector.fromArray(SPECIES, start, startAt[3] + LANES);
    FloatVector sum4a = FloatVector.fromArray(SPECIES, start, startAt[4]);
    FloatVector sum4b = FloatVector.fromArray(SPECIES, start, startAt[4] + LANES);
    FloatVector sum5a = FloatVector.fromArray(SPECIES, start, startAt[5]);
    FloatVector sum5b = FloatVector.fromArray(SPECIES, start, startAt[5] + LANES);
    FloatVector sum6a = FloatVector.fromArray(SPECIES, start, startAt[6]);
    FloatVector sum6b = FloatVector.fromArray(SPECIES, start, startAt[6] + LANES);
    FloatVector sum7a = FloatVector.fromArray(SPECIES, start, startAt[7]);
    FloatVector sum7b = FloatVector.fromArray(SPECIES, start, startAt[7] + LANES);
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int first = at + terms[k];
      FloatVector wa = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector wb = FloatVector.fromArray(SPECIES, weights, next + LANES);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[first + 7]);
      sum7a = x7.fma(wa, sum7a);
      sum7b = x7.fma(wb, sum7b);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[first]);
      sum0a = x0.fma(wa, sum0a);
      sum0b = x0.fma(wb, sum0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[first + 1]);
      sum1a = x1.fma(wa, sum1a);
      sum1b = x1.fma(wb, sum1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[first + 2]);
      sum2a = x2.fma(wa, sum2a);
      sum2b = x2.fma(wb, sum2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[first + 3]);
      sum3a = x3.fma(wa, sum3a);
      sum3b = x3.fma(wb, sum3b);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[first + 4]);
      sum4a = x4.fma(wa, sum4a);
      sum4b = x4.fma(wb, sum4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[first + 5]);
      sum5a = x5.fma(wa, sum5a);
      sum5b = x5.fma(wb, sum5b);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[first + 6]);
      sum6a = x6.fma(wa, sum6a);
      sum6b = x6.fma(wb, sum6b);
    }
    sum0a.intoArray(sums, sumsAt[0]);
    sum0b.intoArray(sums, sumsAt[0] + LANES);
    sum1a.intoArray(sums, sumsAt[1]);
    sum1b.intoArray(sums, sumsAt[1] + LANES);
    sum2a.intoArray(sums, sumsAt[2]);
    sum2b.intoArray(sums, sumsAt[2] + LANES);
    sum3a.intoArray(sums, sumsAt[3]);
    sum3b.intoArray(sums, sumsAt[3] + LANES);
    sum4a.intoArray(sums, sumsAt[4]);
    sum4b.intoArray(sums, sumsAt[4] + LANES);
    sum5a.intoArray(sums, sumsAt[5]);
    sum5b.intoArray(sums, sumsAt[5] + LANES);
    sum6a.intoArray(sums, sumsAt[6]);
    sum6b.intoArray(sums, sumsAt[6] + LANES);
    sum7a.intoArray(sums, sumsAt[7]);
    sum7b.intoArray(sums, sumsAt[7] + LANES);
  }

  /** Eight rows, one vector wide. */
  private static void narrow(
      float[] x,
      int at,
      int[] terms,
      int from,
      int to,
      float[] weights,
      int weightsAt,
      int stride,
      float[] start,
      int[] startAt,
      float[] sums,
      int[] sumsAt) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, start, startAt[0]);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, start, startAt[1]);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, start, startAt[2]);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, start, startAt[3]);
    FloatVector sum4 = FloatVector.fromArray(SPECIES, start, startAt[4]);
    FloatVector sum5 = FloatVector.fromArray(SPECIES, start, startAt[5]);
    FloatVector sum6 = FloatVector.fromArray(SPECIES, start, startAt[6]);
    FloatVector sum7 = FloatVector.fromArray(SPECIES, start, startAt[7]);
    int next = weightsAt;
    for (int k = from; k < to; k++, next += stride) {
      int first = at + terms[k];
      FloatVector w = FloatVector.fromArray(SPECIES, weights, next);
      FloatVector x7 = FloatVector.broadcast(SPECIES, x[first + 7]);
      sum7 = x7.fma(w, sum7);
      FloatVector x0 = FloatVector.broadcast(SPECIES, x[first]);
      sum0 = x0.fma(w, sum0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, x[first + 1]);
      sum1 = x1.fma(w, sum1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, x[first + 2]);
      sum2 = x2.fma(w, sum2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, x[first + 3]);
      sum3 = x3.fma(w, sum3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, x[first + 4]);
      sum4 = x4.fma(w, sum4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, x[first + 5]);
      sum5 = x5.fma(w, sum5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, x[first + 6]);
      sum6 = x6.fma(w, sum6);
    }
    sum0.intoArray(sums, sumsAt[0]);
    sum1.intoArray(sums, sumsAt[1]);
    sum2.intoArray(sums, sumsAt[2]);
    sum3.intoArray(sums, sumsAt[3]);
    sum4.intoArray(sums, sumsAt[4]);
    sum5.intoArray(sums, sumsAt[5]);
    sum6.intoArray(sums, sumsAt[6]);
    sum7.intoArray(sums, sumsAt[7]);
  }
}
