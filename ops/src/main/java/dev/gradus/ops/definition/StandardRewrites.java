package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.Rewrite;
import java.util.List;

/** The rewrites that planning applies to built-in ops, in the order in which they are tried. */
final class StandardRewrites {
  private StandardRewrites() {}

  static List<Rewrite> all() {
    return ImmutableList.<Rewrite>builder()
        .addAll(SoftmaxRewrites.all())
        .addAll(MovementRewrites.all())
        .addAll(ArithmeticRewrites.all())
        .addAll(ProductRewrites.all())
        .add(new FusedProduct())
        .build();
  }
}
