package dev.gradus.core;

import static dev.gradus.core.DataType.FLOAT32;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

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

  /** Returns the input so many times. */
  public Operation copies(Operand<?> x, int count) {
    return graph.operation("TestCopies").input(x).attribute("count", count).build();
  }

  /** Returns the input, of which nothing is known until a run is planned. */
  public <T> Output<T> open(Operand<T> x) {
    return node("TestOpen", x);
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

  /** Returns a tensor with its first element, if it has one, replaced by a scalar. */
  public Output<Float> setFirst(Operand<Float> x, Operand<Float> first) {
    return node("TestSetFirst", x, first);
  }

  public Output<Boolean> less(Operand<Integer> x, Operand<Integer> y) {
    return node("TestLess", x, y);
  }

  /** Returns the results of one of two branches. */
  public Operation either(
      Operand<?> predicate,
      Function<TestOps, List<? extends Operand<?>>> then,
      Function<TestOps, List<? extends Operand<?>>> otherwise) {
    FunctionBuilder thenBody = FunctionBuilder.within(graph, "then");
    FunctionBuilder otherwiseBody = FunctionBuilder.within(graph, "otherwise");
    List<Output<?>> thenResults = thenBody.captureAll(then.apply(on(thenBody.graph())));
    List<Output<?>> otherwiseResults =
        otherwiseBody.captureAll(otherwise.apply(on(otherwiseBody.graph())));
    List<Output<?>> captured = captured(thenBody, otherwiseBody);
    OperationBuilder builder =
        graph
            .operation("TestIf")
            .input(predicate)
            .inputs(captured)
            .attribute("Tout", thenResults.stream().map(Output::dataType).toList())
            .attribute("then", thenBody.build(captured, thenResults))
            .attribute("else", otherwiseBody.build(captured, otherwiseResults));
    thenBody.capturedControls().forEach(builder::controlInput);
    return builder.build();
  }

  /** Returns the last values of loop variables, which are all of shapes that do not change. */
  public Operation loop(
      BiFunction<TestOps, List<Output<?>>, Operand<?>> condition,
      BiFunction<TestOps, List<Output<?>>, List<? extends Operand<?>>> body,
      List<Shape> shapes,
      List<? extends Operand<?>> first) {
    FunctionBuilder goesOn = FunctionBuilder.within(graph, "goesOn");
    FunctionBuilder next = FunctionBuilder.within(graph, "next");
    List<Output<?>> goesOnArguments = new ArrayList<>();
    List<Output<?>> nextArguments = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      DataType<?> type = first.get(i).dataType();
      goesOnArguments.add(goesOn.argument("variable", type, shapes.get(i)));
      nextArguments.add(next.argument("variable", type, shapes.get(i)));
    }
    List<Output<?>> holds =
        goesOn.captureAll(List.of(condition.apply(on(goesOn.graph()), goesOnArguments)));
    List<Output<?>> results =
        new ArrayList<>(next.captureAll(body.apply(on(next.graph()), nextArguments)));
    List<Output<?>> captured = captured(goesOn, next);
    results.addAll(next.captureAll(captured));
    List<Operand<?>> inputs = new ArrayList<>(first);
    inputs.addAll(captured);
    return graph
        .operation("TestWhile")
        .inputs(inputs)
        .attribute("cond", goesOn.build(captured, holds))
        .attribute("body", next.build(captured, results))
        .build();
  }

  private static List<Output<?>> captured(FunctionBuilder first, FunctionBuilder second) {
    Set<Output<?>> captured = new LinkedHashSet<>(first.captured());
    captured.addAll(second.captured());
    return List.copyOf(captured);
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
