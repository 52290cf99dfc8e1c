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
        .put("BatchMatMulV2", LinearAlgebraGradients::batchMatMul)
        .put("Diag", step -> step.send(0, () -> step.tf().diagPart(step.upstream())))
        .put("DiagPart", step -> step.send(0, () -> step.tf().diag(step.upstream())))
        .put("MatrixDiag", step -> step.send(0, () -> step.tf().matrixDiagPart(step.upstream())))
        .put("MatrixDiagPart", LinearAlgebraGradients::matrixDiagPart)
        .put("MatrixSetDiag", LinearAlgebraGradients::matrixSetDiag)
        .put("MatrixBandPart", LinearAlgebraGradients::matrixBandPart)
        .put("LinSpace", LinearAlgebraGradients::linSpace)
        .buildOrThrow();
  }

  /** Adds a product of matrices, each of which may be transposed first. */
  private interface Product {
    Output<Number> of(Output<Number> a, Output<Number> b, boolean transposeA, boolean transposeB);
  }

  private static void matMul(BackwardStep step) {
    String[] flags = {"transpose_a", "transpose_b"};
    Product product = product(step, flags);
    step.send(0, () -> byFirst(step, product, flags));
    step.send(1, () -> bySecond(step, product, flags));
  }

  /** As of single matrices, and then the sum over what was repeated by broadcasting. */
  private static void batchMatMul(BackwardStep step) {
    String[] flags = {"adj_x", "adj_y"};
    Product product = product(step, flags);
    step.send(0, () -> undoBatch(step, 0, byFirst(step, product, flags)));
    step.send(1, () -> undoBatch(step, 1, bySecond(step, product, flags)));
  }

  private static Product product(BackwardStep step, String... flags) {
    return (a, b, transposeA, transposeB) ->
        step.tf()
            .operation(step.operation().type())
            .attribute(flags[0], transposeA)
            .attribute(flags[1], transposeB)
            .input(a)
            .input(b)
            .build()
            .output(0);
  }

  /** C = A·B: dA = dC·Bᵀ, and likewise where either was transposed. */
  private static Output<Number> byFirst(BackwardStep step, Product product, String... flags) {
    Output<Number> b = step.input(1);
    Output<Number> g = step.upstream();
    boolean transposeA = step.operation().attributes().getBool(flags[0]);
    boolean transposeB = step.operation().attributes().getBool(flags[1]);
    return transposeA ? product.of(b, g, transposeB, true) : product.of(g, b, false, !transposeB);
  }

  /** C = A·B: dB = Aᵀ·dC, and likewise where either was transposed. */
  private static Output<Number> bySecond(BackwardStep step, Product product, String... flags) {
    Output<Number> a = step.input(0);
    Output<Number> g = step.upstream();
    boolean transposeA = step.operation().attributes().getBool(flags[0]);
    boolean transposeB = step.operation().attributes().getBool(flags[1]);
    return transposeB ? product.of(g, a, true, transposeA) : product.of(a, g, !transposeA, false);
  }

  private static Output<Number> undoBatch(BackwardStep step, int input, Output<Number> gradient) {
    Ops tf = step.tf();
    // Has the other's batch, and nothing that its matrices could be taken to be broadcast to. Of
    // the sum, only the shape is ever computed.
    Output<Number> other = tf.reduceSum(step.input(1 - input), true, -2, -1);
    return Broadcasting.undo(tf, gradient, step.input(input), other);
  }

  /** Elements beside the diagonal have no part in the result. */
  private static void matrixDiagPart(BackwardStep step) {
    Ops tf = step.tf();
    step.send(0, () -> tf.matrixSetDiag(tf.zerosLike(step.input(0)), step.upstream()));
  }

  private static void matrixSetDiag(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> g = step.upstream();
    step.send(0, () -> tf.matrixSetDiag(g, tf.zerosLike(step.input(1))));
    step.send(1, () -> tf.matrixDiagPart(g));
  }

  private static void matrixBandPart(BackwardStep step) {
    step.send(
        0,
        () ->
            step.tf()
                .operation("MatrixBandPart")
                .input(step.upstream())
                .input(step.input(1))
                .input(step.input(2))
                .build()
                .output(0));
  }

  /** From 0 to 1 the stop gains what the start loses in the result: both linearly. */
  private static void linSpace(BackwardStep step) {
    step.send(0, () -> weighted(step, 1, 0));
    step.send(1, () -> weighted(step, 0, 1));
  }

  private static Output<Number> weighted(BackwardStep step, double first, double last) {
    Ops tf = step.tf();
    Output<Number> weights =
        tf.operation("LinSpace")
            .input(tf.scalar(step.input(0).dataType(), first))
            .input(tf.scalar(step.input(0).dataType(), last))
            .input(step.input(2))
            .build()
            .output(0);
    return tf.reduceSum(tf.mul(step.upstream(), weights));
  }
}
