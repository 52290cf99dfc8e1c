package dev.gradus.autodiff.gradient;

import static dev.gradus.autodiff.gradient.Broadcasting.undo;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of the ops that compute numbers from numbers. */
public final class MathGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public MathGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("Add", MathGradients::add)
        .put("AddV2", MathGradients::add)
        .put("Sub", MathGradients::sub)
        .put("Mul", MathGradients::mul)
        .put("RealDiv", MathGradients::div)
        .put("Pow", MathGradients::pow)
        .put("Maximum", step -> choose(step, step.tf().greaterEqual(step.input(0), step.input(1))))
        .put("Minimum", step -> choose(step, step.tf().lessEqual(step.input(0), step.input(1))))
        .put("AddN", MathGradients::addN)
        .put("Neg", step -> step.send(0, () -> step.tf().neg(step.upstream())))
        .put("Abs", MathGradients::abs)
        .put("Square", MathGradients::square)
        .put("Sqrt", MathGradients::sqrt)
        .put("Exp", MathGradients::exp)
        .put("Log", MathGradients::log)
        .put("Sigmoid", MathGradients::sigmoid)
        .put("Tanh", MathGradients::tanh)
        .buildOrThrow();
  }

  /** z = x + y: each input has a part of 1 in the result. */
  private static void add(BackwardStep step) {
    step.send(0, () -> undo(step, 0, step.upstream()));
    step.send(1, () -> undo(step, 1, step.upstream()));
  }

  /** z = x - y. */
  private static void sub(BackwardStep step) {
    step.send(0, () -> undo(step, 0, step.upstream()));
    step.send(1, () -> undo(step, 1, step.tf().neg(step.upstream())));
  }

  /** z = x · y: dz/dx = y, dz/dy = x. */
  private static void mul(BackwardStep step) {
    step.send(0, () -> undo(step, 0, step.tf().mul(step.upstream(), step.input(1))));
    step.send(1, () -> undo(step, 1, step.tf().mul(step.upstream(), step.input(0))));
  }

  /** z = x / y: dz/dx = 1/y, dz/dy = -x/y², divided twice so that y² cannot overflow. */
  private static void div(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    Output<Number> y = step.input(1);
    step.send(0, () -> undo(step, 0, tf.div(step.upstream(), y)));
    step.send(1, () -> undo(step, 1, tf.mul(step.upstream(), tf.div(tf.div(tf.neg(x), y), y))));
  }

  /**
   * z = xʸ: dz/dx = y · xʸ⁻¹, and 0 where y is 0, even at x = 0; dz/dy = z · log x, taken to be 0
   * where x is not positive, as in TensorFlow.
   */
  private static void pow(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    Output<Number> y = step.input(1);
    step.send(
        0,
        () -> {
          // With 0⁻¹ = ∞, 0 · 0⁻¹ would be NaN; any exponent that keeps xʸ⁻¹ finite will do.
          Output<Number> exponent = tf.where(tf.equal(y, 0), tf.onesLike(y), tf.sub(y, 1));
          return undo(step, 0, tf.mul(step.upstream(), tf.mul(y, tf.pow(x, exponent))));
        });
    step.send(
        1,
        () -> {
          Output<Boolean> positive = tf.greater(x, 0);
          Output<Number> safe = tf.where(positive, x, tf.onesLike(x)); // log 1 = 0
          return undo(step, 1, tf.mul(step.upstream(), tf.mul(step.output(0), tf.log(safe))));
        });
  }

  /** z = max(x, y) or min(x, y): the gradient goes to the one chosen; to x if they are equal. */
  private static void choose(BackwardStep step, Output<Boolean> isFirst) {
    Ops tf = step.tf();
    Output<Number> g = step.upstream();
    Output<Number> zeros = tf.zerosLike(g);
    step.send(0, () -> undo(step, 0, tf.where(isFirst, g, zeros)));
    step.send(1, () -> undo(step, 1, tf.where(isFirst, zeros, g)));
  }

  private static void addN(BackwardStep step) {
    for (int i = 0; i < step.operation().inputs().size(); i++) {
      step.send(i, step::upstream);
    }
  }

  private static void abs(BackwardStep step) {
    step.send(0, () -> step.tf().mul(step.upstream(), step.tf().sign(step.input(0))));
  }

  /** y = x²: dy/dx = 2x. */
  private static void square(BackwardStep step) {
    step.send(0, () -> step.tf().mul(step.upstream(), step.tf().mul(step.input(0), 2)));
  }

  /** y = √x: dy/dx = 1 / 2y. */
  private static void sqrt(BackwardStep step) {
    step.send(0, () -> step.tf().div(step.tf().mul(step.upstream(), 0.5), step.output(0)));
  }

  /** y = eˣ is its own derivative. */
  private static void exp(BackwardStep step) {
    step.send(0, () -> step.tf().mul(step.upstream(), step.output(0)));
  }

  /** y = log x: dy/dx = 1/x. */
  private static void log(BackwardStep step) {
    step.send(0, () -> step.tf().div(step.upstream(), step.input(0)));
  }

  /** y = σ(x): dy/dx = y · (1 - y). */
  private static void sigmoid(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> y = step.output(0);
    step.send(0, () -> tf.mul(step.upstream(), tf.mul(y, tf.sub(1, y))));
  }

  /** y = tanh x: dy/dx = 1 - y². */
  private static void tanh(BackwardStep step) {
    Ops tf = step.tf();
    step.send(0, () -> tf.mul(step.upstream(), tf.sub(1, tf.square(step.output(0)))));
  }
}
