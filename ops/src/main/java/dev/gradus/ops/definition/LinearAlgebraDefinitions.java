package dev.gradus.ops.definition;

import dev.gradus.core.OpDef;
import java.util.List;

/** Products of matrices and of tensors, and what belongs to them. */
final class LinearAlgebraDefinitions {
  private LinearAlgebraDefinitions() {}

  static List<OpDef> ops() {
    return List.of();
  }
}
