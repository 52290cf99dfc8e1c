package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of the ops that take matrices apart, and solve equations. */
public final class DecompositionGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public DecompositionGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.of(
        "Qr", DecompositionGradients::qr,
        "MatrixTriangularSolve", DecompositionGradients::matrixTriangularSolve);
  }

  /**
   * A = Q·R: with M = tril(W - Wᵀ) and W = Qᵀ·dQ + R·dRᵀ, dA = Q·(dR + M·R⁻ᵀ) + (dQ - Q·Qᵀ·dQ)·R⁻ᵀ,
   * if R is square.
   *
   * @see <a href="https://arxiv.org/abs/1009.6112">Walter and Lehmann, On evaluating higher-order
   *     derivatives of the QR decomposition of tall matrices with full column rank, 2010</a>
   */
  private static void qr(BackwardStep step) {
    requireSquare(step);
    Ops tf = step.tf();
    Output<Number> q = step.output(0);
    Output<Number> r = step.output(1);
    Output<Number> dq = step.upstream(0);
    Output<Number> dr = step.upstream(1);
    step.send(
        0,
        () -> {
          Output<Number> along = tf.matmul(q, dq, true, false);
          Output<Number> w = tf.add(along, tf.matmul(r, dr, false, true));
          Output<Number> m = tf.matrixBandPart(tf.sub(w, tf.matrixTranspose(w)), -1, 0);
          Output<Number> inside = tf.matmul(q, tf.add(dr, timesInverse(tf, m, r)));
          Output<Number> across = tf.sub(dq, tf.matmul(q, along));
          return tf.add(inside, timesInverse(tf, across, r));
        });
  }

  /** Requires R to be square, as far as its shape is known; what is not is seen in the run. */
  private static void requireSquare(BackwardStep step) {
    Shape shape = step.output(1).shape();
    if (!shape.hasKnownRank()) {
      return;
    }
    int rows = shape.dimension(-2);
    int columns = shape.dimension(-1);
    if (rows != columns && rows != Shape.UNKNOWN && columns != Shape.UNKNOWN) {
      throw new GraphException(
          "A gradient flows through op 'Qr' only if R is square, but it has shape %s for %s%s"
              .formatted(shape, step.operation(), step.operation().whereBuilt()));
    }
  }

  /** Returns X·R⁻ᵀ = (R⁻¹·Xᵀ)ᵀ, for an upper triangular R. */
  private static Output<Number> timesInverse(Ops tf, Operand<Number> x, Operand<Number> r) {
    return tf.matrixTranspose(tf.matrixTriangularSolve(r, tf.matrixTranspose(x), false, false));
  }

  /** X = A⁻¹·B: dB = A⁻ᵀ·dX, dA = -dB·Xᵀ where A is triangular; transposed if A was. */
  private static void matrixTriangularSolve(BackwardStep step) {
    Ops tf = step.tf();
    boolean lower = step.operation().attributes().getBool("lower");
    boolean adjoint = step.operation().attributes().getBool("adjoint");
    Output<Number> right =
        tf.matrixTriangularSolve(step.input(0), step.upstream(), lower, !adjoint);
    step.send(
        0,
        () -> {
          Output<Number> x = step.output(0);
          Output<Number> product =
              adjoint ? tf.matmul(x, right, false, true) : tf.matmul(right, x, false, true);
          return tf.neg(
              lower ? tf.matrixBandPart(product, -1, 0) : tf.matrixBandPart(product, 0, -1));
        });
    step.send(1, () -> right);
  }
}
