package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.OpRegistry;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.user.MistakeTable.Mistake;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a program gets wrong is told in a message that names the op, its name, what was seen and
 * would have fitted, and the program's line: when the graph is built if that can be known, and when
 * it runs otherwise.
 */
class MistakesTest {
  private final Ops tf = Ops.on(new Graph());

  static Set<String> ops() {
    return OpRegistry.ops().keySet();
  }

  @Test
  void everyOpHasMistakesOrNoneArePossible() {
    assertThat(Sets.union(Mistakes.byOp().keySet(), Mistakes.NONE_POSSIBLE))
        .containsExactlyInAnyOrderElementsOf(ops());
    assertThat(Mistakes.NONE_POSSIBLE).doesNotContainAnyElementsOf(Mistakes.byOp().keySet());
  }

  @ParameterizedTest
  @MethodSource("ops")
  void aMistakeIsToldWithOpNameAndLine(String op) {
    for (Mistake mistake : Mistakes.byOp().get(op)) {
      Ops ops = Ops.on(new Graph());
      assertThatExceptionOfType(GraphException.class)
          .as("%s: %s", op, mistake.told())
          .isThrownBy(() -> mistake.line().accept(ops))
          .withMessageContainingAll(mistake.told().toArray(String[]::new))
          .withMessageContaining("(op: '%s')", op)
          .withMessageContaining("\n    built at dev.gradus.user.")
          .withMessageContaining("Mistakes.java:");
    }
  }

  @ParameterizedTest
  @MethodSource("ops")
  void anInputTooManyIsToldWithTheSignature(String op) {
    var builder = tf.operation(op);
    for (int i = 0; i <= OpRegistry.find(op).orElseThrow().inputs().size(); i++) {
      builder.input(tf.constant(1f));
    }
    assertThatThrownBy(builder::build)
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(OpRegistry.find(op).orElseThrow().toString())
        .hasMessageContaining("(op: '%s')", op);
  }

  @Test
  void theMessageIsWholeAndNamesTheVeryLine() {
    Output<Float> a = tf.placeholder(FLOAT32, Shape.of(2, 3));
    Output<Float> b = tf.placeholder(FLOAT32, Shape.of(4, 5));
    int line = nextLine();
    assertThatThrownBy(() -> tf.scope("layer1").named("logits").matmul(a, b))
        .hasMessage(
            "Dimensions must be equal, but are 3 and 4 for 'layer1/logits' (op: 'MatMul') with"
                + " input shapes: [2,3], [4,5]\n"
                + "    built at dev.gradus.user.MistakesTest"
                + ".theMessageIsWholeAndNamesTheVeryLine(MistakesTest.java:%d)",
            line);
  }

  @Test
  void mistakesThatTheFaceFindsNameTheLineToo() {
    Output<Float> unknown = tf.named("x").placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, 3));
    assertRefused(
        () -> tf.variable(unknown),
        "The initial value of a variable needs a fully known shape, but 'x:0' has shape [?,3]");
    assertRefused(
        () -> tf.zeros(FLOAT32, Shape.of(Shape.UNKNOWN)), "needs a fully known shape, not [?]");
    assertRefused(() -> tf.addN(List.<Output<Float>>of()), "at least one term");
    assertRefused(() -> tf.mul(tf.constant(1), 0.5), "0.5 is no value of type int32");
    assertRefused(() -> tf.scope("a b"), "'a b' is no valid name");
    assertRefused(() -> tf.operation("Swish"), "There is no op named 'Swish'");
  }

  private static void assertRefused(ThrowingCallable line, String problem) {
    assertThatThrownBy(line)
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining(
            "\n    built at dev.gradus.user.MistakesTest"
                + ".mistakesThatTheFaceFindsNameTheLineToo(MistakesTest.java:");
  }

  private static int nextLine() {
    return new Throwable().getStackTrace()[1].getLineNumber() + 1;
  }

  /** Runs what is known to fail, and checks the message: a problem, a node and its line. */
  private static void assertFails(Operand<?> fetch, int line, String problem, String node) {
    try (Session session = new Session(fetch.graph())) {
      assertThatThrownBy(() -> session.run(fetch))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(problem)
          .hasMessageContaining(node)
          .hasMessageMatching(
              "(?s).*\n    built at dev\\.gradus\\.user\\.MistakesTest\\..*\\(MistakesTest\\.java:"
                  + line
                  + "\\)");
    }
  }

  @Test
  void anIntegerDivisionByZeroFailsTheRun() {
    int line = nextLine();
    Output<Integer> quotient = tf.div(tf.constant(7, 8), tf.constant(1, 0));
    assertFails(quotient, line, "Integer division by zero: 8 / 0", "for 'div' (op: 'FloorDiv')");
  }

  @Test
  void anIntegerDivisionByAZeroThatIsFedFailsTheRunToo() {
    divideByZero(DataType.INT32);
    divideByZero(DataType.INT64);
    divideByZero(DataType.UINT8);
  }

  private <T extends Number> void divideByZero(DataType<T> type) {
    Output<T> divisor = tf.placeholder(type);
    Output<T> quotient = tf.div(tf.scalar(type, 7), divisor);
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(
              () -> session.run(quotient, feed(divisor, Tensor.zeros(type, Shape.scalar()))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Integer division by zero: 7 / 0")
          .hasMessageContaining("(op: 'FloorDiv')")
          .hasMessageContaining("MistakesTest.divideByZero(MistakesTest.java:");
    }
  }

  @Test
  void aRemainderOfADivisionByZeroFailsTheRun() {
    int line = nextLine();
    Output<Integer> remainder = tf.mod(tf.constant(7, 8), tf.constant(1, 0));
    assertFails(remainder, line, "Integer division by zero: 8 / 0", "(op: 'FloorMod')");
    line = nextLine();
    Output<Integer> quotient = tf.truncateDiv(tf.constant(7), 0);
    assertFails(quotient, line, "Integer division by zero: 7 / 0", "(op: 'TruncateDiv')");
  }

  @Test
  void crossEntropiesOfSigmoidsNeedLabelsOfTheShapeOfLogits() {
    Output<Float> logits = tf.placeholder(FLOAT32, Shape.of(2, 3));
    Output<Float> labels = tf.placeholder(FLOAT32, Shape.of(3));
    assertThatThrownBy(() -> tf.nn.sigmoidCrossEntropyWithLogits(labels, logits))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("must have the same shape, but have [2,3] and [3]")
        .hasMessageContaining("MistakesTest.java:");
  }

  @Test
  void aNegativeExponentOfAnIntegerFailsTheRun() {
    int line = nextLine();
    Output<Integer> power = tf.pow(tf.constant(2), tf.constant(-1));
    assertFails(power, line, "negative exponent: 2 to the -1", "for 'Pow' (op: 'Pow')");
  }

  @Test
  void theIntegerMeanOfNothingFailsTheRun() {
    int line = nextLine();
    Output<Integer> mean = tf.reduceMean(tf.constant(new int[0]), 0);
    assertFails(mean, line, "The mean of no int elements has no value", "'Mean' (op: 'Mean')");
  }

  @Test
  void aLabelThatIsOutOfRangeIsToldWithTheRange() {
    Output<Integer> labels = tf.constant(0, 3);
    int line = nextLine();
    Output<Float> loss = tf.nn.sparseSoftmaxCrossEntropyWithLogits(labels, tf.zeros(2, 3));
    assertFails(loss, line, "3", "(op: 'SparseSoftmaxCrossEntropyWithLogits')");
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(() -> session.run(loss)).hasMessageContaining("[0, 3)");
    }
  }

  @Test
  void aSegmentThatIsOutOfRangeIsToldWithTheRange() {
    Output<Long> ids = tf.constant(0L, 3L);
    int line = nextLine();
    Output<Float> sum = tf.unsortedSegmentSum(tf.zeros(2, 3), ids, 3);
    assertFails(
        sum, line, "segment_ids[1] = 3 is not in [0, 3), nor", "(op: 'UnsortedSegmentSum')");
  }

  @Test
  void segmentsThatAreNotSortedFailTheRunIfTheyAreFed() {
    Output<Integer> ids = tf.placeholder(DataType.INT32);
    Output<Float> sum = tf.segmentSum(tf.zeros(2, 3), ids);
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(() -> session.run(sum, feed(ids, Tensor.of(1, 0))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("segment_ids[1] = 0 comes after 1")
          .hasMessageContaining("(op: 'SegmentSum')")
          .hasMessageContaining("segmentsThatAreNotSortedFailTheRunIfTheyAreFed");
    }
  }

  @Test
  void aRangeOfRandomIntegersWithNothingInItFailsTheRun() {
    int line = nextLine();
    Output<Integer> numbers = tf.randomUniform(DataType.INT32, Shape.of(2), 5, 5);
    assertFails(numbers, line, "need minval < maxval, not 5 and 5", "(op: 'RandomUniformInt')");
  }

  @Test
  void aTriangularMatrixWithoutInverseFailsTheRun() {
    Output<Float> matrix = tf.constant(new float[][] {{1, 0}, {5, 0}});
    int line = nextLine();
    Output<Float> solution = tf.matrixTriangularSolve(matrix, tf.zeros(2, 1));
    assertFails(solution, line, "at [1,1], has no inverse", "(op: 'MatrixTriangularSolve')");
  }

  @Test
  void whatIsNoPermutationFailsTheRun() {
    int line = nextLine();
    Output<Integer> inverse = tf.invertPermutation(tf.constant(0, 2));
    assertFails(
        inverse,
        line,
        "[0, 2] is no permutation of the numbers from 0 to 1",
        "(op: 'InvertPermutation')");
  }

  @Test
  void parametersThatAreFedAreCheckedInTheRun() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(2, 3));
    Output<Integer> p = tf.placeholder(DataType.INT32);
    Tensor<Float> zeros = Tensor.zeros(FLOAT32, Shape.of(2, 3));
    assertRefuses(x, zeros, p, Tensor.of(2), tf.reduceSum(x, false, p), "Axis 2 is out of range");
    assertRefuses(
        x, zeros, p, Tensor.of(1, 1), tf.reduceMax(x, true, p), "Axis 1 stands twice in [1, 1]");
    assertRefuses(x, zeros, p, Tensor.of(4, 2), tf.reshape(x, p), "Cannot reshape a tensor");
    Output<Float> open = tf.placeholder(FLOAT32);
    Output<Integer> empty = tf.placeholder(DataType.INT32, Shape.of(0));
    Tensor<Integer> noDimensions = Tensor.zeros(DataType.INT32, Shape.of(0));
    assertRefuses(
        open, zeros, empty, noDimensions, tf.reshape(open, empty), "Cannot reshape a tensor");
    assertRefuses(x, zeros, p, Tensor.of(0, 6), tf.transpose(x, p), "Axis 6 is out of range");
    assertRefuses(x, zeros, p, Tensor.of(4, 2), tf.broadcastTo(x, p), "Dimensions must be equal");
    assertRefuses(
        x, zeros, p, Tensor.of(-1, 2), tf.fill(p, tf.constant(1f)), "must be zero or more");
    assertRefuses(
        x, zeros, p, Tensor.of(1, 2), tf.fill(Shape.of(2), p), "The value must be a scalar");
  }

  private static void assertRefuses(
      Output<Float> x,
      Tensor<Float> value,
      Output<Integer> parameter,
      Tensor<Integer> wrong,
      Output<?> fetch,
      String problem) {
    try (Session session = new Session(x.graph())) {
      assertThatThrownBy(() -> session.run(fetch, feed(x, value), feed(parameter, wrong)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(problem)
          .hasMessageContaining(fetch.operation().toString())
          .hasMessageContaining(
              "MistakesTest.parametersThatAreFedAreCheckedInTheRun(MistakesTest.java:");
    }
  }

  @Test
  void shapesThatAreFedAreCheckedInTheRun() {
    Output<Float> a = tf.placeholder(FLOAT32, Shape.unknownOfRank(2));
    Output<Float> b = tf.placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, 5));
    int line = nextLine();
    Output<Float> product = tf.matmul(a, b);
    try (Session session = new Session(tf.graph())) {
      assertThatThrownBy(
              () ->
                  session.run(
                      product,
                      feed(a, Tensor.zeros(FLOAT32, Shape.of(2, 3))),
                      feed(b, Tensor.zeros(FLOAT32, Shape.of(4, 5)))))
          .isInstanceOf(RunException.class)
          .hasMessage(
              "Dimensions must be equal, but are 3 and 4 for 'MatMul' (op: 'MatMul') with input"
                  + " shapes: [2,3], [4,5]\n"
                  + "    built at dev.gradus.user.MistakesTest"
                  + ".shapesThatAreFedAreCheckedInTheRun(MistakesTest.java:%d)",
              line);
    }
  }
}
