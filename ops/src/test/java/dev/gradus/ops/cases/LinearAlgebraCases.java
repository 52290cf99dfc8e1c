package dev.gradus.ops.cases;

import java.util.List;

/** Samples of products of matrices and tensors, and what belongs to them. */
final class LinearAlgebraCases {
  private LinearAlgebraCases() {}

  static List<OpCase> all() {
    return List.of();
  }
}
