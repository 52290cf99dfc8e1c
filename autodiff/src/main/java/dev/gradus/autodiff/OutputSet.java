package dev.gradus.autodiff;

import dev.gradus.core.Output;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A set of outputs of one graph, in little more than a bit for each: as nearly all operations have
 * one output, that is told by the operation's id, and only further outputs are kept one by one.
 */
final class OutputSet {
  private final BitSet firsts = new BitSet();
  private final Set<Output<?>> others = new HashSet<>();

  void add(Output<?> output) {
    if (output.index() == 0) {
      firsts.set(output.operation().id());
    } else {
      others.add(output);
    }
  }

  boolean contains(Output<?> output) {
    return output.index() == 0 ? firsts.get(output.operation().id()) : others.contains(output);
  }
}
