package dev.gradus.core;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Functions, and the conditionals and loops that run them. */
class ControlFlowTest {
  private static final int PROGRAMS = 400;

  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Output<Boolean> choice = tf.placeholder("choice", BOOL, Shape.scalar());
  private final Output<Integer> rounds = tf.placeholder("rounds", INT32, Shape.scalar());
  private final Output<Float> x = tf.placeholder(Shape.unknownOfRank(1));

  @Test
  void aSessionComputesWhatAnInterpreterDoesThatSharesNothing() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      RandomProgram random = RandomProgram.of(seed, 12);
      SessionOptions options =
          seed % 2 == 0 ? SessionOptions.defaults() : SessionOptions.defaults().withoutRewrites();
      try (Session session = new Session(random.graph(), options)) {
        List<Output<?>> fetches = random.fetches();
        for (int run = 0; run < 4; run++) {
          List<Feed<?>> feeds = random.feeds();
          NaiveInterpreter expected = new NaiveInterpreter(random.graph(), feeds);
          var runner = session.runner();
          feeds.forEach(runner::feed);
          fetches.forEach(runner::fetch);
          var result = runner.run();
          for (Output<?> fetch : fetches) {
            assertThat((Object) result.get(fetch))
                .as("seed %d, run %d: %s", seed, run, fetch)
                .isEqualTo(expected.get(fetch));
          }
        }
      }
    }
  }

  /** Returns the last values of a counter and of another variable after a number of rounds. */
  private Operation repeat(
      Output<Float> first, BiFunction<TestOps, Output<Float>, Output<Float>> body) {
    return tf.loop(
        (condition, v) -> condition.less(v.get(0).as(INT32), rounds),
        (inner, v) ->
            List.of(
                inner.add(v.get(0).as(INT32), inner.constant(Tensor.of(1))),
                body.apply(inner, v.get(1).as(FLOAT32))),
        List.of(Shape.scalar(), first.shape()),
        List.of(tf.constant(Tensor.of(0)), first));
  }

  @Test
  void onlyTheBranchThatIsTakenRuns() {
    Probe then = Probe.create();
    Probe otherwise = Probe.create();
    try (Session session = new Session(graph)) {
      Output<Float> either =
          tf.either(
                  choice,
                  branch -> List.of(branch.probe(x, then)),
                  branch -> List.of(branch.neg(branch.probe(x, otherwise))))
              .output(0);
      assertThat(session.run(either, feed(choice, Tensor.of(true)), feed(x, Tensor.of(1f, 2f))))
          .isEqualTo(Tensor.of(1f, 2f));
      assertThat(session.run(either, feed(choice, Tensor.of(false)), feed(x, Tensor.of(2f, 3f))))
          .isEqualTo(Tensor.of(-2f, -3f));
      assertThat(then.runs()).isEqualTo(1);
      assertThat(otherwise.runs()).isEqualTo(1);
    }
  }

  @Test
  void aVariableThatIsReplacedPieceByPieceIsNotWhatWasTakenOfItBefore() {
    Output<Float> ten = tf.constant(Tensor.of(10f));
    Operation loop =
        tf.loop(
            (condition, v) -> condition.less(v.get(0).as(INT32), rounds),
            (body, v) -> {
              Output<Float> whole = v.get(1).as(FLOAT32);
              Output<Float> taken =
                  body.either(choice, then -> List.of(whole), other -> List.of(other.neg(whole)))
                      .output(0);
              Output<Float> next = body.setFirst(whole, ten);
              return List.of(
                  body.add(v.get(0).as(INT32), body.constant(Tensor.of(1))),
                  next,
                  body.add(v.get(2).as(FLOAT32), body.sum(taken)));
            },
            List.of(Shape.scalar(), Shape.unknownOfRank(1), Shape.scalar()),
            List.of(tf.constant(Tensor.of(0)), tf.positives(x), tf.constant(Tensor.of(0f))));
    try (Session session = new Session(graph)) {
      Tensor<Float> fed = Tensor.of(1f, 2f);
      var result =
          session
              .runner()
              .feed(rounds, Tensor.of(2))
              .feed(choice, Tensor.of(true))
              .feed(x, fed)
              .fetch(loop.output(1))
              .fetch(loop.output(2))
              .run();
      assertThat((Object) result.get(loop.output(1))).isEqualTo(Tensor.of(10f, 2f));
      assertThat((Object) result.get(loop.output(2))).isEqualTo(Tensor.of(15f)); // 1 + 2, 10 + 2
      assertThat(fed).isEqualTo(Tensor.of(1f, 2f));
    }
  }

  @Test
  void aLoopRunsAMillionRoundsAndAllocatesNothingInThem() {
    Output<Float> one = tf.constant(Tensor.of(1f));
    Output<Float> last =
        repeat(tf.constant(Tensor.of(0f)), (body, y) -> body.add(y, one)).output(1);
    try (Session session = new Session(graph)) {
      long before = 0;
      for (int run = 0; run < 3; run++) {
        before = allocated();
        assertThat(session.run(last, feed(rounds, Tensor.of(1_000_000))).floatValue())
            .isEqualTo(1e6f);
      }
      assertThat(allocated() - before).isLessThan(50_000);
    }
  }

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @Test
  void aVariableIsReadWhereTheLoopStands() {
    Output<Float> variable = tf.variable("v", 1);
    Operation assign = tf.assign(variable, tf.constant(1f)).operation();
    Output<Float> last = repeat(tf.constant(0f), (body, y) -> body.add(y, variable)).output(1);
    Operation change = tf.assignAdd(variable, tf.constant(5f)).operation();
    try (Session session = new Session(graph)) {
      session.run(assign);
      var result = session.runner().target(change).feed(rounds, Tensor.of(3)).fetch(last).run();
      assertThat((Object) result.get(last)).isEqualTo(Tensor.of(new float[] {3}));
      assertThat(session.run(last, feed(rounds, Tensor.of(2))))
          .isEqualTo(Tensor.of(new float[] {12}));
    }
  }

  @Test
  void whatHasAnEffectInABodyRunsAsOftenAsTheBody() {
    Output<Integer> total =
        tf.loop(
                (condition, v) -> condition.less(v.get(0).as(INT32), rounds),
                (body, v) ->
                    List.of(
                        body.add(v.get(0).as(INT32), body.constant(Tensor.of(1))),
                        body.add(v.get(1).as(INT32), body.counter())),
                List.of(Shape.scalar(), Shape.scalar()),
                List.of(tf.constant(Tensor.of(0)), tf.constant(Tensor.of(0))))
            .output(1);
    try (Session session = new Session(graph)) {
      assertThat(session.run(total, feed(rounds, Tensor.of(3))).intValue()).isEqualTo(1 + 2 + 3);
      assertThat(session.run(total, feed(rounds, Tensor.of(2))).intValue()).isEqualTo(4 + 5);
    }
  }

  @Test
  void whatIsCapturedFromFurtherOutIsAnArgumentOfEachFunctionOnTheWay() {
    Operation outer =
        tf.either(
            choice,
            then ->
                List.of(
                    then.either(choice, inner -> List.of(inner.add(x, x)), inner -> List.of(x))
                        .<Float>output(0)),
            otherwise -> List.of(x));
    assertThat(outer.inputs()).containsExactly(choice, x, choice);
    GraphFunction then = outer.attributes().getFunction("then");
    assertThat(then.arguments()).hasSize(2);
    assertThat(then.operations()).hasSize(1);
    assertThat(then.name()).isNotEqualTo(outer.attributes().getFunction("else").name());
    GraphFunction inner = then.operations().get(0).attributes().getFunction("then");
    assertThat(inner.graph().outer()).hasValue(then.graph());
    assertThat(inner.toString()).contains("(float32[?]) -> (float32[?])");
  }

  @Test
  void aBodyThatIsCompleteTakesNothingMore() {
    TestOps[] leaked = new TestOps[1];
    tf.either(
        choice,
        then -> {
          leaked[0] = then;
          return List.of(x);
        },
        otherwise -> List.of(x));
    assertThatThrownBy(() -> leaked[0].neg(x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("The body of 'then' is complete, so nothing can be added to it");
  }

  @Test
  void whatABodyMadeCannotBeUsedOutsideOfIt() {
    Output<?>[] leaked = new Output<?>[1];
    tf.either(
        choice,
        then -> {
          leaked[0] = then.neg(x);
          return List.of(leaked[0]);
        },
        otherwise -> List.of(x));
    assertThatThrownBy(() -> tf.identity(leaked[0]))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("TestNeg:0 belongs to another graph (the body of 'then'");
  }

  @Test
  void whatFailsInABodyNamesTheOperationThere() {
    Output<Float> last = repeat(tf.constant(1f), (body, y) -> body.fail(body.neg(y))).output(1);
    try (Session session = new Session(graph)) {
      assertThatThrownBy(() -> session.run(last, feed(rounds, Tensor.of(1))))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Element 0 is negative: -1.0 for 'TestFail' (op: 'TestFail')");
      assertThat(session.run(last, feed(rounds, Tensor.of(0))))
          .isEqualTo(Tensor.of(new float[] {1}));
    }
  }

  @Test
  void aPredicateThatIsKnownLeavesNothingOfTheOtherBranch() {
    Output<Boolean> known = tf.constant(Tensor.of(true));
    Output<Float> either =
        tf.either(known, then -> List.of(then.neg(x)), other -> List.of(other.fail(other.neg(x))))
            .output(0);
    try (Session session = new Session(graph)) {
      assertThat(session.run(either, feed(x, Tensor.of(1f, 2f)))).isEqualTo(Tensor.of(-1f, -2f));
    }
  }

  /** A vector's elements as a matrix of two rows of two: of other vectors there is none. */
  private static Output<Float> square(TestOps body, Output<Float> vector) {
    return body.reshape(body.reshape(vector, 2, 2), 4);
  }

  private void assertNoSquare(Session session, Output<?> fetch, boolean choose, int times) {
    assertThatThrownBy(
            () ->
                session
                    .runner()
                    .feed(choice, Tensor.of(choose))
                    .feed(rounds, Tensor.of(times))
                    .feed(x, Tensor.of(1f, 2f, 3f))
                    .fetch(fetch)
                    .run())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("for 'TestReshape' (op: 'TestReshape') with input shapes: [3], [2]")
        .hasMessageContaining("built at");
  }

  @Test
  void whatDoesNotFitFailsTheRunOnlyIfItsBranchIsTaken() {
    Output<Float> either =
        tf.either(
                choice,
                then -> List.of(then.neg(square(then, then.neg(x)))),
                otherwise -> List.of(otherwise.neg(x)))
            .output(0);
    Output<Float> after = tf.neg(either);
    try (Session session = new Session(graph)) {
      for (int time = 0; time < 2; time++) {
        assertThat(
                session.run(after, feed(choice, Tensor.of(false)), feed(x, Tensor.of(1f, 2f, 3f))))
            .isEqualTo(Tensor.of(1f, 2f, 3f));
        assertNoSquare(session, after, true, 0);
        assertThat(
                session.run(
                    after, feed(choice, Tensor.of(true)), feed(x, Tensor.of(1f, 2f, 3f, 4f))))
            .isEqualTo(Tensor.of(-1f, -2f, -3f, -4f));
      }
    }
  }

  @Test
  void whatDoesNotFitFailsTheRunOnlyIfTheLoopGetsThere() {
    Output<Float> last =
        repeat(
                tf.identity(x),
                (body, y) ->
                    body.either(
                            choice,
                            then -> List.of(square(then, y)),
                            otherwise -> List.of(body.neg(y)))
                        .output(0))
            .output(1);
    Output<Float> inner = repeat(x, (body, y) -> square(body, body.neg(y))).output(1);
    try (Session session = new Session(graph)) {
      for (Output<Float> fetch : List.of(last, inner)) {
        assertThat(
                (Object)
                    session
                        .runner()
                        .feed(choice, Tensor.of(true))
                        .feed(rounds, Tensor.of(0))
                        .feed(x, Tensor.of(1f, 2f, 3f))
                        .fetch(fetch)
                        .run()
                        .get(fetch))
            .isEqualTo(Tensor.of(1f, 2f, 3f));
        assertNoSquare(session, fetch, true, 2);
      }
      assertThat(
              session.run(
                  last,
                  feed(choice, Tensor.of(false)),
                  feed(rounds, Tensor.of(3)),
                  feed(x, Tensor.of(1f, 2f, 3f))))
          .isEqualTo(Tensor.of(-1f, -2f, -3f));
    }
  }

  @Test
  void whatDoesNotFitFailsAtOnceIfItIsKnownThatItRuns() {
    Probe before = Probe.create();
    Output<Boolean> known = tf.constant(Tensor.of(true));
    Output<Float> either =
        tf.either(
                known,
                then -> List.of(square(then, then.probe(x, before))),
                otherwise -> List.of(x))
            .output(0);
    try (Session session = new Session(graph)) {
      assertNoSquare(session, either, true, 0);
      assertThat(before.runs()).isZero();
    }
  }

  @Test
  void aKernelThatCannotBePreparedFailsTheRunOnlyIfItsBranchIsTaken() {
    Output<Float> either =
        tf.either(choice, then -> List.of(then.fail(then.neg(x))), otherwise -> List.of(tf.neg(x)))
            .output(0);
    Tensor<Float> thirteen = Tensor.zeros(FLOAT32, Shape.of(13));
    try (Session session = new Session(graph)) {
      assertThat(session.run(either, feed(choice, Tensor.of(false)), feed(x, thirteen)).shape())
          .isEqualTo(Shape.of(13));
      assertThatThrownBy(
              () -> session.run(either, feed(choice, Tensor.of(true)), feed(x, thirteen)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("13 elements are too many for 'TestFail' (op: 'TestFail')")
          .hasMessageContaining("[13]");
    }
  }

  /** A loop of so many rounds in another, and so on; what is in the innermost one is counted. */
  private static Output<Float> nest(
      TestOps tf, int depth, int times, Output<Float> y, Probe innermost) {
    if (depth == 0) {
      return tf.probe(y, innermost);
    }
    return tf.loop(
            (condition, v) ->
                condition.less(v.get(0).as(INT32), condition.constant(Tensor.of(times))),
            (body, v) ->
                List.of(
                    body.add(v.get(0).as(INT32), body.constant(Tensor.of(1))),
                    nest(body, depth - 1, times, v.get(1).as(FLOAT32), innermost)),
            List.of(Shape.scalar(), y.shape()),
            List.of(tf.constant(Tensor.of(0)), y))
        .output(1);
  }

  @Test
  void loopsInLoopsAreNotGoneThroughWithoutEndBeforeTheRun() {
    Probe innermost = Probe.create();
    Output<Float> either =
        tf.either(
                choice,
                then -> List.of(nest(then, 3, 100, then.constant(Tensor.of(1f)), innermost)),
                otherwise -> List.of(otherwise.sum(x)))
            .output(0);
    try (Session session = new Session(graph)) {
      assertThat(
              session
                  .run(either, feed(choice, Tensor.of(false)), feed(x, Tensor.of(1f, 2f)))
                  .floatValue())
          .isEqualTo(3);
    }
    assertThat(innermost.runs()).isBetween(1, 100_000);
  }

  @Test
  void loopsInLoopsOfFewConstantsAreConstants() {
    Probe innermost = Probe.create();
    Output<Float> y = nest(tf, 3, 10, tf.constant(Tensor.of(1f)), innermost);
    try (Session session = new Session(graph)) {
      for (int run = 0; run < 3; run++) {
        assertThat(session.run(y).floatValue()).isEqualTo(1);
      }
    }
    assertThat(innermost.runs()).isEqualTo(1000);
  }

  @Test
  void theFunctionsOfAnOpMustFitIt() {
    assertThatThrownBy(
            () -> tf.either(choice, then -> List.of(x), other -> List.of(choice)).outputs())
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(
            "Both branches must return the same types, but 'then' returns [float32] and 'else'"
                + " returns [bool]");
  }
}
