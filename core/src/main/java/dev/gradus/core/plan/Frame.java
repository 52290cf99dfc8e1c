package dev.gradus.core.plan;

import dev.gradus.core.Feed;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The working memory of one run at a time: the arrays of a plan's values, and the steps bound to
 * them.
 *
 * <p>A plan makes as many frames as there are runs of it at the same time, and uses them again.
 */
final class Frame {
  private final Plan plan;
  private final Object[] arrays;
  private final @Nullable Shape[] shapes;
  private final Step[] steps;

  /**
   * Which slots keep their array from run to run; the others are emptied, so as not to hold on to
   * what callers drop.
   */
  private final boolean[] kept;

  Frame(Plan plan) {
    Placement placement = plan.placement();
    this.plan = plan;
    this.arrays = new Object[placement.slots()];
    this.shapes = new Shape[placement.shapeSlots()];
    this.kept = new boolean[placement.slots()];
    for (PlanValue constant : placement.constants()) {
      keep(constant.slot, TensorAccess.get().elements(constant.knownValue().orElseThrow()));
    }
    for (Placement.Buffer buffer : placement.buffers()) {
      keep(buffer.slot(), buffer.dataType().newArray(buffer.length()));
    }
    List<Step> bound = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      if (Step.isNeeded(node)) {
        bound.add(Step.of(node, this));
      }
    }
    this.steps = bound.toArray(Step[]::new);
  }

  private void keep(int slot, Object array) {
    arrays[slot] = array;
    kept[slot] = true;
  }

  /** Runs the plan, and returns what it fetches. */
  Tensor<?>[] run(List<? extends Feed<?>> feeds) {
    try {
      for (int i = 0; i < feeds.size(); i++) {
        arrays[i] = TensorAccess.get().elements(feeds.get(i).value());
      }
      for (Step step : steps) {
        step.run();
      }
      Tensor<?>[] results = new Tensor<?>[plan.fetches().size()];
      for (int i = 0; i < results.length; i++) {
        PlanValue fetch = plan.fetches().get(i);
        results[i] =
            fetch.isFed()
                ? feeds.get(fetch.feed()).value()
                : fetch.knownValue().orElseGet(() -> tensor(fetch));
      }
      return results;
    } finally {
      emptySlots();
    }
  }

  @SuppressWarnings("NullAway") // Nothing reads a slot before a step has filled it.
  private void emptySlots() {
    for (int slot = 0; slot < arrays.length; slot++) {
      if (!kept[slot]) {
        arrays[slot] = null;
      }
    }
  }

  Object[] arrays() {
    return arrays;
  }

  SessionState state() {
    return plan.state();
  }

  /** Returns the shapes of a node's inputs, those included that were found out during the run. */
  List<Shape> inputShapes(PlanNode node) {
    return node.inputs().stream().map(this::shape).toList();
  }

  private Shape shape(PlanValue value) {
    @Nullable Shape found = value.shapeSlot < 0 ? null : shapes[value.shapeSlot];
    return found == null ? value.shape() : found;
  }

  /**
   * Returns a value as a tensor around its very array, which is to be read before the next run
   * only.
   */
  Tensor<?> tensor(PlanValue value) {
    Object array = arrays[value.slot];
    if (array == null) {
      return Tensor.zeros(value.dataType(), value.shape()); // A state that is replaced unread.
    }
    return TensorAccess.get().adopt(value.dataType(), shape(value), array);
  }

  /** Notes the shape of a value that was found out during the run. */
  void setShape(PlanValue value, Shape shape) {
    if (value.shapeSlot >= 0) {
      shapes[value.shapeSlot] = shape;
    }
  }
}
