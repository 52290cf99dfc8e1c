package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link GraphFunction} for an operation of another graph, the <i>outer</i> one.
 *
 * <p>The body is a graph of its own, to which operations are added as to any other. Where one of
 * them is given an operand of the outer graph (or of one further out, if that is a body itself),
 * the operand is <i>captured</i>: the function gets one more argument that stands for it, once for
 * each such operand, and whoever uses the function must pass the operand there. Waiting for an
 * operation of the outer graph is captured likewise: it is left to the user of the function.
 *
 * <pre>{@code
 * FunctionBuilder function = FunctionBuilder.within(graph, "twice");
 * Output<Float> twice = Ops.on(function.graph()).mul(x, 2);       // x is of the outer graph
 * GraphFunction built = function.build(function.captured(), List.of(twice));
 * }</pre>
 */
public final class FunctionBuilder {
  /** What stands for an argument: TensorFlow's own op for it. It has no place outside of a body. */
  static final OpDef ARGUMENT =
      OpDef.named("_Arg")
          .typeAttribute("T", DataType.all().toArray(DataType<?>[]::new))
          .output("output", "T")
          .shape(context -> Shape.unknown())
          .flags(OpFlag.MUST_BE_FED)
          .build();

  private final Graph outer;
  private final String name;
  private final Graph graph;
  private final List<Output<?>> explicit = new ArrayList<>();

  /** For each output of the outer graph that was captured, what stands for it in the body. */
  private final Map<Output<?>, Output<?>> captures = new LinkedHashMap<>();

  private final Set<Operation> controls = new LinkedHashSet<>();

  private FunctionBuilder(Graph outer, String wantedName) {
    this.outer = outer;
    this.name = outer.uniqueFunctionName(wantedName);
    this.graph = new Graph(this);
  }

  /**
   * Starts a function for an operation of the given graph.
   *
   * @param name the name that is wanted; if it is taken, a number is added
   */
  public static FunctionBuilder within(Graph outer, String name) {
    return new FunctionBuilder(outer, name);
  }

  /** Returns the body. */
  public Graph graph() {
    return graph;
  }

  Graph outer() {
    return outer;
  }

  String name() {
    return name;
  }

  /** Adds an argument. */
  public <T> Output<T> argument(String argumentName, DataType<T> dataType, Shape shape) {
    Output<T> argument = add(argumentName, dataType, shape, null);
    explicit.add(argument);
    return argument;
  }

  /**
   * Returns what in the body stands for an operand of the outer graph, or of one further out; an
   * operand of the body stands for itself.
   *
   * @throws GraphException if it belongs to no such graph
   */
  public <T> Output<T> capture(Operand<T> operand) {
    Output<T> output = operand.asOutput();
    Output<?> local = graph.local(output);
    if (local.graph() != graph) {
      throw GraphException.atCaller(
          "%s belongs to another graph (%s) than the body that is being built (%s), or one around it"
              .formatted(output.name(), output.graph(), graph));
    }
    return local.as(output.dataType());
  }

  /** Returns what stands for an output of the outer graph. */
  Output<?> captureOuter(Output<?> output) {
    Output<?> known = captures.get(output);
    if (known != null) {
      return known;
    }
    Output<?> argument =
        add(
            output.operation().name(),
            output.dataType(),
            output.shape(),
            output.knownValue().orElse(null));
    captures.put(output, argument);
    return argument;
  }

  /** Notes that operations of the body wait for one of the outer graph. */
  void captureControl(Operation operation) {
    controls.add(operation);
  }

  private <T> Output<T> add(
      String argumentName, DataType<T> dataType, Shape shape, @Nullable Tensor<?> knownValue) {
    return graph
        .add(
            argumentName,
            false,
            new NodeSpec(
                ARGUMENT,
                Attributes.of(ImmutableMap.of("T", dataType)),
                ImmutableList.of(),
                ImmutableList.of(),
                null,
                ImmutableList.of(dataType),
                ImmutableList.of(shape),
                knownValue,
                CallSite.find()))
        .output(0);
  }

  /** Returns the outputs of the outer graph that were captured so far, in that order. */
  public ImmutableList<Output<?>> captured() {
    return ImmutableList.copyOf(captures.keySet());
  }

  /**
   * Returns the operations for which operations of the body are to wait, and for which the
   * operation that uses the function has to wait in their place.
   */
  public ImmutableList<Operation> capturedControls() {
    return ImmutableList.copyOf(controls);
  }

  /**
   * Returns the function, to whose body nothing can be added from now on.
   *
   * @param captured the outputs of the outer graph that are its last arguments, after those added
   *     by {@link #argument}: at least those that were {@link #captured}
   * @param results what it computes; operands of the outer graph are captured
   * @throws IllegalArgumentException if one that was captured is missing
   */
  public GraphFunction build(
      List<? extends Operand<?>> captured, List<? extends Operand<?>> results) {
    ImmutableList<Output<?>> returned = captureAll(results);
    ImmutableList<Output<?>> arguments =
        ImmutableList.<Output<?>>builder().addAll(explicit).addAll(captureAll(captured)).build();
    if (arguments.size() < explicit.size() + captures.size()) {
      throw new IllegalArgumentException(
          "The function captured %s, of which some are missing in %s"
              .formatted(captures.keySet(), captured));
    }
    graph.freeze();
    return new GraphFunction(name, graph, arguments, returned);
  }

  /** Captures operands one by one: to be done before {@link #captured} is complete. */
  public ImmutableList<Output<?>> captureAll(List<? extends Operand<?>> operands) {
    ImmutableList.Builder<Output<?>> local = ImmutableList.builder();
    for (Operand<?> operand : operands) {
      local.add(capture(operand));
    }
    return local.build();
  }
}
