package dev.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How ops come to be known. */
class OpRegistryTest {
  @Test
  void librariesAreFoundByTheServiceLoader() {
    assertThat(OpRegistry.find("TestDouble")).containsSame(TestLibrary.DOUBLE);
    assertThat(OpRegistry.rewrites())
        .extracting(Rewrite::name)
        .contains(TestLibrary.DOUBLE_NEGATION, TestLibrary.SUM_OF_EQUALS);
  }

  @Test
  void anOpCanBeRegisteredByHandAndUsedAtOnce() {
    OpDef definition = OpDef.named("TestOfRegistry").build();
    assertThat(OpRegistry.find("TestOfRegistry")).isEmpty();
    OpRegistry.register(definition);
    OpRegistry.register(definition);

    assertThat(OpRegistry.find("TestOfRegistry")).containsSame(definition);
    assertThat(OpRegistry.ops()).containsEntry("TestOfRegistry", definition);
    assertThat(new Graph().operation("TestOfRegistry").build().definition()).isSameAs(definition);
  }

  @Test
  void anotherOpOfTheSameNameIsRefused() {
    assertThatThrownBy(() -> OpRegistry.register(OpDef.named("TestDouble").build()))
        .isInstanceOf(GraphException.class)
        .hasMessage("There is already an op named 'TestDouble'.");
    assertThat(OpRegistry.find("TestDouble")).containsSame(TestLibrary.DOUBLE);
  }

  @Test
  void opsAreListedByName() {
    TestOps.register();
    List<String> names = OpRegistry.ops().keySet().asList();

    assertThat(names).isSorted().contains("TestAdd", "TestDouble");
  }

  @Test
  void aDeclarationPrintsAsASignature() {
    TestOps.register();

    assertThat(OpRegistry.find("TestDouble").orElseThrow())
        .hasToString("TestDouble(x: float32) -> (y: float32)");
    assertThat(OpRegistry.find("TestAddN").orElseThrow())
        .hasToString("TestAddN(inputs: N * T) -> (sum: T)");
  }

  @Test
  void anInputIsFoundInItsDeclarationThoughAListComesBefore() {
    OpDef definition =
        OpDef.named("TestLists")
            .typeAttribute("T")
            .input("first", "T")
            .inputs("many", "N", "T")
            .parameter("last", DataType.INT32)
            .build();
    OpRegistry.register(definition);
    Graph graph = new Graph();
    TestOps tf = TestOps.on(graph);
    Output<Float> x = tf.constant(1f);
    Operation operation =
        graph
            .operation("TestLists")
            .input(x)
            .inputs(List.of(x, x, x))
            .input(tf.constant(Tensor.of(1)))
            .build();

    assertThat(operation.inputs()).hasSize(5);
    assertThat(
            IntStream.range(0, 5)
                .mapToObj(i -> definition.inputDeclaration(i, operation.attributes()).name()))
        .containsExactly("first", "many", "many", "many", "last");
  }

  @Test
  void aDeclarationWhosePartsDoNotFitIsRefused() {
    assertThatThrownBy(() -> OpDef.named("Bad").input("x", "T").build())
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith(
            "Op 'Bad' takes the type of 'x' from attribute 'T', which is not declared");
    assertThatThrownBy(
            () -> OpDef.named("Bad").output("y", DataType.FLOAT32).kernel(c -> call -> {}).build())
        .hasMessageStartingWith("Op 'Bad' has outputs, so it needs a shape rule");
    assertThatThrownBy(
            () ->
                OpDef.named("Bad")
                    .output("y", DataType.FLOAT32)
                    .shape(context -> Shape.scalar())
                    .build())
        .hasMessageStartingWith("Op 'Bad' has something to compute, so it needs a kernel");
    assertThatThrownBy(
            () ->
                OpDef.named("Bad")
                    .output("y", DataType.FLOAT32)
                    .shape(context -> Shape.scalar())
                    .flags(OpFlag.VIEW)
                    .build())
        .hasMessageStartingWith("Op 'Bad' is a view, so it needs an input, and has one output");
  }
}
