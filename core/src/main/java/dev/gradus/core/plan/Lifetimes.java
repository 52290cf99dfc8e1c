package dev.gradus.core.plan;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.gradus.core.plan.PlanNode.Jump;
import dev.gradus.core.plan.PlanNode.Move;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * From where to where in the list of nodes a place is needed for each value.
 *
 * <p>Values that share a place have one <i>home</i>, an index of a value: that of a view is the
 * value which has the elements, and that of a value which is moved to another one in place is that
 * other one.
 *
 * <p>A place is needed from the first node that writes it to the last that reads it. A loop makes
 * this longer: what was written before the loop and is read in it is read in the next round, too,
 * so it is needed to the loop's end. What is written in the loop is written anew in each round,
 * before it is read. Branches need no such care: the one that does not run is passed over.
 */
final class Lifetimes {
  private static final int NONE = -1;

  /** By the index of a value with elements: its home. */
  private final int[] homes;

  /** By the index of a home: the first node that writes it. */
  private final int[] firstWrites;

  /** By the index of a home: the last node that needs it. */
  private final int[] lastUses;

  /** By the number of a loop's last node: the homes that are needed to the end of that loop. */
  private final ListMultimap<Integer, Integer> endingWithLoop =
      MultimapBuilder.hashKeys().arrayListValues().build();

  private Lifetimes(int values) {
    homes = new int[values];
    Arrays.setAll(homes, index -> index);
    firstWrites = filled(values);
    lastUses = filled(values);
  }

  private static int[] filled(int length) {
    int[] none = new int[length];
    Arrays.fill(none, NONE);
    return none;
  }

  /**
   * Finds the lifetimes of all values of a plan.
   *
   * @param values how many there are
   */
  static Lifetimes of(List<PlanNode> nodes, int values) {
    Lifetimes lifetimes = new Lifetimes(values);
    for (PlanNode node : nodes) {
      if (node instanceof Move move && move.isInPlace()) {
        lifetimes.homes[move.source().root().index()] = move.target().root().index();
      }
    }
    lifetimes.walk(nodes, loops(nodes));
    return lifetimes;
  }

  /**
   * Returns by the number of the first node of each loop that of its last one, outer loops first.
   */
  private static ImmutableListMultimap<Integer, Integer> loops(List<PlanNode> nodes) {
    ListMultimap<Integer, Integer> loops = MultimapBuilder.hashKeys().arrayListValues().build();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i) instanceof Jump jump && jump.label().position() <= i) {
        loops.put(jump.label().position(), i);
      }
    }
    return ImmutableListMultimap.copyOf(loops);
  }

  /** A loop, by the numbers of its first and last node. */
  private record Span(int first, int last) {}

  private void walk(List<PlanNode> nodes, ImmutableListMultimap<Integer, Integer> loops) {
    Deque<Span> around = new ArrayDeque<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (int last : loops.get(i)) {
        around.addLast(new Span(i, last));
      }
      for (PlanValue input : nodes.get(i).inputs()) {
        use(home(input), i, around);
      }
      for (PlanValue output : nodes.get(i).outputs()) {
        int home = home(output);
        if (firstWrites[home] == NONE) {
          firstWrites[home] = i;
        }
      }
      while (!around.isEmpty() && around.getLast().last() == i) {
        around.removeLast();
      }
    }
  }

  private void use(int home, int position, Deque<Span> around) {
    lastUses[home] = Math.max(lastUses[home], position);
    for (Span loop : around) { // The outermost first.
      if (firstWrites[home] < loop.first()) {
        if (lastUses[home] < loop.last()) {
          lastUses[home] = loop.last();
          endingWithLoop.put(loop.last(), home);
        }
        return;
      }
    }
  }

  /** Returns the home of a value. */
  int home(PlanValue value) {
    return homes[value.root().index()];
  }

  /** Returns the number of the last node that needs what is in a home; -1 if none does. */
  int lastUse(int home) {
    return lastUses[home];
  }

  /** Returns the homes that are needed to the end of a loop of which this is the last node. */
  List<Integer> endingWithLoop(int position) {
    return endingWithLoop.get(position);
  }
}
