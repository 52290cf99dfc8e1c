package dev.gradus.core.plan;

import java.util.List;

/** Something that a plan does: it uses an op, or reads a state. */
sealed interface PlanNode permits OpNode, PlanNode.StateRead {
  /** Returns the values that this needs. */
  List<PlanValue> inputs();

  /** Returns the values that this writes. */
  List<PlanValue> outputs();

  /** Tells whether this has to run even if nothing needs what it writes. */
  boolean hasEffect();

  /**
   * Reads a session's state.
   *
   * @param cell the state
   * @param value the value that it is from here on, until it is replaced
   */
  record StateRead(StateCell cell, PlanValue value) implements PlanNode {
    @Override
    public List<PlanValue> inputs() {
      return List.of();
    }

    @Override
    public List<PlanValue> outputs() {
      return List.of(value);
    }

    @Override
    public boolean hasEffect() {
      return false;
    }
  }
}
