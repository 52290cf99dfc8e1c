package dev.gradus.ops.kernel;

/** The softmax family in plain Java, row by row; {@link Softmax} says how. */
final class FloatSoftmax implements SoftmaxBlock {
  private final int classes;
  private final float[] exponentials;
  private final float[] terms;

  FloatSoftmax(int classes) {
    this.classes = classes;
    exponentials = new float[classes];
    terms = new float[classes];
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public void softmax(float[] x, int row, int count, float[] result) {
    int offset = row * classes;
    float shift = FloatReductions.maxRow(x, offset, classes);
    float sum = exponentials(x, offset, shift);
    for (int j = 0; j < classes; j++) {
      result[offset + j] = exponentials[j] / sum;
    }
  }

  @Override
  public void logSoftmax(float[] x, int row, int count, float[] result) {
    int offset = row * classes;
    float shift = FloatReductions.maxRow(x, offset, classes);
    float logSum = FloatMath.log(exponentials(x, offset, shift));
    for (int i = offset; i < offset + classes; i++) {
      result[i] = (x[i] - shift) - logSum;
    }
  }

  @Override
  public void logSumExp(float[] x, int row, int count, float[] result) {
    int offset = row * classes;
    float greatest = FloatReductions.maxRow(x, offset, classes);
    float shift = Float.isInfinite(greatest) ? 0f : greatest;
    result[row] = shift + FloatMath.log(exponentials(x, offset, shift));
  }

  @Override
  public void crossEntropy(
      float[] logits, float[] labels, int row, int count, float[] loss, float[] backprop) {
    int offset = row * classes;
    float shift = FloatReductions.maxRow(logits, offset, classes);
    float sum = exponentials(logits, offset, shift);
    float logSum = FloatMath.log(sum);
    for (int j = 0; j < classes; j++) {
      float label = labels[offset + j];
      float logit = logits[offset + j] - shift;
      // 0·(-∞) would be NaN; here the limit is meant: an impossible class that does not occur.
      boolean impossible = label == 0f && logit == Float.NEGATIVE_INFINITY;
      terms[j] = impossible ? 0f : label * (logSum - logit);
      backprop[offset + j] = exponentials[j] / sum - label;
    }
    loss[row] = FloatReductions.sumRow(terms, 0, classes);
  }

  @Override
  public void sparseCrossEntropy(
      float[] logits, long[] labels, int row, int count, float[] loss, float[] backprop) {
    int offset = row * classes;
    int label = (int) labels[row];
    float shift = FloatReductions.maxRow(logits, offset, classes);
    float sum = exponentials(logits, offset, shift);
    loss[row] = FloatMath.log(sum) - (logits[offset + label] - shift);
    for (int j = 0; j < classes; j++) {
      backprop[offset + j] = exponentials[j] / sum - (j == label ? 1f : 0f);
    }
  }

  /** Computes the exponentials of a row, and returns their sum. */
  private float exponentials(float[] x, int offset, float shift) {
    for (int j = 0; j < classes; j++) {
      exponentials[j] = FloatMath.exp(x[offset + j] - shift);
    }
    return FloatReductions.sumRow(exponentials, 0, classes);
  }
}
