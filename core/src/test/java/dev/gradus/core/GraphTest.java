package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a graph promises of the operations in it, their names and its collections. */
class GraphTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);

  @Test
  void operationsAreNumberedInTheOrderInWhichTheyAreAdded() {
    Output<Float> x = tf.constant(1f);
    Output<Float> y = tf.neg(x);
    List<Operation> before = graph.operations();
    Output<Float> z = tf.add(x, y);

    assertThat(before).containsExactly(x.operation(), y.operation());
    assertThat(graph.operations()).containsExactly(x.operation(), y.operation(), z.operation());
    assertThat(graph.operations()).extracting(Operation::id).containsExactly(0, 1, 2);
    assertThat(graph.size()).isEqualTo(3);
  }

  @Test
  void inputsAndControlInputsComeBeforeTheOperationThatHasThem() {
    Random random = new Random(1);
    List<Output<Float>> built = new ArrayList<>(List.of(tf.constant(1f)));
    for (int i = 0; i < 200; i++) {
      Output<Float> left = built.get(random.nextInt(built.size()));
      Output<Float> right = built.get(random.nextInt(built.size()));
      Operation control = built.get(random.nextInt(built.size())).operation();
      built.add(
          graph
              .operation("TestAdd")
              .input(left)
              .input(right)
              .controlInput(control)
              .build()
              .output(0));
    }
    for (Operation operation : graph.operations()) {
      operation.inputs().forEach(in -> assertThat(in.operation().id()).isLessThan(operation.id()));
      operation.controlInputs().forEach(in -> assertThat(in.id()).isLessThan(operation.id()));
    }
  }

  @Test
  void operationsAreNamedAfterTheirTypeAndNumberedAsInTensorFlow() {
    assertThat(tf.constant(1f).operation().name()).isEqualTo("TestConst");
    assertThat(tf.constant(1f).operation().name()).isEqualTo("TestConst_1");
    assertThat(tf.constant(1f).operation().name()).isEqualTo("TestConst_2");
    assertThat(tf.constant(1f).name()).isEqualTo("TestConst_3:0");
  }

  @Test
  void aNumberThatTheUserTookIsPassedOver() {
    assertThat(graph.uniqueName("x_1")).isEqualTo("x_1");
    assertThat(graph.uniqueName("x")).isEqualTo("x");
    assertThat(graph.uniqueName("x")).isEqualTo("x_2");
    assertThat(graph.uniqueName("x_1")).isEqualTo("x_1_1");
  }

  @Test
  void namesAreUniqueWhateverIsAskedForAndWhateverTheCase() {
    long seed = 20261121;
    Random random = new Random(seed);
    String[] wanted = {"a", "A", "a_1", "A_1", "a_1_1", "b/a", "B/a", "b"};
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      String want = wanted[random.nextInt(wanted.length)];
      String name =
          random.nextBoolean()
              ? noOp(want).name()
              : graph.operation("TestNoOp").nameOfScope(graph.uniqueName(want)).build().name();
      assertThat(seen.add(name.toLowerCase(Locale.ROOT)))
          .as("seed %d: %s, asked for as %s, is new", seed, name, want)
          .isTrue();
      assertThat(graph.findOperation(name)).as(name).isPresent();
    }
  }

  @Test
  void aScopesNameIsSharedByOneNodeAtMost() {
    String scope = graph.uniqueName("layer");

    assertThat(graph.operation("TestNoOp").nameOfScope(scope).build().name()).isEqualTo("layer");
    assertThat(graph.operation("TestNoOp").nameOfScope(scope).build().name()).isEqualTo("layer_1");
    assertThat(noOp(scope + "/inner").name()).isEqualTo("layer/inner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "_x", "/x", "-x", "x y", "x:0", "ä", "x^", "/", "x/", "a b/"})
  void aNameTensorFlowWouldNotTakeIsRefused(String name) {
    assertThatThrownBy(() -> noOp(name))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("is no valid name")
        .hasMessageContaining("(op: 'TestNoOp')");
    assertThat(graph.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", ".x", "9", "x.y-z_1/W", "A/b/C"})
  void aNameTensorFlowWouldTakeIsTaken(String name) {
    assertThat(noOp(name).name()).isEqualTo(name);
  }

  @Test
  void anOperationIsFoundByItsExactName() {
    Operation operation = noOp("Layer/x");

    assertThat(graph.findOperation("Layer/x")).containsSame(operation);
    assertThat(graph.findOperation("layer/x")).isEmpty();
  }

  @Test
  void collectionsKeepTheOrderInWhichTheyWereFilled() {
    CollectionKey<String> names = new CollectionKey<>("names");
    CollectionKey<Integer> numbers = new CollectionKey<>("numbers");
    graph.addToCollection(names, "b");
    List<String> before = graph.collection(names);
    graph.addToCollection(names, "a");
    graph.addToCollection(names, "b");

    assertThat(before).containsExactly("b");
    assertThat(graph.collection(names)).containsExactly("b", "a", "b");
    assertThat(graph.collection(numbers)).isEmpty();
    assertThat(new Graph().collection(names)).isEmpty();
  }

  @Test
  void aFrozenGraphRunsButDoesNotGrow() {
    Output<Float> y = tf.neg(tf.constant(1f));
    graph.freeze();

    assertThatThrownBy(() -> tf.neg(y))
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith("The graph is frozen")
        .hasMessageContaining("'TestNeg'");
    assertThat(graph.size()).isEqualTo(2);
    try (Session session = new Session(graph)) {
      assertThat(session.run(y)).isEqualTo(Tensor.of(new float[] {-1}));
    }
  }

  @Test
  void anInputOfAnotherGraphIsRefusedNamingBoth() {
    Graph other = new Graph();
    Output<Float> foreign = TestOps.on(other).placeholder("far", FLOAT32, Shape.of(2));
    Output<Float> own = tf.constant(1f, 2f);

    assertThatThrownBy(() -> tf.add(own, foreign))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("far:0 belongs to another graph")
        .hasMessageContaining(other.toString())
        .hasMessageContaining(graph.toString());
    assertThatThrownBy(() -> tf.group(foreign.operation()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("far belongs to another graph");
    assertThat(graph.size()).isEqualTo(1);
    assertThat(other.size()).isEqualTo(1);
  }

  @Test
  void controlInputsAreKeptOnceEachInOrder() {
    Operation a = noOp("a");
    Operation b = noOp("b");

    assertThat(tf.group(b, a, b).controlInputs()).containsExactly(b, a);
  }

  @Test
  void theRandomSeedIsUnsetUntilItIsSet() {
    assertThat(graph.randomSeed()).isEmpty();
    graph.setRandomSeed(-7);
    assertThat(graph.randomSeed()).hasValue(-7);
  }

  @Test
  void manyThreadsCanBuildOneGraph() throws Exception {
    Output<Float> x = tf.constant(1f);
    Threads.run(
        16,
        thread -> {
          for (int i = 0; i < 200; i++) {
            tf.neg(x);
          }
        });

    assertThat(graph.size()).isEqualTo(3201);
    assertThat(graph.operations()).extracting(Operation::name).doesNotHaveDuplicates();
    for (int i = 0; i < graph.size(); i++) {
      assertThat(graph.operations().get(i).id()).isEqualTo(i);
      i += 100;
    }
  }

  private Operation noOp(String name) {
    return graph.operation("TestNoOp").name(name).build();
  }
}
