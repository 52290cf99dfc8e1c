package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.ArgumentDef.Role;
import dev.gradus.core.Attributes;
import dev.gradus.core.DataType;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import dev.gradus.core.Workers;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node: first to its shape rule and then, with the shapes of its outputs, to
 * its kernel.
 */
final class NodeFacts implements ShapeContext, KernelContext {
  private final OpNode node;
  private final SessionState state;
  private final List<Shape> inputShapes;
  private final List<@Nullable Tensor<?>> inputValues;
  private List<DataType<?>> outputTypes = List.of();
  private List<Shape> outputShapes = List.of();

  private NodeFacts(
      OpNode node,
      SessionState state,
      List<Shape> inputShapes,
      List<@Nullable Tensor<?>> inputValues) {
    this.node = node;
    this.state = state;
    this.inputShapes = inputShapes;
    this.inputValues = inputValues;
  }

  /** Returns what is known while a plan is made. */
  static NodeFacts planned(OpNode node, SessionState state) {
    List<Shape> shapes = new ArrayList<>();
    List<@Nullable Tensor<?>> values = new ArrayList<>();
    for (PlanValue input : node.inputs()) {
      shapes.add(input.shape());
      values.add(input.knownValue().orElse(null));
    }
    return new NodeFacts(node, state, shapes, values);
  }

  /** Returns what is known during a run: the values, and so the shapes, of all inputs. */
  static NodeFacts running(OpNode node, SessionState state, List<Tensor<?>> values) {
    return new NodeFacts(
        node, state, values.stream().map(Tensor::shape).toList(), new ArrayList<>(values));
  }

  /** Has the op make a kernel, once the shapes are inferred and {@link #suffices}. */
  Kernel prepareKernel() {
    return node.definition()
        .kernel()
        .orElseThrow(() -> new IllegalStateException("Op " + node.type() + " has no kernel"))
        .prepare(this);
  }

  /** Asks the shape rule. */
  List<Shape> inferShapes() {
    outputTypes = node.definition().outputTypes(node.attributes());
    outputShapes = ImmutableList.copyOf(node.definition().shapeRule().infer(this));
    return outputShapes;
  }

  /** Tells whether all is known that a kernel may ask for. */
  boolean suffices() {
    for (int i = 0; i < inputShapes.size(); i++) {
      if (!inputShapes.get(i).isFullyKnown() || (isParameter(i) && inputValues.get(i) == null)) {
        return false;
      }
    }
    return outputShapes.stream().allMatch(Shape::isFullyKnown);
  }

  private boolean isParameter(int input) {
    return node.definition().inputDeclaration(input, node.attributes()).role() == Role.PARAMETER;
  }

  @Override
  public Attributes attributes() {
    return node.attributes();
  }

  @Override
  public int inputCount() {
    return inputShapes.size();
  }

  @Override
  public DataType<?> inputType(int input) {
    return node.input(input).dataType();
  }

  @Override
  public Shape inputShape(int input) {
    return inputShapes.get(input);
  }

  @Override
  public Optional<? extends Tensor<?>> inputValue(int input) {
    return Optional.ofNullable(inputValues.get(input));
  }

  @Override
  public boolean isPlanning() {
    return true;
  }

  @Override
  public DataType<?> outputType(int output) {
    return outputTypes.get(output);
  }

  @Override
  public Shape outputShape(int output) {
    return outputShapes.get(output);
  }

  @Override
  public Tensor<?> parameter(int input) {
    Tensor<?> value = inputValues.get(input);
    if (!isParameter(input) || value == null) {
      throw new IllegalArgumentException(
          "Input %d of %s is not declared as a parameter.".formatted(input, node.definition()));
    }
    return value;
  }

  @Override
  public <S> S state(Supplier<S> initial) {
    return state.kernelState(node.origin(), initial);
  }

  @Override
  public Workers workers() {
    return state.workers();
  }

  @Override
  public PrintStream printStream() {
    return state.printStream();
  }
}
