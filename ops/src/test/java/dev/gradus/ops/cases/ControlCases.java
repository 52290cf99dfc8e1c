package dev.gradus.ops.cases;

import java.util.List;

/** Samples of the ops that decide what runs, and that look at values while they run. */
final class ControlCases {
  private ControlCases() {}

  static List<OpCase> all() {
    return List.of();
  }
}
