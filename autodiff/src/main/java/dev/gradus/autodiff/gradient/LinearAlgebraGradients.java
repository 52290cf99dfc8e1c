package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of products of matrices and tensors, and what belongs to them. */
public final class LinearAlgebraGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public LinearAlgebraGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("MatMul", LinearAlgebraGradients::matMul)
        .buildOrThrow();
  }

  /** C = A·B: dA = dC·Bᵀ, dB = Aᵀ·dC; and likewise where either was transposed. */
  private static void matMul(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> a = step.input(0);
    Output<Number> b = step.input(1);
    Output<Number> g = step.upstream();
    boolean transposeA = step.operation().attributes().getBool("transpose_a");
    boolean transposeB = step.operation().attributes().getBool("transpose_b");
    step.send(
        0,
        () -> transposeA ? tf.matmul(b, g, transposeB, true) : tf.matmul(g, b, false, !transposeB));
    step.send(
        1,
        () -> transposeB ? tf.matmul(g, a, true, transposeA) : tf.matmul(a, g, !transposeA, false));
  }
}
