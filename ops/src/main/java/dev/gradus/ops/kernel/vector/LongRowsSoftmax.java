package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.VectorMath.LANES;
import static dev.gradus.ops.kernel.vector.VectorMath.SPECIES;

import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.FloatMath;
import dev.gradus.ops.kernel.ReductionBlock;
import dev.gradus.ops.kernel.SoftmaxBlock;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The softmax family on rows of many classes, one row at a time: it is copied to an array of whole
 * vectors, and the lanes run across the classes.
 */
final class LongRowsSoftmax implements SoftmaxBlock {
  private final int classes;
  private final ReductionBlock<float[]> add;

  // Of a row; with room for whole vectors, of which the end is filled with what does not matter.
  private final float[] shifted;
  private final float[] exponentials;
  private final float[] labelled;
  private final float[] lanes = new float[LANES];

  // Of the row: the greatest logit, or what it is shifted by instead; and the sum.
  private float shift;
  private final float[] sum = new float[1];
  private float logSum;

  private final Stage[] sumUp = {this::shift, this::computeExponentials, this::addExponentials};
  private final Stage[] softmax = {
    this::findGreatest, this::shift, this::computeExponentials, this::addExponentials, this::divide
  };
  private final Stage[] logSoftmax = {
    this::findGreatest,
    this::shift,
    this::computeExponentials,
    this::addExponentials,
    this::subtractLogarithm
  };
  private final Stage[] crossEntropy = {
    this::findGreatest,
    this::shift,
    this::computeExponentials,
    this::addExponentials,
    this::divide,
    this::computeLosses,
    this::addLosses
  };

  LongRowsSoftmax(int classes, FloatKernels kernels) {
    this.classes = classes;
    add = kernels.sum();
    int size = TileArrays.wholeVectors(classes);
    shifted = new float[size];
    exponentials = new float[size];
    labelled = new float[size];
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public void softmax(float[] x, int row, int count, float[] result) {
    readRow(x, row);
    Stage.run(softmax);
    System.arraycopy(exponentials, 0, result, row * classes, classes);
  }

  @Override
  public void logSoftmax(float[] x, int row, int count, float[] result) {
    readRow(x, row);
    Stage.run(logSoftmax);
    System.arraycopy(shifted, 0, result, row * classes, classes);
  }

  @Override
  public void logSumExp(float[] x, int row, int count, float[] result) {
    readRow(x, row);
    findGreatest();
    shift = Float.isInfinite(shift) ? 0f : shift;
    Stage.run(sumUp);
    result[row] = shift + logSum;
  }

  @Override
  public void crossEntropy(
      float[] logits, float[] labels, int row, int count, float[] loss, float[] backprop) {
    readRow(logits, row);
    System.arraycopy(labels, row * classes, labelled, 0, classes);
    Stage.run(crossEntropy);
    System.arraycopy(exponentials, 0, backprop, row * classes, classes);
    loss[row] = sum[0];
  }

  @Override
  public void sparseCrossEntropy(
      float[] logits, long[] labels, int row, int count, float[] loss, float[] backprop) {
    readRow(logits, row);
    Stage.run(softmax);
    int label = (int) labels[row];
    loss[row] = logSum - shifted[label];
    exponentials[label] -= 1f;
    System.arraycopy(exponentials, 0, backprop, row * classes, classes);
  }

  private void readRow(float[] x, int row) {
    System.arraycopy(x, row * classes, shifted, 0, classes);
    Arrays.fill(shifted, classes, shifted.length, Float.NEGATIVE_INFINITY);
  }

  private void findGreatest() {
    float[] x = shifted;
    FloatVector most = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i += LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, x, i));
    }
    most.intoArray(lanes, 0);
    float greatest = lanes[0];
    for (int lane = 1; lane < LANES; lane++) {
      greatest = Math.max(greatest, lanes[lane]);
    }
    shift = greatest;
  }

  private void shift() {
    subtract(shifted, shift);
  }

  private void subtractLogarithm() {
    subtract(shifted, logSum);
  }

  private static void subtract(float[] x, float subtrahend) {
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector.fromArray(SPECIES, x, i).sub(subtrahend).intoArray(x, i);
    }
  }

  private void computeExponentials() {
    float[] x = shifted;
    float[] result = exponentials;
    for (int i = 0; i < x.length; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, x, i)).intoArray(result, i);
    }
  }

  private void addExponentials() {
    add.apply(exponentials, 1, classes, 1, sum);
    logSum = FloatMath.log(sum[0]);
  }

  private void addLosses() {
    add.apply(labelled, 1, classes, 1, sum);
  }

  private void divide() {
    float[] x = exponentials;
    float divisor = sum[0];
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector.fromArray(SPECIES, x, i).div(divisor).intoArray(x, i);
    }
  }

  /** Replaces labels with the terms of the loss, and quotients with the gradient. */
  private void computeLosses() {
    float[] labels = labelled;
    float[] logits = shifted;
    float[] quotients = exponentials;
    FloatVector log = FloatVector.broadcast(SPECIES, logSum);
    for (int i = 0; i < labels.length; i += LANES) {
      FloatVector label = FloatVector.fromArray(SPECIES, labels, i);
      FloatVector logit = FloatVector.fromArray(SPECIES, logits, i);
      FloatVector.fromArray(SPECIES, quotients, i).sub(label).intoArray(quotients, i);
      VectorMask<Float> impossible =
          label
              .compare(VectorOperators.EQ, 0f)
              .and(logit.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
      label.mul(log.sub(logit)).blend(0f, impossible).intoArray(labels, i);
    }
  }
}
