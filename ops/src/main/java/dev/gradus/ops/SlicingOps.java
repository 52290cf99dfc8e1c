package dev.gradus.ops;

import dev.gradus.core.Graph;

/** The ops that join, cut, repeat and turn round tensors. */
abstract sealed class SlicingOps extends ArrayOps permits IndexingOps {
  SlicingOps(Graph graph, Settings settings) {
    super(graph, settings);
  }
}
