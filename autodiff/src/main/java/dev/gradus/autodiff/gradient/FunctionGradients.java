package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;
import java.util.function.BiFunction;

/** The gradients of the ops that are functions of one number. */
public final class FunctionGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public FunctionGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("Neg", step -> step.send(0, () -> step.tf().neg(step.upstream())))
        .put("Abs", FunctionGradients::abs)
        .put("Square", FunctionGradients::square)
        .put("Reciprocal", FunctionGradients::reciprocal)
        .put("Sqrt", FunctionGradients::sqrt)
        .put("Rsqrt", FunctionGradients::rsqrt)
        .put("Exp", FunctionGradients::exp)
        .put("Expm1", slope(Ops::exp))
        .put("Log", FunctionGradients::log)
        .put("Log1p", slope((tf, x) -> tf.reciprocal(tf.add(x, 1))))
        .put("Sin", slope(Ops::cos))
        .put("Cos", slope((tf, x) -> tf.neg(tf.sin(x))))
        .put("Tan", slope(FunctionGradients::tan))
        .put("Asin", slope(FunctionGradients::asin))
        .put("Acos", slope((tf, x) -> tf.neg(asin(tf, x))))
        .put("Atan", slope((tf, x) -> tf.reciprocal(tf.add(tf.square(x), 1))))
        .put("Sinh", slope(Ops::cosh))
        .put("Cosh", slope(Ops::sinh))
        .put("Tanh", FunctionGradients::tanh)
        .put("Asinh", step -> step.send(0, () -> over(step, step.tf().cosh(step.output(0)))))
        .put("Acosh", step -> step.send(0, () -> over(step, step.tf().sinh(step.output(0)))))
        .put("Atanh", slope(FunctionGradients::atanh))
        .put("Erf", slope(FunctionGradients::erf))
        .put("Erfc", slope((tf, x) -> tf.neg(erf(tf, x))))
        .put("Sigmoid", FunctionGradients::sigmoid)
        .buildOrThrow();
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

  /** y = 1/x: dy/dx = -y². */
  private static void reciprocal(BackwardStep step) {
    Ops tf = step.tf();
    step.send(0, () -> tf.mul(step.upstream(), tf.neg(tf.square(step.output(0)))));
  }

  /** y = 1/√x: dy/dx = -y³/2. */
  private static void rsqrt(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> y = step.output(0);
    step.send(0, () -> tf.mul(step.upstream(), tf.mul(tf.mul(y, -0.5), tf.square(y))));
  }

  /** y = tan x: dy/dx = (1/cos x)². */
  private static Output<Number> tan(Ops tf, Output<Number> x) {
    return tf.square(tf.reciprocal(tf.cos(x)));
  }

  /** y = atanh x: dy/dx = 1/(1 - x²). */
  private static Output<Number> atanh(Ops tf, Output<Number> x) {
    return tf.reciprocal(tf.sub(1, tf.square(x)));
  }

  /** y = asin x: dy/dx = 1/√(1 - x²). */
  private static Output<Number> asin(Ops tf, Output<Number> x) {
    return tf.reciprocal(tf.sqrt(tf.sub(1, tf.square(x))));
  }

  /** y = erf x: dy/dx = 2/√π · exp(-x²). */
  private static Output<Number> erf(Ops tf, Output<Number> x) {
    return tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI));
  }

  /** y = f⁻¹(x): dy/dx = 1/f'(y). */
  private static Output<Number> over(BackwardStep step, Output<Number> slopeOfInverse) {
    return step.tf().div(step.upstream(), slopeOfInverse);
  }

  /** y = f(x): dy/dx as a function of x. */
  private static Gradient slope(BiFunction<Ops, Output<Number>, Output<Number>> derivative) {
    return step ->
        step.send(
            0, () -> step.tf().mul(step.upstream(), derivative.apply(step.tf(), step.input(0))));
  }
}
