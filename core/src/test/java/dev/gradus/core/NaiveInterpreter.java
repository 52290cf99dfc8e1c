package dev.gradus.core;

import static dev.gradus.core.DataType.BOOL;
import static dev.gradus.core.DataType.FLOAT32;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes a {@link RandomGraph} or {@link RandomProgram} in the plainest way: every node, in
 * order, each value a new tensor. What a session returns has to be the same to the bit.
 */
public final class NaiveInterpreter {
  private final Map<Output<?>, Tensor<?>> values = new HashMap<>();

  /** Computes all values of the graph, of which some are fed. */
  public NaiveInterpreter(Graph graph, List<Feed<?>> feeds) {
    feeds.forEach(feed -> values.put(feed.target(), feed.value()));
    interpret(graph.operations());
  }

  private NaiveInterpreter(GraphFunction function, List<Tensor<?>> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      values.put(function.arguments().get(i), arguments.get(i));
    }
    interpret(function.operations());
  }

  private static List<Tensor<?>> call(GraphFunction function, List<Tensor<?>> arguments) {
    NaiveInterpreter body = new NaiveInterpreter(function, arguments);
    return function.results().stream().<Tensor<?>>map(body::get).toList();
  }

  private void interpret(List<Operation> operations) {
    for (Operation operation : operations) {
      List<Tensor<?>> inputs = new ArrayList<>();
      operation.inputs().forEach(input -> inputs.add(values.get(input)));
      if (!values.containsKey(operation.output(0))) {
        List<Tensor<?>> outputs = compute(operation, inputs);
        for (int i = 0; i < outputs.size(); i++) {
          values.put(operation.output(i), outputs.get(i));
        }
      } else if (operation.outputs().size() == 2) {
        values.put(operation.output(1), compute(operation, inputs).get(1));
      }
    }
  }

  /** Returns a value. */
  public Tensor<?> get(Output<?> output) {
    return values.get(output);
  }

  private static List<Tensor<?>> compute(Operation operation, List<Tensor<?>> inputs) {
    if (operation.type().equals("TestConst")) {
      return List.of(operation.attributes().getTensor("value"));
    }
    Attributes attributes = operation.attributes();
    Tensor<?> x = inputs.get(0);
    if (operation.type().equals("TestIf")) {
      String branch = x.getBoolean() ? "then" : "else";
      return call(attributes.getFunction(branch), inputs.subList(1, inputs.size()));
    } else if (operation.type().equals("TestWhile")) {
      List<Tensor<?>> variables = inputs;
      while (call(attributes.getFunction("cond"), variables).get(0).booleanValue()) {
        variables = call(attributes.getFunction("body"), variables);
      }
      return variables;
    } else if (operation.type().equals("TestLess")) {
      return List.of(Tensor.of(x.intValue() < inputs.get(1).intValue()));
    } else if (x.dataType().equals(DataType.INT32)) {
      return List.of(Tensor.of(x.intValue() + inputs.get(1).intValue()));
    }
    float[] a = x.as(FLOAT32).toFloatArray();
    return switch (operation.type()) {
      case "TestAdd" -> List.of(add(x, inputs.get(1)));
      case "TestAddN" -> {
        Tensor<?> sum = Tensor.zeros(FLOAT32, x.shape());
        for (Tensor<?> input : inputs) {
          sum = add(sum, input);
        }
        yield List.of(sum);
      }
      case "TestSetFirst" -> {
        if (a.length > 0) {
          a[0] = inputs.get(1).floatValue();
        }
        yield List.of(Tensor.of(x.shape(), a));
      }
      case "TestNeg" -> List.of(map(x, -1));
      case "TestIdentity" -> List.of(x);
      case "TestReshape" ->
          List.of(Tensor.of(Shape.of(inputs.get(1).as(DataType.INT32).toIntArray()), a));
      case "TestSum" -> {
        float sum = 0;
        for (float element : a) {
          sum += element;
        }
        yield List.of(Tensor.of(sum));
      }
      case "TestPositives" -> {
        int count = 0;
        for (float element : a) {
          if (element > 0) {
            a[count++] = element;
          }
        }
        yield List.of(Tensor.of(Arrays.copyOf(a, count)));
      }
      case "TestTwoOutputs" -> {
        boolean[] negative = new boolean[a.length];
        for (int i = 0; i < a.length; i++) {
          negative[i] = a[i] < 0;
        }
        yield List.of(map(x, 2), Tensor.of(x.shape(), negative).as(BOOL));
      }
      default -> throw new IllegalArgumentException(operation.toString());
    };
  }

  private static Tensor<Float> map(Tensor<?> x, float factor) {
    float[] elements = x.as(FLOAT32).toFloatArray();
    for (int i = 0; i < elements.length; i++) {
      elements[i] *= factor;
    }
    return Tensor.of(x.shape(), elements);
  }

  /** Adds two tensors, of one shape or one of them a scalar. */
  private static Tensor<Float> add(Tensor<?> x, Tensor<?> y) {
    float[] a = x.as(FLOAT32).toFloatArray();
    float[] b = y.as(FLOAT32).toFloatArray();
    Shape shape = x.shape().rank() == 0 ? y.shape() : x.shape();
    float[] sum = new float[shape.elementCount()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[x.shape().rank() == 0 ? 0 : i] + b[y.shape().rank() == 0 ? 0 : i];
    }
    return Tensor.of(shape, sum);
  }
}
