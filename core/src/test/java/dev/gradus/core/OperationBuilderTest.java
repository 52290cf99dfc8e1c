package dev.gradus.core;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is checked and found out while an operation is built. */
class OperationBuilderTest {
  private final Graph graph = new Graph();
  private final TestOps tf = TestOps.on(graph);
  private final Output<Float> floats = tf.placeholder("floats", FLOAT32, Shape.of(UNKNOWN, 3));
  private final Output<Integer> ints = tf.placeholder("ints", INT32, Shape.of(3));
  private final Output<Boolean> bools = tf.placeholder("bools", BOOL, Shape.of(3));
  private final Output<Double> doubles = tf.placeholder("doubles", FLOAT64, Shape.scalar());

  @Test
  void typesFollowFromInputs() {
    Operation add = tf.add(ints, ints).operation();

    assertThat(add.attributes().getType("T")).isEqualTo(INT32);
    assertThat(add.output(0).dataType()).isEqualTo(INT32);
    assertThat(tf.neg(doubles).dataType()).isEqualTo(FLOAT64);
    assertThat(tf.twoOutputs(floats).output(0).dataType()).isEqualTo(FLOAT32);
    assertThat(tf.twoOutputs(floats).output(1).dataType()).isEqualTo(BOOL);
  }

  @Test
  void shapesFollowAsFarAsTheyAreKnown() {
    assertThat(tf.add(floats, tf.constant(1f, 2f, 3f)).shape()).isEqualTo(Shape.of(UNKNOWN, 3));
    assertThat(tf.reshape(floats, 6).shape()).isEqualTo(Shape.of(6));
    assertThat(tf.reshape(floats, ints).shape()).isEqualTo(Shape.unknown());
    assertThat(tf.positives(tf.constant(1f, -1f, 2f)).shape()).isEqualTo(Shape.of(2));
    assertThat(tf.positives(floats).shape()).isEqualTo(Shape.of(UNKNOWN));
  }

  @Test
  void aValueThatIsKnownWhileTheGraphIsBuiltServesShapeRules() {
    Output<Integer> shape = tf.shape(tf.constant(1f, 2f));

    assertThat(shape.knownValue()).contains(Tensor.of(new int[] {2}));
    assertThat(tf.fill(shape, tf.constant(Tensor.of(1f))).shape()).isEqualTo(Shape.of(2));
    assertThat(tf.shape(floats).knownValue()).isEmpty();
  }

  @Test
  void shapesThatDoNotFitAreTold() {
    Output<Float> four = tf.placeholder("four", FLOAT32, Shape.of(4));

    assertMessage(
        () -> tf.add(floats, four),
        "Dimensions must be equal, but are 3 and 4 for 'TestAdd' (op: 'TestAdd') with input shapes:"
            + " [?,3], [4]");
    assertMessage(
        () -> graph.operation("TestAdd").name("layer/sum").input(floats).input(four).build(),
        "Dimensions must be equal, but are 3 and 4 for 'layer/sum' (op: 'TestAdd') with input"
            + " shapes: [?,3], [4]");
  }

  @Test
  void typesThatDoNotFitAreTold() {
    assertMessage(
        () -> graph.operation("TestAdd").input(floats).input(ints).build(),
        "Input 'y' has type int32 that does not match float32, the type of input 'x' for 'TestAdd'"
            + " (op: 'TestAdd') with input shapes: [?,3], [3]");
    assertMessage(
        () -> graph.operation("TestAdd").attribute("T", FLOAT32).input(ints).input(ints).build(),
        "Input 'x' has type int32 that does not match float32, which attribute 'T' was set to for"
            + " 'TestAdd' (op: 'TestAdd') with input shapes: [3], [3]");
    assertMessage(
        () -> graph.operation("TestNeg").input(bools).build(),
        "Input 'x' has type bool, but must be one of [float32, float64] for 'TestNeg'"
            + " (op: 'TestNeg') with input shapes: [3]");
    assertMessage(
        () -> graph.operation("TestReshape").input(floats).input(doubles).build(),
        "Input 'shape' has type float64 that does not match int32, the type it must have for"
            + " 'TestReshape' (op: 'TestReshape') with input shapes: [?,3], []");
  }

  @Test
  void aWrongNumberOfInputsIsTold() {
    assertMessage(
        () -> graph.operation("TestAdd").input(floats).build(),
        "TestAdd(x: T, y: T) -> (z: T) takes 2 inputs, but 1 were given for 'TestAdd'"
            + " (op: 'TestAdd') with input shapes: [?,3]");
    assertMessage(
        () -> graph.operation("TestNoOp").input(floats).build(),
        "TestNoOp() -> () takes 0 inputs, but 1 were given for 'TestNoOp' (op: 'TestNoOp')"
            + " with input shapes: [?,3]");
  }

  @Test
  void missingUnknownAndWrongAttributesAreTold() {
    assertMessage(
        () -> graph.operation("TestConst").attribute("dtype", FLOAT32).build(),
        "Attribute 'value' (tensor) is missing for 'TestConst' (op: 'TestConst')");
    assertMessage(
        () -> graph.operation("TestNeg").attribute("axis", 1).input(floats).build(),
        "There is no attribute 'axis'; there are [T] for 'TestNeg' (op: 'TestNeg') with input"
            + " shapes: [?,3]");
    assertMessage(
        () -> attributes().attribute("flag", 1).build(),
        "Wrong attribute: attribute 'flag' takes a value of type bool, not 1 for 'TestAttributes'"
            + " (op: 'TestAttributes')");
    assertMessage(
        () -> attributes().attribute("axes", List.of("first")).build(),
        "Wrong attribute: attribute 'axes' takes a value of type list(int), not [first] for"
            + " 'TestAttributes' (op: 'TestAttributes')");
  }

  @Test
  void attributesAreCompletedWithDefaults() {
    Attributes attributes = attributes().attribute("count", 8).build().attributes();

    assertThat(attributes.getBool("flag")).isFalse();
    assertThat(attributes.getInt("count")).isEqualTo(8);
    assertThat(attributes.getString("text")).isEqualTo("default");
    assertThat(attributes.getFloat("rate")).isEqualTo(0.5f);
    assertThat(attributes.getInts("axes")).containsExactly(0, 1);
    assertThat(attributes.asMap()).containsOnlyKeys("flag", "count", "text", "rate", "axes");
    assertThatThrownBy(() -> attributes.getInt("text"))
        .isInstanceOf(GraphException.class)
        .hasMessage("Attribute 'text' is default, which is no Long");
    assertThatThrownBy(() -> attributes.getInt("size"))
        .isInstanceOf(GraphException.class)
        .hasMessage("There is no attribute 'size'; there are [axes, count, flag, rate, text]");
  }

  @Test
  void aListAttributeTakesIntegersAndDoesNotChangeWithTheListThatWasGiven() {
    List<Integer> axes = new ArrayList<>(List.of(3, 4));
    Operation operation = attributes().attribute("axes", axes).build();
    axes.clear();

    assertThat(operation.attributes().getInts("axes")).containsExactly(3, 4);
  }

  @Test
  void aListInputTakesAnyNumberOfTensors() {
    Operation three =
        tf.addN(List.of(floats, floats, tf.constant(Tensor.of(new float[2][3])))).operation();

    assertThat(three.inputs()).hasSize(3);
    assertThat(three.attributes().getInt("N")).isEqualTo(3);
    assertThat(three.output(0).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(graph.operation("TestAddN").inputs(List.of(floats)).build().attributes().getInt("N"))
        .isEqualTo(1);
    assertMessage(
        () -> graph.operation("TestAddN").inputs(List.of(floats, doubles)).build(),
        "Input 'inputs' has type float64 that does not match float32, the type of input 'inputs'"
            + " for 'TestAddN' (op: 'TestAddN') with input shapes: [?,3], []");
    assertMessage(
        () -> graph.operation("TestAddN").inputs(List.of()).build(),
        "Attribute 'T' (type) is missing for 'TestAddN' (op: 'TestAddN')");
    assertMessage(
        () -> graph.operation("TestNeg").inputs(List.of(floats, floats)).build(),
        "Input 'x' is one tensor, not a list for 'TestNeg' (op: 'TestNeg') with input shapes:"
            + " [?,3], [?,3]");
  }

  @Test
  void aListOutputIsAsLongAsItsAttributeSays() {
    Operation three = tf.copies(ints, 3);

    assertThat(three.outputs()).hasSize(3);
    assertThat(three.<Integer>output(2)).hasToString("TestCopies:2: int32[3]");
    assertThat(tf.copies(ints, 0).outputs()).isEmpty();
    assertMessage(
        () -> tf.copies(ints, -1),
        "Attribute 'count' is -1, which is no number of tensors that 'copies' could be for"
            + " 'TestCopies' (op: 'TestCopies') with input shapes: [3]");
    assertMessage(
        () -> graph.operation("TestCopies").input(ints).build(),
        "Attribute 'count' (int) is missing for 'TestCopies' (op: 'TestCopies') with input"
            + " shapes: [3]");
  }

  @Test
  void onlyAVariableOrWhatAssignsItIsAReference() {
    Output<Float> variable = tf.variable("v", 3);
    Output<Float> assigned = tf.assign(variable, tf.constant(1f, 2f, 3f));

    assertThat(variable.isReference()).isTrue();
    assertThat(assigned.isReference()).isTrue();
    assertThat(tf.read(assigned).isReference()).isFalse();
    assertMessage(
        () -> tf.assign(floats, floats),
        "Input 'ref' must be a reference to a variable, but floats:0: float32[?,3] is a value for"
            + " 'TestAssign' (op: 'TestAssign') with input shapes: [?,3], [?,3]");
    assertMessage(
        () -> tf.assign(variable, tf.constant(1f)),
        "Shapes [3] and [1] are not compatible for 'TestAssign' (op: 'TestAssign') with input"
            + " shapes: [3], [1]");
  }

  @Test
  void aShapeRuleThatReturnsTheWrongNumberOfShapesIsTold() {
    assertMessage(
        () -> graph.operation("TestWrongRule").build(),
        "The shape rule returned 0 shapes, but there are 1 outputs for 'TestWrongRule'"
            + " (op: 'TestWrongRule')");
  }

  @Test
  void anOpThatIsNotRegisteredIsTold() {
    assertThatThrownBy(() -> graph.operation("NoSuchOp"))
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith("There is no op named 'NoSuchOp';");
  }

  @Test
  void aFailedBuildAddsNothingAndTakesNoName() {
    int size = graph.size();
    assertThatThrownBy(() -> graph.operation("TestNeg").name("wanted").input(bools).build())
        .isInstanceOf(GraphException.class);

    assertThat(graph.size()).isEqualTo(size);
    assertThat(graph.findOperation("wanted")).isEmpty();
    assertThat(graph.operation("TestNoOp").name("wanted").build().name()).isEqualTo("wanted");
  }

  @Test
  void outputsKnowTheirPlaceAndType() {
    Operation two = tf.twoOutputs(floats);

    assertThat(two.output(1).name()).isEqualTo("TestTwoOutputs:1");
    assertThat(two.output(1)).hasToString("TestTwoOutputs:1: bool[?,3]");
    assertThat(two.output(1).as(BOOL)).isSameAs(two.output(1));
    assertThatThrownBy(() -> two.output(1).as(FLOAT32))
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith(
            "Expected an output of type float32, but TestTwoOutputs:1 is of bool");
    assertThatThrownBy(() -> two.output(2))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "'TestTwoOutputs' (op: 'TestTwoOutputs') has 2 outputs, so there is no output 2");
  }

  private OperationBuilder attributes() {
    return graph
        .operation("TestAttributes")
        .attribute("rate", 0.5f)
        .attribute("axes", List.of(0L, 1L));
  }

  /**
   * Asserts the first line of a message; the other, if there is one, names the place of the
   * mistake.
   */
  private static void assertMessage(ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake)
        .isInstanceOf(GraphException.class)
        .satisfies(e -> assertThat(e.getMessage().lines().findFirst()).hasValue(message))
        .satisfies(e -> assertThat(e.getMessage().lines().skip(1)).hasSizeLessThanOrEqualTo(1));
  }
}
