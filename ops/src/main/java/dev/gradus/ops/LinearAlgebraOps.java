package dev.gradus.ops;

import dev.gradus.core.Graph;

/** Products of matrices and of tensors, and what belongs to them. */
abstract sealed class LinearAlgebraOps extends ReductionOps permits StateOps {
  LinearAlgebraOps(Graph graph, Settings settings) {
    super(graph, settings);
  }
}
