package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.GraphFunction;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Runner;
import dev.gradus.core.Session;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A copy of what computes a loss, in a graph of its own, in which everything that was given (what
 * was fed, and the values of variables) is a placeholder: so the loss can be computed for any
 * values of the variables, while those in the user's session stay what they are.
 *
 * <p>The copy is of float64, whatever the loss is of, as differences need the digits: every float32
 * in a type, a constant or a value becomes a float64. Where an op on the way takes none, such as
 * one of a user's own or a loop, the copy is of the types of the loss.
 */
final class LossCopy implements AutoCloseable {
  private final Graph graph = new Graph();
  private final boolean widened;
  private final Map<Output<?>, Output<?>> copies = new HashMap<>();
  private final List<Feed<?>> constants = new ArrayList<>();
  private final Output<?> loss;
  private final Session session;

  /**
   * Copies.
   *
   * @param needed see {@link #needed}
   * @param given values of outputs: of those that are fed, and of all variables
   * @throws GraphException if the copy is to be widened and an op does not take float64
   */
  private LossCopy(
      Output<?> loss, List<Operation> needed, Map<Output<?>, Tensor<?>> given, boolean widened) {
    this.widened = widened;
    Ops tf = Ops.on(graph);
    given.forEach(
        (output, value) ->
            copies.put(output, tf.placeholder(type(value.dataType()), value.shape())));
    needed.forEach(this::copy);
    this.loss = copyOf(loss);
    this.session = new Session(graph);
    given.forEach((output, value) -> constants.add(feed(output, value)));
  }

  static LossCopy of(Output<?> loss, List<Operation> needed, Map<Output<?>, Tensor<?>> given) {
    try {
      return new LossCopy(loss, needed, given, true);
    } catch (GraphException e) {
      return new LossCopy(loss, needed, given, false);
    }
  }

  /**
   * Returns the operations that compute a loss, in the order of their ids.
   *
   * @param given the outputs beyond which not to look
   * @throws GraphException if computing the loss assigns a variable
   */
  static List<Operation> needed(Output<?> loss, Iterable<Output<?>> given) {
    OutputSet cut = new OutputSet();
    given.forEach(cut::add);
    walk(loss, cut, true).forEach(LossCopy::requireNoAssignment);
    return walk(loss, cut, false);
  }

  private static List<Operation> walk(Output<?> loss, OutputSet cut, boolean alongControls) {
    BitSet seen = new BitSet();
    List<Operation> needed = new ArrayList<>();
    Deque<Operation> open = new ArrayDeque<>();
    if (!cut.contains(loss)) {
      open.push(loss.operation());
    }
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (!seen.get(operation.id())) {
        seen.set(operation.id());
        needed.add(operation);
        operation.inputs().stream()
            .filter(input -> !cut.contains(input))
            .forEach(input -> open.push(input.operation()));
        if (alongControls) {
          operation.controlInputs().forEach(open::push);
        }
      }
    }
    needed.sort(Comparator.comparingInt(Operation::id));
    return needed;
  }

  private static void requireNoAssignment(Operation operation) {
    if (operation.definition().updatesState()) {
      throw new GraphException(
          ("The gradients of this loss cannot be measured, as to compute it changes a variable, by"
                  + " %s; build a loss that does not%s")
              .formatted(operation, operation.whereBuilt()));
    }
  }

  /** What is printed was printed when the user's session computed it. */
  private static boolean isPrint(Operation operation) {
    return operation.type().equals("Print");
  }

  private void copy(Operation operation) {
    List<Output<?>> inputs = operation.inputs().stream().<Output<?>>map(this::copyOf).toList();
    if (operation.definition().ownsState()) {
      return; // Its value is given.
    } else if (isPrint(operation)) {
      copies.put(operation.output(0), inputs.get(0));
      return;
    }
    OperationBuilder builder = graph.operation(operation.type()).name(operation.name());
    operation.attributes().asMap().forEach((name, value) -> builder.attribute(name, copy(value)));
    Operation copy = builder.inputsLike(operation, inputs).build();
    for (Output<?> output : operation.outputs()) {
      copies.putIfAbsent(output, copy.output(output.index()));
    }
  }

  private Output<?> copyOf(Output<?> original) {
    return Objects.requireNonNull(copies.get(original)); // Inputs are copied before their users.
  }

  /** Returns the value of an attribute as it is in the copy. */
  private Object copy(Object value) {
    if (value instanceof DataType<?> type) {
      return type(type);
    } else if (value instanceof Tensor<?> tensor) {
      return tensor(tensor);
    } else if (value instanceof List<?> list) {
      return list.stream().map(this::copy).toList();
    } else if (value instanceof GraphFunction && widened) {
      throw new GraphException("A function keeps its types");
    }
    return value;
  }

  private DataType<?> type(DataType<?> type) {
    return widened && type.equals(DataType.FLOAT32) ? DataType.FLOAT64 : type;
  }

  private Tensor<?> tensor(Tensor<?> tensor) {
    return type(tensor.dataType()).equals(tensor.dataType()) ? tensor : doubles(tensor);
  }

  private Feed<?> feed(Output<?> original, Tensor<?> value) {
    return feedTo(copyOf(original), tensor(value));
  }

  private static <T> Feed<T> feedTo(Output<T> placeholder, Tensor<?> value) {
    return Feed.feed(placeholder, value.as(placeholder.dataType()));
  }

  /** Tells whether everything in the copy that is a floating-point number is a float64. */
  boolean isOfFloat64() {
    return graph.operations().stream()
        .flatMap(operation -> operation.outputs().stream())
        .noneMatch(output -> output.dataType().equals(DataType.FLOAT32));
  }

  /**
   * Returns the loss for another value of a variable; the sum, if it has several elements.
   *
   * @param variable the reference to it
   */
  double at(Output<?> variable, Tensor<Double> value) {
    Output<?> placeholder = copyOf(variable);
    Runner runner = session.runner().fetch(loss);
    constants.stream().filter(feed -> !feed.target().equals(placeholder)).forEach(runner::feed);
    boolean isNarrow = placeholder.dataType().equals(DataType.FLOAT32);
    runner.feed(feedTo(placeholder, isNarrow ? floats(value) : value));
    return sum(runner.run().get(loss));
  }

  /** Returns the sum of all elements of a float32 or float64 tensor. */
  static double sum(Tensor<?> tensor) {
    return Arrays.stream(doubles(tensor).toDoubleArray()).sum();
  }

  /** Returns the elements of a float32 or float64 tensor as float64. */
  static Tensor<Double> doubles(Tensor<?> tensor) {
    if (tensor.dataType().equals(DataType.FLOAT64)) {
      return tensor.as(DataType.FLOAT64);
    }
    float[] narrow = tensor.toFloatArray();
    return Tensor.ofDoubles(
        tensor.shape(),
        wide -> {
          for (int i = 0; i < wide.length; i++) {
            wide[i] = narrow[i];
          }
        });
  }

  private static Tensor<Float> floats(Tensor<Double> tensor) {
    double[] wide = tensor.toDoubleArray();
    return Tensor.ofFloats(
        tensor.shape(),
        narrow -> {
          for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) wide[i];
          }
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
