package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.autodiff.GradientCase.Unary;
import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The gradients at points where a function has none, or its formula breaks: TensorFlow's choices.
 */
class KinksTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  private double[] gradient(Output<Double> y, Output<Double> x) {
    Output<Double> gradient = Gradients.of(y, x);
    try (Session session = new Session(graph)) {
      return session.run(gradient).toDoubleArray();
    }
  }

  @Test
  void reluPassesNothingAtZero() {
    Output<Double> x = tf.constant(-1.0, -0.0, 0.0, Double.MIN_VALUE, 2.0);
    assertThat(gradient(tf.nn.relu(x), x)).containsExactly(0, 0, 0, 1, 1);
  }

  @Test
  void theGradientOfReluIsConstantInItsFeatures() {
    Output<Double> x = tf.constant(-1.0, 0.0, 2.0);
    Output<Double> once = Gradients.of(tf.nn.relu(x), x);
    Output<Double> twice =
        Gradients.of(
                List.of(once), List.of(x), GradientOptions.defaults().withZerosForUnconnected())
            .get(0);
    try (Session session = new Session(graph)) {
      assertThat(session.run(twice).toDoubleArray()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void absHasSlopeZeroAtZero() {
    Output<Double> x = tf.constant(-2.0, -0.0, 0.0, 3.0);
    assertThat(gradient(tf.abs(x), x)).containsExactly(-1, 0, 0, 1);
  }

  @Test
  void ofEqualNumbersMaximumAndMinimumChooseTheFirst() {
    Output<Double> x = tf.constant(1.0, 2.0, 3.0);
    Output<Double> y = tf.constant(2.0, 2.0, 2.0);
    Output<Double> maximum = tf.maximum(x, y);
    Output<Double> minimum = tf.minimum(x, y);
    assertThat(gradient(maximum, x)).containsExactly(0, 1, 1);
    assertThat(gradient(maximum, y)).containsExactly(1, 0, 0);
    assertThat(gradient(minimum, x)).containsExactly(1, 1, 0);
    assertThat(gradient(minimum, y)).containsExactly(0, 0, 1);
  }

  @Test
  void ofSeveralExtremesEachGetsAnEqualPart() {
    Output<Double> x = tf.constant(new double[][] {{1, 3, 3}, {2, 2, 2}, {0, 0, 5}});
    assertThat(gradient(tf.reduceMax(x, 1), x))
        .containsExactly(0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0, 0, 1);
    assertThat(gradient(tf.reduceMin(x, 1), x))
        .containsExactly(1, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5, 0.5, 0);
  }

  @Test
  void anInfiniteExtremeIsAnExtreme() {
    Output<Double> x = tf.constant(-INFINITY, -INFINITY);
    assertThat(gradient(tf.reduceMax(x), x)).containsExactly(0.5, 0.5);
  }

  @Test
  void ofSeveralExtremesInASegmentEachGetsAnEqualPart() {
    Output<Double> x = tf.constant(3.0, 3.0, 1.0, 0.0, 7.0);
    Output<Integer> ids = tf.constant(0, 0, 0, 1, 1);
    assertThat(gradient(tf.segmentMax(x, ids), x)).containsExactly(0.5, 0.5, 0, 0, 1);
    Output<Integer> left = tf.constant(0, 0, -1, -1, 1);
    assertThat(gradient(tf.unsortedSegmentMax(x, left, 3), x)).containsExactly(0.5, 0.5, 0, 0, 1);
  }

  @Test
  void aProductHasDerivativesWhereFactorsAreZero() {
    Output<Double> x = tf.constant(2.0, 0.0, 5.0);
    assertThat(gradient(tf.reduceProd(x), x)).containsExactly(0, 10, 0);
    assertThat(gradient(tf.cumprod(x, 0), x)).containsExactly(1, 12, 0);
    assertThat(gradient(tf.segmentProd(x, tf.constant(0, 0, 0)), x)).containsExactly(0, 10, 0);
    Output<Double> y = tf.constant(2.0, 0.0, 0.0);
    assertThat(gradient(tf.reduceProd(y), y)).containsExactly(0, 0, 0);
    assertThat(gradient(tf.cumprod(y, 0), y)).containsExactly(1, 2, 0);
    assertThat(gradient(tf.segmentProd(y, tf.constant(0, 0, 0)), y)).containsExactly(0, 0, 0);
  }

  @Test
  void theLogarithmOfASumOfNothingButZerosHasNoSlope() {
    Output<Double> x = tf.constant(-INFINITY, -INFINITY);
    assertThat(gradient(tf.reduceLogSumExp(x), x)).containsExactly(0, 0);
    Output<Double> y = tf.constant(-INFINITY, 1000.0);
    assertThat(gradient(tf.reduceLogSumExp(y), y)).containsExactly(0, 1);
  }

  @Test
  void whatIsScaledByItsNormHasDerivativesAtZero() {
    Output<Double> x = tf.constant(0.0, 0.0);
    assertThat(gradient(tf.clipByNorm(x, 2), x)).containsExactly(1, 1);
    assertThat(gradient(tf.nn.l2Normalize(x, 0), x)).containsExactly(1e6, 1e6);
    assertThat(gradient(tf.norm(x), x)).containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void theExponentOfZeroAndOfNegativeNumbersHasNoSlope() {
    Output<Double> x = tf.constant(0.0, 0.0, -2.0, -2.0);
    Output<Double> y = tf.constant(1.0, 2.0, 2.0, 3.0);
    Output<Double> power = tf.pow(x, y);
    assertThat(gradient(power, y)).containsExactly(0, 0, 0, -0.0);
    assertThat(gradient(power, x)).containsExactly(1, 0, -4, 12);
  }

  @Test
  void powersHaveDerivativesAtZero() {
    Output<Double> x = tf.constant(0.0, 2.0);
    Output<Double> first = Gradients.of(tf.pow(x, 3), x);
    Output<Double> second = Gradients.of(first, x);
    Output<Double> third = Gradients.of(second, x);
    try (Session session = new Session(graph)) {
      assertThat(session.run(first)).isEqualTo(Tensor.of(0.0, 12.0));
      assertThat(session.run(second)).isEqualTo(Tensor.of(0.0, 12.0));
      assertThat(session.run(third)).isEqualTo(Tensor.of(6.0, 6.0));
    }
  }

  @Test
  void rootAndLogarithmAreInfinitelySteepAtZero() {
    Output<Double> x = tf.constant(0.0, 4.0);
    assertThat(gradient(tf.sqrt(x), x)).containsExactly(INFINITY, 0.25);
    assertThat(gradient(tf.log(x), x)).containsExactly(INFINITY, 0.25);
  }

  @Test
  void squashingFunctionsAreFlatFarOut() {
    Output<Double> x = tf.constant(-1e4, 1e4, -INFINITY, INFINITY);
    assertThat(gradient(tf.sigmoid(x), x)).containsExactly(0, 0, 0, 0);
    assertThat(gradient(tf.tanh(x), x)).containsExactly(0, 0, 0, 0);
  }

  /** Value, slope and curvature of a function far out on both sides. */
  private void assertFarOut(Unary function, double[] values, double[] slopes) {
    Output<Double> x = tf.constant(-1e4, 1e4);
    Output<Double> y = function.build(tf, x);
    Output<Double> first = Gradients.of(y, x);
    GradientOptions options = GradientOptions.defaults().withZerosForUnconnected();
    Output<Double> second = Gradients.of(List.of(first), List.of(x), options).get(0);
    try (Session session = new Session(graph)) {
      assertThat(session.run(y).toDoubleArray())
          .usingComparatorWithPrecision(1e-15)
          .containsExactly(values);
      assertThat(session.run(first).toDoubleArray())
          .usingComparatorWithPrecision(1e-15)
          .containsExactly(slopes);
      assertThat(session.run(second).toDoubleArray())
          .usingComparatorWithPrecision(1e-11)
          .containsExactly(0, 0);
    }
  }

  @Test
  void activationsAreStraightFarOut() {
    double scale = 1.0507009873554805;
    assertFarOut((tf, x) -> tf.nn.relu6(x), new double[] {0, 6}, new double[] {0, 0});
    assertFarOut(
        (tf, x) -> tf.nn.leakyRelu(x, 0.5), new double[] {-5e3, 1e4}, new double[] {0.5, 1});
    assertFarOut((tf, x) -> tf.nn.elu(x), new double[] {-1, 1e4}, new double[] {0, 1});
    assertFarOut(
        (tf, x) -> tf.nn.selu(x),
        new double[] {-1.7580993408473768, scale * 1e4},
        new double[] {0, scale});
    assertFarOut((tf, x) -> tf.nn.softplus(x), new double[] {0, 1e4}, new double[] {0, 1});
    assertFarOut((tf, x) -> tf.nn.logSigmoid(x), new double[] {-1e4, -0.0}, new double[] {1, 0});
    assertFarOut(
        (tf, x) -> tf.nn.softsign(x),
        new double[] {-1e4 / 10001, 1e4 / 10001},
        new double[] {1.0 / 10001 / 10001, 1.0 / 10001 / 10001});
    assertFarOut((tf, x) -> tf.erf(x), new double[] {-1, 1}, new double[] {0, 0});
    assertFarOut((tf, x) -> tf.erfc(x), new double[] {2, 0}, new double[] {0, 0});
  }

  @Test
  void theCrossEntropyOfSigmoidsIsStraightFarOut() {
    Output<Double> labels = tf.constant(1.0, 0.25);
    assertFarOut(
        (tf, x) -> tf.nn.sigmoidCrossEntropyWithLogits(labels, x),
        new double[] {1e4, 7500},
        new double[] {-1, 0.75});
    assertFarOut(
        (tf, x) -> tf.nn.weightedCrossEntropyWithLogits(labels, x, 3),
        new double[] {3e4, 7500},
        new double[] {-3, 0.75});
  }

  @Test
  void atTheirKinksActivationsHaveTheSlopesOfTensorFlow() {
    Output<Double> x = tf.constant(-0.0, 0.0, 6.0);
    assertThat(gradient(tf.nn.relu6(x), x)).containsExactly(0, 0, 0);
    assertThat(gradient(tf.nn.leakyRelu(x, 0.5), x)).containsExactly(0.5, 0.5, 1);
    assertThat(gradient(tf.nn.elu(x), x)).containsExactly(1, 1, 1);
    assertThat(gradient(tf.nn.softsign(x), x)).containsExactly(1, 1, 1 / 7.0 / 7.0);
    Output<Double> half = tf.constant(0.5, 0.5, 0.5);
    Output<Double> zero = tf.constant(0.0, 0.0, 0.0);
    assertThat(gradient(tf.nn.sigmoidCrossEntropyWithLogits(half, zero), zero))
        .containsExactly(0, 0, 0);
  }

  @Test
  void whatIsClippedPassesNothing() {
    Output<Double> x = tf.constant(-2.0, -1.0, 0.5, 1.0, 2.0);
    assertThat(gradient(tf.clipByValue(x, -1, 1), x)).containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void whatIsMeantToBeZeroHasNoInfiniteSlope() {
    Output<Double> x = tf.constant(0.0, 2.0);
    Output<Double> y = tf.constant(0.0, 4.0);
    assertThat(gradient(tf.xlogy(x, y), x)).containsExactly(0, Math.log(4));
    assertThat(gradient(tf.xlogy(x, y), y)).containsExactly(0, 0.5);
    assertThat(gradient(tf.divNoNan(tf.constant(3.0, 3.0), y), y)).containsExactly(0, -3.0 / 16);
  }

  @Test
  void theQuotientsDivisorIsNotSquared() {
    Output<Double> y = tf.constant(1e200, 1e-200);
    assertThat(gradient(tf.div(tf.constant(1e200, 1e-200), y), y)).containsExactly(-1e-200, -1e200);
  }

  @Test
  void theMeanOfNothingHasAGradientOfNoElements() {
    Output<Double> x = tf.constant(Tensor.of(Shape.of(0, 3), new double[0]));
    assertThat(gradient(tf.reduceMean(x), x)).isEmpty();
    assertThat(gradient(tf.reduceMax(x, 0), x)).isEmpty();
  }

  @Test
  void aLogitOfMinusInfinityHasNoPartInTheLoss() {
    Output<Double> logits = tf.constant(new double[][] {{1, -INFINITY, 1}});
    Output<Double> labels = tf.constant(new double[][] {{1, 0, 0}});
    assertThat(gradient(tf.nn.softmaxCrossEntropyWithLogits(labels, logits), logits))
        .containsExactly(-0.5, 0, 0.5);
    assertThat(gradient(tf.nn.softmax(logits), logits)).containsExactly(0, 0, 0);
    assertThat(
            gradient(
                tf.nn.sparseSoftmaxCrossEntropyWithLogits(tf.constant(new int[] {2}), logits),
                logits))
        .containsExactly(0.5, 0, -0.5);
  }

  @Test
  void whereDoesNotTurnNanOfTheOtherBranchIntoANumber() {
    // The famous trap: the branch that is not taken still has the gradient 0 · ∞ = NaN.
    Output<Double> x = tf.constant(0.0, 4.0);
    Output<Double> y = tf.where(tf.greater(x, 0), tf.sqrt(x), tf.zerosLike(x));
    assertThat(gradient(y, x)).containsExactly(Double.NaN, 0.25);
    Output<Double> safe = tf.where(tf.greater(x, 0), x, tf.onesLike(x));
    Output<Double> better = tf.where(tf.greater(x, 0), tf.sqrt(safe), tf.zerosLike(x));
    assertThat(gradient(better, x)).containsExactly(0, 0.25);
  }
}
