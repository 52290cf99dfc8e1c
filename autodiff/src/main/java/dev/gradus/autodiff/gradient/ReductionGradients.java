package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Attributes;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of the ops that make one number of several. */
public final class ReductionGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public ReductionGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("Sum", step -> step.send(0, () -> Reductions.spread(step, step.upstream())))
        .put("Mean", ReductionGradients::mean)
        .put("Prod", ReductionGradients::product)
        .put("Max", ReductionGradients::extreme)
        .put("Min", ReductionGradients::extreme)
        .put("Cumsum", ReductionGradients::runningSum)
        .put("Cumprod", ReductionGradients::runningProduct)
        .put("L2Loss", step -> step.send(0, () -> step.tf().mul(step.input(0), step.upstream())))
        .putAll(SegmentGradients.gradients())
        .buildOrThrow();
  }

  /** The mean of n elements: each has a part of 1/n in the result. */
  private static void mean(BackwardStep step) {
    Ops tf = step.tf();
    step.send(
        0,
        () -> {
          Output<Integer> outputs = tf.maximum(tf.size(step.output(0)), 1);
          Output<Integer> reduced = tf.div(tf.size(step.input(0)), outputs);
          Output<Number> count = tf.cast(reduced, step.input(0).dataType());
          return Reductions.spread(step, tf.div(step.upstream(), count));
        });
  }

  /**
   * The largest or smallest of several elements: the gradient goes to it, in equal parts if there
   * are several.
   */
  private static void extreme(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    step.send(
        0,
        () -> {
          Output<Boolean> chosen = tf.equal(x, Reductions.spread(step, step.output(0)));
          Output<Number> share = tf.cast(chosen, x.dataType());
          Output<? extends Number> axes = step.input(1);
          Output<Number> count = tf.reduceSum(share, true, axes);
          return tf.mul(tf.div(share, count), Reductions.spread(step, step.upstream()));
        });
  }

  /**
   * The product of several elements: the derivative by each is the product of the others. As the
   * whole divided by the one it would be 0/0 where that is 0; so it is the product of all before it
   * and all behind it, for which the reduced axes become one.
   */
  private static void product(BackwardStep step) {
    Ops tf = step.tf();
    step.send(
        0,
        () -> {
          PackedAxes packed = PackedAxes.of(step);
          Output<Number> rows = packed.pack(step.input(0));
          Output<Number> before = tf.cumprod(rows, 0, true, false);
          Output<Number> behind = tf.cumprod(rows, 0, true, true);
          Output<Number> others = packed.unpack(tf.mul(before, behind));
          return tf.mul(Reductions.spread(step, step.upstream()), others);
        });
  }

  /** Each element is in its own sum and in those that follow. */
  private static void runningSum(BackwardStep step) {
    step.send(0, () -> sumFrom(step, step.upstream()));
  }

  /** Returns the sums of what is at each place of an accumulation that an element is part of. */
  private static Output<Number> sumFrom(BackwardStep step, Output<Number> parts) {
    Attributes attributes = step.operation().attributes();
    return step.tf()
        .cumsum(
            parts, step.input(1), attributes.getBool("exclusive"), !attributes.getBool("reverse"));
  }

  /**
   * Each element is a factor of its own product and of those that follow: the derivative of these
   * is the product divided by the element. By an element that is 0, it is the product of the other
   * factors where none of these is 0, and else 0.
   */
  private static void runningProduct(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    Output<Number> axis = step.input(1);
    boolean exclusive = step.operation().attributes().getBool("exclusive");
    boolean reverse = step.operation().attributes().getBool("reverse");
    step.send(
        0,
        () -> {
          Output<Number> g = step.upstream();
          Output<Boolean> isZero = tf.equal(x, 0);
          Output<Number> ones = tf.onesLike(x);
          Output<Number> factors = tf.where(isZero, ones, x);
          Output<Number> byOther = tf.div(sumFrom(step, tf.mul(g, step.output(0))), factors);
          Output<Number> zeros = tf.cumsum(tf.cast(isZero, x.dataType()), axis, exclusive, reverse);
          Output<Number> others = tf.cumprod(factors, axis, exclusive, reverse);
          Output<Number> withOneZero = tf.where(tf.equal(zeros, 1), others, tf.zerosLike(x));
          Output<Number> byZero = sumFrom(step, tf.mul(g, withOneZero));
          return tf.where(isZero, byZero, byOther);
        });
  }
}
