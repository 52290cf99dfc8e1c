package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Variables and other state: the order of what happens to them, and how long they last. */
class SessionStateTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Session session = new Session(graph);
  private final Output<Float> variable = tf.variable("v");
  private final Output<Float> one = tf.constant(Tensor.of(1f));
  private final Output<Float> early = tf.read(variable);
  private final Output<Float> input = tf.placeholder(Shape.scalar());
  private final Operation set = tf.assign(variable, input).operation();

  @AfterEach
  void close() {
    session.close();
  }

  private void set(float value) {
    session.run(set, feed(input, value));
  }

  private float value() {
    return session.run(early).floatValue();
  }

  @Test
  void aVariableKeepsItsValueFromRunToRun() {
    set(3);
    assertThat(value()).isEqualTo(3);
    set(4);
    assertThat(value()).isEqualTo(4);
  }

  @Test
  void eachSessionHasItsOwnVariables() {
    set(3);
    try (Session other = new Session(graph)) {
      assertThatThrownBy(() -> other.run(early)).isInstanceOf(RunException.class);
      other.run(set, feed(input, 5f));
      assertThat(other.run(early).floatValue()).isEqualTo(5);
    }
    assertThat(value()).isEqualTo(3);
  }

  @Test
  void anAssignmentsResultIsTheNewValue() {
    set(3);
    Output<Float> added = tf.assignAdd(variable, one);

    assertThat(session.run(added).floatValue()).isEqualTo(4);
    assertThat(session.run(tf.neg(added)).floatValue()).isEqualTo(-5);
    assertThat(value()).isEqualTo(5);
  }

  @Test
  void aReadThatWasBuiltBeforeSeesTheValueBefore() {
    set(3);
    Output<Float> added = tf.assignAdd(variable, one);
    Output<Float> negated = tf.neg(early);
    Result result = session.runner().fetch(early).fetch(added).fetch(negated).run();

    assertThat(result.get(early).floatValue()).isEqualTo(3);
    assertThat(result.get(negated).floatValue()).isEqualTo(-3);
    assertThat(result.get(added).floatValue()).isEqualTo(4);
  }

  @Test
  void aReadAfterAnAssignmentSeesTheNewValue() {
    set(3);
    Output<Float> added = tf.assignAdd(variable, one);
    Output<Float> late = tf.read(variable, added.operation());

    assertThat(session.run(late).floatValue()).isEqualTo(4);
    assertThat(session.run(tf.add(early, late)).floatValue()).isEqualTo(4 + 5);
  }

  @Test
  void anUninitializedVariableCanBeAssignedAndReadInOneRun() {
    Operation assign = tf.assign(variable, one).operation();
    Output<Float> late = tf.read(variable, assign);

    assertThat(session.run(late).floatValue()).isEqualTo(1);
  }

  @Test
  void controlDependenciesOrderEffects() {
    Output<Float> seven = tf.constant(Tensor.of(7f));
    Operation first = tf.assign(variable, seven).operation();
    Operation second = tf.assignAdd(variable, one, first).operation();
    Operation third = tf.assignAdd(variable, seven, second).operation();
    session.run(tf.group(third));

    assertThat(value()).isEqualTo(15);
  }

  @Test
  void anAssignmentRunsOnceHoweverManyDependOnIt() {
    set(0);
    Output<Float> added = tf.assignAdd(variable, one);
    Output<Float> a = tf.read(variable, added.operation());
    Output<Float> b = tf.add(added, a);
    session
        .runner()
        .fetch(a)
        .fetch(b)
        .target(added.operation())
        .target(tf.group(added.operation()))
        .run();

    assertThat(value()).isEqualTo(1);
  }

  @Test
  void assignmentsToAnAssignmentsResultFollowEachOther() {
    set(0);
    Output<Float> reference = variable;
    for (int i = 0; i < 10; i++) {
      reference = tf.assignAdd(reference, one);
    }

    assertThat(session.run(reference).floatValue()).isEqualTo(10);
    assertThat(value()).isEqualTo(10);
  }

  @Test
  void anOpCanReplaceAStateAndReturnSomethingElse() {
    set(3);
    Output<Float> former = tf.exchange(variable, one);

    assertThat(session.run(former).floatValue()).isEqualTo(3);
    assertThat(session.run(former).floatValue()).isEqualTo(1);
  }

  @Test
  void anOpCanReplaceAStateByAValueOfDynamicShapeAndReturnSomethingElse() {
    set(3);
    Output<Float> vector = tf.placeholder(Shape.unknown());
    Output<Integer> shape = tf.placeholder("shape", DataType.INT32, Shape.unknown());
    Output<Float> dynamic = tf.reshape(vector, shape);
    Output<Float> former = tf.exchange(variable, dynamic);
    Feed<Float> seven = feed(vector, Tensor.of(new float[] {7}));
    Feed<Integer> scalar = feed(shape, Tensor.of(new int[0]));

    assertThat(session.run(former, seven, scalar).floatValue()).isEqualTo(3);
    assertThat(session.run(former, seven, scalar).floatValue()).isEqualTo(7);
    assertThat(session.run(tf.assign(variable, dynamic), seven, scalar).floatValue()).isEqualTo(7);
    assertThatThrownBy(() -> session.run(former, seven, feed(shape, Tensor.of(new int[] {1}))))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("Shapes [] and [1] are not compatible for 'TestExchange'");
  }

  @Test
  void aVariableDoesNotChangeWithWhatWasAssignedToIt() {
    Output<Float> other = tf.variable("w");
    Operation copy = tf.assign(other, early).operation();
    set(3);
    session.run(copy);
    set(4);

    assertThat(session.run(tf.read(other)).floatValue()).isEqualTo(3);
  }

  @Test
  void aVariablesValueIsFetchedByItsReference() {
    set(3);

    assertThat(session.run(variable).floatValue()).isEqualTo(3);
  }

  @Test
  void aVariablesStateItselfCannotBeFed() {
    set(3);
    assertThatThrownBy(() -> session.run(early, feed(variable, 1f)))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "'v:0' is a variable's state, which can be assigned but not fed; feed what reads it.");
  }

  @Test
  void theStateOfAKernelLastsAsLongAsTheSession() {
    Output<Integer> counter = tf.counter();
    Output<Integer> another = tf.counter();
    assertThat(session.run(counter).intValue()).isEqualTo(1);
    session.run(counter.operation());
    session.run(tf.group(counter.operation()));
    Result both = session.runner().fetch(another).fetch(counter).run();

    assertThat(both.get(counter).intValue()).isEqualTo(4);
    assertThat(both.get(another).intValue()).isEqualTo(1);
    try (Session other = new Session(graph)) {
      assertThat(other.run(counter).intValue()).isEqualTo(1);
    }
  }

  @Test
  void aStatefulNodeRunsThoughItsOutputIsFedIfItIsATargetOrAControlInput() {
    Output<Integer> counter = tf.counter();
    Operation after = tf.group(counter.operation());
    session.run(counter.operation(), feed(counter, 100));
    session.run(after, feed(counter, 100));

    assertThat(session.run(counter).intValue()).isEqualTo(3);
    assertThat(session.run(counter, feed(counter, 100)).intValue()).isEqualTo(100);
    assertThat(session.run(counter).intValue()).isEqualTo(4);
  }

  @Test
  void twoStatefulNodesAreTwoThoughTheyLookTheSame() {
    Output<Integer> first = tf.counter();
    Output<Integer> second = tf.counter();
    session.run(first);

    assertThat(session.run(tf.add(first, second)).intValue()).isEqualTo(2 + 1);
  }

  @Test
  void aRunThatFailsBeforeItAssignsLeavesTheVariable() {
    set(3);
    Output<Float> checked = tf.fail(input);
    Operation assign = tf.assign(variable, checked).operation();
    assertThatThrownBy(() -> session.run(assign, feed(input, -1f)))
        .isInstanceOf(RunException.class);

    assertThat(value()).isEqualTo(3);
    session.run(assign, feed(input, 8f));
    assertThat(value()).isEqualTo(8);
  }

  @Test
  void theValueBeforeIsKeptThoughTheVariableIsAssignedInBetween() {
    Output<Float> wide = tf.variable("wide", 1000);
    session.run(tf.assign(wide, tf.constant(Tensor.ofFloats(Shape.of(1000), e -> e[999] = 1))));
    Output<Float> before = tf.read(wide);
    Output<Float> ones = tf.constant(Tensor.zeros(FLOAT32, Shape.of(1000)));
    Output<Float> added = tf.assignAdd(wide, tf.add(ones, one));
    Output<Float> after = tf.read(wide, added.operation());
    Output<Float> difference = tf.sum(tf.add(after, tf.neg(before)));

    assertThat(session.run(difference).floatValue()).isEqualTo(1000);
    assertThat(session.run(difference).floatValue()).isEqualTo(1000);
  }
}
