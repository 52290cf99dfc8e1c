package dev.gradus.ops.definition;

import dev.gradus.core.Rewrite;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rewrites that planning applies to built-in ops, each with its reason.
 *
 * <p><b>Softmax and its logarithm.</b> The cross entropy as it stands in textbooks, {@code -Σ y_ ·
 * log(softmax(z))}, breaks for large logits: where softmax rounds to 0, its logarithm is -∞, and 0
 * · -∞ is NaN. The gradient breaks too: it divides by softmax, and multiplies by softmax right
 * after. Both have the same cure, to never leave the world of logarithms:
 *
 * <ul>
 *   <li>{@code log(softmax(z))} becomes {@code logSoftmax(z)}.
 *   <li>In {@code (g / y) · y} and {@code (g / y - s) · y}, where y is a softmax, y cancels. As
 *       softmax is positive in exact arithmetic, that is no approximation but undoes one. With the
 *       gradient of log, {@code g / y}, as what arrives at the gradient of softmax, {@code (q - Σ
 *       q·y) · y}, both apply, and what is left is {@code g - y · Σ g}: the gradient of logSoftmax.
 * </ul>
 */
final class StandardRewrites {
  private StandardRewrites() {}

  static List<Rewrite> all() {
    return List.of(
        new Rule(
            "stable-log-softmax",
            "The logarithm of a softmax is finite even where the softmax itself rounds to 0.",
            1e-6,
            "Log",
            StandardRewrites::logOfSoftmax),
        new Rule(
            "cancel-softmax-division",
            "A quotient by a softmax that is multiplied by that softmax is the dividend, even where the softmax rounds to 0.",
            1e-6,
            "Mul",
            StandardRewrites::quotientTimesSoftmax),
        new Rule(
            "sum-over-nothing",
            "A sum over no axes is what is summed.",
            0,
            "Sum",
            StandardRewrites::sumOverNoAxes));
  }

  private record Rule(
      String name,
      String reason,
      double tolerance,
      String opType,
      Function<Rewrite.Node, Optional<Rewrite.Value>> body)
      implements Rewrite {
    @Override
    public Optional<Value> apply(Node node) {
      return body.apply(node);
    }
  }

  private static Optional<Rewrite.Value> logOfSoftmax(Rewrite.Node log) {
    return log.input(0)
        .producedBy("Softmax")
        .map(softmax -> log.emit("LogSoftmax", softmax.attributes(), softmax.input(0)));
  }

  private static Optional<Rewrite.Value> quotientTimesSoftmax(Rewrite.Node product) {
    return quotientTimesSoftmax(product, product.input(0), product.input(1))
        .or(() -> quotientTimesSoftmax(product, product.input(1), product.input(0)));
  }

  private static Optional<Rewrite.Value> quotientTimesSoftmax(
      Rewrite.Node product, Rewrite.Value factor, Rewrite.Value softmax) {
    if (softmax.producedBy("Softmax").isEmpty()) {
      return Optional.empty();
    }
    Optional<Rewrite.Value> dividend = dividend(factor, softmax);
    if (dividend.isPresent()) {
      return dividend;
    }
    return factor
        .producedBy("Sub")
        .flatMap(
            difference ->
                dividend(difference.input(0), softmax)
                    .map(
                        g ->
                            product.emit(
                                "Sub",
                                product.attributes(),
                                g,
                                product.emit(
                                    "Mul", product.attributes(), difference.input(1), softmax))));
  }

  /** Returns g, if the value is g / softmax and of the same shape as both. */
  private static Optional<Rewrite.Value> dividend(Rewrite.Value value, Rewrite.Value softmax) {
    return value
        .producedBy("RealDiv")
        .filter(quotient -> quotient.input(1).equals(softmax))
        .map(quotient -> quotient.input(0))
        .filter(g -> softmax.shape().isFullyKnown() && g.shape().equals(softmax.shape()));
  }

  private static Optional<Rewrite.Value> sumOverNoAxes(Rewrite.Node sum) {
    return sum.input(1).knownValue().filter(axes -> axes.size() == 0).map(none -> sum.input(0));
  }
}
