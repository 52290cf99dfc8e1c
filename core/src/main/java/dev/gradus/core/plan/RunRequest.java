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

  /** Tells whether this is what a caller wants. Allocates nothing. */
  boolean matches(
      List<Output<?>> otherFetches, List<Operation> otherTargets, List<? extends Feed<?>> feeds) {
    return fed.size() == feeds.size()
        && isSame(fetches, otherFetches)
        && isSame(targets, otherTargets)
        && matches(feeds);
  }

  private boolean matches(List<? extends Feed<?>> feeds) {
    for (int i = 0; i < feeds.size(); i++) {
      Feed<?> feed = feeds.get(i);
      if (!fed.get(i).equals(feed.target())
          || !fedTypes.get(i).equals(feed.value().dataType())
          || !fedShapes.get(i).equals(feed.value().shape())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(List<?> first, List<?> second) {
    int size = first.size();
    if (second.size() != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!first.get(i).equals(second.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns a number that is the same for requests that are. Allocates nothing. */
  static int hash(List<Output<?>> fetches, List<Operation> targets, int feeds) {
    int hash = feeds;
    for (int i = 0; i < fetches.size(); i++) {
      hash = 31 * hash + fetches.get(i).hashCode();
    }
    for (int i = 0; i < targets.size(); i++) {
      hash = 31 * hash + targets.get(i).hashCode();
    }
    return hash;
  }
}
