package dev.gradus.core;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.gradus.core.plan.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of an operation, checks them against the op's declaration, finds the types and
 * shapes of the outputs, and adds the operation to its graph.
 *
 * <pre>{@code
 * Output<Float> out = graph.operation("MatMul").input(a).input(b).attribute("transpose_b", true).build().output(0);
 * }</pre>
 */
public final class OperationBuilder {
  private final Graph graph;
  private final OpDef definition;
  private final Map<String, Object> given = new LinkedHashMap<>();
  private final List<ImmutableList<Output<?>>> arguments = new ArrayList<>();
  private final List<Output<?>> inputs = new ArrayList<>();
  private final ImmutableSet.Builder<Operation> controls = ImmutableSet.builder();
  private @Nullable Operation builtFor;
  private String wantedName;
  private boolean sharesScopeName;

  OperationBuilder(Graph graph, OpDef definition) {
    this.graph = graph;
    this.definition = definition;
    this.wantedName = definition.name();
  }

  /**
   * Sets the name, the op type by default; if it is taken, {@code _1} or the next free number is
   * added to it.
   *
   * @param name slashes part it into scopes
   */
  public OperationBuilder name(String name) {
    wantedName = name;
    sharesScopeName = false;
    return this;
  }

  /**
   * Sets the name to that of a scope which {@link Graph#uniqueName} returned, for an operation that
   * has others beside it: {@code Mean_1}, and in its scope {@code Mean_1/reduction_indices}.
   */
  public OperationBuilder nameOfScope(String scope) {
    wantedName = scope;
    sharesScopeName = true;
    return this;
  }

  /** Adds the next input. */
  public OperationBuilder input(Operand<?> input) {
    return argument(ImmutableList.of(input.asOutput()));
  }

  /** Adds the next input, one that is declared as a list. */
  public OperationBuilder inputs(List<? extends Operand<?>> inputs) {
    return argument(inputs.stream().map(Operand::asOutput).collect(toImmutableList()));
  }

  /**
   * Adds all inputs, arranged as those of an operation of the same op: where that has a list, as
   * many of them are one.
   *
   * @param model an operation with the attributes that this one is to have
   * @param inputs as many as the model has
   */
  public OperationBuilder inputsLike(Operation model, List<? extends Operand<?>> inputs) {
    int next = 0;
    for (ArgumentDef declared : model.definition().inputs()) {
      int count = declared.count(model.attributes());
      inputs(inputs.subList(next, next + count));
      next += count;
    }
    return this;
  }

  private OperationBuilder argument(ImmutableList<Output<?>> argument) {
    ImmutableList<Output<?>> local =
        argument.stream().<Output<?>>map(graph::local).collect(toImmutableList());
    arguments.add(local);
    inputs.addAll(local);
    return this;
  }

  /** Has the operation run after another. */
  public OperationBuilder controlInput(Operation control) {
    if (!graph.captureControl(control)) {
      controls.add(control);
    }
    return this;
  }

  /**
   * Notes for the sake of which operation there is this one, as a gradient is there for that of
   * which it is the gradient; nobody's by default.
   *
   * @throws GraphException if that is in another graph
   */
  public OperationBuilder builtFor(Operation other) {
    if (other.graph() != graph) {
      throw GraphException.atCaller(
          "An operation of %s cannot be built for %s, which is in %s"
              .formatted(graph, other, other.graph()));
    }
    builtFor = other;
    return this;
  }

  /** Sets an attribute; see {@link AttributeType} for the class of the value. */
  public OperationBuilder attribute(String attribute, Object value) {
    given.put(
        attribute,
        value instanceof List<?> list
            ? list.stream().map(OperationBuilder::widened).collect(toImmutableList())
            : widened(value));
    return this;
  }

  private static Object widened(Object value) {
    return value instanceof Integer integer ? integer.longValue() : value;
  }

  /**
   * Adds the operation to the graph.
   *
   * @throws GraphException if inputs or attributes do not fit the op's declaration, or shapes do
   *     not fit each other; the message names op, name, what was seen and would have fitted, and
   *     the line of the program
   */
  public Operation build() {
    StackTraceElement builtAt = CallSite.find();
    Context context = null; // Until the attributes are complete.
    try {
      checkPlace();
      checkInputs();
      Attributes attributes = completeAttributes();
      context = new Context(attributes, ImmutableList.copyOf(inputs));
      ImmutableList<DataType<?>> types = definition.outputTypes(attributes);
      ImmutableList<Shape> shapes = ImmutableList.copyOf(definition.shapeRule().infer(context));
      if (shapes.size() != types.size()) {
        throw new GradusException(
            "The shape rule returned %d shapes, but there are %d outputs"
                .formatted(shapes.size(), types.size()));
      }
      return graph.add(
          wantedName,
          sharesScopeName,
          new NodeSpec(
              definition,
              attributes,
              context.inputs(),
              controls.build().asList(),
              builtFor,
              types,
              shapes,
              definition.knownValue(context).orElse(null),
              builtAt));
    } catch (RuntimeException e) {
      FailedOperation failed =
          new FailedOperation(
              definition, wantedName, ImmutableList.copyOf(inputs), context, builtAt);
      throw new GraphException(
          Problem.describe(
              e,
              failed.toString(),
              inputs.stream().map(Output::shape).toList(),
              failed.whereBuilt()),
          e,
          failed);
    }
  }

  /** The body of a function runs any number of times, with nothing but what it is given. */
  private void checkPlace() {
    if (graph.outer().isEmpty()) {
      return;
    }
    if (definition.ownsState() || definition.updatesState()) {
      throw new GradusException(
          ("A variable can be read in a body, such as a branch of tf.cond, but not %s there: %s"
                  + " outside of it")
              .formatted(
                  definition.ownsState() ? "made" : "assigned",
                  definition.ownsState()
                      ? "make it"
                      : "have the body return the new value, and assign that"));
    }
    if (definition.has(OpFlag.MUST_BE_FED)) {
      throw new GradusException(
          "Nothing can be fed in a body, such as a branch of tf.cond: make the placeholder outside"
              + " of it, and use it there");
    }
  }

  private void checkInputs() {
    if (arguments.size() != definition.inputs().size()) {
      throw new GradusException(
          "%s takes %d inputs, but %d were given"
              .formatted(definition, definition.inputs().size(), arguments.size()));
    }
    for (Output<?> input : inputs) {
      requireSameGraph(input.name(), input.operation());
    }
    for (Operation control : controls.build()) {
      requireSameGraph(control.name(), control);
    }
    for (int i = 0; i < arguments.size(); i++) {
      ArgumentDef argument = definition.inputs().get(i);
      if (!argument.isList() && arguments.get(i).size() != 1) {
        throw new GradusException(
            "Input '%s' is one tensor, not a list".formatted(argument.name()));
      }
      if (argument.isReference() && !arguments.get(i).get(0).isReference()) {
        throw new GradusException(
            "Input '%s' must be a reference to a variable, but %s is a value"
                .formatted(argument.name(), arguments.get(i).get(0)));
      }
    }
  }

  private void requireSameGraph(String name, Operation operation) {
    if (operation.graph() != graph) {
      throw new GradusException(
          "Input %s belongs to another graph (%s) than the one that is being built (%s)"
              .formatted(name, operation.graph(), graph));
    }
  }

  /** Adds to the attributes that were given those that follow from inputs, and the defaults. */
  private Attributes completeAttributes() {
    Map<String, Object> values = new LinkedHashMap<>(given);
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      inferFrom(definition.inputs().get(i), arguments.get(i), values, sources);
    }
    for (AttributeDef attribute : definition.attributes().values()) {
      Object value = values.getOrDefault(attribute.name(), attribute.defaultValue());
      if (value == null) {
        throw new GradusException(
            "Attribute '%s' (%s) is missing".formatted(attribute.name(), attribute.type()));
      }
      values.put(attribute.name(), value);
      Optional<String> problem = attribute.problemWith(value);
      if (problem.isPresent()) {
        String source = sources.get(attribute.name());
        throw new GradusException(
            source == null
                ? "Wrong attribute: " + problem.get()
                : "Input '%s' has type %s, but must be one of %s"
                    .formatted(source, value, attribute.allowedTypes()));
      }
    }
    for (String name : given.keySet()) {
      if (!definition.attributes().containsKey(name)) {
        throw new GradusException(
            "There is no attribute '%s'; there are %s"
                .formatted(name, definition.attributes().keySet()));
      }
    }
    return Attributes.of(values);
  }

  private void inferFrom(
      ArgumentDef argument,
      List<Output<?>> tensors,
      Map<String, Object> values,
      Map<String, String> sources) {
    if (argument.countAttribute() != null) {
      Object count = (long) tensors.size();
      Object expected = values.put(argument.countAttribute(), count);
      if (expected != null && !expected.equals(count)) {
        throw new GradusException(
            "Input '%s' is a list of %s, but attribute '%s' was set to %s"
                .formatted(argument.name(), count, argument.countAttribute(), expected));
      }
    }
    if (argument.typeListAttribute() != null) {
      inferTypeList(argument, tensors, values);
      return;
    }
    String attribute = argument.typeAttribute();
    for (Output<?> tensor : tensors) {
      Object expected = attribute == null ? argument.fixedType() : values.get(attribute);
      if (expected != null && !expected.equals(tensor.dataType())) {
        throw new GradusException(
            "Input '%s' has type %s that does not match %s%s"
                .formatted(
                    argument.name(),
                    tensor.dataType(),
                    expected,
                    attribute == null
                        ? ", the type it must have"
                        : typeSource(attribute, sources.get(attribute))));
      }
      if (attribute != null) {
        values.put(attribute, tensor.dataType());
        sources.putIfAbsent(attribute, argument.name());
      }
    }
  }

  private static void inferTypeList(
      ArgumentDef argument, List<Output<?>> tensors, Map<String, Object> values) {
    ImmutableList<DataType<?>> types =
        tensors.stream().<DataType<?>>map(Output::dataType).collect(toImmutableList());
    Object expected = values.put(String.valueOf(argument.typeListAttribute()), types);
    if (expected != null && !expected.equals(types)) {
      throw new GradusException(
          "Input '%s' has types %s that do not match %s, which attribute '%s' was set to"
              .formatted(argument.name(), types, expected, argument.typeListAttribute()));
    }
  }

  private static String typeSource(String attribute, @Nullable String input) {
    return input == null
        ? ", which attribute '%s' was set to".formatted(attribute)
        : ", the type of input '%s'".formatted(input);
  }

  /** What is known about the inputs while the graph is built. */
  private record Context(Attributes attributes, ImmutableList<Output<?>> inputs)
      implements ShapeContext {
    @Override
    public int inputCount() {
      return inputs.size();
    }

    @Override
    public DataType<?> inputType(int input) {
      return inputs.get(input).dataType();
    }

    @Override
    public Shape inputShape(int input) {
      return inputs.get(input).shape();
    }

    @Override
    public Optional<? extends Tensor<?>> inputValue(int input) {
      return inputs.get(input).knownValue();
    }

    @Override
    public boolean isPlanning() {
      return false;
    }
  }
}
