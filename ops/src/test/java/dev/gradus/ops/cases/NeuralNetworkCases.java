package dev.gradus.ops.cases;

import dev.gradus.core.OpDef;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples of the ops of neural networks. */
final class NeuralNetworkCases {
  private static final int[][] ROWS = {{1}, {5}, {2, 3}, {3, 37}, {2, 3, 4}, {0, 3}, {2, 0}};
  private static final int[][] MATRICES = {{1, 1}, {2, 3}, {3, 37}, {0, 3}};

  private NeuralNetworkCases() {}

  static List<OpCase> all() {
    return List.of(
        FunctionCases.unary("Relu", x -> Math.max(x, 0), x -> Math.max(x, 0)),
        FunctionCases.unary(
            "Relu6", x -> Math.min(Math.max(x, 0), 6), x -> Math.min(Math.max(x, 0), 6)),
        OpCase.exact("LeakyRelu", NeuralNetworkCases::leakyRectifiers),
        FunctionCases.function("Elu", x -> x < 0 ? Math.expm1(x) : x),
        FunctionCases.function(
            "Selu", x -> 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)),
        FunctionCases.function("Softplus", x -> Math.log1p(Math.exp(x))),
        FunctionCases.function("Softsign", x -> x / (1 + Math.abs(x))),
        OpCase.exact("ReluGrad", NeuralNetworkCases::reluGradients),
        perRow("Softmax", NeuralNetworkCases::softmax).within(Tolerance.FUNCTION),
        perRow("LogSoftmax", NeuralNetworkCases::logSoftmax).within(Tolerance.DIFFERENCE),
        new OpCase(
            "SoftmaxCrossEntropyWithLogits",
            NeuralNetworkCases::crossEntropies,
            Tolerance.DIFFERENCE),
        new OpCase(
            "SparseSoftmaxCrossEntropyWithLogits",
            NeuralNetworkCases::sparseCrossEntropies,
            Tolerance.DIFFERENCE));
  }

  private static List<Sample> leakyRectifiers(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : MathCases.SHAPES) {
      samples.add(leakyRectifier(op, Map.of(), 0.2f, inputs.any(types.get("T"), shape)));
      for (float alpha : new float[] {0, 0.5f, 0.1f, 1.5f, -1}) {
        Tensor<?> features = inputs.any(types.get("T"), shape);
        samples.add(leakyRectifier(op, Map.of("alpha", alpha), alpha, features));
      }
    }
    return samples;
  }

  private static Sample leakyRectifier(
      OpDef op, Map<String, Object> attributes, double alpha, Tensor<?> features) {
    return Sample.of(
        op,
        attributes,
        List.of(features),
        plain -> List.of(plain.get(0).map(MathCases.number(x -> x > 0 ? x : alpha * x, x -> x))));
  }

  private static List<Sample> reluGradients(OpDef op, Types types, Inputs inputs) {
    int[][] shapes = {{}, {0}, {5}, {37}, {2, 3}, {2, 3, 4}};
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : shapes) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(inputs.any(types.get("T"), shape), inputs.any(types.get("T"), shape)),
              plain ->
                  List.of(
                      plain
                          .get(0)
                          .zip(
                              plain.get(1),
                              MathCases.number(
                                  (g, x) -> x > 0 ? g : 0, (g, x) -> x > 0 ? g : 0)))));
    }
    return samples;
  }

  /** Computes one element of a row from all of the row. */
  private interface RowFunction {
    double at(double[] row, int index);
  }

  private static OpCase perRow(String op, RowFunction function) {
    return OpCase.exact(
        op,
        (definition, types, inputs) -> {
          List<Sample> samples = new ArrayList<>();
          for (int[] shape : ROWS) {
            samples.add(
                Sample.of(
                    definition,
                    Map.of(),
                    List.of(inputs.any(types.get("T"), shape)),
                    plain -> {
                      Plain x = plain.get(0);
                      return List.of(
                          Plain.of(
                              x.shape(),
                              index -> function.at(row(x, index), index[index.length - 1])));
                    }));
          }
          return samples;
        });
  }

  /** Returns the elements whose index is the given one but for the last axis. */
  private static double[] row(Plain x, int... index) {
    int last = x.rank() - 1;
    double[] row = new double[x.shape()[last]];
    for (int i = 0; i < row.length; i++) {
      int[] place = index.clone();
      place[last] = i;
      row[i] = x.at(place).doubleValue();
    }
    return row;
  }

  private static double softmax(double[] row, int index) {
    double sum = 0;
    for (double x : row) {
      sum += Math.exp(x);
    }
    return Math.exp(row[index]) / sum;
  }

  private static double logSoftmax(double[] row, int index) {
    return Math.log(softmax(row, index));
  }

  private static List<Sample> crossEntropies(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : MATRICES) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), shape), inputs.between(types.get("T"), 0, 2, shape)),
              plain -> crossEntropy(plain.get(0), plain.get(1))));
    }
    return samples;
  }

  /** Returns the losses, -Σ label · log softmax, and their gradients, softmax - label. */
  private static List<Plain> crossEntropy(Plain logits, Plain labels) {
    int classes = logits.shape()[1];
    Plain losses =
        Plain.of(
            new int[] {logits.shape()[0]},
            index -> {
              double loss = 0;
              for (int i = 0; i < classes; i++) {
                double label = labels.at(index[0], i).doubleValue();
                loss -= label * logSoftmax(row(logits, index[0], 0), i);
              }
              return loss;
            });
    Plain gradients =
        Plain.of(
            logits.shape(),
            index -> softmax(row(logits, index), index[1]) - labels.at(index).doubleValue());
    return List.of(losses, gradients);
  }

  private static List<Sample> sparseCrossEntropies(OpDef op, Types types, Inputs inputs) {
    List<Sample> samples = new ArrayList<>();
    for (int[] shape : MATRICES) {
      samples.add(
          Sample.of(
              op,
              Map.of(),
              List.of(
                  inputs.any(types.get("T"), shape),
                  inputs.between(types.get("Tlabels"), 0, shape[1], shape[0])),
              plain -> {
                Plain labels = plain.get(1);
                Plain oneHot =
                    Plain.of(
                        shape, index -> labels.at(index[0]).longValue() == index[1] ? 1.0 : 0.0);
                return crossEntropy(plain.get(0), oneHot);
              }));
    }
    return samples;
  }
}
