package dev.gradus.ops.cases;

import java.util.List;

/** Samples of the ops that join, cut, repeat and turn round tensors. */
final class SlicingCases {
  private SlicingCases() {}

  static List<OpCase> all() {
    return List.of();
  }
}
