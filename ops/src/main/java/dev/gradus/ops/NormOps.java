package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Norms: how large tensors are, and to keep them from being larger. */
abstract sealed class NormOps extends LinearAlgebraOps permits StateOps {
  NormOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns the Euclidean norm {@code √Σ x²} of all elements, a scalar.
   *
   * <p>At 0 it has no derivative, and the gradient is NaN there, as in TensorFlow; {@code
   * tf.nn.l2Normalize} and {@code tf.clipByNorm} know to avoid that.
   */
  public <T extends Number> Output<T> norm(Operand<T> x) {
    Ops own = enter("norm");
    return own.sqrt(own.reduceSum(own.square(x)));
  }

  /**
   * Returns the Euclidean norm over some axes, as {@link #norm(Operand)}; over the two axes of a
   * matrix it is also called the Frobenius norm.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> norm(Operand<T> x, boolean keepDims, int... axes) {
    Ops own = enter("norm");
    return own.sqrt(own.reduceSum(own.square(x), keepDims, axes));
  }

  /**
   * Returns the p-norm {@code (Σ |x|ᵖ)^(1/p)} of all elements, a scalar.
   *
   * <pre>{@code
   * tf.norm(x, 1)                           // Σ |x|
   * tf.norm(x, 2)                           // √Σ x²
   * tf.norm(x, Double.POSITIVE_INFINITY)    // max |x|
   * }</pre>
   *
   * @param order p, greater than 0
   */
  public <T extends Number> Output<T> norm(Operand<T> x, double order) {
    Ops own = enter("norm");
    return norm(own, x, order, own::reduceSum, own::reduceMax);
  }

  /**
   * Returns the p-norm along an axis.
   *
   * @param order p, greater than 0
   * @param axis which; a negative one counts from the end
   */
  public <T extends Number> Output<T> norm(Operand<T> x, double order, int axis) {
    return norm(x, order, false, axis);
  }

  /**
   * Returns the p-norm along an axis.
   *
   * @param order p, greater than 0
   * @param keepDims whether the result has a dimension of 1 for the axis, instead of none
   * @param axis which; a negative one counts from the end
   */
  public <T extends Number> Output<T> norm(Operand<T> x, double order, boolean keepDims, int axis) {
    Ops own = enter("norm");
    return norm(
        own,
        x,
        order,
        terms -> own.reduceSum(terms, keepDims, axis),
        terms -> own.reduceMax(terms, keepDims, axis));
  }

  private static <T extends Number> Output<T> norm(
      Ops own,
      Operand<T> x,
      double order,
      UnaryOperator<Output<T>> sum,
      UnaryOperator<Output<T>> max) {
    if (!(order > 0)) {
      throw GraphException.atCaller("The order of a norm must be greater than 0, but is " + order);
    }
    if (order == 2) {
      return own.sqrt(sum.apply(own.square(x)));
    } else if (order == 1) {
      return sum.apply(own.abs(x));
    } else if (order == Double.POSITIVE_INFINITY) {
      return max.apply(own.abs(x));
    }
    return own.pow(sum.apply(own.pow(own.abs(x), order)), 1 / order);
  }

  /**
   * Returns the Euclidean norm of all elements of several tensors, as if they were one: a scalar.
   */
  public <T extends Number> Output<T> globalNorm(List<? extends Operand<T>> tensors) {
    requireSome("globalNorm", tensors);
    Ops own = enter("global_norm");
    List<Output<T>> halves = new ArrayList<>();
    for (Operand<T> tensor : tensors) {
      halves.add(own.nn.l2Loss(tensor));
    }
    return own.named("global_norm").sqrt(own.mul(own.addN(halves), 2));
  }

  private static void requireSome(String method, List<?> tensors) {
    if (tensors.isEmpty()) {
      throw GraphException.atCaller(method + " needs at least one tensor");
    }
  }

  /**
   * Returns {@code x} scaled so that its Euclidean norm is at most the given one: {@code x · c /
   * max(‖x‖, c)}.
   *
   * @param clipNorm c, greater than 0
   */
  public <T extends Number> Output<T> clipByNorm(Operand<T> x, double clipNorm) {
    Ops own = enter("clip_by_norm");
    return clipByNorm(own, x, bound(own, x, clipNorm), own::reduceSum);
  }

  /**
   * Returns {@code x} with each part along some axes scaled so that its Euclidean norm is at most
   * the given one.
   *
   * @param clipNorm greater than 0
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> clipByNorm(Operand<T> x, double clipNorm, int... axes) {
    Ops own = enter("clip_by_norm");
    return clipByNorm(
        own, x, bound(own, x, clipNorm), squares -> own.reduceSum(squares, true, axes));
  }

  /**
   * Returns {@code x} scaled so that its Euclidean norm is at most the given one.
   *
   * @param clipNorm a scalar greater than 0, which is not checked
   */
  public <T extends Number> Output<T> clipByNorm(Operand<T> x, Operand<T> clipNorm) {
    Ops own = enter("clip_by_norm");
    return clipByNorm(own, x, clipNorm, own::reduceSum);
  }

  private static <T extends Number> Output<T> bound(Ops own, Operand<T> like, double norm) {
    if (!(norm > 0)) {
      throw GraphException.atCaller("The norm to clip to must be greater than 0, but is " + norm);
    }
    return own.named("clip_norm").scalar(like.dataType(), norm);
  }

  private static <T extends Number> Output<T> clipByNorm(
      Ops own, Operand<T> x, Operand<T> clipNorm, UnaryOperator<Output<T>> sum) {
    Output<T> squares = sum.apply(own.square(x));
    // The root of 0 would have the gradient ∞ · 0.
    Output<Boolean> isSome = own.greater(squares, 0);
    Output<T> safe = own.where(isSome, squares, own.onesLike(squares));
    Output<T> norm = own.where(isSome, own.sqrt(safe), squares);
    return own.div(own.mul(x, clipNorm), own.maximum(norm, clipNorm));
  }

  /**
   * Returns several tensors scaled by one factor, so that their {@linkplain #globalNorm norm
   * together} is at most the given one; and that norm, as it was before.
   *
   * <pre>{@code
   * List<Output<Float>> gradients = Gradients.of(loss, weights);
   * gradients = tf.clipByGlobalNorm(gradients, 5).values();
   * }</pre>
   *
   * <p>If the norm is infinite or NaN, all results are NaN, so that it does not go unseen.
   *
   * @param clipNorm greater than 0
   */
  public <T extends Number> ClippedByGlobalNorm<T> clipByGlobalNorm(
      List<? extends Operand<T>> tensors, double clipNorm) {
    requireSome("clipByGlobalNorm", tensors);
    return clipByGlobalNorm(tensors, clipNorm, globalNorm(tensors));
  }

  /**
   * Returns several tensors scaled by one factor, as {@link #clipByGlobalNorm(List, double)} does.
   *
   * @param clipNorm greater than 0
   * @param norm their norm, if that was computed before, or another scalar in its place
   */
  public <T extends Number> ClippedByGlobalNorm<T> clipByGlobalNorm(
      List<? extends Operand<T>> tensors, double clipNorm, Operand<T> norm) {
    requireSome("clipByGlobalNorm", tensors);
    Ops own = enter("clip_by_global_norm");
    Output<T> bound = bound(own, norm, clipNorm);
    Output<T> factor = own.mul(bound, own.minimum(own.div(1, norm), own.div(1, bound)));
    // Adds 0, or NaN if the norm is no finite number.
    Output<T> scale = own.add(factor, own.sub(norm, norm));
    List<Output<T>> values = new ArrayList<>();
    for (Operand<T> tensor : tensors) {
      values.add(own.mul(tensor, scale));
    }
    return new ClippedByGlobalNorm<>(values, norm.asOutput());
  }
}
