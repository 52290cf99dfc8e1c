package dev.gradus.benchmark;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A step of softmax regression as someone writes it who needs no other program than this one: no
 * graph, no ops, just the loops, on one thread, with the Vector API.
 *
 * <p>The ten columns of the weights are padded with zeros to whole vectors. So both products, x·W
 * and xᵀ·g, are sums of vectors, each times a pixel; what belongs to ten examples at a time stays
 * in registers, while their pixels are read in order.
 */
final class HandWrittenSoftmax implements Contestant {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;

  /** The length of a row of ten, padded. */
  private static final int STRIDE = (CLASSES + LANES - 1) / LANES * LANES;

  private final Batches batches;
  private final int rows;
  private final float[] weights = new float[PIXELS * STRIDE];
  private final float[] biases = new float[STRIDE];
  private final float[] gradient = new float[PIXELS * STRIDE];

  /** Logits, and then in their place the gradient of the loss for them. */
  private final float[] logits;

  HandWrittenSoftmax(Work work) {
    rows = work.size();
    batches = new Batches(rows, work.batches());
    logits = new float[rows * STRIDE];
    // The evidence for classes that there are not: e to the power of it is 0.
    Arrays.fill(biases, CLASSES, STRIDE, -1e30f);
  }

  @Override
  public void step() {
    Batches.Arrays batch = batches.arrays().get(batches.next());
    forward(batch.images());
    gradientOfLogits(batch.labels());
    backward(batch.images());
  }

  private void forward(float[] x) {
    for (int column = 0; column < STRIDE; column += LANES) {
      int row = 0;
      for (; row + 10 <= rows; row += 10) {
        tenRows(x, row, column);
      }
      for (; row < rows; row++) {
        oneRow(x, row, column);
      }
    }
  }

  private void tenRows(float[] x, int row, int column) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, biases, column);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    FloatVector s8 = s0;
    FloatVector s9 = s0;
    int at = row * PIXELS;
    for (int k = 0; k < PIXELS; k++) {
      FloatVector w = FloatVector.fromArray(SPECIES, weights, k * STRIDE + column);
      s0 = w.fma(FloatVector.broadcast(SPECIES, x[at + k]), s0);
      s1 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + PIXELS]), s1);
      s2 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 2 * PIXELS]), s2);
      s3 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 3 * PIXELS]), s3);
      s4 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 4 * PIXELS]), s4);
      s5 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 5 * PIXELS]), s5);
      s6 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 6 * PIXELS]), s6);
      s7 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 7 * PIXELS]), s7);
      s8 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 8 * PIXELS]), s8);
      s9 = w.fma(FloatVector.broadcast(SPECIES, x[at + k + 9 * PIXELS]), s9);
    }
    int to = row * STRIDE + column;
    s0.intoArray(logits, to);
    s1.intoArray(logits, to + STRIDE);
    s2.intoArray(logits, to + 2 * STRIDE);
    s3.intoArray(logits, to + 3 * STRIDE);
    s4.intoArray(logits, to + 4 * STRIDE);
    s5.intoArray(logits, to + 5 * STRIDE);
    s6.intoArray(logits, to + 6 * STRIDE);
    s7.intoArray(logits, to + 7 * STRIDE);
    s8.intoArray(logits, to + 8 * STRIDE);
    s9.intoArray(logits, to + 9 * STRIDE);
  }

  /** Four sums of every fourth pixel each, as one alone would wait for each multiplication. */
  private void oneRow(float[] x, int row, int column) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, biases, column);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = s1;
    FloatVector s3 = s1;
    int at = row * PIXELS;
    for (int k = 0; k < PIXELS; k += 4) {
      int w = k * STRIDE + column;
      s0 =
          FloatVector.fromArray(SPECIES, weights, w)
              .fma(FloatVector.broadcast(SPECIES, x[at + k]), s0);
      s1 =
          FloatVector.fromArray(SPECIES, weights, w + STRIDE)
              .fma(FloatVector.broadcast(SPECIES, x[at + k + 1]), s1);
      s2 =
          FloatVector.fromArray(SPECIES, weights, w + 2 * STRIDE)
              .fma(FloatVector.broadcast(SPECIES, x[at + k + 2]), s2);
      s3 =
          FloatVector.fromArray(SPECIES, weights, w + 3 * STRIDE)
              .fma(FloatVector.broadcast(SPECIES, x[at + k + 3]), s3);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(logits, row * STRIDE + column);
  }

  /** Turns each row of logits into (softmax - label) / rows. */
  private void gradientOfLogits(float[] labels) {
    for (int row = 0; row < rows; row++) {
      int at = row * STRIDE;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < STRIDE; i += LANES) {
        max =
            Math.max(
                max,
                FloatVector.fromArray(SPECIES, logits, at + i).reduceLanes(VectorOperators.MAX));
      }
      float sum = 0;
      for (int i = 0; i < STRIDE; i += LANES) {
        FloatVector e =
            FloatVector.fromArray(SPECIES, logits, at + i).sub(max).lanewise(VectorOperators.EXP);
        e.intoArray(logits, at + i);
        sum += e.reduceLanes(VectorOperators.ADD);
      }
      float scale = 1 / (sum * rows);
      for (int i = 0; i < STRIDE; i += LANES) {
        FloatVector.fromArray(SPECIES, logits, at + i).mul(scale).intoArray(logits, at + i);
      }
      for (int i = 0; i < CLASSES; i++) {
        logits[at + i] -= labels[row * CLASSES + i] * (1f / rows);
      }
    }
  }

  private void backward(float[] x) {
    Arrays.fill(gradient, 0);
    for (int column = 0; column < STRIDE; column += LANES) {
      int row = 0;
      for (; row + 10 <= rows; row += 10) {
        tenRowsBack(x, row, column);
      }
      for (; row < rows; row++) {
        oneRowBack(x, row, column);
      }
      FloatVector sum = FloatVector.zero(SPECIES);
      for (row = 0; row < rows; row++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, logits, row * STRIDE + column));
      }
      update(biases, column, sum);
    }
    for (int i = 0; i < weights.length; i += LANES) {
      update(weights, i, FloatVector.fromArray(SPECIES, gradient, i));
    }
  }

  private void tenRowsBack(float[] x, int row, int column) {
    int from = row * STRIDE + column;
    FloatVector g0 = FloatVector.fromArray(SPECIES, logits, from);
    FloatVector g1 = FloatVector.fromArray(SPECIES, logits, from + STRIDE);
    FloatVector g2 = FloatVector.fromArray(SPECIES, logits, from + 2 * STRIDE);
    FloatVector g3 = FloatVector.fromArray(SPECIES, logits, from + 3 * STRIDE);
    FloatVector g4 = FloatVector.fromArray(SPECIES, logits, from + 4 * STRIDE);
    FloatVector g5 = FloatVector.fromArray(SPECIES, logits, from + 5 * STRIDE);
    FloatVector g6 = FloatVector.fromArray(SPECIES, logits, from + 6 * STRIDE);
    FloatVector g7 = FloatVector.fromArray(SPECIES, logits, from + 7 * STRIDE);
    FloatVector g8 = FloatVector.fromArray(SPECIES, logits, from + 8 * STRIDE);
    FloatVector g9 = FloatVector.fromArray(SPECIES, logits, from + 9 * STRIDE);
    int at = row * PIXELS;
    for (int k = 0; k < PIXELS; k++) {
      int to = k * STRIDE + column;
      FloatVector sum = FloatVector.fromArray(SPECIES, gradient, to);
      sum = g0.fma(FloatVector.broadcast(SPECIES, x[at + k]), sum);
      sum = g1.fma(FloatVector.broadcast(SPECIES, x[at + k + PIXELS]), sum);
      sum = g2.fma(FloatVector.broadcast(SPECIES, x[at + k + 2 * PIXELS]), sum);
      sum = g3.fma(FloatVector.broadcast(SPECIES, x[at + k + 3 * PIXELS]), sum);
      sum = g4.fma(FloatVector.broadcast(SPECIES, x[at + k + 4 * PIXELS]), sum);
      sum = g5.fma(FloatVector.broadcast(SPECIES, x[at + k + 5 * PIXELS]), sum);
      sum = g6.fma(FloatVector.broadcast(SPECIES, x[at + k + 6 * PIXELS]), sum);
      sum = g7.fma(FloatVector.broadcast(SPECIES, x[at + k + 7 * PIXELS]), sum);
      sum = g8.fma(FloatVector.broadcast(SPECIES, x[at + k + 8 * PIXELS]), sum);
      sum = g9.fma(FloatVector.broadcast(SPECIES, x[at + k + 9 * PIXELS]), sum);
      sum.intoArray(gradient, to);
    }
  }

  private void oneRowBack(float[] x, int row, int column) {
    FloatVector g = FloatVector.fromArray(SPECIES, logits, row * STRIDE + column);
    int at = row * PIXELS;
    for (int k = 0; k < PIXELS; k++) {
      int to = k * STRIDE + column;
      FloatVector sum = FloatVector.fromArray(SPECIES, gradient, to);
      g.fma(FloatVector.broadcast(SPECIES, x[at + k]), sum).intoArray(gradient, to);
    }
  }

  private static void update(float[] variable, int at, FloatVector gradient) {
    FloatVector old = FloatVector.fromArray(SPECIES, variable, at);
    gradient.fma(FloatVector.broadcast(SPECIES, -Work.SOFTMAX_RATE), old).intoArray(variable, at);
  }

  @Override
  public double check() {
    for (int i = 0; i < Work.CHECKED_STEPS; i++) {
      step();
    }
    Batches.Arrays batch = batches.arrays().get(0);
    forward(batch.images());
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      double right = 0;
      for (int i = 0; i < CLASSES; i++) {
        double logit = logits[row * STRIDE + i];
        sum += Math.exp(logit);
        right += labels(batch, row, i) * logit;
      }
      loss += Math.log(sum) - right;
    }
    return loss / rows;
  }

  private static float labels(Batches.Arrays batch, int row, int column) {
    return batch.labels()[row * CLASSES + column];
  }

  @Override
  public void close() {}
}
