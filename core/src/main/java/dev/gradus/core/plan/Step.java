package dev.gradus.core.plan;

import dev.gradus.core.Kernel;
import dev.gradus.core.KernelCall;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One thing to do in a run, bound to the arrays of one frame. */
sealed interface Step {
  /** Does it. */
  void run();

  /** Returns the step that a node asks for in the given frame. */
  static Step of(PlanNode node, Frame frame) {
    if (node.reads() != null) {
      return new Read(frame.arrays(), node.outputs().get(0).slot, node.reads());
    }
    NodeFacts facts = NodeFacts.planned(node, frame.state());
    try {
      facts.inferShapes();
      return facts.suffices()
          ? new Compute(node, frame, SingleRun.kernel(node, facts))
          : new ComputeWhenShapesAreKnown(node, frame);
    } catch (RuntimeException e) {
      throw Planner.failure(node, frame.inputShapes(node), e);
    }
  }

  /** Looks a state up. */
  record Read(Object[] arrays, int slot, StateCell cell) implements Step {
    @Override
    public void run() {
      arrays[slot] = TensorAccess.get().elements(cell.get());
    }
  }

  /**
   * Runs a prepared kernel. All that it needs is in place: no look-up, no allocation but of what is
   * handed out.
   */
  final class Compute implements Step, KernelCall {
    private final PlanNode node;
    private final Frame frame;
    private final Kernel kernel;
    private final Object[] arrays;
    private final int[] inputs;
    private final int[] outputs;
    private final PlanNode.Update[] updates;

    /** The outputs that are handed out at the end, and so get a new array in each run. */
    private final PlanValue[] handedOut;

    Compute(PlanNode node, Frame frame, Kernel kernel) {
      this.node = node;
      this.frame = frame;
      this.kernel = kernel;
      this.arrays = frame.arrays();
      this.inputs = node.inputs().stream().mapToInt(input -> input.slot).toArray();
      this.outputs = node.outputs().stream().mapToInt(output -> output.slot).toArray();
      this.updates = node.updates().toArray(PlanNode.Update[]::new);
      this.handedOut =
          node.outputs().stream()
              .filter(output -> arrays[output.slot] == null && !node.isUpdate(output))
              .toArray(PlanValue[]::new);
    }

    @Override
    public void run() {
      for (PlanValue value : handedOut) {
        arrays[value.slot] = SingleRun.newArray(value.dataType(), value.shape());
      }
      for (PlanNode.Update update : updates) {
        PlanValue value = update.newValue();
        arrays[value.slot] = SingleRun.newArray(value.dataType(), value.shape());
      }
      try {
        kernel.run(this);
      } catch (RuntimeException e) {
        throw Planner.failure(node, frame.inputShapes(node), e);
      }
      for (PlanNode.Update update : updates) {
        update.store(arrays[update.newValue().slot]);
      }
    }

    @Override
    public Object input(int input) {
      return arrays[inputs[input]];
    }

    @Override
    public Object output(int output) {
      return arrays[outputs[output]];
    }

    @Override
    public Object update(int input) {
      for (PlanNode.Update update : updates) {
        if (update.input() == input) {
          return arrays[update.newValue().slot];
        }
      }
      throw new IllegalArgumentException(
          "Input %d of %s is not declared as a reference.".formatted(input, node.definition()));
    }
  }

  /**
   * Runs a node whose shapes depend on values: finds them out first, and prepares the kernel only
   * then.
   */
  record ComputeWhenShapesAreKnown(PlanNode node, Frame frame) implements Step {
    @Override
    public void run() {
      Optional<Compute> computation;
      try {
        computation = prepare();
      } catch (RuntimeException e) {
        throw Planner.failure(node, frame.inputShapes(node), e);
      }
      computation.ifPresent(Compute::run);
    }

    private Optional<Compute> prepare() {
      List<Tensor<?>> values = new ArrayList<>();
      for (PlanValue input : node.inputs()) {
        values.add(frame.tensor(input));
      }
      NodeFacts facts = NodeFacts.running(node, frame.state(), values);
      List<Shape> shapes = facts.inferShapes();
      Object[] arrays = frame.arrays();
      for (int i = 0; i < node.outputs().size(); i++) {
        PlanValue output = node.outputs().get(i);
        frame.setShape(output, shapes.get(i));
        if (node.definition().has(OpFlag.VIEW)) {
          arrays[output.slot] = arrays[node.input(0).slot];
        } else if (output.shapeSlot >= 0) {
          arrays[output.slot] = SingleRun.newArray(output.dataType(), shapes.get(i));
        }
      }
      return node.definition().has(OpFlag.VIEW)
          ? Optional.empty()
          : Optional.of(new Compute(node, frame, SingleRun.kernel(node, facts)));
    }
  }

  /** Tells whether a node has anything to do in a run. */
  static boolean isNeeded(PlanNode node) {
    return !node.definition().has(OpFlag.VIEW)
        || !node.shape().isFullyKnown()
        || !node.input(0).shape().isFullyKnown(); // Then it remains to be checked that they fit.
  }
}
