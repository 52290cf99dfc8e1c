package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of the ops of neural networks. */
public final class NeuralNetworkGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public NeuralNetworkGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("Softmax", NeuralNetworkGradients::softmax)
        .put("LogSoftmax", NeuralNetworkGradients::logSoftmax)
        .put("Relu", NeuralNetworkGradients::relu)
        .put("ReluGrad", NeuralNetworkGradients::reluGrad)
        .put("SoftmaxCrossEntropyWithLogits", NeuralNetworkGradients::crossEntropy)
        .put("SparseSoftmaxCrossEntropyWithLogits", NeuralNetworkGradients::sparseCrossEntropy)
        .buildOrThrow();
  }

  private static void softmax(BackwardStep step) {
    step.send(0, () -> throughSoftmax(step.tf(), step.upstream(), step.output(0)));
  }

  /** y = softmax(z): dyᵢ/dzⱼ = yᵢ · (δᵢⱼ - yⱼ), and so g becomes (g - Σ g·y) · y. */
  private static Output<Number> throughSoftmax(Ops tf, Output<Number> g, Output<Number> y) {
    return tf.mul(tf.sub(g, tf.reduceSum(tf.mul(g, y), true, -1)), y);
  }

  /** y = log softmax(z): dyᵢ/dzⱼ = δᵢⱼ - softmax(z)ⱼ, and so g becomes g - softmax(z) · Σ g. */
  private static void logSoftmax(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> g = step.upstream();
    step.send(0, () -> tf.sub(g, tf.mul(tf.exp(step.output(0)), tf.reduceSum(g, true, -1))));
  }

  private static void relu(BackwardStep step) {
    step.send(0, () -> reluGrad(step.tf(), step.upstream(), step.output(0)));
  }

  /**
   * Of its two inputs, a gradient and the features that chose what passes, only the first has a
   * derivative.
   */
  private static void reluGrad(BackwardStep step) {
    step.send(0, () -> reluGrad(step.tf(), step.upstream(), step.input(1)));
  }

  private static Output<Number> reluGrad(Ops tf, Output<Number> gradient, Output<Number> features) {
    return tf.operation("ReluGrad").input(gradient).input(features).build().output(0);
  }

  /**
   * The op's second output is the gradient of the loss with respect to the logits. That output can
   * itself be differentiated: it is softmax(logits) - labels.
   */
  private static void crossEntropy(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> logits = step.input(0);
    step.send(0, () -> toLogits(step));
    step.send(
        1,
        () -> {
          Output<Number> byLoss = tf.neg(tf.mul(perRow(step), tf.nn.logSoftmax(logits)));
          return step.hasUpstream(1) ? tf.sub(byLoss, step.upstream(1)) : byLoss;
        });
  }

  private static void sparseCrossEntropy(BackwardStep step) {
    step.send(0, () -> toLogits(step));
  }

  private static Output<Number> toLogits(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> byLoss = tf.mul(perRow(step), step.output(1));
    return step.hasUpstream(1)
        ? tf.add(byLoss, throughSoftmax(tf, step.upstream(1), tf.nn.softmax(step.input(0))))
        : byLoss;
  }

  /** The gradient of each row's loss, as a column. */
  private static Output<Number> perRow(BackwardStep step) {
    return step.tf().expandDims(step.upstream(0), -1);
  }
}
