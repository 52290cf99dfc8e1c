package dev.gradus.ops.kernel;

/**
 * Softmax of rows of {@code double} logits, its logarithm, and the cross entropies on it: shapes,
 * special values and errors are those of the methods of the same names in {@link FloatKernels}, the
 * algorithms those of {@link FloatSoftmax}.
 */
public final class DoubleSoftmax {

  private DoubleSoftmax() {}

  /** See {@link Softmax#softmax}. */
  public static void softmax(double[] x, int rows, int classes, double[] result) {
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      double shift = DoubleReductions.maxRow(x, offset, classes);
      exponentials(x, offset, shift, result, offset, classes);
      double sum = DoubleReductions.sumRow(result, offset, classes);
      for (int i = offset; i < offset + classes; i++) {
        result[i] /= sum;
      }
    }
  }

  /** See {@link Softmax#logSoftmax}. */
  public static void logSoftmax(double[] x, int rows, int classes, double[] result) {
    double[] exponentials = new double[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      double shift = DoubleReductions.maxRow(x, offset, classes);
      exponentials(x, offset, shift, exponentials, 0, classes);
      double logSum = DoubleMath.log(DoubleReductions.sumRow(exponentials, 0, classes));
      for (int i = offset; i < offset + classes; i++) {
        result[i] = (x[i] - shift) - logSum;
      }
    }
  }

  /** See {@link Softmax#logSumExp}. */
  public static void logSumExp(double[] x, int rows, int classes, double[] result) {
    double[] exponentials = new double[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      double greatest = DoubleReductions.maxRow(x, offset, classes);
      double shift = Double.isInfinite(greatest) ? 0.0 : greatest;
      exponentials(x, offset, shift, exponentials, 0, classes);
      result[row] = shift + DoubleMath.log(DoubleReductions.sumRow(exponentials, 0, classes));
    }
  }

  /** See {@link Softmax#crossEntropy}. */
  public static void crossEntropy(
      double[] logits, double[] labels, int rows, int classes, double[] loss, double[] backprop) {
    double[] exponentials = new double[classes];
    double[] terms = new double[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      double shift = DoubleReductions.maxRow(logits, offset, classes);
      exponentials(logits, offset, shift, exponentials, 0, classes);
      double sum = DoubleReductions.sumRow(exponentials, 0, classes);
      double logSum = DoubleMath.log(sum);
      for (int j = 0; j < classes; j++) {
        double label = labels[offset + j];
        double logit = logits[offset + j] - shift;
        // 0·(-∞) would be NaN; here the limit is meant: an impossible class that does not occur.
        boolean impossible = label == 0.0 && logit == Double.NEGATIVE_INFINITY;
        terms[j] = impossible ? 0.0 : label * (logSum - logit);
        backprop[offset + j] = exponentials[j] / sum - label;
      }
      loss[row] = DoubleReductions.sumRow(terms, 0, classes);
    }
  }

  /** See {@link Softmax#sparseCrossEntropy}. */
  public static void sparseCrossEntropy(
      double[] logits, long[] labels, int rows, int classes, double[] loss, double[] backprop) {
    checkLabels(labels, rows, classes);
    double[] exponentials = new double[classes];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      int label = (int) labels[row];
      double shift = DoubleReductions.maxRow(logits, offset, classes);
      exponentials(logits, offset, shift, exponentials, 0, classes);
      double sum = DoubleReductions.sumRow(exponentials, 0, classes);
      loss[row] = DoubleMath.log(sum) - (logits[offset + label] - shift);
      for (int j = 0; j < classes; j++) {
        backprop[offset + j] = exponentials[j] / sum - (j == label ? 1.0 : 0.0);
      }
    }
  }

  private static void exponentials(
      double[] x, int offset, double shift, double[] result, int resultOffset, int count) {
    for (int j = 0; j < count; j++) {
      result[resultOffset + j] = DoubleMath.exp(x[offset + j] - shift);
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
}
