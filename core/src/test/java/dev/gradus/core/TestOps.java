package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;

import java.util.List;

/**
 * Builds nodes of the ops in {@link TestDefinitions}, each by one method: the smallest face such as
 * {@code ops} has.
 */
public final class TestOps {
  static {
    TestDefinitions.register();
  }

  private final Graph graph;

  private TestOps(Graph graph) {
    this.graph = graph;
  }

  /** Returns the ops that add to the given graph. */
  public static TestOps on(Graph graph) {
    return new TestOps(graph);
  }

  /** Has the ops registered, for a test that names them itself. */
  public static void register() {}

  public Output<Float> constant(float... values) {
    return constant(Tensor.of(values));
  }

  public <T> Output<T> constant(Tensor<T> value) {
    return graph
        .operation("TestConst")
        .attribute("dtype", value.dataType())
        .attribute("value", value)
        .build()
        .output(0);
  }

  /** Returns a placeholder, of float32. */
  public Output<Float> placeholder(Shape shape) {
    return placeholder("TestPlaceholder", FLOAT32, shape);
  }

  public <T> Output<T> placeholder(String name, DataType<T> type, Shape shape) {
    return graph
        .operation("TestPlaceholder")
        .name(name)
        .attribute("dtype", type)
        .attribute("shape", shape)
        .build()
        .output(0);
  }

  public <T> Output<T> add(Operand<T> x, Operand<T> y) {
    return node("TestAdd", x, y);
  }

  public <T> Output<T> neg(Operand<T> x) {
    return node("TestNeg", x);
  }

  public <T> Output<T> addN(List<? extends Operand<T>> inputs) {
    return graph.operation("TestAddN").inputs(inputs).build().output(0);
  }

  public <T> Output<T> identity(Operand<T> x) {
    return node("TestIdentity", x);
  }

  public <T> Output<T> reshape(Operand<T> x, int... shape) {
    return reshape(x, constant(Tensor.of(shape)));
  }

  public <T> Output<T> reshape(Operand<T> x, Operand<Integer> shape) {
    return node("TestReshape", x, shape);
  }

  /** Returns a tensor of given dimensions, each element the given scalar. */
  public Output<Float> fill(Operand<Integer> dimensions, Operand<Float> value) {
    return node("TestFill", dimensions, value);
  }

  public Output<Integer> shape(Operand<?> x) {
    return node("TestShape", x);
  }

  /** Returns the sum of all elements. */
  public Output<Float> sum(Operand<Float> x) {
    return node("TestSum", x);
  }

  /** Returns the positive elements: the length of the result depends on values. */
  public Output<Float> positives(Operand<Float> x) {
    return node("TestPositives", x, x);
  }

  /** Returns an operation with two outputs: twice the input, and whether it is negative. */
  public Operation twoOutputs(Operand<Float> x) {
    return graph.operation("TestTwoOutputs").input(x).build();
  }

  /** Returns the input, and counts. */
  public Output<Float> probe(Operand<Float> x, Probe probe) {
    return graph.operation("TestProbe").input(x).attribute("probe", probe.name()).build().output(0);
  }

  /** Returns the input, or fails if an element is negative or there are 13. */
  public Output<Float> fail(Operand<Float> x) {
    return node("TestFail", x);
  }

  /** Returns a reference to a variable of float32. */
  public Output<Float> variable(String name, int... shape) {
    return graph
        .operation("TestVariable")
        .name(name)
        .attribute("dtype", FLOAT32)
        .attribute("shape", Shape.of(shape))
        .build()
        .output(0);
  }

  public <T> Output<T> assign(Output<T> variable, Operand<T> value, Operation... after) {
    return node(after("TestAssign", after), variable, value);
  }

  public <T> Output<T> assignAdd(Output<T> variable, Operand<T> value, Operation... after) {
    return node(after("TestAssignAdd", after), variable, value);
  }

  /** Assigns, and returns the value before. */
  public <T> Output<T> exchange(Output<T> variable, Operand<T> value) {
    return node("TestExchange", variable, value);
  }

  /** Returns a variable's value. */
  public <T> Output<T> read(Operand<T> variable, Operation... after) {
    return node(after("TestIdentity", after), variable);
  }

  /** Returns how often this very node ran in the session, this run included. */
  public Output<Integer> counter() {
    return node("TestCounter");
  }

  /** Returns an operation that does nothing, after the given ones. */
  public Operation group(Operation... operations) {
    return after("TestNoOp", operations).build();
  }

  private OperationBuilder after(String type, Operation... operations) {
    OperationBuilder builder = graph.operation(type);
    for (Operation operation : operations) {
      builder.controlInput(operation);
    }
    return builder;
  }

  private <R> Output<R> node(String type, Operand<?>... inputs) {
    return node(graph.operation(type), inputs);
  }

  private static <R> Output<R> node(OperationBuilder builder, Operand<?>... inputs) {
    for (Operand<?> input : inputs) {
      builder.input(input);
    }
    return builder.build().output(0);
  }
}
