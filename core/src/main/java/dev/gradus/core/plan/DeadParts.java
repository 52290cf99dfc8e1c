package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.gradus.core.plan.Part.Block;
import dev.gradus.core.plan.Part.Choice;
import dev.gradus.core.plan.Part.Loop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Drops the parts of a plan on which nothing depends that is needed: walks back from what is
 * fetched or has an effect.
 */
final class DeadParts {
  /** By the index of a value: whether it is needed, as far as is known yet. */
  private final BitSet needed;

  private DeadParts(BitSet needed) {
    this.needed = needed;
  }

  /**
   * Returns the parts that are needed, in order.
   *
   * @param needed the values that are needed whatever else is, by their indices; others on which
   *     these depend are added
   */
  static ImmutableList<Part> drop(List<Part> parts, BitSet needed) {
    return new DeadParts(needed).live(parts);
  }

  private boolean isNeeded(PlanValue value) {
    return needed.get(value.index());
  }

  private void need(PlanValue value) {
    needed.set(value.index());
  }

  private ImmutableList<Part> live(List<Part> parts) {
    List<Part> live = new ArrayList<>();
    for (Part part : Lists.reverse(parts)) {
      if (part instanceof PlanNode node) {
        if (node.hasEffect() || node.outputs().stream().anyMatch(this::isNeeded)) {
          node.inputs().forEach(this::need);
          live.add(node);
        }
      } else if (part instanceof Choice choice) {
        addLive(choice, live);
      } else if (part instanceof Loop loop) {
        addLive(loop, live);
      }
    }
    return ImmutableList.copyOf(Lists.reverse(live));
  }

  private void addLive(Choice choice, List<Part> live) {
    ImmutableList.Builder<PlanValue> then = ImmutableList.builder();
    ImmutableList.Builder<PlanValue> otherwise = ImmutableList.builder();
    ImmutableList.Builder<PlanValue> merged = ImmutableList.builder();
    for (int i = 0; i < choice.merged().size(); i++) {
      if (isNeeded(choice.merged().get(i))) {
        merged.add(choice.merged().get(i));
        then.add(choice.then().results().get(i));
        otherwise.add(choice.otherwise().results().get(i));
      }
    }
    Block thenBlock = live(choice.then().parts(), then.build());
    Block otherwiseBlock = live(choice.otherwise().parts(), otherwise.build());
    Choice rest = new Choice(choice.predicate(), thenBlock, otherwiseBlock, merged.build());
    if (!rest.merged().isEmpty()
        || !thenBlock.parts().isEmpty()
        || !otherwiseBlock.parts().isEmpty()) {
      need(choice.predicate());
      live.add(rest);
    }
  }

  private Block live(List<Part> parts, ImmutableList<PlanValue> results) {
    results.forEach(this::need);
    return new Block(live(parts), results);
  }

  /** What the next round of a loop needs, this round has to compute: so rounds until no more is. */
  private void addLive(Loop loop, List<Part> live) {
    ImmutableList<PlanValue> predicate = ImmutableList.of();
    ImmutableList<PlanValue> next = ImmutableList.of();
    Block condition = live(loop.condition().parts(), predicate);
    Block body = live(loop.body().parts(), next);
    int before = -1;
    while (needed.cardinality() != before) {
      before = needed.cardinality();
      next = ofNeeded(loop, loop.body().results());
      if (!next.isEmpty() || !condition.parts().isEmpty() || !body.parts().isEmpty()) {
        predicate = loop.condition().results();
      }
      condition = live(loop.condition().parts(), predicate);
      body = live(loop.body().parts(), next);
    }
    if (!predicate.isEmpty()) {
      List<PlanValue> first = ofNeeded(loop, loop.first());
      first.forEach(this::need);
      live.add(new Loop(condition, ofNeeded(loop, loop.variables()), body, first));
    }
  }

  /** Returns those of the values, one for each variable, that belong to a variable needed. */
  private ImmutableList<PlanValue> ofNeeded(Loop loop, List<PlanValue> values) {
    ImmutableList.Builder<PlanValue> some = ImmutableList.builder();
    for (int i = 0; i < values.size(); i++) {
      if (isNeeded(loop.variables().get(i))) {
        some.add(values.get(i));
      }
    }
    return some.build();
  }
}
