package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.Attributes;
import dev.gradus.core.DataType;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is computed at the present point of the plan, so that it need not be computed again.
 *
 * <p>Two nodes are equal if they have the same op, the same attributes, and as inputs the same
 * values. A value is written once: what is read of a variable before and after it is assigned are
 * two values. Nodes that are stateful, or have an effect, are not looked at, nor those whose value
 * only a caller can know.
 *
 * <p>What is computed in a block is known in that block and the blocks in it, but not after it, as
 * the block may not have run.
 */
final class EqualNodes {
  /** Larger constants are not compared with others: it would take long, and hardly ever help. */
  private static final int LARGEST_CONSTANT = 1024;

  private record Key(OpDef definition, Attributes attributes, ImmutableList<PlanValue> inputs) {}

  private final Map<Key, List<PlanValue>> computed = new HashMap<>();
  private final Map<Tensor<?>, PlanValue> constants = new HashMap<>();

  /** For each block around the present point, the innermost first: what was computed in it. */
  private final Deque<List<Key>> blocks = new ArrayDeque<>();

  /** Notes that what follows is in a block, up to {@link #endBlock}. */
  void beginBlock() {
    blocks.push(new ArrayList<>());
  }

  /** Forgets what was computed in the block that began last. */
  void endBlock() {
    blocks.pop().forEach(computed::remove);
  }

  /** Returns the outputs of an equal node, if there was one. */
  Optional<List<PlanValue>> find(OpNode node) {
    return canBeMerged(node) ? Optional.ofNullable(computed.get(key(node))) : Optional.empty();
  }

  /** Notes the outputs of a node, or what was put in their place. */
  void add(OpNode node, List<PlanValue> outputs) {
    if (canBeMerged(node)) {
      Key key = key(node);
      computed.put(key, outputs);
      if (!blocks.isEmpty()) {
        blocks.getFirst().add(key);
      }
    }
  }

  /**
   * Returns a value that is the same constant to the bit, if there was one; and otherwise the given
   * one.
   */
  PlanValue constant(Tensor<?> tensor, PlanValue value) {
    return tensor.size() > LARGEST_CONSTANT || hasNaN(tensor)
        ? value
        : constants.merge(tensor, value, (existing, added) -> existing);
  }

  /** Tensors are equal if both have a NaN at the same place, even if it is not the same one. */
  private static boolean hasNaN(Tensor<?> tensor) {
    if (tensor.dataType().equals(DataType.FLOAT32)) {
      for (float element : tensor.toFloatArray()) {
        if (Float.isNaN(element)) {
          return true;
        }
      }
    } else if (tensor.dataType().equals(DataType.FLOAT64)) {
      for (double element : tensor.toDoubleArray()) {
        if (Double.isNaN(element)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean canBeMerged(OpNode node) {
    OpDef definition = node.definition();
    return !node.inputs().isEmpty()
        && !definition.outputs().isEmpty()
        && !definition.has(OpFlag.STATEFUL)
        && !definition.has(OpFlag.MUST_BE_FED)
        && !definition.updatesState();
  }

  private static Key key(OpNode node) {
    ImmutableList<PlanValue> inputs = node.inputs();
    boolean swaps =
        node.definition().has(OpFlag.COMMUTATIVE)
            && inputs.size() == 2
            && inputs.get(0).index() > inputs.get(1).index();
    return new Key(node.definition(), node.attributes(), swaps ? inputs.reverse() : inputs);
  }
}
