package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run computes, and what it leaves alone. */
class SessionTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Session session = new Session(graph);
  private final Output<Float> x = tf.placeholder("x", FLOAT32, Shape.of(UNKNOWN));

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aSharedNodeRunsOnce() {
    Probe probe = Probe.create();
    Output<Float> shared = tf.probe(x, probe);
    Output<Float> left = tf.neg(shared);
    Output<Float> sum = tf.add(tf.add(left, shared), tf.add(shared, shared));

    Result result =
        session
            .runner()
            .feed(x, vector(3))
            .fetch(sum)
            .fetch(left)
            .fetch(shared)
            .target(shared.operation())
            .run();

    assertThat(result.get(sum)).isEqualTo(vector(6));
    assertThat(result.get(left)).isEqualTo(vector(-3));
    assertThat(probe.runs()).isEqualTo(1);
  }

  @Test
  void eachOutputOfAListIsAValueOfItsOwn() {
    Operation copies = tf.copies(tf.neg(x), 3);
    Output<Float> first = copies.output(0);
    Output<Float> last = tf.add(copies.output(2), tf.constant(Tensor.of(1f)));

    Result result = session.runner().feed(x, vector(1, 2)).fetch(first).fetch(last).run();
    assertThat(result.get(first)).isEqualTo(vector(-1, -2));
    assertThat(result.get(last)).isEqualTo(vector(0, -1));
    assertThat(session.run(last, feed(copies.<Float>output(2), vector(5)))).isEqualTo(vector(6));
  }

  @Test
  void aShapeRuleCanLeaveOpenWhatAFeedMayStillDecide() {
    Output<Float> open = tf.open(tf.constant(1f, 2f));
    Output<Float> y = tf.neg(open);

    assertThat(y.shape()).isEqualTo(Shape.unknown());
    assertThat(session.run(y)).isEqualTo(vector(-1, -2));
    assertThat(session.run(y, feed(open, vector(1, 2, 3)))).isEqualTo(vector(-1, -2, -3));
  }

  @Test
  void aLadderOfSharedNodesIsLinear() {
    Probe probe = Probe.create();
    Output<Float> y = x;
    for (int i = 0; i < 60; i++) {
      y = tf.add(tf.probe(y, probe), tf.neg(y));
    }
    session.run(y, feed(x, vector(1)));

    assertThat(probe.runs()).isEqualTo(60);
  }

  @Test
  void whatIsNotNeededDoesNotRun() {
    Probe needed = Probe.create();
    Probe unneeded = Probe.create();
    Output<Float> y = tf.probe(x, needed);
    tf.probe(y, unneeded);
    tf.neg(tf.probe(tf.placeholder(Shape.scalar()), unneeded));
    session.run(y, feed(x, vector(1)));

    assertThat(needed.runs()).isEqualTo(1);
    assertThat(unneeded.runs()).isZero();
  }

  @Test
  void aTargetRunsThoughNothingOfItIsFetched() {
    Probe probe = Probe.create();
    Output<Float> y = tf.probe(x, probe);
    session.run(y.operation(), feed(x, vector(1)));

    assertThat(probe.runs()).isEqualTo(1);
  }

  @Test
  void anyOutputCanBeFedAndWhatOnlyItNeededDoesNotRun() {
    Probe probe = Probe.create();
    Output<Float> middle = tf.probe(x, probe);
    Output<Float> y = tf.neg(middle);

    assertThat(session.run(y, feed(middle, vector(5)))).isEqualTo(vector(-5));
    assertThat(probe.runs()).isZero();
    assertThat(session.run(y, feed(x, vector(2)))).isEqualTo(vector(-2));
    assertThat(probe.runs()).isEqualTo(1);
  }

  @Test
  void aFedConstantIsNoConstant() {
    Output<Float> constant = tf.constant(1f, 2f);
    Output<Float> y = tf.neg(tf.add(constant, tf.constant(10f)));

    assertThat(session.run(y)).isEqualTo(vector(-11, -12));
    assertThat(session.run(y, feed(constant, vector(3, 4)))).isEqualTo(vector(-13, -14));
    assertThat(session.run(constant, feed(constant, vector(5, 6)))).isEqualTo(vector(5, 6));
    assertThat(session.run(y)).isEqualTo(vector(-11, -12));
  }

  @Test
  void aFedConstantThatOthersTookTheirShapeFromIsNoConstantEither() {
    Output<Integer> dimensions = tf.constant(Tensor.of(new int[] {2, 3}));
    Output<Float> y = tf.neg(tf.fill(dimensions, tf.constant(Tensor.of(1f))));

    assertThat(session.run(y).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(session.run(y, feed(dimensions, Tensor.of(4, 1))).shape()).isEqualTo(Shape.of(4, 1));
  }

  @Test
  void aVariablesReadCanBeFedWhileTheVariableHasNoValue() {
    Output<Float> variable = tf.variable("v", 2);
    Output<Float> read = tf.read(variable);

    assertThat(session.run(tf.neg(read), feed(read, vector(1, 2)))).isEqualTo(vector(-1, -2));
  }

  @Test
  void oneOfTwoOutputsCanBeFed() {
    Operation two = tf.twoOutputs(x);
    Output<Float> twice = two.output(0);
    Output<Boolean> negative = two.output(1);
    Result result =
        session
            .runner()
            .feed(x, vector(-1))
            .feed(twice, vector(7))
            .fetch(tf.neg(twice))
            .fetch(negative)
            .fetch(twice)
            .run();

    assertThat(result.get(twice)).isEqualTo(vector(7));
    assertThat(result.get(negative)).isEqualTo(Tensor.of(new boolean[] {true}));
    assertThat(result.get(graph.findOperation("TestNeg").orElseThrow().<Float>output(0)))
        .isEqualTo(vector(-7));
  }

  @Test
  void aTensorThatIsFedAndFetchedIsTheOneFed() {
    Tensor<Float> value = vector(1, 2);

    assertThat(session.run(x, feed(x, value))).isSameAs(value);
    assertThat(session.run(tf.identity(x), feed(x, value))).isEqualTo(value);
  }

  @Test
  void aFetchIsGivenHoweverOftenItIsAskedFor() {
    Output<Float> y = tf.neg(x);
    Result result = session.runner().feed(x, vector(1)).fetch(y).fetch(y).fetch(y).run();

    assertThat(result.get(y)).isEqualTo(vector(-1));
  }

  @Test
  void whatWasNotFetchedIsNotInTheResult() {
    Output<Float> y = tf.neg(x);
    Result result = session.runner().feed(x, vector(1)).fetch(y).run();

    assertThatThrownBy(() -> result.get(x))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "x:0: float32[?] was not fetched in this run; fetched were [TestNeg:0: float32[?]]");
  }

  @Test
  void resultsAreOfTheTypeThatWasAskedFor() {
    Operation two = tf.twoOutputs(tf.constant(1f, -1f));
    Output<Float> claimed = two.output(1);

    assertThatThrownBy(() -> session.run(claimed.as(FLOAT32)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("Expected an output of type float32");
    Tensor<Integer> sum = session.run(tf.add(tf.constant(Tensor.of(1)), tf.constant(Tensor.of(2))));
    assertThat(sum.dataType()).isEqualTo(INT32);
    assertThat(sum.intValue()).isEqualTo(3);
  }

  @Test
  void aRunnerCanRunAgainWithMore() {
    Output<Float> y = tf.neg(x);
    Output<Float> z = tf.neg(y);
    Runner runner = session.runner().feed(x, vector(1)).fetch(y);
    runner.run();

    assertThat(runner.fetch(z).run().get(z)).isEqualTo(vector(1));
  }

  @Test
  void anEmptyRunDoesNothing() {
    session.run(tf.group());
    session.runner().run();
  }

  @Test
  void whatWasFetchedIsNeverOverwritten() {
    Output<Float> start = tf.variable("v", 2);
    Operation init = tf.assign(start, tf.constant(1f, 2f)).operation();
    Output<Float> read = tf.read(start);
    Output<Float> reshaped = tf.reshape(x, 2, 1);
    List<Output<Float>> fetches =
        List.of(
            x,
            tf.identity(x),
            reshaped,
            tf.reshape(tf.neg(reshaped), 1, 2),
            tf.neg(tf.neg(x)),
            tf.reshape(read, 1, 2),
            read,
            start,
            tf.assignAdd(start, x),
            tf.identity(tf.identity(tf.constant(3f, 4f))),
            tf.positives(x),
            tf.reshape(tf.positives(x), 2));
    session.run(init);

    Result first = fetchAll(fetches, vector(1, 2));
    List<String> before = fetches.stream().map(fetch -> first.get(fetch).toString()).toList();
    for (int i = 3; i < 10; i++) {
      fetchAll(fetches, vector(i, i));
    }

    assertThat(fetches.stream().map(fetch -> first.get(fetch).toString())).isEqualTo(before);
  }

  @Test
  void whatWasFedIsNeverWritten() {
    Output<Float> variable = tf.variable("v", 2);
    Output<Float> assigned = tf.assign(variable, x);
    Output<Float> y = tf.neg(tf.add(x, tf.reshape(tf.identity(x), 2)));
    Tensor<Float> value = vector(1, 2);
    Runner runner = session.runner().feed(x, value).fetch(y).fetch(assigned);
    runner.run();
    session.run(tf.assignAdd(variable, x), feed(x, vector(5, 5)));
    runner.run();

    assertThat(value).isEqualTo(vector(1, 2));
  }

  @Test
  void viewsShowWhatTheyViewWhateverItIs() {
    Output<Float> variable = tf.variable("v", 4);
    session.run(tf.assign(variable, tf.constant(1f, 2f, 3f, 4f)));
    Tensor<Float> square = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Tensor<Float> fed = vector(1, 2, 3, 4);
    for (Output<Float> source :
        List.of(x, tf.constant(1f, 2f, 3f, 4f), tf.read(variable), variable, tf.neg(tf.neg(x)))) {
      Output<Float> view = tf.reshape(tf.identity(tf.reshape(source, 4, 1)), 2, 2);

      assertThat(session.run(view, feed(x, fed))).as("%s", source).isEqualTo(square);
      assertThat(session.run(tf.neg(view), feed(x, fed)).getFloat(1, 0)).isEqualTo(-3);
    }
  }

  @Test
  void anUnusedOutputDoesNoHarm() {
    Operation two = tf.twoOutputs(tf.neg(x));
    Output<Boolean> negative = two.output(1);

    assertThat(session.run(negative, feed(x, vector(1, -1)))).isEqualTo(Tensor.of(true, false));
  }

  @Test
  void tensorsOfNoElementsAreTensors() {
    Output<Float> y = tf.add(tf.neg(x), tf.constant(Tensor.of(1f)));

    assertThat(session.run(y, feed(x, vector()))).isEqualTo(vector());
    assertThat(session.run(tf.sum(y), feed(x, vector())).floatValue()).isZero();
    assertThat(session.run(tf.reshape(y, 3, 0), feed(x, vector())).shape())
        .isEqualTo(Shape.of(3, 0));
    assertThat(session.run(tf.positives(y), feed(x, vector(5))).shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void aGraphCanGrowBetweenRuns() {
    Output<Float> y = tf.neg(x);
    assertThat(session.run(y, feed(x, vector(1)))).isEqualTo(vector(-1));
    Output<Float> z = tf.add(y, y);
    assertThat(session.run(z, feed(x, vector(1)))).isEqualTo(vector(-2));
    assertThat(session.run(y, feed(x, vector(1)))).isEqualTo(vector(-1));
  }

  @Test
  void scalarsAreFedAsJavaNumbers() {
    Output<Float> scalar = tf.placeholder(Shape.scalar());

    assertThat(session.run(tf.neg(scalar), feed(scalar, 2f)).floatValue()).isEqualTo(-2);
  }

  private Result fetchAll(List<Output<Float>> fetches, Tensor<Float> fed) {
    Runner runner = session.runner().feed(x, fed);
    fetches.forEach(runner::fetch);
    return runner.run();
  }

  private static Tensor<Float> vector(float... elements) {
    return Tensor.of(elements);
  }
}
