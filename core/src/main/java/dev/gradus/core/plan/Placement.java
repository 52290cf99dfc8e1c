package dev.gradus.core.plan;

import dev.gradus.core.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the values of a plan are kept while it runs.
 *
 * <p>A frame has one array of slots, each of which holds a primitive array. A value that is
 * computed, of known size and not handed out at the end, is given a slot whose array stays from one
 * run to the next; two such values share a slot if the one is needed no more when the other is
 * written. All other values have a slot of their own, filled anew in each run: those that are fed,
 * read from a state, fetched, a new state, or of a size that is found out only during the run.
 *
 * <p>The search for a free array is greedy: the smallest of the same type that is large enough but
 * not twice as large, so that a small value does not keep a large array busy.
 *
 * @param slots how many slots there are
 * @param shapeSlots how many values there are whose shapes are found out only during a run
 * @param buffers the slots whose arrays stay, with type and length
 * @param constants the values that are known beforehand, each with a slot of its own
 */
record Placement(int slots, int shapeSlots, List<Buffer> buffers, List<PlanValue> constants) {

  /** An array that a frame keeps from run to run. */
  record Buffer(int slot, DataType<?> dataType, int length) {}

  /** Gives every value of the nodes and fetches its slot. */
  static Placement of(List<PlanNode> nodes, List<PlanValue> fetches, int feeds) {
    return new Placer(nodes, fetches, feeds).place();
  }

  private static final class Placer {
    private final List<PlanNode> nodes;
    private final List<PlanValue> fetches;
    private final Map<PlanValue, Integer> lastUses = new HashMap<>();
    private final Set<PlanValue> handedOut = new HashSet<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<PlanValue> constants = new ArrayList<>();

    /** The buffers not in use at the moment, by type and length. */
    private final Map<DataType<?>, NavigableMap<Integer, Deque<Buffer>>> free = new HashMap<>();

    private final Map<PlanValue, Buffer> inUse = new HashMap<>();
    private int slots;
    private int shapeSlots;

    Placer(List<PlanNode> nodes, List<PlanValue> fetches, int feeds) {
      this.nodes = nodes;
      this.fetches = fetches;
      this.slots = feeds; // Feed number i is in slot i.
    }

    Placement place() {
      for (int i = 0; i < nodes.size(); i++) {
        for (PlanValue input : nodes.get(i).inputs()) {
          lastUses.put(input.root(), i);
        }
        nodes.get(i).updates().forEach(update -> handedOut.add(update.newValue()));
      }
      fetches.forEach(fetch -> handedOut.add(fetch.root()));
      fetches.forEach(this::placeGiven);
      for (int i = 0; i < nodes.size(); i++) {
        placeNode(nodes.get(i), i);
      }
      fetches.forEach(Placer::placeView);
      return new Placement(slots, shapeSlots, buffers, constants);
    }

    private void placeNode(PlanNode node, int index) {
      for (PlanValue input : node.inputs()) {
        placeGiven(input);
        placeView(input);
      }
      for (PlanValue output : node.outputs()) {
        placeComputed(node, output);
      }
      node.updates().forEach(update -> placeComputed(node, update.newValue()));
      for (PlanValue output : node.outputs()) {
        release(output.root(), index);
      }
      for (PlanValue input : node.inputs()) {
        release(input.root(), index);
      }
    }

    /** Places a value that no node computes. */
    private void placeGiven(PlanValue value) {
      PlanValue root = value.root();
      if (root.slot < 0 && root.producer() == null) {
        root.slot = root.isFed() ? root.feed() : slots++;
        if (root.knownValue().isPresent()) {
          constants.add(root);
        }
      }
    }

    private static void placeView(PlanValue value) {
      value.slot = value.root().slot;
    }

    private void placeComputed(PlanNode node, PlanValue value) {
      if (value.shapeSlot < 0 && !value.shape().isFullyKnown()) {
        value.shapeSlot = shapeSlots++;
      }
      PlanValue root = value.root();
      if (root.slot < 0) {
        boolean reusable =
            root.shape().isFullyKnown() && !handedOut.contains(root) && node.reads() == null;
        root.slot = reusable ? takeBuffer(root) : slots++;
      }
      placeView(value);
    }

    private int takeBuffer(PlanValue value) {
      int length = value.shape().elementCount();
      NavigableMap<Integer, Deque<Buffer>> candidates = freeOf(value.dataType());
      Map.Entry<Integer, Deque<Buffer>> fitting = candidates.ceilingEntry(length);
      Buffer buffer;
      if (fitting != null && fitting.getKey() <= 2L * length) {
        buffer = fitting.getValue().pop();
        if (fitting.getValue().isEmpty()) {
          candidates.remove(fitting.getKey());
        }
      } else {
        buffer = new Buffer(slots++, value.dataType(), length);
        buffers.add(buffer);
      }
      inUse.put(value, buffer);
      return buffer.slot();
    }

    private NavigableMap<Integer, Deque<Buffer>> freeOf(DataType<?> dataType) {
      return free.computeIfAbsent(dataType, unused -> new TreeMap<>());
    }

    /** Sets a value's array free if the given node was the last to use it. */
    private void release(PlanValue root, int index) {
      if (lastUses.getOrDefault(root, -1) <= index) {
        Buffer buffer = inUse.remove(root);
        if (buffer != null) {
          freeOf(buffer.dataType())
              .computeIfAbsent(buffer.length(), unused -> new ArrayDeque<>())
              .push(buffer);
        }
      }
    }
  }
}
