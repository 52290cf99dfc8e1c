package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.VectorMath.LANES;
import static dev.gradus.ops.kernel.vector.VectorMath.SPECIES;

import dev.gradus.ops.kernel.FloatMath;
import dev.gradus.ops.kernel.SoftmaxBlock;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The softmax family on rows of few classes, as many rows at a time as vectors have lanes: they are
 * transposed, so that a vector has one class of all rows, and all is computed as for one row.
 *
 * <p>The sums are those of the law: for each row, sixteen partial sums, combined by halves. The
 * arrays have room for a multiple of sixteen classes; where there is none, an exponential is −0,
 * which changes no sum.
 */
final class ShortRowsSoftmax implements SoftmaxBlock {
  /** The most classes for which this is worth it. */
  static final int MOST_CLASSES = 64;

  /** Of the law of sums. */
  private static final int PARTIAL_SUMS = 16;

  private final int classes;

  // The logits less their maximum, and so on; element (j, r) of each, of class j and row r, is at
  // j * LANES + r.
  private final float[] shifted;
  private final float[] exponentials;
  private final float[] labelled;
  private final float[] partial = new float[PARTIAL_SUMS * LANES];

  // For each row.
  private final float[] greatest = new float[LANES];
  private final float[] sums = new float[LANES];
  private final float[] logSums = new float[LANES];

  private final Stage[] sumUp = {
    this::shift, this::computeExponentials, this::addExponentials, this::computeLogarithms
  };
  private final Stage[] softmax = {
    this::findGreatest,
    this::shift,
    this::computeExponentials,
    this::addExponentials,
    this::computeLogarithms,
    this::divide
  };
  private final Stage[] logSoftmax = {
    this::findGreatest,
    this::shift,
    this::computeExponentials,
    this::addExponentials,
    this::computeLogarithms,
    this::subtractLogarithms
  };
  private final Stage[] crossEntropy = {
    this::findGreatest,
    this::shift,
    this::computeExponentials,
    this::addExponentials,
    this::computeLogarithms,
    this::divide,
    this::computeLosses,
    this::addLosses
  };

  ShortRowsSoftmax(int classes) {
    this.classes = classes;
    int size = (classes + PARTIAL_SUMS - 1) / PARTIAL_SUMS * PARTIAL_SUMS * LANES;
    shifted = new float[size];
    exponentials = new float[size];
    labelled = new float[size];
    Arrays.fill(exponentials, -0f);
    Arrays.fill(labelled, -0f);
  }

  @Override
  public int rows() {
    return LANES;
  }

  @Override
  public void softmax(float[] x, int row, int count, float[] result) {
    readRows(x, row, count, shifted);
    Stage.run(softmax);
    writeRows(exponentials, result, row, count);
  }

  @Override
  public void logSoftmax(float[] x, int row, int count, float[] result) {
    readRows(x, row, count, shifted);
    Stage.run(logSoftmax);
    writeRows(shifted, result, row, count);
  }

  @Override
  public void logSumExp(float[] x, int row, int count, float[] result) {
    readRows(x, row, count, shifted);
    findGreatest();
    for (int lane = 0; lane < LANES; lane++) {
      greatest[lane] = Float.isInfinite(greatest[lane]) ? 0f : greatest[lane];
    }
    Stage.run(sumUp);
    for (int lane = 0; lane < count; lane++) {
      result[row + lane] = greatest[lane] + logSums[lane];
    }
  }

  @Override
  public void crossEntropy(
      float[] logits, float[] labels, int row, int count, float[] loss, float[] backprop) {
    readRows(logits, row, count, shifted);
    readRows(labels, row, count, labelled);
    Stage.run(crossEntropy);
    writeRows(exponentials, backprop, row, count);
    System.arraycopy(sums, 0, loss, row, count);
  }

  @Override
  public void sparseCrossEntropy(
      float[] logits, long[] labels, int row, int count, float[] loss, float[] backprop) {
    readRows(logits, row, count, shifted);
    Stage.run(softmax);
    for (int lane = 0; lane < count; lane++) {
      int at = (int) labels[row + lane] * LANES + lane;
      loss[row + lane] = logSums[lane] - shifted[at];
      exponentials[at] -= 1f;
    }
    writeRows(exponentials, backprop, row, count);
  }

  /** Transposes rows; lanes without one have the last row once more. */
  private void readRows(float[] x, int row, int count, float[] transposed) {
    for (int lane = 0; lane < LANES; lane++) {
      int from = (row + Math.min(lane, count - 1)) * classes;
      for (int j = 0, to = lane; j < classes; j++, to += LANES) {
        transposed[to] = x[from + j];
      }
    }
  }

  private void writeRows(float[] transposed, float[] result, int row, int count) {
    for (int lane = 0; lane < count; lane++) {
      int to = (row + lane) * classes;
      for (int j = 0, from = lane; j < classes; j++, from += LANES) {
        result[to + j] = transposed[from];
      }
    }
  }

  private void findGreatest() {
    float[] x = shifted;
    int end = classes * LANES;
    FloatVector most = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < end; i += LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, x, i));
    }
    most.intoArray(greatest, 0);
  }

  private void shift() {
    subtract(shifted, greatest, classes * LANES);
  }

  private void subtractLogarithms() {
    subtract(shifted, logSums, classes * LANES);
  }

  private static void subtract(float[] x, float[] subtrahend, int end) {
    FloatVector less = FloatVector.fromArray(SPECIES, subtrahend, 0);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, i).sub(less).intoArray(x, i);
    }
  }

  private void computeExponentials() {
    float[] x = shifted;
    float[] result = exponentials;
    int end = classes * LANES;
    for (int i = 0; i < end; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, x, i)).intoArray(result, i);
    }
  }

  /**
   * Computes the logarithms one by one. There are few, and for the vectors of {@link
   * VectorMath#log(FloatVector)} the JVM's compiler makes objects in some processes.
   */
  private void computeLogarithms() {
    for (int lane = 0; lane < LANES; lane++) {
      logSums[lane] = FloatMath.log(sums[lane]);
    }
  }

  private void divide() {
    float[] x = exponentials;
    int end = classes * LANES;
    FloatVector by = FloatVector.fromArray(SPECIES, sums, 0);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, i).div(by).intoArray(x, i);
    }
  }

  private void addExponentials() {
    addUp(exponentials);
  }

  private void addLosses() {
    addUp(labelled);
  }

  /** Adds the classes of each row by the law of sums. */
  private void addUp(float[] x) {
    int chunk = PARTIAL_SUMS * LANES;
    System.arraycopy(x, 0, partial, 0, chunk);
    for (int from = chunk; from < x.length; from += chunk) {
      addTo(partial, x, from, chunk);
    }
    for (int half = chunk / 2; half >= LANES; half /= 2) {
      addTo(partial, partial, half, half);
    }
    System.arraycopy(partial, 0, sums, 0, LANES);
  }

  private static void addTo(float[] sums, float[] x, int from, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, sums, i)
          .add(FloatVector.fromArray(SPECIES, x, from + i))
          .intoArray(sums, i);
    }
  }

  /** Replaces labels with the terms of the losses, and quotients with the gradients. */
  private void computeLosses() {
    float[] labels = labelled;
    float[] logits = shifted;
    float[] quotients = exponentials;
    int end = classes * LANES;
    FloatVector logSum = FloatVector.fromArray(SPECIES, logSums, 0);
    for (int i = 0; i < end; i += LANES) {
      FloatVector label = FloatVector.fromArray(SPECIES, labels, i);
      FloatVector logit = FloatVector.fromArray(SPECIES, logits, i);
      FloatVector.fromArray(SPECIES, quotients, i).sub(label).intoArray(quotients, i);
      VectorMask<Float> impossible =
          label
              .compare(VectorOperators.EQ, 0f)
              .and(logit.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
      label.mul(logSum.sub(logit)).blend(0f, impossible).intoArray(labels, i);
    }
  }
}
