package dev.gradus.ops;

import dev.gradus.core.Graph;

/** The ops that pick elements by their index, put them in place, or search for them. */
abstract sealed class IndexingOps extends SlicingOps permits MathOps {
  IndexingOps(Graph graph, Settings settings) {
    super(graph, settings);
  }
}
