package dev.gradus.ops;

import dev.gradus.core.Graph;

/** The ops that make one number of several: along axes, in running sums, or by segments. */
abstract sealed class ReductionOps extends MathOps permits LinearAlgebraOps {
  ReductionOps(Graph graph, Settings settings) {
    super(graph, settings);
  }
}
