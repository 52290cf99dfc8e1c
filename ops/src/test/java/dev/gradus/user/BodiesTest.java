package dev.gradus.user;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.SessionOptions;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import dev.gradus.ops.WhileOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What programs do in the branches of conditionals and the bodies of loops, and may not do. */
class BodiesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Output<Float> x = tf.named("x").placeholder(FLOAT32, Shape.scalar());
  private final Output<Integer> n = tf.named("n").placeholder(INT32, Shape.scalar());

  @Test
  void anIndexChoosesAmongBranchesAndTheLastOneIfItIsOutOfRange() {
    Output<Float> chosen =
        tf.switchCase(
            n,
            branch -> branch.print(branch.mul(x, 2), List.of(), "doubled"),
            branch -> branch.square(x),
            branch -> branch.neg(x));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    SessionOptions options =
        SessionOptions.defaults().withPrintStream(new PrintStream(printed, true, UTF_8));
    try (Session session = new Session(graph, options)) {
      float[] expected = {-3, 6, 9, -3, -3};
      for (int index = -1; index <= 3; index++) {
        float value =
            session.run(chosen, feed(x, Tensor.of(3f)), feed(n, Tensor.of(index))).floatValue();
        assertThat(value).as("branch %d", index).isEqualTo(expected[index + 1]);
      }
    }
    assertThat(printed.toString(UTF_8).lines()).containsExactly("doubled");
    assertThatThrownBy(() -> tf.switchCase(n))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("tf.switchCase needs at least one branch")
        .hasMessageContaining("BodiesTest.java");
  }

  @Test
  void whatDecidesIsAScalar() {
    Output<Boolean> several = tf.named("several").placeholder(BOOL, Shape.of(2));
    assertThatThrownBy(() -> tf.cond(several, then -> x, otherwise -> x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(
            "The predicate of a conditional must be a scalar, but 'several:0' has shape [2]")
        .hasMessageContaining("BodiesTest.java");
    assertThatThrownBy(() -> tf.switchCase(tf.constant(1, 2), branch -> x, branch -> x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("must be a scalar, but 'switch_case/Equal:0' has shape [2]");
    assertThatThrownBy(() -> tf.whileLoop((loop, v) -> several, (loop, v) -> v, x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The condition of a loop must be a scalar")
        .hasMessageContaining("has shape [2]")
        .hasMessageContaining("BodiesTest.java");
  }

  @Test
  void aLoopEndsAfterTheMostRoundsItIsGiven() {
    Output<Float> last =
        tf.whileLoop(
            (loop, y) -> loop.less(y, 100),
            (loop, y) -> loop.mul(y, 2),
            x,
            WhileOptions.defaults().withMaximumIterations(3));
    try (Session session = new Session(graph)) {
      assertThat(session.run(last, feed(x, Tensor.of(1f))).floatValue()).isEqualTo(8);
      assertThat(session.run(last, feed(x, Tensor.of(40f))).floatValue()).isEqualTo(160);
    }
  }

  @Test
  void aVariableMayChangeItsShapeIfThatIsAllowed() {
    Output<Integer> grown =
        tf.whileLoop(
            (loop, v) -> loop.less(loop.size(v), n),
            (loop, v) -> loop.range(loop.constant(0), loop.add(loop.size(v), 1), loop.constant(1)),
            tf.constant(new int[] {7}),
            WhileOptions.defaults().withShapeInvariants(Shape.of(Shape.UNKNOWN)));
    assertThat(grown.shape()).isEqualTo(Shape.of(Shape.UNKNOWN));
    try (Session session = new Session(graph)) {
      assertThat(session.run(grown, feed(n, Tensor.of(4)))).isEqualTo(Tensor.of(0, 1, 2, 3));
      assertThat(session.run(grown, feed(n, Tensor.of(0)))).isEqualTo(Tensor.of(new int[] {7}));
    }
  }

  @Test
  void randomNumbersAreDrawnAnewInEachRound() {
    Output<Float> zeros = tf.zeros(2);
    Output<Float> two =
        tf.seeded(7)
            .whileLoop(
                (loop, v) -> loop.less(v.get(0).as(INT32), 2),
                (loop, v) -> {
                  Output<Float> drawn = loop.reshape(loop.randomUniform(Shape.of(1)));
                  return List.of(loop.add(v.get(0).as(INT32), 1), v.get(2), drawn);
                },
                List.of(tf.constant(0), tf.gather(zeros, tf.constant(0)), tf.constant(0f)))
            .get(1)
            .as(FLOAT32);
    try (Session session = new Session(graph)) {
      float first = session.run(two).floatValue();
      assertThat(first).isBetween(Math.ulp(0f), 1f);
      assertThat(session.run(two).floatValue()).isNotEqualTo(first);
      try (Session another = new Session(graph)) {
        assertThat(another.run(two).floatValue()).isEqualTo(first);
      }
    }
  }

  @Test
  void printsAndAssertionsInABodyRunAsOftenAsItDoes() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Output<Integer> last =
        tf.whileLoop(
            (loop, i) -> loop.less(i, n),
            (loop, i) -> {
              Operation small = loop.assertThat(loop.less(i, 3), i);
              loop.print(loop.constant(0), List.of(i), "not used: ");
              return loop.after(small).add(i, 1);
            },
            tf.constant(0));
    try (Session session =
        new Session(
            graph,
            SessionOptions.defaults().withPrintStream(new PrintStream(printed, true, UTF_8)))) {
      session.run(last, feed(n, Tensor.of(2)));
      assertThat(printed.toString(UTF_8).lines()).containsExactly("not used: [0]", "not used: [1]");
      assertThatThrownBy(() -> session.run(last, feed(n, Tensor.of(4))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("assertion failed: [3]")
          .hasMessageContaining("BodiesTest.printsAndAssertionsInABodyRunAsOftenAsItDoes");
    }
  }

  @Test
  void aBranchWaitsForWhatIsOutside() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Output<Float> first = tf.print(x, List.of(), "first");
    Output<Float> either =
        tf.cond(
            tf.greater(x, 0),
            then -> then.after(first.operation()).square(x),
            otherwise -> otherwise.neg(x));
    try (Session session =
        new Session(
            graph,
            SessionOptions.defaults().withPrintStream(new PrintStream(printed, true, UTF_8)))) {
      assertThat(session.run(either, feed(x, Tensor.of(3f))).floatValue()).isEqualTo(9);
      assertThat(printed.toString(UTF_8).trim()).isEqualTo("first");
    }
  }

  @Test
  void variablesAreReadInBodies() {
    Variable<Float> w = tf.variable(tf.constant(2f));
    Output<Float> power = tf.whileLoop((l, y) -> l.less(y, 100), (l, y) -> l.mul(y, w), x);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      assertThat(session.run(power, feed(x, Tensor.of(1f))).floatValue()).isEqualTo(128);
      session.run(tf.assign(w, tf.constant(10f)));
      assertThat(session.run(power, feed(x, Tensor.of(1f))).floatValue()).isEqualTo(100);
    }
  }

  private static int nextLine() {
    return new Throwable().getStackTrace()[1].getLineNumber() + 1;
  }

  @Test
  void whatIsWrongInABodyNamesTheLineInTheLambda() {
    int[] line = new int[1];
    assertThatThrownBy(
            () ->
                tf.cond(
                    tf.greater(x, 0),
                    then -> {
                      line[0] = nextLine();
                      return then.matmul(tf.zeros(2, 3), tf.zeros(4, 5));
                    },
                    otherwise -> tf.zeros(2, 5)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("but are 3 and 4")
        .matches(e -> e.getMessage().endsWith("(BodiesTest.java:" + line[0] + ")"));
  }

  @Test
  void anIntegerDivisionByZeroInABodyNamesTheLineInTheLambda() {
    int[] line = new int[1];
    Output<Integer> last =
        tf.whileLoop(
            (loop, i) -> loop.less(i, 5),
            (loop, i) -> {
              line[0] = nextLine();
              return loop.div(loop.constant(7), loop.sub(i, n));
            },
            tf.constant(1));
    try (Session session = new Session(graph)) {
      assertThatThrownBy(() -> session.run(last, feed(n, Tensor.of(1))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Integer division by zero: 7 / 0")
          .matches(e -> e.getMessage().endsWith("(BodiesTest.java:" + line[0] + ")"));
    }
  }

  @Test
  void aShapeThatDoesNotFitInABranchFailsOnlyTheRunThatTakesItAndNamesTheLine() {
    int[] line = new int[1];
    Output<Float> rows = tf.placeholder(FLOAT32, Shape.of(Shape.UNKNOWN));
    Output<Float> last =
        tf.whileLoop(
            (loop, y) -> loop.less(loop.size(y), n),
            (loop, y) ->
                loop.cond(
                    loop.greater(x, 0),
                    then -> {
                      line[0] = nextLine();
                      return then.reshape(then.reshape(y, 2, 2), -1);
                    },
                    otherwise ->
                        otherwise.concat(List.of(y, otherwise.constant(new float[] {0})), 0)),
            rows,
            WhileOptions.defaults().withShapeInvariants(Shape.of(Shape.UNKNOWN)));
    Tensor<Float> three = Tensor.of(1f, 2f, 3f);
    try (Session session = new Session(graph)) {
      assertThat(
              session.run(last, feed(x, Tensor.of(1f)), feed(n, Tensor.of(3)), feed(rows, three)))
          .isEqualTo(three);
      assertThat(
              session.run(last, feed(x, Tensor.of(-1f)), feed(n, Tensor.of(5)), feed(rows, three)))
          .isEqualTo(Tensor.of(1f, 2f, 3f, 0f, 0f));
      assertThatThrownBy(
              () ->
                  session.run(
                      last, feed(x, Tensor.of(1f)), feed(n, Tensor.of(4)), feed(rows, three)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("(op: 'Reshape') with input shapes: [3], [2]")
          .matches(e -> e.getMessage().endsWith("(BodiesTest.java:" + line[0] + ")"));
    }
  }

  private static void assertRefused(ThrowingCallable line, String problem) {
    assertThatThrownBy(line)
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("built at dev.gradus.user.BodiesTest.");
  }

  @Test
  void whatHasNoPlaceInABodyIsRefusedWithWhatToDoInstead() {
    Variable<Float> w = tf.variable(tf.constant(2f));
    assertRefused(
        () -> tf.cond(tf.greater(x, 0), then -> then.assign(w, x), otherwise -> x),
        "not assigned there: have the body return the new value, and assign that outside of it");
    assertRefused(
        () -> tf.cond(tf.greater(x, 0), then -> then.variable(x), otherwise -> x),
        "but not made there: make it outside of it");
    assertRefused(
        () -> tf.cond(tf.greater(x, 0), then -> then.placeholder(FLOAT32), otherwise -> x),
        "Nothing can be fed in a body");
    Output<Float> foreign = Ops.on(new Graph()).constant(1f);
    assertRefused(
        () -> tf.cond(tf.greater(x, 0), then -> then.neg(foreign), otherwise -> x),
        "belongs to another graph");
    assertRefused(
        () -> tf.cond(tf.greater(x, 0), then -> foreign, otherwise -> x),
        "belongs to another graph");
  }

  @Test
  void variablesOfALoopMustFitTheBody() {
    assertRefused(
        () ->
            tf.whileLoop((loop, v) -> loop.constant(true), (loop, v) -> List.of(x), List.of(x, n)),
        "must return the next value of each loop variable, of types [float32, int32], but it"
            + " returns [float32]");
    assertRefused(
        () ->
            tf.whileLoop(
                (loop, y) -> loop.constant(true),
                (loop, y) -> y,
                x,
                WhileOptions.defaults().withShapeInvariants(Shape.of(2))),
        "Loop variable 0 is to be of shape [2] in every round, but at first it has shape []");
    assertRefused(
        () ->
            tf.whileLoop(
                (loop, y) -> loop.constant(true),
                (loop, y) -> y,
                x,
                WhileOptions.defaults().withShapeInvariants(Shape.of(2), Shape.of(3))),
        "There are 2 shape invariants for 1 loop variables");
    assertRefused(
        () -> WhileOptions.defaults().withMaximumIterations(-1),
        "A loop cannot end after -1 rounds");
  }
}
