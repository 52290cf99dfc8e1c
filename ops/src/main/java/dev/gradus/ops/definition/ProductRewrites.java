package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableMap;
import dev.gradus.core.Attributes;
import dev.gradus.core.Rewrite;
import java.util.List;
import java.util.Optional;

/** Rewrites of products of matrices. */
final class ProductRewrites {
  private ProductRewrites() {}

  static List<Rewrite> all() {
    return List.of(
        RewriteRule.named("transpose-in-product")
            .because("A product reads a transposed matrix as it is, without a copy in memory.")
            .of("MatMul", "BatchMatMulV2")
            .is(ProductRewrites::withoutTransposes));
  }

  private static Optional<Rewrite.Value> withoutTransposes(Rewrite.Node product) {
    boolean isBatch = product.type().equals("BatchMatMulV2");
    Optional<Rewrite.Value> a = transposed(product.input(0));
    Optional<Rewrite.Value> b = transposed(product.input(1));
    if (a.isEmpty() && b.isEmpty()) {
      return Optional.empty();
    }
    ImmutableMap.Builder<String, Object> attributes = ImmutableMap.builder();
    attributes.putAll(product.attributes().asMap());
    a.ifPresent(x -> invert(product, isBatch ? "adj_x" : "transpose_a", attributes));
    b.ifPresent(y -> invert(product, isBatch ? "adj_y" : "transpose_b", attributes));
    return Optional.of(
        product.emit(
            product.type(),
            Attributes.of(attributes.buildKeepingLast()),
            a.orElse(product.input(0)),
            b.orElse(product.input(1))));
  }

  private static void invert(
      Rewrite.Node product, String attribute, ImmutableMap.Builder<String, Object> attributes) {
    attributes.put(attribute, !product.attributes().getBool(attribute));
  }

  /** Returns that of which a value is the transpose, matrix by matrix; if it is one. */
  private static Optional<Rewrite.Value> transposed(Rewrite.Value value) {
    return value
        .producedBy("Transpose")
        .filter(transpose -> swapsLastAxes(transpose.input(1)))
        .map(transpose -> transpose.input(0));
  }

  private static boolean swapsLastAxes(Rewrite.Value permutation) {
    return permutation
        .knownValue()
        .map(MovementRewrites::nonNegative)
        .filter(ProductRewrites::swapsLastAxes)
        .isPresent();
  }

  private static boolean swapsLastAxes(int[] axes) {
    int last = axes.length - 1;
    for (int i = 0; i < axes.length; i++) {
      int expected = i < last - 1 ? i : 2 * last - 1 - i;
      if (axes[i] != expected) {
        return false;
      }
    }
    return last >= 1;
  }
}
