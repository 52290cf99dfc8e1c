package dev.gradus.ops;

import dev.gradus.core.Graph;

/** The ops that decide what runs, and that look at values while they run. */
abstract sealed class ControlOps extends RandomOps permits Ops {
  ControlOps(Graph graph, Settings settings) {
    super(graph, settings);
  }
}
