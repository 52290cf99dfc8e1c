package dev.gradus.autodiff;

import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.GraphKeys;
import dev.gradus.ops.Ops;
import dev.gradus.ops.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What all optimizers have in common: which variables they change, and when. */
class OptimizerApiTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);
  private final Variable<Float> a = tf.named("a").variable(tf.constant(3f));
  private final Variable<Float> b = tf.named("b").variable(tf.constant(5f));
  private final Variable<Float> fixed = tf.named("fixed").variable(tf.constant(7f), false);
  private final Output<Float> loss =
      tf.named("loss").mul(tf.mul(a, b), fixed); // gradients 35, 21, 15

  private float[] afterOne(Operation step) {
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step);
      return new float[] {
        session.run(a).floatValue(), session.run(b).floatValue(), session.run(fixed).floatValue()
      };
    }
  }

  @Test
  void trainableVariablesChangeByDefault() {
    assertThat(afterOne(new GradientDescentOptimizer(1).minimize(loss)))
        .containsExactly(-32, -16, 7);
  }

  @Test
  void onlyTheGivenVariablesChange() {
    assertThat(afterOne(new GradientDescentOptimizer(1).minimize(loss, List.of(b))))
        .containsExactly(3, -16, 7);
    assertThat(afterOne(new GradientDescentOptimizer(1).minimize(loss, List.of(fixed, a))))
        .containsExactly(-32, 5, -8);
  }

  @Test
  void variablesWithoutPartInTheLossStay() {
    List<GradientAndVariable<?>> gradients =
        new GradientDescentOptimizer(1).computeGradients(tf.square(a));
    assertThat(gradients).hasSize(1);
    assertThat(gradients.get(0).variable()).isSameAs(a);
    assertThat(afterOne(new GradientDescentOptimizer(1).minimize(tf.square(a))))
        .containsExactly(-3, 5, 7);
  }

  @Test
  void integersAreNotTrained() {
    Variable<Integer> count = tf.variable(tf.constant(2));
    Output<Float> counted = tf.mul(a, tf.cast(count, DataType.FLOAT32));
    assertThat(afterOne(new GradientDescentOptimizer(1).minimize(counted)))
        .containsExactly(1, 5, 7);
  }

  @Test
  void withNoGradientAtAllThereIsNothingToDo() {
    Output<Float> constant = tf.named("constant").square(tf.constant(1f));
    assertThatThrownBy(() -> new GradientDescentOptimizer(1).minimize(constant))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("No gradients provided for any variable")
        .hasMessageContaining("'constant:0'")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> new GradientDescentOptimizer(1).minimize(tf.square(a), List.of(b)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("No gradients provided for any variable");
    assertThatThrownBy(() -> new GradientDescentOptimizer(1).minimize(tf.cast(a, DataType.INT32)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("int32");
    assertThatThrownBy(() -> new GradientDescentOptimizer(1).applyGradients(List.of()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("No gradients provided for any variable");
  }

  @Test
  void variablesOfAnotherGraphAreRefused() {
    Ops other = Ops.on(new Graph());
    Variable<Float> foreign = other.named("foreign").variable(other.constant(1f));
    assertThatThrownBy(() -> new GradientDescentOptimizer(1).minimize(loss, List.of(a, foreign)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'foreign:0' belongs to another graph");
  }

  @Test
  void minimizeIsComputeAndApply() {
    Optimizer first = new MomentumOptimizer(0.1, 0.9);
    Operation step = first.minimize(loss);
    Optimizer second = new MomentumOptimizer(0.1, 0.9);
    Operation inTwo = second.applyGradients(second.computeGradients(loss));
    assertThat(afterOne(inTwo)).containsExactly(afterOne(step));
  }

  /** Every optimizer, and the names of its settings in the graph, which are TensorFlow's. */
  private static Stream<Arguments> settings() {
    return Stream.of(
        arguments(new GradientDescentOptimizer(0.1), "GradientDescent", List.of("learning_rate")),
        arguments(
            new MomentumOptimizer(0.1, 0.9), "Momentum", List.of("learning_rate", "momentum")),
        arguments(new AdagradOptimizer(0.1), "Adagrad", List.of("learning_rate")),
        arguments(new AdadeltaOptimizer(), "Adadelta", List.of("lr", "rho", "epsilon")),
        arguments(
            new RMSPropOptimizer(0.1),
            "RMSProp",
            List.of("learning_rate", "decay", "momentum", "epsilon")),
        arguments(
            new AdamOptimizer(), "Adam", List.of("learning_rate", "beta1", "beta2", "epsilon")),
        arguments(
            new AdamWOptimizer(0.1, 0.1),
            "AdamW",
            List.of("weight_decay", "learning_rate", "beta1", "beta2", "epsilon")),
        arguments(
            new FtrlOptimizer(0.1),
            "Ftrl",
            List.of(
                "learning_rate",
                "l1_regularization_strength",
                "l2_regularization_strength",
                "learning_rate_power")));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void allVariablesOfATypeShareOneNodePerSetting(
      Optimizer optimizer, String scope, List<String> names) {
    Variable<Float> rows = tf.named("rows").variable(tf.ones(3, 2));
    Variable<Double> precise = tf.named("precise").variable(tf.constant(2.0));
    Output<Float> used = tf.reduceSum(tf.gather(rows, tf.constant(1, 2)));
    Output<Float> all = tf.add(tf.add(loss, used), tf.cast(precise, DataType.FLOAT32));
    optimizer.minimize(all);
    List<String> expected = new ArrayList<>();
    for (String name : names) {
      expected.add(scope + "/" + name);
      expected.add(scope + "/" + name + "_1"); // of the double
    }
    assertThat(
            graph.operations().stream()
                .filter(operation -> operation.type().equals("Const"))
                .map(Operation::name)
                .filter(name -> names.stream().anyMatch(name.replaceAll("_1$", "")::endsWith)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theLearningRateCanBeFed() {
    Operation step = new GradientDescentOptimizer(1).minimize(loss);
    Output<Float> rate =
        graph.findOperation("GradientDescent/learning_rate").orElseThrow().output(0);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step, feed(rate, Tensor.of(0.1f)));
      assertThat(session.run(a).floatValue()).isEqualTo(-0.5f);
      assertThat(session.run(b).floatValue()).isCloseTo(2.9f, within(1e-6f));
    }
  }

  @Test
  void gradientsCanBeClippedInBetween() {
    Optimizer optimizer = new GradientDescentOptimizer(1);
    Operation step =
        optimizer.applyGradients(
            optimizer.computeGradients(loss).stream()
                .map(pair -> pair.map(gradient -> tf.minimum(gradient, 30)))
                .toList());
    assertThat(afterOne(step)).containsExactly(-27, -16, 7);
  }

  @Test
  void aGradientThatDoesNotFitIsRefused() {
    Optimizer optimizer = new GradientDescentOptimizer(1);
    assertThatThrownBy(
            () ->
                optimizer.applyGradients(
                    List.of(new GradientAndVariable<>(tf.constant(1f, 2f), a))))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("ApplyGradientDescent")
        .hasMessageContaining("[2]");
  }

  @Test
  void aLearningRateThatIsNoScalarIsRefused() {
    assertThatThrownBy(() -> new GradientDescentOptimizer(tf.constant(0.1f, 0.2f)).minimize(loss))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("ApplyGradientDescent")
        .hasMessageContaining("[2]");
  }

  @Test
  void theGlobalStepIsCountedAfterTheUpdates() {
    for (Variable<? extends Number> globalStep :
        List.of(
            tf.variable(tf.constant(0L), false),
            tf.variable(tf.constant(0), false),
            tf.variable(tf.constant(0f), false))) {
      Operation step = new AdamOptimizer(0.1).minimize(loss, globalStep);
      assertThat(step.type()).isEqualTo("AssignAdd");
      List<String> before =
          step.controlInputs().get(0).controlInputs().stream().map(Operation::type).toList();
      assertThat(before).contains("ApplyAdam", "Assign").doesNotContain("AssignAdd");
      try (Session session = new Session(graph)) {
        session.run(tf.globalVariablesInitializer());
        for (int i = 0; i < 3; i++) {
          assertThat(session.run(globalStep).intValue()).isEqualTo(i);
          session.run(step);
        }
      }
    }
    Variable<Long> last = tf.variable(tf.constant(0L), false);
    Operation step = new GradientDescentOptimizer(1).minimize(loss, List.of(b), last);
    assertThat(afterOne(step)).containsExactly(3, -16, 7);
  }

  /** The rate 1, 1/2, 1/3, … is computed from the step's number before that is counted on. */
  @Test
  void theLearningRateMayDependOnTheGlobalStep() {
    Variable<Float> globalStep = tf.variable(tf.constant(0f), false);
    Output<Float> rate = tf.div(1, tf.add(globalStep, 1));
    Operation step = new GradientDescentOptimizer(rate).minimize(tf.mul(a, 6), globalStep);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      float[] expected = {-3, -6, -8};
      for (float value : expected) {
        session.run(step);
        assertThat(session.run(a).floatValue()).isEqualTo(value);
      }
    }
  }

  @Test
  void nodesAreNamedAsTensorFlowNamesThem() {
    Operation step = new GradientDescentOptimizer(1).minimize(loss);
    assertThat(step.name()).isEqualTo("GradientDescent");
    assertThat(graph.findOperation("GradientDescent/update_a/ApplyGradientDescent")).isPresent();
    assertThat(step.controlInputs()).hasSize(2);
    Operation second =
        new GradientDescentOptimizer(1).minimize(loss, tf.variable(tf.constant(0L), false));
    assertThat(second.name()).isEqualTo("GradientDescent_1");
    assertThat(second.controlInputs())
        .extracting(Operation::name)
        .containsExactly("GradientDescent_1/update");
  }

  @Test
  void oneAdamForVariablesOfTwoTypes() {
    Variable<Double> wide = tf.named("wide").variable(tf.constant(5.0));
    Output<Double> both = tf.add(tf.square(wide), tf.cast(tf.square(b), DataType.FLOAT64));
    Operation step = new AdamOptimizer(0.01).minimize(both);
    assertThat(
            graph.collection(GraphKeys.GLOBAL_VARIABLES).stream()
                .filter(variable -> variable.name().contains("_power"))
                .map(variable -> variable.dataType().name()))
        .containsExactlyInAnyOrder("float32", "float32", "float64", "float64");
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < 20; i++) {
        session.run(step);
      }
      // The same problem in two types: the same way, but for rounding.
      double narrow = session.run(b).doubleValue();
      assertThat(narrow).isLessThan(4.9);
      assertThat(session.run(wide).doubleValue()).isCloseTo(narrow, within(1e-4));
    }
  }

  /** A step for variables of one type is no step for those of the other. */
  @Test
  void adamsPowersAdvanceWithTheirOwnType() {
    Variable<Double> wide = tf.variable(tf.constant(5.0));
    Optimizer shared = new AdamOptimizer(0.01);
    Operation narrowStep = shared.minimize(tf.square(b), List.of(b));
    Operation wideStep = shared.minimize(tf.square(wide), List.of(wide));
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      for (int i = 0; i < 5; i++) {
        session.run(wideStep);
      }
      session.run(narrowStep);
      // The first step of Adam is as long as the learning rate.
      assertThat(session.run(b).doubleValue()).isCloseTo(4.99, within(1e-5));
    }
  }

  @Test
  void oneOptimizerForTwoLossesKeepsOneSlotForEachVariable() {
    Optimizer shared = new MomentumOptimizer(0.1, 0.9);
    shared.minimize(loss);
    shared.minimize(tf.square(a));
    assertThat(graph.collection(GraphKeys.GLOBAL_VARIABLES))
        .extracting(Variable::name)
        .containsExactly("a", "b", "fixed", "a/Momentum", "b/Momentum");
  }

  @Test
  void allUpdatesUseTheValuesFromBeforeTheStep() {
    // With the new a in the gradient of b, b would become 5 - 7 · (-32).
    Operation step = new GradientDescentOptimizer(1).minimize(loss);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step);
      assertThat(session.run(b).floatValue()).isEqualTo(-16);
    }
  }

  @Test
  void theLossOfSeveralElementsIsTheirSum() {
    Output<Float> rows = tf.mul(tf.constant(1f, 2f, 3f), a);
    assertThat(afterOne(new GradientDescentOptimizer(1).minimize(rows))).startsWith(-3);
  }

  @Test
  void aVariableThatIsFedIsStillTheOneThatChanges() {
    Operation step = new GradientDescentOptimizer(1).minimize(tf.square(a));
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step, feed(a, Tensor.of(10f)));
      assertThat(session.run(a).floatValue()).as("3 - 2 · 10").isEqualTo(-17);
    }
  }

  @Test
  void variablesMayHaveAnyShape() {
    Variable<Float> empty = tf.variable(tf.zeros(0, 3));
    Variable<Float> cube = tf.variable(tf.ones(2, 2, 2));
    Output<Float> sum = tf.add(tf.reduceSum(tf.square(cube)), tf.reduceSum(empty));
    Operation step = new AdamOptimizer(0.5).minimize(sum);
    try (Session session = new Session(graph)) {
      session.run(tf.globalVariablesInitializer());
      session.run(step);
      assertThat(session.run(empty).shape()).isEqualTo(Shape.of(0, 3));
      assertThat(session.run(cube).getFloat(1, 1, 1)).isCloseTo(0.5f, within(1e-4f));
    }
  }
}
