package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.awayFromZero;
import static dev.gradus.autodiff.GradientCase.between;
import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.probabilities;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases for the ops of neural networks. */
final class NeuralNetworkGradientCases {
  private static final String DENSE = "SoftmaxCrossEntropyWithLogits";
  private static final String SPARSE = "SparseSoftmaxCrossEntropyWithLogits";

  private NeuralNetworkGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(
            softmaxes("Softmax", (tf, x) -> tf.nn.softmax(x)),
            softmaxes("LogSoftmax", (tf, x) -> tf.nn.logSoftmax(x)),
            rectifiers(),
            activations(),
            logisticLosses(),
            denseCrossEntropies(),
            sparseCrossEntropies())
        .flatMap(Function.identity());
  }

  private static Stream<GradientCase> softmaxes(String op, GradientCase.Unary function) {
    return Stream.of(normal(3), normal(2, 3), normal(2, 1), normal(2, 2, 3), normal(0, 3))
        .map(x -> unary(op, x.shape().toString(), function, x));
  }

  private static Stream<GradientCase> rectifiers() {
    return Stream.of(
        unary("Relu", "[2,3]", (tf, x) -> tf.nn.relu(x), awayFromZero(2, 3)),
        unary("Relu", "[]", (tf, x) -> tf.square(tf.nn.relu(x)), awayFromZero()),
        unary("Relu", "[0]", (tf, x) -> tf.nn.relu(x), awayFromZero(0)),
        binary(
            "ReluGrad",
            "of two inputs",
            NeuralNetworkGradientCases::reluGrad,
            normal(2, 3),
            awayFromZero(2, 3)),
        unary(
            "ReluGrad",
            "of x and x",
            (tf, x) -> reluGrad(tf, tf.square(x), x),
            awayFromZero(2, 3)));
  }

  private static Stream<GradientCase> activations() {
    return Stream.of(
            activation("Relu6", (tf, x) -> tf.nn.relu6(x)),
            activation("LeakyRelu", (tf, x) -> tf.nn.leakyRelu(x)),
            activation("LeakyRelu", (tf, x) -> tf.nn.leakyRelu(x, 1.5)),
            activation("Elu", (tf, x) -> tf.nn.elu(x)),
            activation("Selu", (tf, x) -> tf.nn.selu(x)),
            activation("Softplus", (tf, x) -> tf.nn.softplus(x)),
            activation("Softplus", (tf, x) -> tf.nn.logSigmoid(x)),
            activation("Softsign", (tf, x) -> tf.nn.softsign(x)))
        .flatMap(Function.identity());
  }

  /** Of numbers that are not 0, nor 6, where some of these functions have no derivative. */
  private static Stream<GradientCase> activation(String op, GradientCase.Unary function) {
    return Stream.of(
        unary(op, "[2,3]", function, awayFromZero(2, 3)),
        unary(op, "[], squared", (tf, x) -> tf.square(function.build(tf, x)), awayFromZero()),
        unary(op, "from 4.2 to 5.8", function, between(4.2, 5.8, 3)),
        unary(op, "from 6.2 to 8", function, between(6.2, 8, 3)),
        unary(op, "[0]", function, awayFromZero(0)));
  }

  private static Stream<GradientCase> logisticLosses() {
    return Stream.of(
        binary(
            "Log1p",
            "in the cross entropy of a sigmoid",
            (tf, labels, logits) -> tf.nn.sigmoidCrossEntropyWithLogits(labels, logits),
            between(0, 1, 2, 3),
            awayFromZero(2, 3)),
        binary(
            "Softplus",
            "in the weighted cross entropy of a sigmoid",
            (tf, labels, logits) -> tf.nn.weightedCrossEntropyWithLogits(labels, logits, 2.5),
            between(0, 1, 2, 3),
            normal(2, 3)));
  }

  private static Output<Double> reluGrad(
      Ops tf, Operand<Double> gradients, Operand<Double> features) {
    return tf.operation("ReluGrad").input(gradients).input(features).build().output(0);
  }

  private static Stream<GradientCase> denseCrossEntropies() {
    return Stream.of(
        dense("the loss", operation -> List.of(operation.output(0)), normal(2, 3)),
        dense("its gradient", operation -> List.of(operation.output(1)), normal(2, 3)),
        dense("both", operation -> List.of(operation.output(0), operation.output(1)), normal(2, 3)),
        dense("one class", operation -> List.of(operation.output(0)), normal(2, 1)),
        dense(
            "no rows",
            operation -> List.of(operation.output(0), operation.output(1)),
            normal(0, 3)),
        unary(DENSE, "x with x", (tf, x) -> crossEntropy(tf, x, x).output(0), probabilities(2, 3)));
  }

  /** Which outputs of an operation are the results. */
  private interface Results {
    List<Output<Double>> of(Operation operation);
  }

  private static GradientCase dense(String name, Results results, GradientCase.Input logits) {
    int[] shape = logits.shape().toArray();
    return GradientCase.of(
        DENSE,
        name + " of " + logits.shape(),
        (tf, in) -> results.of(crossEntropy(tf, in.get(0), in.get(1))),
        logits,
        probabilities(shape[0], shape[1]));
  }

  private static Operation crossEntropy(Ops tf, Operand<Double> logits, Operand<Double> labels) {
    return tf.operation(DENSE).input(logits).input(labels).build();
  }

  private static Stream<GradientCase> sparseCrossEntropies() {
    return Stream.of(
        sparse("the loss, labels of int32", tf -> tf.constant(2, 0), 0),
        sparse("the loss, labels of int64", tf -> tf.constant(1L, 1L), 0),
        sparse("its gradient", tf -> tf.constant(2, 0), 1),
        sparse("both", tf -> tf.constant(2, 0), 0, 1));
  }

  private static GradientCase sparse(
      String name, Function<Ops, Operand<? extends Number>> labels, int... outputs) {
    return GradientCase.of(
        SPARSE,
        name,
        (tf, in) -> {
          Operation operation =
              tf.operation(SPARSE).input(in.get(0)).input(labels.apply(tf)).build();
          return Arrays.stream(outputs).mapToObj(index -> operation.<Double>output(index)).toList();
        },
        normal(2, 3));
  }
}
