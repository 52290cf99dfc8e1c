package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.DataType;
import dev.gradus.core.Feed;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.List;

/**
 * What a caller wants from a run, without the values fed: all that a plan depends on. As a graph is
 * only ever added to, a plan for a request stays right for good.
 *
 * @param fetches the outputs to return
 * @param targets the operations to run for their effect
 * @param fed the outputs whose place is taken by a feed
 * @param fedTypes the element types of the values fed, in the same order
 * @param fedShapes the shapes of the values fed, in the same order
 */
record RunRequest(
    ImmutableList<Output<?>> fetches,
    ImmutableList<Operation> targets,
    ImmutableList<Output<?>> fed,
    ImmutableList<DataType<?>> fedTypes,
    ImmutableList<Shape> fedShapes) {

  static RunRequest of(
      List<Output<?>> fetches, List<Operation> targets, List<? extends Feed<?>> feeds) {
    ImmutableList.Builder<Output<?>> fed = ImmutableList.builderWithExpectedSize(feeds.size());
    ImmutableList.Builder<DataType<?>> fedTypes =
        ImmutableList.builderWithExpectedSize(feeds.size());
    ImmutableList.Builder<Shape> fedShapes = ImmutableList.builderWithExpectedSize(feeds.size());
    for (Feed<?> feed : feeds) {
      fed.add(feed.target());
      fedTypes.add(feed.value().dataType());
      fedShapes.add(feed.value().shape());
    }
    return new RunRequest(
        ImmutableList.copyOf(fetches),
        ImmutableList.copyOf(targets),
        fed.build(),
        fedTypes.build(),
        fedShapes.build());
  }
}
