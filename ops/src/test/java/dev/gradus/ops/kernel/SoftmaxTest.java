package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Softmax and the cross entropies: the formula in double, shift invariance, and the hard rows. */
class SoftmaxTest {

  private static final long SEED = 10;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final FloatKernels KERNELS = Kernels.floats();

  private static float[] softmax(float... row) {
    float[] result = new float[row.length];
    KERNELS.softmax(row, 1, row.length, result);
    return result;
  }

  private static float[] logSoftmax(float... row) {
    float[] result = new float[row.length];
    KERNELS.logSoftmax(row, 1, row.length, result);
    return result;
  }

  private static float logSumExp(float... row) {
    float[] result = new float[1];
    KERNELS.logSumExp(row, 1, row.length, result);
    return result[0];
  }

  private static float loss(float[] logits, float[] labels) {
    float[] loss = new float[1];
    KERNELS.softmaxCrossEntropy(logits, labels, 1, logits.length, loss, new float[logits.length]);
    return loss[0];
  }

  @Test
  void agreesWithTheFormulaInDouble() {
    Random random = new Random(SEED);
    for (int classes : new int[] {1, 2, 10, 16, 17, 100}) {
      int rows = 1 + random.nextInt(8);
      float[] logits = Samples.floats(random, rows * classes);
      float[] labels = softmaxOf(Samples.floats(random, rows * classes), rows, classes);
      float[] y = softmaxOf(logits, rows, classes);
      float[] logY = new float[y.length];
      KERNELS.logSoftmax(logits, rows, classes, logY);
      float[] logSums = new float[rows];
      KERNELS.logSumExp(logits, rows, classes, logSums);
      float[] loss = new float[rows];
      float[] backprop = new float[y.length];
      KERNELS.softmaxCrossEntropy(logits, labels, rows, classes, loss, backprop);
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int j = 0; j < classes; j++) {
          sum += Math.exp(logits[row * classes + j]);
        }
        assertThat((double) logSums[row]).isCloseTo(Math.log(sum), within(2e-6));
        double expectedLoss = 0;
        for (int j = 0; j < classes; j++) {
          int at = row * classes + j;
          double p = Math.exp(logits[at]) / sum;
          expectedLoss -= labels[at] * Math.log(p);
          assertThat((double) y[at]).as("seed %d", SEED).isCloseTo(p, within(1e-6 * p));
          assertThat((double) logY[at]).as("seed %d", SEED).isCloseTo(Math.log(p), within(2e-6));
          assertThat((double) backprop[at]).isCloseTo(p - labels[at], within(1e-6));
        }
        assertThat((double) loss[row]).as("seed %d", SEED).isCloseTo(expectedLoss, within(1e-5));
      }
    }
  }

  private static float[] softmaxOf(float[] logits, int rows, int classes) {
    float[] result = new float[logits.length];
    KERNELS.softmax(logits, rows, classes, result);
    return result;
  }

  @Test
  void doublesAgreeWithFloats() {
    Random random = new Random(SEED);
    float[] logits = Samples.floats(random, 60);
    float[] labels = softmaxOf(Samples.floats(random, 60), 6, 10);
    float[] loss = new float[6];
    float[] backprop = new float[60];
    KERNELS.softmaxCrossEntropy(logits, labels, 6, 10, loss, backprop);
    double[] exactLoss = new double[6];
    double[] exact = new double[60];
    DoubleSoftmax.crossEntropy(
        Samples.doubles(logits), Samples.doubles(labels), 6, 10, exactLoss, exact);
    assertClose(loss, exactLoss);
    assertClose(backprop, exact);
    DoubleSoftmax.softmax(Samples.doubles(logits), 6, 10, exact);
    assertClose(softmaxOf(logits, 6, 10), exact);
    float[] logY = new float[60];
    KERNELS.logSoftmax(logits, 6, 10, logY);
    DoubleSoftmax.logSoftmax(Samples.doubles(logits), 6, 10, exact);
    assertClose(logY, exact);
    double[] sums = new double[6];
    DoubleSoftmax.logSumExp(Samples.doubles(logits), 6, 10, sums);
    float[] floatSums = new float[6];
    KERNELS.logSumExp(logits, 6, 10, floatSums);
    assertClose(floatSums, sums);
    long[] classes = {0, 9, 5, 5, 1, 2};
    KERNELS.sparseSoftmaxCrossEntropy(logits, classes, 6, 10, loss, backprop);
    DoubleSoftmax.sparseCrossEntropy(Samples.doubles(logits), classes, 6, 10, exactLoss, exact);
    assertClose(loss, exactLoss);
    assertClose(backprop, exact);
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(Samples.doubles(actual)).containsExactly(expected, within(1e-5));
  }

  @Test
  void hugeLogitsStayFinite() {
    assertThat(softmax(1e4f, -1e4f, 0f)).containsExactly(1f, 0f, 0f);
    assertThat(logSoftmax(1e4f, -1e4f, 0f)).containsExactly(0f, -2e4f, -1e4f);
    assertThat(softmax(Float.MAX_VALUE, Float.MAX_VALUE)).containsExactly(0.5f, 0.5f);
    assertThat(softmax(-Float.MAX_VALUE, -Float.MAX_VALUE)).containsExactly(0.5f, 0.5f);
    assertThat(loss(new float[] {1e4f, -1e4f}, new float[] {0f, 1f})).isEqualTo(2e4f);
    assertThat(logSumExp(1e4f, 1e4f)).isEqualTo(1e4f + 0.6931472f);
    assertThat(softmax(0f, -100f)[1]).as("subnormal, not flushed").isGreaterThan(0f);
  }

  @Test
  void infiniteLogitsAndNaN() {
    assertThat(softmax(-INFINITY, 0f, -INFINITY)).containsExactly(0f, 1f, 0f);
    assertThat(logSoftmax(-INFINITY, 0f)).containsExactly(-INFINITY, 0f);
    assertThat(softmax(-INFINITY, -INFINITY)).containsExactly(Float.NaN, Float.NaN);
    assertThat(softmax(INFINITY, 0f)).contains(Float.NaN);
    assertThat(softmax(Float.NaN, 0f)).containsExactly(Float.NaN, Float.NaN);
    assertThat(logSumExp(-INFINITY, -INFINITY)).isEqualTo(-INFINITY);
    assertThat(logSumExp(INFINITY, 0f)).isEqualTo(INFINITY);
    assertThat(logSumExp()).isEqualTo(-INFINITY);
    assertThat(logSumExp(Float.NaN, 0f)).isNaN();
  }

  @Test
  void aLabelOfZeroAtAnImpossibleClassContributesNothing() {
    assertThat(loss(new float[] {-INFINITY, 0f}, new float[] {0f, 1f})).isEqualTo(0f);
    assertThat(loss(new float[] {-INFINITY, 0f}, new float[] {1f, 0f})).isEqualTo(INFINITY);
    assertThat(loss(new float[] {Float.NaN, 0f}, new float[] {0f, 1f})).isNaN();
    float[] backprop = new float[2];
    KERNELS.softmaxCrossEntropy(
        new float[] {-INFINITY, 0f}, new float[] {0f, 1f}, 1, 2, new float[1], backprop);
    assertThat(backprop).containsExactly(0f, 0f);
  }

  @Test
  void sparseLabelsEqualOneHotOnes() {
    Random random = new Random(SEED);
    int rows = 20;
    int classes = 7;
    float[] logits = Samples.floats(random, rows * classes);
    long[] labels = random.longs(rows, 0, classes).toArray();
    float[] oneHot = new float[rows * classes];
    for (int row = 0; row < rows; row++) {
      oneHot[row * classes + (int) labels[row]] = 1f;
    }
    float[] denseLoss = new float[rows];
    float[] denseBackprop = new float[rows * classes];
    KERNELS.softmaxCrossEntropy(logits, oneHot, rows, classes, denseLoss, denseBackprop);
    float[] loss = new float[rows];
    float[] backprop = new float[rows * classes];
    KERNELS.sparseSoftmaxCrossEntropy(logits, labels, rows, classes, loss, backprop);
    assertSameBits(loss, denseLoss, "loss, seed %d", SEED);
    assertSameBits(backprop, denseBackprop, "backprop, seed %d", SEED);
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsRow() {
    float[] backprop = new float[6];
    for (long bad : new long[] {3, -1, 1L << 32}) {
      assertThatThrownBy(
              () ->
                  KERNELS.sparseSoftmaxCrossEntropy(
                      new float[6], new long[] {0, bad}, 2, 3, new float[2], backprop))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "Received a label value of %d in row 1, outside the valid range [0, 3).", bad);
    }
    assertThat(backprop).as("untouched").containsOnly(0f);
  }

  @Test
  void theResultMayBeTheInput() {
    float[] logits = Samples.floats(new Random(SEED), 30);
    float[] labels = softmaxOf(logits, 3, 10);
    float[] expected = softmaxOf(logits, 3, 10);
    float[] inPlace = logits.clone();
    KERNELS.softmax(inPlace, 3, 10, inPlace);
    assertSameBits(inPlace, expected, "softmax");
    KERNELS.logSoftmax(logits, 3, 10, expected);
    inPlace = logits.clone();
    KERNELS.logSoftmax(inPlace, 3, 10, inPlace);
    assertSameBits(inPlace, expected, "logSoftmax");
    float[] loss = new float[3];
    KERNELS.softmaxCrossEntropy(logits, labels, 3, 10, loss, expected);
    inPlace = logits.clone();
    float[] loss2 = new float[3];
    KERNELS.softmaxCrossEntropy(inPlace, labels, 3, 10, loss2, inPlace);
    assertSameBits(inPlace, expected, "backprop into logits");
    assertThat(loss2).containsExactly(loss);
    KERNELS.softmaxCrossEntropy(logits, labels, 3, 10, loss2, labels);
    assertSameBits(labels, expected, "backprop into labels");
    assertThat(loss2).containsExactly(loss);
  }

  @Test
  void noRowsAndNoClasses() {
    KERNELS.softmax(new float[0], 0, 5, new float[0]);
    float[] loss = {9f, 9f};
    KERNELS.softmaxCrossEntropy(new float[0], new float[0], 2, 0, loss, new float[0]);
    assertThat(loss).containsExactly(0f, 0f);
    assertThat(Arrays.toString(softmax())).isEqualTo("[]");
  }
}
