package dev.gradus.ops.definition;

import dev.gradus.core.OpDef;
import java.util.List;

/** The ops that decide what runs, and that look at values while they run. */
final class ControlDefinitions {
  private ControlDefinitions() {}

  static List<OpDef> ops() {
    return List.of();
  }
}
