package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link Graph}: one use of an op, with its inputs and attributes.
 *
 * <p>An operation never changes once it is built, and holds no value: values live in the runs of a
 * session, of which there may be many at a time. It remembers the line of the program that built
 * it.
 */
public final class Operation {
  private final Graph graph;
  private final int id;
  private final String name;
  private final OpDef definition;
  private final Attributes attributes;
  private final ImmutableList<Output<?>> inputs;
  private final ImmutableList<Operation> controlInputs;
  private final ImmutableList<Output<?>> outputs;
  private final @Nullable Operation builtFor;
  private final @Nullable StackTraceElement builtAt;

  Operation(Graph graph, int id, String name, NodeSpec spec) {
    this.graph = graph;
    this.id = id;
    this.name = name;
    this.definition = spec.definition();
    this.attributes = spec.attributes();
    this.inputs = spec.inputs();
    this.controlInputs = spec.controlInputs();
    this.builtFor = spec.builtFor();
    this.builtAt = spec.builtAt();
    ImmutableList.Builder<Output<?>> results = ImmutableList.builder();
    for (int i = 0; i < spec.types().size(); i++) {
      Tensor<?> knownValue = i == 0 ? spec.knownValue() : null;
      results.add(new Output<>(this, i, spec.types().get(i), spec.shapes().get(i), knownValue));
    }
    this.outputs = results.build();
  }

  /** Returns the graph to which this belongs. */
  public Graph graph() {
    return graph;
  }

  /**
   * Returns how many operations the graph had before this one. An operation's inputs were there
   * before it, so ascending ids are an order in which operations can run, and descending ids one in
   * which gradients can flow.
   */
  public int id() {
    return id;
  }

  /** Returns the name, unique in the graph, such as {@code layer1/MatMul_1}. */
  public String name() {
    return name;
  }

  /** Returns the op type, such as {@code MatMul}. */
  public String type() {
    return definition.name();
  }

  /** Returns the declaration of the op of which this is a use. */
  public OpDef definition() {
    return definition;
  }

  /** Returns the attributes, those that the user left at their defaults included. */
  public Attributes attributes() {
    return attributes;
  }

  /** Returns the inputs, in the order of the op's declaration. */
  public ImmutableList<Output<?>> inputs() {
    return inputs;
  }

  /**
   * Returns one input, from 0.
   *
   * @throws GraphException if there is no such input
   */
  public Output<?> input(int index) {
    if (index < 0 || index >= inputs.size()) {
      throw new GraphException(
          "%s has %d inputs, so there is no input %d".formatted(this, inputs.size(), index));
    }
    return inputs.get(index);
  }

  /** Returns the operations that run before this one though no value flows from them. */
  public ImmutableList<Operation> controlInputs() {
    return controlInputs;
  }

  /** Returns the outputs, in the order of the op's declaration. */
  public ImmutableList<Output<?>> outputs() {
    return outputs;
  }

  /**
   * Returns one output, from 0, as one of whatever element type the caller expects.
   *
   * <p>The compiler cannot check that type; {@link Output#as} does.
   *
   * @throws GraphException if there is no such output
   */
  public <T> Output<T> output(int index) {
    if (index < 0 || index >= outputs.size()) {
      throw new GraphException(
          "%s has %d outputs, so there is no output %d".formatted(this, outputs.size(), index));
    }
    // The caller's promise; see above.
    @SuppressWarnings("unchecked")
    Output<T> output = (Output<T>) outputs.get(index);
    return output;
  }

  /**
   * Returns the operation for whose sake there is this one, if there is such an operation: of what
   * computes a gradient, the operation through which the gradient flows back. It was built before
   * this one. It changes nothing in what this computes; whoever draws or lists a graph may put the
   * two side by side.
   *
   * @see OperationBuilder#builtFor
   */
  public Optional<Operation> builtFor() {
    return Optional.ofNullable(builtFor);
  }

  /** Returns the line of the user's program that built this, if the Java runtime could tell. */
  public Optional<StackTraceElement> builtAt() {
    return Optional.ofNullable(builtAt);
  }

  /**
   * Returns a line to append to a message about this operation: where it was built; empty if that
   * is not known.
   */
  public String whereBuilt() {
    return CallSite.describe(builtAt);
  }

  /**
   * Runs this in the innermost open {@link InteractiveSession} of its graph.
   *
   * @throws RunException if there is none, or the run fails; see {@link Session#run(Operand,
   *     Feed[])}
   */
  public void run(Feed<?>... feeds) {
    graph.interactiveSession().run(this, feeds);
  }

  /** Returns op type and name, such as {@code 'layer1/MatMul_1' (op: 'MatMul')}. */
  @Override
  public String toString() {
    return "'%s' (op: '%s')".formatted(name, type());
  }
}
