package dev.gradus.ops;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.DataType.UINT8;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.ops.Runs.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.core.Graph;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.core.UInt8;
import org.junit.jupiter.api.Test;

/** What ops make of NaN, infinities, ties, overflow and nothing at all. */
class SpecialValuesTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final Ops tf = Ops.on(new Graph());

  @Test
  void reductionsOverNothingGiveWhatChangesNothing() {
    Output<Float> none = tf.zeros(0);
    assertThat(value(tf.reduceSum(none))).isEqualTo(Tensor.of(0f));
    assertThat(value(tf.reduceMean(none))).isEqualTo(Tensor.of(NAN));
    assertThat(value(tf.reduceMax(none))).isEqualTo(Tensor.of(-INFINITY));
    assertThat(value(tf.reduceMin(none))).isEqualTo(Tensor.of(INFINITY));
    Output<Long> noInts = tf.zeros(INT64, Shape.of(2, 0));
    assertThat(value(tf.reduceSum(noInts, 1))).isEqualTo(Tensor.of(0L, 0L));
    assertThat(value(tf.reduceMax(noInts, 1))).isEqualTo(Tensor.of(Long.MIN_VALUE, Long.MIN_VALUE));
    assertThat(value(tf.reduceMin(noInts, 1))).isEqualTo(Tensor.of(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void aReductionOverNoAxesIsTheInput() {
    Tensor<Float> x = Tensor.of(new float[][] {{1, NAN, -0f}, {4, -INFINITY, 6}});
    Output<Float> in = tf.placeholder(FLOAT32);
    for (boolean keepDims : new boolean[] {false, true}) {
      assertThat(value(tf.reduceSum(in, keepDims, new int[0]), feed(in, x))).isEqualTo(x);
      assertThat(value(tf.reduceMean(in, keepDims, new int[0]), feed(in, x))).isEqualTo(x);
      assertThat(value(tf.reduceMax(in, keepDims, new int[0]), feed(in, x))).isEqualTo(x);
      assertThat(value(tf.reduceMin(in, keepDims, new int[0]), feed(in, x))).isEqualTo(x);
    }
  }

  @Test
  void aReductionOfAllIsOverAllAxesThoughTheirNumberIsNotKnown() {
    Output<Float> in = tf.placeholder(FLOAT32);
    Output<Float> sum = tf.reduceSum(in);
    Output<Float> mean = tf.reduceMean(in);
    assertThat(sum.shape()).isEqualTo(Shape.scalar());
    assertThat(value(sum, feed(in, Tensor.of(5f)))).isEqualTo(Tensor.of(5f));
    Tensor<Float> matrix = Tensor.of(new float[][] {{1, 2}, {3, 6}});
    assertThat(value(sum, feed(in, matrix))).isEqualTo(Tensor.of(12f));
    assertThat(value(mean, feed(in, matrix))).isEqualTo(Tensor.of(3f));
    assertThat(value(tf.reduceMax(in), feed(in, matrix))).isEqualTo(Tensor.of(6f));
    assertThat(value(tf.reduceMin(in), feed(in, matrix))).isEqualTo(Tensor.of(1f));
    assertThat(value(tf.reduceMean(in, true), feed(in, matrix)))
        .isEqualTo(Tensor.of(new float[][] {{3}}));
    assertThat(value(tf.reduceMax(tf.constant(matrix), true)))
        .isEqualTo(Tensor.of(new float[][] {{6}}));
  }

  @Test
  void aNaNIsNeverHidden() {
    Output<Float> x = tf.constant(1, NAN, INFINITY);
    Output<Float> y = tf.constant(NAN, 0, 0);
    assertThat(value(tf.reduceMax(x))).isEqualTo(Tensor.of(NAN));
    assertThat(value(tf.reduceMin(x))).isEqualTo(Tensor.of(NAN));
    assertThat(value(tf.maximum(x, y))).isEqualTo(Tensor.of(NAN, NAN, INFINITY));
    assertThat(value(tf.minimum(x, y))).isEqualTo(Tensor.of(NAN, NAN, 0f));
    assertThat(value(tf.argmax(x, 0))).isEqualTo(Tensor.of(1L));
    assertThat(value(tf.argmin(x, 0))).isEqualTo(Tensor.of(1L));
    assertThat(value(tf.mul(x, 0))).isEqualTo(Tensor.of(0, NAN, NAN));
  }

  @Test
  void ofEqualElementsTheFirstIsTheLargest() {
    Output<Integer> x = tf.constant(new int[][] {{3, 1, 3}, {2, 2, 2}, {-1, -5, -5}});
    assertThat(value(tf.argmax(x, 1))).isEqualTo(Tensor.of(0L, 0L, 0L));
    assertThat(value(tf.argmin(x, -1))).isEqualTo(Tensor.of(1L, 0L, 1L));
    assertThat(value(tf.argmax(x, 0, INT32))).isEqualTo(Tensor.of(0, 1, 0));
    assertThat(value(tf.argmax(tf.constant(-0f, 0f), 0))).isEqualTo(Tensor.of(0L));
  }

  @Test
  void theMeanOfIntegersIsCutOff() {
    assertThat(value(tf.reduceMean(tf.constant(1, 2)))).isEqualTo(Tensor.of(1));
    assertThat(value(tf.reduceMean(tf.constant(-1, -2)))).isEqualTo(Tensor.of(-1));
    assertThat(value(tf.reduceMean(tf.constant(-1L, -2L, -2L)))).isEqualTo(Tensor.of(-1L));
  }

  @Test
  void divisionOfIntegersRoundsDown() {
    Output<Integer> x = tf.constant(7, -7, 7, -7, 6);
    Output<Integer> y = tf.constant(2, 2, -2, -2, -3);
    assertThat(value(tf.div(x, y))).isEqualTo(Tensor.of(3, -4, -4, 3, -2));
    Output<Integer> truncated = tf.operation("RealDiv").input(x).input(y).build().output(0);
    assertThat(value(truncated)).isEqualTo(Tensor.of(3, -3, -3, 3, -2));
    assertThat(value(tf.div(tf.constant(7f), tf.constant(-2f)))).isEqualTo(Tensor.of(-3.5f));
    assertThat(value(tf.div(tf.constant(1f, 0f), 0))).isEqualTo(Tensor.of(INFINITY, NAN));
  }

  @Test
  void integersWrap() {
    assertThat(value(tf.add(tf.constant(Integer.MAX_VALUE), 1)))
        .isEqualTo(Tensor.of(Integer.MIN_VALUE));
    assertThat(value(tf.neg(tf.constant(Long.MIN_VALUE)))).isEqualTo(Tensor.of(Long.MIN_VALUE));
    Output<UInt8> bytes = tf.cast(tf.constant(200, 100, 3), UINT8);
    assertThat(value(tf.cast(tf.add(bytes, 100), INT32))).isEqualTo(Tensor.of(44, 200, 103));
    assertThat(value(tf.cast(tf.sub(bytes, 101), INT32))).isEqualTo(Tensor.of(99, 255, 158));
  }

  @Test
  void aNaNEqualsNothing() {
    Output<Float> x = tf.constant(NAN, NAN, 1, 0);
    Output<Float> y = tf.constant(NAN, 1, 1, -0f);
    assertThat(value(tf.equal(x, y))).isEqualTo(Tensor.of(false, false, true, true));
    assertThat(value(tf.notEqual(x, y))).isEqualTo(Tensor.of(true, true, false, false));
    assertThat(value(tf.lessEqual(x, y))).isEqualTo(Tensor.of(false, false, true, true));
    assertThat(value(tf.greaterEqual(x, y))).isEqualTo(Tensor.of(false, false, true, true));
    // An output equals itself, but not if it is NaN.
    assertThat(value(tf.equal(x, x))).isEqualTo(Tensor.of(false, false, true, true));
  }

  @Test
  void castsToIntegersCutOffAndMarkWhatDoesNotFitByTheLeastValue() {
    Output<Float> x = tf.constant(1.9f, -1.9f, NAN, INFINITY, -INFINITY, 3e9f, -3e9f, 1e19f);
    int least = Integer.MIN_VALUE;
    assertThat(value(tf.cast(x, INT32)))
        .isEqualTo(Tensor.of(1, -1, least, least, least, least, least, least));
    long leastLong = Long.MIN_VALUE;
    assertThat(value(tf.cast(x, INT64)))
        .isEqualTo(
            Tensor.of(
                1,
                -1,
                leastLong,
                leastLong,
                leastLong,
                3_000_000_000L,
                -3_000_000_000L,
                leastLong));
    assertThat(value(tf.cast(tf.cast(x, FLOAT64), INT32))).isEqualTo(value(tf.cast(x, INT32)));
  }

  @Test
  void castsToAndFromTruthValues() {
    assertThat(value(tf.cast(tf.constant(0f, -0f, NAN, 0.1f, INFINITY), BOOL)))
        .isEqualTo(Tensor.of(false, false, true, true, true));
    assertThat(value(tf.cast(tf.constant(256, 0, -1), BOOL)))
        .isEqualTo(Tensor.of(true, false, true));
    assertThat(value(tf.cast(tf.constant(true, false), FLOAT32))).isEqualTo(Tensor.of(1f, 0f));
    assertThat(value(tf.cast(tf.constant(true, false), INT64))).isEqualTo(Tensor.of(1L, 0L));
  }

  @Test
  void aCastToTheSameTypeIsNoOp() {
    Output<Float> x = tf.constant(1f);
    assertThat(tf.cast(x, FLOAT32)).isSameAs(x);
  }

  @Test
  void softmaxOfHugeLogitsIsFinite() {
    Output<Float> logits = tf.constant(new float[][] {{1e4f, -1e4f}, {3e38f, 3e38f}});
    assertThat(value(tf.nn.softmax(logits)))
        .isEqualTo(Tensor.of(new float[][] {{1, 0}, {0.5f, 0.5f}}));
    assertThat(value(tf.nn.logSoftmax(logits)))
        .isEqualTo(
            Tensor.of(new float[][] {{0, -2e4f}, {-(float) Math.log(2), -(float) Math.log(2)}}));
    Output<Float> impossible = tf.constant(0f, -INFINITY, 0f);
    assertThat(value(tf.nn.softmax(impossible))).isEqualTo(Tensor.of(0.5f, 0f, 0.5f));
    assertThat(value(tf.nn.softmax(tf.constant(NAN, 0f)))).isEqualTo(Tensor.of(NAN, NAN));
  }

  @Test
  void anImpossibleClassThatDoesNotOccurCostsNothing() {
    Output<Float> logits = tf.constant(new float[][] {{0, -INFINITY}, {0, -INFINITY}});
    Output<Float> labels = tf.constant(new float[][] {{1, 0}, {0, 1}});
    assertThat(value(tf.nn.softmaxCrossEntropyWithLogits(labels, logits)))
        .isEqualTo(Tensor.of(0f, INFINITY));
    assertThat(value(tf.nn.sparseSoftmaxCrossEntropyWithLogits(tf.constant(0, 1), logits)))
        .isEqualTo(Tensor.of(0f, INFINITY));
    Output<Float> huge = tf.constant(new float[][] {{1e4f, -1e4f}, {1e4f, -1e4f}});
    assertThat(value(tf.nn.softmaxCrossEntropyWithLogits(labels, huge)))
        .isEqualTo(Tensor.of(0f, 2e4f));
    assertThat(value(tf.nn.sparseSoftmaxCrossEntropyWithLogits(tf.constant(0L, 1L), huge)))
        .isEqualTo(Tensor.of(0f, 2e4f));
  }

  @Test
  void functionsAtTheirEdges() {
    assertThat(value(tf.log(tf.constant(0f, -1f, INFINITY, 1f))))
        .isEqualTo(Tensor.of(-INFINITY, NAN, INFINITY, 0));
    assertThat(value(tf.sqrt(tf.constant(-1f, INFINITY, -0f))))
        .isEqualTo(Tensor.of(NAN, INFINITY, -0f));
    assertThat(value(tf.exp(tf.constant(-INFINITY, INFINITY, 0f, 1000f))))
        .isEqualTo(Tensor.of(0, INFINITY, 1, INFINITY));
    assertThat(value(tf.sigmoid(tf.constant(-INFINITY, INFINITY, 0f, -1000f))))
        .isEqualTo(Tensor.of(0, 1, 0.5f, 0));
    assertThat(value(tf.tanh(tf.constant(-INFINITY, INFINITY, 0f, 1000f))))
        .isEqualTo(Tensor.of(-1f, 1, 0, 1));
    assertThat(value(tf.sign(tf.constant(-INFINITY, -0f, NAN)))).isEqualTo(Tensor.of(-1f, 0, NAN));
    assertThat(value(tf.pow(tf.constant(0f, -2f, -8f, NAN), tf.constant(0f, 3f, 1 / 3f, 0f))))
        .isEqualTo(Tensor.of(1f, -8, NAN, 1));
  }

  @Test
  void ofTwoNearestIntegersTheEvenOneIsMeantAndZeroKeepsItsSign() {
    Output<Float> x = tf.constant(-0.5f, 0.5f, 1.5f, 2.5f, -1.5f, -0f, 0.49999997f, NAN, INFINITY);
    Tensor<Float> rounded = Tensor.of(-0f, 0f, 2f, 2f, -2f, -0f, 0f, NAN, INFINITY);
    assertThat(value(tf.round(x))).isEqualTo(rounded);
    assertThat(value(tf.rint(x))).isEqualTo(rounded);
    assertThat(value(tf.floor(tf.constant(-0.5f, -0f, -INFINITY, NAN, 8388609f))))
        .isEqualTo(Tensor.of(-1f, -0f, -INFINITY, NAN, 8388609f));
    assertThat(value(tf.ceil(tf.constant(-0.5f, 0.5f, INFINITY))))
        .isEqualTo(Tensor.of(-0f, 1f, INFINITY));
    assertThat(value(tf.round(tf.constant(7, -7)))).isEqualTo(Tensor.of(7, -7));
  }

  @Test
  void functionsWithPolesAndWithoutValues() {
    assertThat(value(tf.reciprocal(tf.constant(0f, -0f, INFINITY, -INFINITY))))
        .isEqualTo(Tensor.of(INFINITY, -INFINITY, 0f, -0f));
    assertThat(value(tf.rsqrt(tf.constant(0f, INFINITY, -1f))))
        .isEqualTo(Tensor.of(INFINITY, 0f, NAN));
    assertThat(value(tf.expm1(tf.constant(-INFINITY, -0f, 1e-10f, INFINITY))))
        .isEqualTo(Tensor.of(-1f, -0f, 1e-10f, INFINITY));
    assertThat(value(tf.log1p(tf.constant(-1f, -2f, 1e-10f, INFINITY))))
        .isEqualTo(Tensor.of(-INFINITY, NAN, 1e-10f, INFINITY));
    assertThat(value(tf.sin(tf.constant(INFINITY, -0f)))).isEqualTo(Tensor.of(NAN, -0f));
    assertThat(value(tf.asin(tf.constant(1.5f, -0f)))).isEqualTo(Tensor.of(NAN, -0f));
    assertThat(value(tf.atan(tf.constant(INFINITY)))).isEqualTo(Tensor.of((float) (Math.PI / 2)));
    assertThat(value(tf.sinh(tf.constant(-INFINITY, 100f))))
        .isEqualTo(Tensor.of(-INFINITY, INFINITY));
    assertThat(value(tf.atan2(tf.constant(0f, -0f, 1f), tf.constant(-1f, -1f, 0f))))
        .isEqualTo(Tensor.of((float) Math.PI, (float) -Math.PI, (float) (Math.PI / 2)));
  }

  @Test
  void activationsAtTheirEdges() {
    Output<Float> x = tf.constant(-INFINITY, -0f, INFINITY, NAN);
    assertThat(value(tf.nn.relu6(x))).isEqualTo(Tensor.of(0f, 0f, 6f, NAN));
    assertThat(value(tf.nn.leakyRelu(x))).isEqualTo(Tensor.of(-INFINITY, -0f, INFINITY, NAN));
    assertThat(value(tf.nn.elu(x))).isEqualTo(Tensor.of(-1f, -0f, INFINITY, NAN));
    assertThat(value(tf.nn.selu(x))).isEqualTo(Tensor.of(-1.7580993f, -0f, INFINITY, NAN));
    float ln2 = (float) Math.log(2);
    assertThat(value(tf.nn.softplus(x))).isEqualTo(Tensor.of(0f, ln2, INFINITY, NAN));
    assertThat(value(tf.nn.logSigmoid(x))).isEqualTo(Tensor.of(-INFINITY, -ln2, -0f, NAN));
    assertThat(value(tf.nn.softsign(x))).isEqualTo(Tensor.of(NAN, -0f, NAN, NAN));
    assertThat(value(tf.nn.softplus(tf.constant(-100f, 100f))))
        .isEqualTo(Tensor.of((float) Math.exp(-100), 100f));
    assertThat(
            value(
                tf.nn.sigmoidCrossEntropyWithLogits(
                    tf.constant(1f, 0f, 0f), tf.constant(1e4f, 1e4f, 0f))))
        .isEqualTo(Tensor.of(0f, 1e4f, ln2));
  }

  @Test
  void remaindersHaveTheSignOfDivisorOrDividend() {
    Output<Float> x = tf.constant(7f, -7f, 7f, -7f, 1f, NAN, INFINITY);
    Output<Float> y = tf.constant(3f, 3f, -3f, -3f, 0f, 1f, 1f);
    assertThat(value(tf.mod(x, y))).isEqualTo(Tensor.of(1f, 2f, -2f, -1f, NAN, NAN, NAN));
    assertThat(value(tf.truncateMod(x, y))).isEqualTo(Tensor.of(1f, -1f, 1f, -1f, NAN, NAN, NAN));
    assertThat(value(tf.floorDiv(x, y)))
        .isEqualTo(Tensor.of(2f, -3f, -3f, 2f, INFINITY, NAN, INFINITY));
    Output<Integer> least = tf.constant(Integer.MIN_VALUE, -7, 7);
    Output<Integer> by = tf.constant(-1, 2, -2);
    assertThat(value(tf.truncateDiv(least, by))).isEqualTo(Tensor.of(Integer.MIN_VALUE, -3, -3));
    assertThat(value(tf.truncateMod(least, by))).isEqualTo(Tensor.of(0, -1, 1));
    assertThat(value(tf.mod(least, by))).isEqualTo(Tensor.of(0, 1, -1));
  }

  @Test
  void whatIsMeantToBeZeroIsZero() {
    Output<Float> zeros = tf.constant(0f, 0f, 0f, 0f);
    Output<Float> y = tf.constant(0f, -1f, NAN, INFINITY);
    assertThat(value(tf.xlogy(zeros, y))).isEqualTo(Tensor.of(0f, 0f, 0f, 0f));
    assertThat(value(tf.xdivy(zeros, y))).isEqualTo(Tensor.of(0f, 0f, 0f, 0f));
    Output<Float> x = tf.constant(1f, NAN, INFINITY, 0f);
    assertThat(value(tf.divNoNan(x, zeros))).isEqualTo(Tensor.of(0f, 0f, 0f, 0f));
  }

  @Test
  void aNaNIsNotClipped() {
    assertThat(value(tf.clipByValue(tf.constant(NAN, -INFINITY, 9f), -1, 1)))
        .isEqualTo(Tensor.of(NAN, -1f, 1f));
  }

  @Test
  void numbersAreTold() {
    Output<Float> x = tf.constant(NAN, INFINITY, -INFINITY, -0f, Float.MIN_VALUE);
    assertThat(value(tf.isNan(x))).isEqualTo(Tensor.of(true, false, false, false, false));
    assertThat(value(tf.isInf(x))).isEqualTo(Tensor.of(false, true, true, false, false));
    assertThat(value(tf.isFinite(x))).isEqualTo(Tensor.of(false, false, false, true, true));
  }

  @Test
  void logicFollowsTheTruthTables() {
    Output<Boolean> x = tf.constant(false, false, true, true);
    Output<Boolean> y = tf.constant(false, true, false, true);
    assertThat(value(tf.logicalAnd(x, y))).isEqualTo(Tensor.of(false, false, false, true));
    assertThat(value(tf.logicalOr(x, y))).isEqualTo(Tensor.of(false, true, true, true));
    assertThat(value(tf.logicalXor(x, y))).isEqualTo(Tensor.of(false, true, true, false));
    assertThat(value(tf.logicalNot(x))).isEqualTo(Tensor.of(true, true, false, false));
  }

  @Test
  void aRangeIsCountedInTheArithmeticOfItsType() {
    assertThat(value(tf.range(tf.constant(0f), tf.constant(0.3f), tf.constant(0.1f))).size())
        .isEqualTo(3);
    assertThat(value(tf.range(tf.constant(0.0), tf.constant(1.0), tf.constant(0.25))))
        .isEqualTo(Tensor.of(0, 0.25, 0.5, 0.75));
    long huge = 1L << 62;
    assertThat(value(tf.range(tf.constant(huge), tf.constant(huge + 3), tf.constant(2L))))
        .isEqualTo(Tensor.of(huge, huge + 2));
    assertThat(
            value(
                tf.range(
                    tf.constant(Long.MIN_VALUE),
                    tf.constant(Long.MAX_VALUE),
                    tf.constant(Long.MAX_VALUE))))
        .isEqualTo(Tensor.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE - 1));
  }

  @Test
  void aDimensionOfMinusOneIsWhateverIsLeft() {
    Output<Integer> x = tf.range(tf.constant(0), tf.constant(24), tf.constant(1));
    assertThat(tf.reshape(x, 2, -1, 3).shape()).isEqualTo(Shape.of(2, 4, 3));
    Output<Integer> unknown = tf.placeholder(INT32);
    Output<Integer> rows = tf.reshape(unknown, -1, 3);
    assertThat(rows.shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 3));
    assertThat(value(rows, feed(unknown, Tensor.zeros(INT32, Shape.of(2, 2, 3)))).shape())
        .isEqualTo(Shape.of(4, 3));
    assertThat(value(rows, feed(unknown, Tensor.zeros(INT32, Shape.of(0)))).shape())
        .isEqualTo(Shape.of(0, 3));
  }

  @Test
  void aConditionChoosesElementsOrRowsOrAll() {
    Output<Float> x = tf.constant(new float[][] {{1, 2}, {3, 4}});
    Output<Float> y = tf.constant(new float[][] {{-1, NAN}, {-3, -4}});
    Output<Boolean> elements = tf.greater(x, 2);
    assertThat(value(tf.where(elements, x, y)))
        .isEqualTo(Tensor.of(new float[][] {{-1, NAN}, {3, 4}}));
    assertThat(value(tf.where(tf.constant(true, false), x, y)))
        .isEqualTo(Tensor.of(new float[][] {{1, 2}, {-3, -4}}));
    assertThat(value(tf.select(tf.constant(true), x, y))).isEqualTo(value(x));
    assertThat(value(tf.select(tf.constant(false), x, y))).isEqualTo(value(y));
  }
}
