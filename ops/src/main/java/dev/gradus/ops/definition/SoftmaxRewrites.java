package dev.gradus.ops.definition;

import dev.gradus.core.Rewrite;
import java.util.List;
import java.util.Optional;

/**
 * Rewrites that keep softmax and its logarithm from breaking.
 *
 * <p>The cross entropy as it stands in textbooks, {@code -Σ y_ · log(softmax(z))}, breaks for large
 * logits: where softmax rounds to 0, its logarithm is -∞, and 0 · -∞ is NaN. The gradient breaks
 * too: it divides by softmax, and multiplies by softmax right after. Both have the same cure, to
 * never leave the world of logarithms:
 *
 * <ul>
 *   <li>{@code log(softmax(z))} becomes {@code logSoftmax(z)}.
 *   <li>The gradient of softmax, {@code (q - Σ q·y) · y}, is given {@code q = g / y} by the
 *       gradient of the logarithm. As softmax is positive in exact arithmetic, y cancels, and what
 *       is left is {@code g - y · Σ g}: the gradient of logSoftmax. A NaN in y, and so in z, stays
 *       one.
 * </ul>
 *
 * <p>Either both apply or none: where the shape is found out only during a run, it cannot be told
 * beforehand that nothing is broadcast in the gradient, and so the value is left as it was too.
 */
final class SoftmaxRewrites {
  private SoftmaxRewrites() {}

  static List<Rewrite> all() {
    return List.of(
        RewriteRule.named("stable-log-softmax")
            .because(
                "The logarithm of a softmax is finite even where the softmax itself rounds to 0.")
            .stabilizing(1e-6)
            .of("Log")
            .is(SoftmaxRewrites::logOfSoftmax),
        RewriteRule.named("cancel-softmax-division")
            .because(
                "A quotient by a softmax that is multiplied by that softmax is the dividend, even"
                    + " where the softmax rounds to 0.")
            .stabilizing(1e-6)
            .of("Mul")
            .is(SoftmaxRewrites::gradientOfLogOfSoftmax));
  }

  private static Optional<Rewrite.Value> logOfSoftmax(Rewrite.Node log) {
    return log.input(0)
        .producedBy("Softmax")
        .filter(softmax -> softmax.shape().isFullyKnown())
        .map(softmax -> log.emit("LogSoftmax", softmax.attributes(), softmax.input(0)));
  }

  private static Optional<Rewrite.Value> gradientOfLogOfSoftmax(Rewrite.Node product) {
    Rewrite.Value y = product.input(1);
    return y.producedBy("Softmax").isEmpty()
        ? Optional.empty()
        : product
            .input(0)
            .producedBy("Sub")
            .flatMap(difference -> gradientOfLogOfSoftmax(product, difference, y));
  }

  /** Sees whether {@code (q - s) · y} has {@code q = g / y} and {@code s = Σ q·y}. */
  private static Optional<Rewrite.Value> gradientOfLogOfSoftmax(
      Rewrite.Node product, Rewrite.Node difference, Rewrite.Value y) {
    Rewrite.Value q = difference.input(0);
    Optional<Rewrite.Value> dividend = dividend(q, y);
    Optional<Rewrite.Node> sum =
        difference
            .input(1)
            .producedBy("Sum")
            .filter(node -> node.attributes().getBool("keep_dims"))
            .filter(node -> isProduct(node.input(0), q, y));
    return dividend.flatMap(
        g ->
            sum.map(
                node -> {
                  // Mul and Sub have the same one attribute, T.
                  Rewrite.Value total = product.emit("Sum", node.attributes(), g, node.input(1));
                  Rewrite.Value share = product.emit("Mul", product.attributes(), y, total);
                  return product.emit("Sub", product.attributes(), g, share);
                }));
  }

  private static boolean isProduct(Rewrite.Value value, Rewrite.Value x, Rewrite.Value y) {
    return value
        .producedBy("Mul")
        .filter(product -> product.input(0).equals(x) && product.input(1).equals(y))
        .isPresent();
  }

  /** Returns g, if the value is g / y and nothing is broadcast in that. */
  private static Optional<Rewrite.Value> dividend(Rewrite.Value value, Rewrite.Value y) {
    return value
        .producedBy("RealDiv")
        .filter(quotient -> quotient.input(1).equals(y))
        .map(quotient -> quotient.input(0))
        .filter(g -> y.shape().isFullyKnown() && g.shape().equals(y.shape()));
  }
}
