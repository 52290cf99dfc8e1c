package dev.gradus.ops.kernel;

import static dev.gradus.ops.kernel.Samples.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.core.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Softmax and the cross entropies: the formula in double, shift invariance, and the hard rows. */
class SoftmaxTest {

  private static final long SEED = 10;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final FloatKernels KERNELS = Kernels.floats();

  private static Softmax of(int rows, int classes) {
    return KERNELS.softmax(rows, classes, Workers.caller());
  }

  private static float[] softmax(float... row) {
    float[] result = new float[row.length];
    of(1, row.length).softmax(row, result);
    return result;
  }

  private static float[] logSoftmax(float... row) {
    float[] result = new float[row.length];
    of(1, row.length).logSoftmax(row, result);
    return result;
  }

  private static float logSumExp(float... row) {
    float[] result = new float[1];
    of(1, row.length).logSumExp(row, result);
    return result[0];
  }

  private static float loss(float[] logits, float[] labels) {
    float[] loss = new float[1];
    of(1, logits.length).crossEntropy(logits, labels, loss, new float[logits.length]);
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
      of(rows, classes).logSoftmax(logits, logY);
      float[] logSums = new float[rows];
      of(rows, classes).logSumExp(logits, logSums);
      float[] loss = new float[rows];
      float[] backprop = new float[y.length];
      of(rows, classes).crossEntropy(logits, labels, loss, backprop);
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
    of(rows, classes).softmax(logits, result);
    return result;
  }

  @Test
  void doublesAgreeWithFloats() {
    Random random = new Random(SEED);
    float[] logits = Samples.floats(random, 60);
    float[] labels = softmaxOf(Samples.floats(random, 60), 6, 10);
    float[] loss = new float[6];
    float[] backprop = new float[60];
    of(6, 10).crossEntropy(logits, labels, loss, backprop);
    double[] exactLoss = new double[6];
    double[] exact = new double[60];
    DoubleSoftmax.crossEntropy(
        Samples.doubles(logits), Samples.doubles(labels), 6, 10, exactLoss, exact);
    assertClose(loss, exactLoss);
    assertClose(backprop, exact);
    DoubleSoftmax.softmax(Samples.doubles(logits), 6, 10, exact);
    assertClose(softmaxOf(logits, 6, 10), exact);
    float[] logY = new float[60];
    of(6, 10).logSoftmax(logits, logY);
    DoubleSoftmax.logSoftmax(Samples.doubles(logits), 6, 10, exact);
    assertClose(logY, exact);
    double[] sums = new double[6];
    DoubleSoftmax.logSumExp(Samples.doubles(logits), 6, 10, sums);
    float[] floatSums = new float[6];
    of(6, 10).logSumExp(logits, floatSums);
    assertClose(floatSums, sums);
    long[] classes = {0, 9, 5, 5, 1, 2};
    of(6, 10).sparseCrossEntropy(logits, classes, loss, backprop);
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
    of(1, 2)
        .crossEntropy(new float[] {-INFINITY, 0f}, new float[] {0f, 1f}, new float[1], backprop);
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
    of(rows, classes).crossEntropy(logits, oneHot, denseLoss, denseBackprop);
    float[] loss = new float[rows];
    float[] backprop = new float[rows * classes];
    of(rows, classes).sparseCrossEntropy(logits, labels, loss, backprop);
    assertSameBits(loss, denseLoss, "loss, seed %d", SEED);
    assertSameBits(backprop, denseBackprop, "backprop, seed %d", SEED);
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsRow() {
    float[] backprop = new float[6];
    for (long bad : new long[] {3, -1, 1L << 32}) {
      assertThatThrownBy(
              () ->
                  of(2, 3)
                      .sparseCrossEntropy(
                          new float[6], new long[] {0, bad}, new float[2], backprop))
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
    of(3, 10).softmax(inPlace, inPlace);
    assertSameBits(inPlace, expected, "softmax");
    of(3, 10).logSoftmax(logits, expected);
    inPlace = logits.clone();
    of(3, 10).logSoftmax(inPlace, inPlace);
    assertSameBits(inPlace, expected, "logSoftmax");
    float[] loss = new float[3];
    of(3, 10).crossEntropy(logits, labels, loss, expected);
    inPlace = logits.clone();
    float[] loss2 = new float[3];
    of(3, 10).crossEntropy(inPlace, labels, loss2, inPlace);
    assertSameBits(inPlace, expected, "backprop into logits");
    assertThat(loss2).containsExactly(loss);
    of(3, 10).crossEntropy(logits, labels, loss2, labels);
    assertSameBits(labels, expected, "backprop into labels");
    assertThat(loss2).containsExactly(loss);
  }

  @Test
  void noRowsAndNoClasses() {
    of(0, 5).softmax(new float[0], new float[0]);
    float[] loss = {9f, 9f};
    of(2, 0).crossEntropy(new float[0], new float[0], loss, new float[0]);
    assertThat(loss).containsExactly(0f, 0f);
    assertThat(Arrays.toString(softmax())).isEqualTo("[]");
  }

  /** However the rows are divided, and whatever is left of the run before. */
  @Test
  void allKernelsGiveTheSameBits() {
    Random random = new Random(SEED);
    int[][] shapes = {
      {0, 3},
      {1, 1},
      {2, 0},
      {1, 10},
      {100, 10},
      {37, 16},
      {33, 17},
      {9, 64},
      {5, 65},
      {17, 100},
      {40_000, 3},
      {300, 1000}
    };
    for (int[] shape : shapes) {
      int rows = shape[0];
      int classes = shape[1];
      Softmax plain = new ScalarKernels().floats().softmax(rows, classes, Workers.caller());
      Softmax chosen = KERNELS.softmax(rows, classes, Samples.anyOrder());
      for (int run = 0; run < 3; run++) {
        boolean wild = run == 1;
        int size = rows * classes;
        float[] x = wild ? Samples.wildFloats(random, size) : Samples.floats(random, size);
        float[] labels = wild ? Samples.wildFloats(random, size) : Samples.floats(random, size);
        for (int i = 0; i < size; i += 3) {
          labels[i] = 0f;
        }
        String name = "[%d,%d], run %d, seed %d".formatted(rows, classes, run, SEED);
        float[] expected = new float[size];
        float[] result = new float[size];
        plain.softmax(x, expected);
        chosen.softmax(x, result);
        assertSameBits(result, expected, "softmax of %s", name);
        plain.logSoftmax(x, expected);
        chosen.logSoftmax(x, result);
        assertSameBits(result, expected, "logSoftmax of %s", name);
        float[] expectedLoss = new float[rows];
        float[] loss = new float[rows];
        plain.logSumExp(x, expectedLoss);
        chosen.logSumExp(x, loss);
        assertSameBits(loss, expectedLoss, "logSumExp of %s", name);
        plain.crossEntropy(x, labels, expectedLoss, expected);
        chosen.crossEntropy(x, labels, loss, result);
        assertSameBits(loss, expectedLoss, "loss of %s", name);
        assertSameBits(result, expected, "gradient of %s", name);
        if (classes > 0) {
          long[] classLabels = random.longs(rows, 0, classes).toArray();
          plain.sparseCrossEntropy(x, classLabels, expectedLoss, expected);
          chosen.sparseCrossEntropy(x, classLabels, loss, result);
          assertSameBits(loss, expectedLoss, "sparse loss of %s", name);
          assertSameBits(result, expected, "sparse gradient of %s", name);
        }
      }
    }
  }
}
