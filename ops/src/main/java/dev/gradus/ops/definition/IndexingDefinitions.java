package dev.gradus.ops.definition;

import dev.gradus.core.OpDef;
import java.util.List;

/** The ops that pick elements by their index, put them in place, or search for them. */
final class IndexingDefinitions {
  private IndexingDefinitions() {}

  static List<OpDef> ops() {
    return List.of();
  }
}
