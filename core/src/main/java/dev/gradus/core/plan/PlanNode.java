package dev.gradus.core.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a plan does: it uses an op, reads a state, moves a value, goes elsewhere, or
 * fails.
 */
sealed interface PlanNode extends Part
    permits OpNode, PlanNode.StateRead, PlanNode.Move, PlanNode.Jump, PlanNode.Failure {
  /** Returns the values that this needs. */
  @Override
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

  /**
   * Has one value become what another one is at this moment.
   *
   * @param source the other one
   * @param target a value that depends on the way by which a run came here
   * @param manner what there is to do
   */
  record Move(PlanValue source, PlanValue target, Manner manner) implements PlanNode {
    /** What there is to do in order to move a value. */
    enum Manner {
      /** To copy the elements or, where the array will not be overwritten, to refer to that. */
      PLAIN,
      /** To copy the elements, as those of the target will be overwritten one by one. */
      COPY,
      /**
       * Nothing: the two are kept in the same place, as there is no moment at which both are needed
       * and differ.
       */
      IN_PLACE
    }

    boolean isInPlace() {
      return manner == Manner.IN_PLACE;
    }

    @Override
    public List<PlanValue> inputs() {
      return List.of(source);
    }

    @Override
    public List<PlanValue> outputs() {
      return List.of(target);
    }

    @Override
    public boolean hasEffect() {
      return false;
    }
  }

  /**
   * Goes on at another node of the list than the next one: unless a predicate is true or, if there
   * is none, always.
   *
   * @param unless the predicate, or null
   * @param label where to go on
   */
  record Jump(@Nullable PlanValue unless, Label label) implements PlanNode {
    @Override
    public List<PlanValue> inputs() {
      return unless == null ? List.of() : List.of(unless);
    }

    @Override
    public List<PlanValue> outputs() {
      return List.of();
    }

    @Override
    public boolean hasEffect() {
      return true;
    }
  }

  /**
   * Fails the run, if that comes here: stands in the place of a node of which it is known
   * beforehand that it cannot be computed, but not whether it will have to be.
   *
   * @param node that node
   * @param mistake why it cannot be computed
   * @param outputs the values that it would have computed
   */
  record Failure(OpNode node, RuntimeException mistake, List<PlanValue> outputs)
      implements PlanNode {
    /** Returns nothing, as the run fails whatever the inputs are. */
    @Override
    public List<PlanValue> inputs() {
      return List.of();
    }

    @Override
    public boolean hasEffect() {
      return node.hasEffect();
    }
  }

  /** A place in the list of nodes, known once the list is complete. */
  final class Label {
    private int position = -1;

    void set(int newPosition) {
      position = newPosition;
    }

    /** Returns the number of the node before which this place is. */
    int position() {
      return position;
    }
  }
}
