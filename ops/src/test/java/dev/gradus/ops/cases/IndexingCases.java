package dev.gradus.ops.cases;

import java.util.List;

/** Samples of the ops that pick elements by index, put them in place, or search for them. */
final class IndexingCases {
  private IndexingCases() {}

  static List<OpCase> all() {
    return List.of();
  }
}
