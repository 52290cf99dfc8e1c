package dev.gradus.ops;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT64;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.InteractiveSession;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Result;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Variables, what assigns them, and what has operations run. */
class VariablesTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Session session = new Session(graph);

  @AfterEach
  void close() {
    session.close();
  }

  private void initialize() {
    session.run(tf.globalVariablesInitializer());
  }

  @Test
  void aVariableIsThreeNodesNamedAsInTensorFlow() {
    Output<Float> zeros = tf.zeros(2, 3);
    Variable<Float> variable = tf.variable(zeros);
    assertThat(graph.operations().stream().map(node -> node.name() + " " + node.type()))
        .containsExactly(
            "zeros Const",
            "Variable VariableV2",
            "Variable/Assign Assign",
            "Variable/read Identity");
    assertThat(variable.name()).isEqualTo("Variable");
    assertThat(variable.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(variable.dataType()).isEqualTo(FLOAT32);
    assertThat(variable.initialValue()).isSameAs(zeros);
    assertThat(variable.initializer().inputs()).containsExactly(variable.reference(), zeros);
    assertThat(variable.reference().isReference()).isTrue();
    assertThat(variable.asOutput().operation().inputs()).containsExactly(variable.reference());
    assertThat(variable.asOutput().isReference()).isFalse();
    assertThat(variable).hasToString("Variable: float32[2,3]");
  }

  @Test
  void namesOfVariablesFollowScopeAndWish() {
    assertThat(tf.variable(tf.constant(1f)).name()).isEqualTo("Variable");
    assertThat(tf.variable(tf.constant(1f)).name()).isEqualTo("Variable_1");
    assertThat(tf.scope("layer").variable(tf.constant(1f)).name()).isEqualTo("layer/Variable");
    Variable<Float> weights = tf.scope("layer/").named("W").variable(tf.constant(1f));
    assertThat(weights.name()).isEqualTo("layer/W");
    assertThat(weights.initializer().name()).isEqualTo("layer/W/Assign");
    assertThat(weights.asOutput().operation().name()).isEqualTo("layer/W/read");
  }

  @Test
  void theGraphCollectsVariables() {
    Variable<Float> weights = tf.variable(tf.zeros(2));
    Variable<Long> step = tf.variable(tf.constant(0L), false);
    Variable<Float> bias = tf.variable(tf.zeros(2), true);
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES)).containsExactly(weights, step, bias);
    assertThat(graph.collection(GraphKeys.TRAINABLE_VARIABLES)).containsExactly(weights, bias);
    assertThat(GraphKeys.GLOBAL_VARIABLES.name()).isEqualTo("variables");
    assertThat(GraphKeys.TRAINABLE_VARIABLES.name()).isEqualTo("trainable_variables");
  }

  @Test
  void theInitializerGroupsTheVariablesThatThereAre() {
    Variable<Float> early = tf.variable(tf.constant(1f));
    Operation initializer = tf.globalVariablesInitializer();
    Variable<Float> late = tf.variable(tf.constant(2f));
    assertThat(initializer.name()).isEqualTo("init");
    assertThat(initializer.type()).isEqualTo("NoOp");
    assertThat(initializer.controlInputs()).containsExactly(early.initializer());
    session.run(initializer);
    assertThat(session.run(early).floatValue()).isEqualTo(1f);
    assertThatThrownBy(() -> session.run(late))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Attempting to use uninitialized value 'Variable_1'");
    session.run(tf.variablesInitializer(List.of(late)));
    assertThat(session.run(late).floatValue()).isEqualTo(2f);
  }

  @Test
  void whatAssignsGivesTheNewValue() {
    Variable<Integer> counter = tf.variable(tf.constant(10));
    Output<Integer> set = tf.assign(counter, tf.constant(3));
    Output<Integer> more = tf.assignAdd(counter, tf.constant(4));
    Output<Integer> less = tf.assignSub(counter, tf.constant(5));
    initialize();
    assertThat(session.run(more)).isEqualTo(Tensor.of(14));
    assertThat(session.run(counter)).isEqualTo(Tensor.of(14));
    assertThat(session.run(less)).isEqualTo(Tensor.of(9));
    assertThat(session.run(set)).isEqualTo(Tensor.of(3));
    assertThat(session.run(counter)).isEqualTo(Tensor.of(3));
  }

  @Test
  void aValueThatWasFetchedStaysWhatItWas() {
    Variable<Float> variable = tf.variable(tf.zeros(3));
    Output<Float> more = tf.assignAdd(variable, tf.ones(3));
    initialize();
    Tensor<Float> before = session.run(variable);
    session.run(more);
    assertThat(before).isEqualTo(Tensor.of(0f, 0, 0));
    assertThat(session.run(variable)).isEqualTo(Tensor.of(1f, 1, 1));
  }

  @Test
  void everySessionHasItsOwnState() {
    Variable<Float> variable = tf.variable(tf.constant(0f));
    Output<Float> more = tf.assignAdd(variable, tf.constant(1f));
    Operation initializer = tf.globalVariablesInitializer();
    session.run(initializer);
    session.run(more);
    try (Session other = new Session(graph)) {
      other.run(initializer);
      assertThat(other.run(variable)).isEqualTo(Tensor.of(0f));
    }
    assertThat(session.run(variable)).isEqualTo(Tensor.of(1f));
  }

  @Test
  void variablesOfAllTypesHoldWhatTheyAreGiven() {
    Variable<Boolean> truth = tf.variable(tf.constant(true, false));
    Variable<Long> number = tf.variable(tf.constant(Long.MAX_VALUE));
    Variable<Double> none = tf.variable(tf.constant(new double[0]));
    assertThat(truth.dataType()).isEqualTo(BOOL);
    assertThat(number.dataType()).isEqualTo(INT64);
    initialize();
    assertThat(session.run(truth)).isEqualTo(Tensor.of(true, false));
    assertThat(session.run(number)).isEqualTo(Tensor.of(Long.MAX_VALUE));
    assertThat(session.run(none)).isEqualTo(Tensor.of(new double[0]));
  }

  @Test
  void anInitialValueMayDependOnAnother() {
    Variable<Float> first = tf.variable(tf.seeded(1).randomNormal(Shape.of(4)));
    Variable<Float> twice = tf.variable(tf.mul(first.initialValue(), 2f));
    Variable<Float> alsoTwice = tf.variable(tf.mul(first, 2f));
    initialize();
    Result result = session.runner().fetch(first).fetch(twice).fetch(alsoTwice).run();
    Tensor<Float> value = result.get(first);
    Tensor<Float> expected =
        Tensor.of(
            value.getFloat(0) * 2,
            value.getFloat(1) * 2,
            value.getFloat(2) * 2,
            value.getFloat(3) * 2);
    assertThat(result.get(twice)).isEqualTo(expected);
    assertThat(result.get(alsoTwice)).isEqualTo(expected);
  }

  @Test
  void anInitialValueOfUnknownShapeIsRefused() {
    Output<Float> unknown = tf.named("x").placeholder(FLOAT32, Shape.of(Shape.UNKNOWN, 3));
    assertThatThrownBy(() -> tf.variable(unknown))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(
            "The initial value of a variable needs a fully known shape, but 'x:0' has shape [?,3]");
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES)).isEmpty();
  }

  @Test
  void anInitialValueMayBeFed() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.of(2));
    Variable<Float> variable = tf.variable(x);
    session.run(variable.initializer(), feed(x, Tensor.of(5f, 6f)));
    assertThat(session.run(variable)).isEqualTo(Tensor.of(5f, 6f));
  }

  @Test
  void aGroupHasAllItsOperationsRun() {
    Variable<Float> a = tf.variable(tf.constant(0f));
    Variable<Float> b = tf.variable(tf.constant(0f));
    Operation both =
        tf.group(
            tf.assignAdd(a, tf.constant(1f)).operation(),
            tf.assignAdd(b, tf.constant(2f)).operation());
    assertThat(both.name()).isEqualTo("group_deps");
    assertThat(both.type()).isEqualTo("NoOp");
    assertThat(tf.noOp().controlInputs()).isEmpty();
    initialize();
    session.run(both);
    assertThat(session.run(a).floatValue()).isEqualTo(1f);
    assertThat(session.run(b).floatValue()).isEqualTo(2f);
  }

  @Test
  void whatComesAfterAnAssignmentSeesIt() {
    Variable<Float> variable = tf.variable(tf.constant(1f));
    Output<Float> before = tf.identity(variable);
    Output<Float> more = tf.assignAdd(variable, tf.constant(1f));
    Output<Float> after = tf.after(more.operation()).identity(variable.reference());
    assertThat(after.operation().controlInputs()).containsExactly(more.operation());
    initialize();
    Result result = session.runner().fetch(before).fetch(after).run();
    assertThat(result.get(before).floatValue()).isEqualTo(1f);
    assertThat(result.get(after).floatValue()).isEqualTo(2f);
  }

  @Test
  void controlDependenciesAddUp() {
    Operation one = tf.noOp();
    Operation two = tf.noOp();
    Ops later = tf.after(one).after(two).scope("later");
    assertThat(later.constant(1f).operation().controlInputs()).containsExactly(one, two);
    assertThat(later.reduceSum(later.zeros(2)).operation().controlInputs())
        .containsExactly(one, two);
    assertThat(tf.constant(1f).operation().controlInputs()).isEmpty();
  }

  @Test
  void aVariableWaitsForNothing() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Ops later = tf.after(x.operation());
    Variable<Float> variable = later.variable(tf.constant(4f));
    initialize(); // With nothing fed.
    assertThat(session.run(variable).floatValue()).isEqualTo(4f);
    assertThat(later.named("next").constant(1f).operation().controlInputs()).hasSize(1);
  }

  @Test
  void aVariableIsLoadedWithoutANewNode() {
    Variable<Float> variable = tf.variable(tf.constant(1f, 2f));
    Output<Float> twice = tf.mul(variable, 2);
    int nodes = graph.operations().size();
    try (InteractiveSession interactive = new InteractiveSession(graph)) {
      variable.load(Tensor.of(5f, 6f), session.runner()); // Needs no initializer before.
      assertThat(session.run(twice)).isEqualTo(Tensor.of(10f, 12f));
      variable.load(Tensor.of(7f, 8f));
      assertThat(interactive.run(twice)).isEqualTo(Tensor.of(14f, 16f));
      assertThat(session.run(twice)).isEqualTo(Tensor.of(10f, 12f));
      assertThatThrownBy(() -> variable.load(Tensor.of(1f, 2f, 3f)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("[3]")
          .hasMessageContaining("[2]");
      assertThat(variable.eval()).isEqualTo(Tensor.of(7f, 8f));
    }
    assertThat(graph.operations()).hasSize(nodes);
    assertThatThrownBy(() -> variable.load(Tensor.of(7f, 8f))).isInstanceOf(RunException.class);
  }
}
