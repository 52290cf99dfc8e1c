package dev.gradus.ops.kernel;

/**
 * Softmax of rows of {@code float} logits, its logarithm, and the cross entropies on it. What each
 * computes is said at {@link FloatKernels}.
 *
 * <p>All shift the logits of a row by their maximum, which changes nothing in exact arithmetic (P.
 * Blanchard, D. J. Higham and N. J. Higham, <i>Accurately computing the log-sum-exp and softmax
 * functions</i>, IMA Journal of Numerical Analysis 41, 2021): the greatest exponential is then 1,
 * so nothing overflows and no sum is 0. Sums over classes follow the law of sums.
 */
final class FloatSoftmax {

  private FloatSoftmax() {}

  static void softmax(float[] x, int rows, int classes, float[] result) {
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      float shift = FloatReductions.maxRow(x, offset, classes);
      exponentials(x, offset, shift, result, offset, classes);
      float sum = FloatReductions.sumRow(result, offset, classes);
      for (int i = offset; i < offset + classes; i++) {
        result[i] /= sum;
      }
    }
  }

  static void logSoftmax(float[] x, int rows, int classes, float[] result) {
    float[] exponentials = new float[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      float shift = FloatReductions.maxRow(x, offset, classes);
      exponentials(x, offset, shift, exponentials, 0, classes);
      float logSum = FloatMath.log(FloatReductions.sumRow(exponentials, 0, classes));
      for (int i = offset; i < offset + classes; i++) {
        result[i] = (x[i] - shift) - logSum;
      }
    }
  }

  static void logSumExp(float[] x, int rows, int classes, float[] result) {
    float[] exponentials = new float[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      float greatest = FloatReductions.maxRow(x, offset, classes);
      float shift = Float.isInfinite(greatest) ? 0f : greatest;
      exponentials(x, offset, shift, exponentials, 0, classes);
      result[row] = shift + FloatMath.log(FloatReductions.sumRow(exponentials, 0, classes));
    }
  }

  static void crossEntropy(
      float[] logits, float[] labels, int rows, int classes, float[] loss, float[] backprop) {
    float[] exponentials = new float[classes];
    float[] terms = new float[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      float shift = FloatReductions.maxRow(logits, offset, classes);
      exponentials(logits, offset, shift, exponentials, 0, classes);
      float sum = FloatReductions.sumRow(exponentials, 0, classes);
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
  }

  static void sparseCrossEntropy(
      float[] logits, long[] labels, int rows, int classes, float[] loss, float[] backprop) {
    checkLabels(labels, rows, classes);
    float[] exponentials = new float[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      int label = (int) labels[row];
      float shift = FloatReductions.maxRow(logits, offset, classes);
      exponentials(logits, offset, shift, exponentials, 0, classes);
      float sum = FloatReductions.sumRow(exponentials, 0, classes);
      loss[row] = FloatMath.log(sum) - (logits[offset + label] - shift);
      for (int j = 0; j < classes; j++) {
        backprop[offset + j] = exponentials[j] / sum - (j == label ? 1f : 0f);
      }
    }
  }

  /**
   * Checks that each of the first {@code rows} labels names a class.
   *
   * @throws IndexOutOfBoundsException naming the first that does not, and its row
   */
  static void checkLabels(long[] labels, int rows, int classes) {
    for (int row = 0; row < rows; row++) {
      long label = labels[row];
      if (label < 0 || label >= classes) {
        throw new IndexOutOfBoundsException(
            String.format(
                "Received a label value of %d in row %d, outside the valid range [0, %d).",
                label, row, classes));
      }
    }
  }

  private static void exponentials(
      float[] x, int offset, float shift, float[] result, int resultOffset, int count) {
    for (int j = 0; j < count; j++) {
      result[resultOffset + j] = FloatMath.exp(x[offset + j] - shift);
    }
  }
}
