package dev.gradus.core;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Equal nodes are computed once, and those that are not equal are not taken to be. */
class MergingTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Probe probe = Probe.create();
  private final Output<Float> x = tf.placeholder(Shape.of(2));

  /** Returns what comes of two values, and how often the probe ran for that. */
  private int runs(SessionOptions options, Output<Float> a, Output<Float> b, Tensor<Float> sum) {
    int before = probe.runs();
    try (Session session = new Session(graph, options)) {
      assertThat(session.run(tf.add(a, b), feed(x, Tensor.of(1f, 2f)))).isEqualTo(sum);
    }
    return probe.runs() - before;
  }

  private int runs(Output<Float> a, Output<Float> b, Tensor<Float> sum) {
    return runs(SessionOptions.defaults(), a, b, sum);
  }

  @Test
  void whatIsEqualIsComputedOnce() {
    Output<Float> a = tf.probe(x, probe);
    Output<Float> b = tf.probe(x, probe);
    assertThat(runs(a, b, Tensor.of(2f, 4f))).isEqualTo(1);
    assertThat(runs(tf.probe(a, probe), tf.probe(b, probe), Tensor.of(2f, 4f))).isEqualTo(2);
    assertThat(
            runs(
                SessionOptions.defaults().withoutRewrite("merge-equal-nodes"),
                a,
                b,
                Tensor.of(2f, 4f)))
        .isEqualTo(2);
    assertThat(runs(SessionOptions.defaults().withoutRewrites(), a, b, Tensor.of(2f, 4f)))
        .isEqualTo(2);
  }

  @Test
  void itIsEqualThroughWhatChangesNothing() {
    Output<Float> a = tf.probe(tf.identity(x), probe);
    Output<Float> b = tf.probe(tf.reshape(tf.reshape(x, 2, 1), 2), probe);
    assertThat(runs(a, b, Tensor.of(2f, 4f))).isEqualTo(1);
  }

  @Test
  void equalConstantsAreTheSame() {
    Output<Float> a = tf.probe(tf.add(x, tf.constant(1f, -0f)), probe);
    Output<Float> b = tf.probe(tf.add(x, tf.constant(1f, -0f)), probe);
    assertThat(runs(a, b, Tensor.of(4f, 4f))).isEqualTo(1);
    Output<Float> other = tf.probe(tf.add(x, tf.constant(1f, 0f)), probe);
    assertThat(runs(a, other, Tensor.of(4f, 4f))).isEqualTo(2);
  }

  @Test
  void otherAttributesOrInputsMakeAnotherNode() {
    Probe another = Probe.create();
    Output<Float> a = tf.probe(x, probe);
    Output<Float> b = tf.probe(x, another);
    Output<Float> c = tf.probe(tf.neg(x), probe);
    assertThat(runs(tf.add(a, b), c, Tensor.of(1f, 2f))).isEqualTo(2);
    assertThat(another.runs()).isEqualTo(1);
  }

  @Test
  void onlyTheInputsOfACommutativeOpCanBeSwapped() {
    Output<Float> y = tf.constant(3f, 4f);
    Output<Float> sum = tf.probe(tf.add(x, y), probe);
    Output<Float> swapped = tf.probe(tf.add(y, x), probe);
    assertThat(runs(sum, swapped, Tensor.of(8f, 12f))).isEqualTo(1);
    Output<Float> three = tf.sum(x);
    Output<Float> minusThree = tf.sum(tf.neg(x));
    Output<Float> a = tf.probe(tf.setFirst(three, minusThree), probe);
    Output<Float> b = tf.probe(tf.setFirst(minusThree, three), probe);
    assertThat(runs(a, b, Tensor.of(0f))).isEqualTo(2);
  }

  @Test
  void whatIsStatefulIsNotMerged() {
    Output<Integer> sum = tf.add(tf.counter(), tf.counter());
    try (Session session = new Session(graph)) {
      assertThat(session.run(sum).intValue()).isEqualTo(2);
      assertThat(session.run(sum).intValue()).as("two counters, each at 2").isEqualTo(4);
    }
  }

  @Test
  void aVariableIsAnotherValueOnceItIsAssigned() {
    Output<Float> variable = tf.variable("v", 2);
    Operation init = tf.assign(variable, tf.constant(1f, 2f)).operation();
    Output<Float> before = tf.probe(tf.read(variable), probe);
    Output<Float> same = tf.probe(tf.read(variable), probe);
    Operation assign = tf.assignAdd(variable, tf.add(before, same)).operation();
    Output<Float> after = tf.probe(tf.read(variable, assign), probe);
    Operation again = tf.assignAdd(variable, tf.add(before, same), assign).operation();
    Output<Float> last = tf.probe(tf.read(variable, again), probe);
    try (Session session = new Session(graph)) {
      session.run(init);
      Result result = session.runner().fetch(before).fetch(same).fetch(after).fetch(last).run();
      assertThat(result.get(before)).isEqualTo(Tensor.of(1f, 2f));
      assertThat(result.get(same)).isEqualTo(Tensor.of(1f, 2f));
      assertThat(result.get(after)).isEqualTo(Tensor.of(3f, 6f));
      assertThat(result.get(last)).isEqualTo(Tensor.of(5f, 10f));
      assertThat(probe.runs()).isEqualTo(3);
    }
  }

  @Test
  void equalAssignmentsBothTakePlace() {
    Output<Float> variable = tf.variable("v", 2);
    Operation init = tf.assign(variable, tf.constant(0f, 0f)).operation();
    Operation both =
        tf.group(tf.assignAdd(variable, x).operation(), tf.assignAdd(variable, x).operation());
    try (Session session = new Session(graph)) {
      session.run(init);
      session.runner().feed(x, Tensor.of(1f, 2f)).target(both).run();
      assertThat(session.run(variable)).isEqualTo(Tensor.of(2f, 4f));
    }
  }

  @Test
  void whatABranchComputesIsNotThereAfterIt() {
    Output<Boolean> choice = tf.placeholder("choice", BOOL, Shape.scalar());
    Output<Float> either =
        tf.either(choice, then -> List.of(then.probe(x, probe)), otherwise -> List.of(x)).output(0);
    Output<Float> after = tf.probe(x, probe);
    Output<Float> again =
        tf.either(choice, then -> List.of(then.probe(x, probe)), otherwise -> List.of(x)).output(0);
    Output<Float> sum = tf.add(tf.add(either, after), again);
    try (Session session = new Session(graph)) {
      for (boolean chosen : new boolean[] {false, true, false}) {
        int before = probe.runs();
        assertThat(session.run(sum, feed(x, Tensor.of(1f, 2f)), feed(choice, chosen)))
            .isEqualTo(Tensor.of(3f, 6f));
        assertThat(probe.runs() - before)
            .as("the second branch uses what was computed between")
            .isEqualTo(chosen ? 2 : 1);
      }
    }
  }

  @Test
  void whatTwoBranchesShareEachComputes() {
    Output<Boolean> choice = tf.placeholder("choice", BOOL, Shape.scalar());
    Output<Float> either =
        tf.either(
                choice,
                then -> List.of(then.neg(then.probe(x, probe))),
                otherwise -> List.of(otherwise.probe(x, probe)))
            .output(0);
    try (Session session = new Session(graph)) {
      assertThat(session.run(either, feed(x, Tensor.of(1f, 2f)), feed(choice, false)))
          .isEqualTo(Tensor.of(1f, 2f));
      assertThat(session.run(either, feed(x, Tensor.of(1f, 2f)), feed(choice, true)))
          .isEqualTo(Tensor.of(-1f, -2f));
    }
  }

  @Test
  void whatALoopComputesAnewInEachRoundIsNotThereAfterIt() {
    Output<Integer> rounds = tf.placeholder("rounds", INT32, Shape.scalar());
    Output<Float> before = tf.probe(x, probe);
    Operation loop =
        tf.loop(
            (condition, v) -> condition.less(v.get(0).as(INT32), rounds),
            (body, v) -> {
              Output<Float> y = v.get(1).as(FLOAT32);
              Output<Float> twice = body.add(body.probe(y, probe), body.probe(y, probe));
              return List.of(
                  body.add(v.get(0).as(INT32), body.constant(Tensor.of(1))),
                  body.add(twice, body.probe(x, probe)));
            },
            List.of(Shape.scalar(), Shape.of(2)),
            List.of(tf.constant(Tensor.of(0)), before));
    Output<Float> last = loop.output(1);
    Output<Float> after = tf.probe(last, probe);
    try (Session session = new Session(graph)) {
      for (int n : new int[] {0, 3}) {
        int ran = probe.runs();
        assertThat(session.run(after, feed(x, Tensor.of(1f, 0f)), feed(rounds, n)))
            .isEqualTo(Tensor.of(n == 0 ? 1f : 15f, 0f));
        assertThat(probe.runs() - ran).as("once before, after, and in each round").isEqualTo(2 + n);
      }
    }
  }
}
