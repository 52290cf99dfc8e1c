package dev.gradus.core.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A part of a plan in the making: a node, or parts of which a predicate says in the run whether, or
 * how often, they run.
 *
 * <p>Parts are nested as deep as the program's conditionals and loops are, and no deeper, so what
 * walks them may recurse. {@link Flattening} turns them into the one list of nodes that a plan is.
 */
sealed interface Part permits PlanNode, Part.Choice, Part.Loop {
  /** Returns the values that must be there before this runs, or while it does. */
  List<PlanValue> inputs();

  /**
   * Parts that run one after another, and the values for which they run.
   *
   * @param parts the parts, in order
   * @param results the values; some may come from outside
   */
  record Block(ImmutableList<Part> parts, ImmutableList<PlanValue> results) {}

  /**
   * One of two blocks runs.
   *
   * @param predicate which one
   * @param then the block for a predicate that is true
   * @param otherwise the block for one that is false
   * @param merged for each pair of results, the value that becomes the one of the block that ran
   */
  record Choice(PlanValue predicate, Block then, Block otherwise, ImmutableList<PlanValue> merged)
      implements Part {
    @Override
    public List<PlanValue> inputs() {
      return ImmutableList.<PlanValue>builder()
          .add(predicate)
          .addAll(Part.inputsOf(then))
          .addAll(Part.inputsOf(otherwise))
          .build();
    }
  }

  /**
   * A block that runs again and again.
   *
   * @param condition says before each time, by its only result, whether to go on
   * @param variables what changes from one time to the next
   * @param body computes the next value of each variable
   * @param first the value that each variable has at first
   */
  record Loop(
      Block condition, ImmutableList<PlanValue> variables, Block body, List<PlanValue> first)
      implements Part {
    @Override
    public List<PlanValue> inputs() {
      return ImmutableList.<PlanValue>builder()
          .addAll(first)
          .addAll(Part.inputsOf(condition))
          .addAll(Part.inputsOf(body))
          .build();
    }
  }

  private static List<PlanValue> inputsOf(Block block) {
    ImmutableList.Builder<PlanValue> inputs = ImmutableList.builder();
    block.parts().forEach(part -> inputs.addAll(part.inputs()));
    return inputs.addAll(block.results()).build();
  }
}
