package dev.gradus.core.plan;

import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.core.plan.PlanValue.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a plan are kept while it runs. Immutable.
 *
 * <p>A frame has one array of slots, each of which holds a primitive array. A value that is
 * computed, of known size and not handed out at the end, is given a slot whose array stays from one
 * run to the next; two such values share a slot if the one is needed no more when the other is
 * written. All other values have a slot of their own, filled anew in each run: those that are fed,
 * read from a state, fetched, a new state, or of a size that is found out only during the run. A
 * view is in the slot of what it shows, and a value that is moved to another may be in that one's.
 *
 * <p>The search for a free array is greedy: the smallest of the same type that is large enough but
 * not twice as large, so that a small value does not keep a large array busy.
 */
final class Placement {
  private static final int NONE = -1;

  /** An array that a frame keeps from run to run. */
  record Buffer(int slot, DataType<?> dataType, int length) {}

  /** By the index of a value: its slot. */
  private final int[] slots;

  /** By the index of a value: where its shape is noted, if that is found out only during a run. */
  private final int[] shapeSlots;

  private final int slotCount;
  private final int shapeSlotCount;
  private final List<Buffer> buffers;

  /** By slot: whether its array is that of a buffer. */
  private final BitSet bufferSlots = new BitSet();

  private final List<PlanValue> constants;

  private Placement(Placer placer) {
    slots = placer.slots;
    shapeSlots = placer.shapeSlots;
    slotCount = placer.slotCount;
    shapeSlotCount = placer.shapeSlotCount;
    buffers = List.copyOf(placer.buffers);
    buffers.forEach(buffer -> bufferSlots.set(buffer.slot()));
    constants = List.copyOf(placer.constants);
  }

  /**
   * Finds a place for every value of the nodes and fetches.
   *
   * @param feeds how many values are fed; feed number i is in slot i
   * @param values how many values the plan has
   */
  static Placement of(List<PlanNode> nodes, List<PlanValue> fetches, int feeds, int values) {
    Placer placer = new Placer(nodes, feeds, values);
    placer.place(fetches);
    return new Placement(placer);
  }

  /** Returns the slot that holds the elements of a value. */
  int slot(PlanValue value) {
    return slots[value.root().index()];
  }

  /** Tells whether the shape of a value is found out only during a run. */
  boolean hasShapeSlot(PlanValue value) {
    return shapeSlots[value.index()] != NONE;
  }

  /** Returns where the shape of a value is noted that is found out only during a run. */
  int shapeSlot(PlanValue value) {
    return shapeSlots[value.index()];
  }

  int slotCount() {
    return slotCount;
  }

  int shapeSlotCount() {
    return shapeSlotCount;
  }

  /** Returns the slots whose arrays stay, with type and length. */
  List<Buffer> buffers() {
    return buffers;
  }

  /**
   * Tells whether the array of a value is overwritten, once the value is needed no more or anew, so
   * that whoever wants to keep the elements has to copy them.
   */
  boolean isOverwritten(PlanValue value) {
    return bufferSlots.get(slot(value));
  }

  /** Returns the values that are known beforehand, each with a slot of its own. */
  List<PlanValue> constants() {
    return constants;
  }

  /** Walks the nodes in order, and keeps track of which arrays are free. */
  private static final class Placer {
    private final List<PlanNode> nodes;
    private final int[] slots;
    private final int[] shapeSlots;
    private final Lifetimes lifetimes;

    /** By the index of a home: whether its elements are handed out, to a caller or a state. */
    private final boolean[] handedOut;

    /** By the index of a home: the buffer that it occupies at the moment. */
    private final @Nullable Buffer[] inUse;

    private final List<Buffer> buffers = new ArrayList<>();
    private final List<PlanValue> constants = new ArrayList<>();

    /** The buffers not in use at the moment, by type and length. */
    private final Map<DataType<?>, NavigableMap<Integer, Deque<Buffer>>> free = new HashMap<>();

    private int slotCount;
    private int shapeSlotCount;

    Placer(List<PlanNode> nodes, int feeds, int values) {
      this.nodes = nodes;
      this.slotCount = feeds;
      this.slots = filled(values);
      this.shapeSlots = filled(values);
      this.lifetimes = Lifetimes.of(nodes, values);
      this.handedOut = new boolean[values];
      this.inUse = new Buffer[values];
    }

    private static int[] filled(int length) {
      int[] none = new int[length];
      Arrays.fill(none, NONE);
      return none;
    }

    void place(List<PlanValue> fetches) {
      for (PlanNode planNode : nodes) {
        if (planNode instanceof OpNode node) {
          node.updates().forEach(update -> handedOut[home(update.newValue())] = true);
        }
      }
      fetches.forEach(fetch -> handedOut[home(fetch)] = true);
      fetches.forEach(this::placeGiven);
      for (int i = 0; i < nodes.size(); i++) {
        placeNode(nodes.get(i), i);
      }
    }

    private void placeNode(PlanNode node, int position) {
      node.inputs().forEach(this::placeGiven);
      if (node instanceof OpNode opNode) {
        placeOutputs(opNode);
      } else {
        node.outputs().forEach(output -> placeComputed(output, false));
      }
      for (PlanValue output : node.outputs()) {
        release(home(output), position);
      }
      for (PlanValue input : node.inputs()) {
        release(home(input), position);
      }
      for (int home : lifetimes.endingWithLoop(position)) {
        release(home, position);
      }
    }

    private void placeOutputs(OpNode node) {
      try {
        node.outputs().forEach(output -> placeComputed(output, !node.isOptional()));
        node.updates().forEach(update -> placeComputed(update.newValue(), true));
      } catch (GradusException e) { // One is too large for an array.
        throw node.failure(e);
      }
    }

    private int home(PlanValue value) {
      return lifetimes.home(value);
    }

    /** Places a value that no node computes. */
    private void placeGiven(PlanValue value) {
      PlanValue root = value.root();
      if (slots[root.index()] != NONE) {
        return;
      }
      if (root.source() instanceof Source.Fed fed) {
        slots[root.index()] = fed.number();
      } else if (root.source() instanceof Source.Known) {
        slots[root.index()] = slotCount++;
        constants.add(root);
      } else if (root.source() instanceof Source.Unread) {
        slots[root.index()] = slotCount++;
      }
    }

    /**
     * Places a value that a node computes.
     *
     * @param isCertain whether each run computes it, so that it must not be too large for an array;
     *     if it is and need not be computed, it gets a slot of its own, as if it were handed out,
     *     so that a run does not ask for the array before it comes to the node
     */
    private void placeComputed(PlanValue value, boolean isCertain) {
      if (!value.shape().isFullyKnown() && shapeSlots[value.index()] == NONE) {
        shapeSlots[value.index()] = shapeSlotCount++;
      }
      PlanValue root = value.root();
      int home = home(root);
      if (slots[home] == NONE) {
        boolean reusable =
            !(root.source() instanceof Source.State)
                && !(root.source() instanceof Source.Never)
                && root.shape().isFullyKnown()
                && !handedOut[home]
                && (isCertain || isArraySize(root.shape()));
        slots[home] = reusable ? takeBuffer(root) : slotCount++;
      }
      slots[root.index()] = slots[home];
    }

    private static boolean isArraySize(Shape shape) {
      try {
        return shape.elementCount() >= 0;
      } catch (GradusException e) {
        return false;
      }
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
        buffer = new Buffer(slotCount++, value.dataType(), length);
        buffers.add(buffer);
      }
      inUse[home(value)] = buffer;
      return buffer.slot();
    }

    /** Sets a home's array free if the given node was the last to use it. */
    private void release(int home, int position) {
      Buffer buffer = inUse[home];
      if (buffer != null && lifetimes.lastUse(home) <= position) {
        inUse[home] = null;
        freeOf(buffer.dataType())
            .computeIfAbsent(buffer.length(), unused -> new ArrayDeque<>())
            .push(buffer);
      }
    }

    private NavigableMap<Integer, Deque<Buffer>> freeOf(DataType<?> dataType) {
      return free.computeIfAbsent(dataType, unused -> new TreeMap<>());
    }
  }
}
