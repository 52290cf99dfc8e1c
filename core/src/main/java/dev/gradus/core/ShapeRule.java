package dev.gradus.core;

import java.util.List;

/** Finds the shapes of an op's outputs from those of its inputs. */
@FunctionalInterface
public interface ShapeRule {
  /**
   * Returns a shape for each output, with all that is known of it.
   *
   * <p>If all input shapes and the values of all inputs are known, the result must be fully known.
   *
   * @throws GradusException if no inputs of these shapes could ever fit the op: a clause that says
   *     what was seen and what would have fitted, to which op, name, input shapes and line are
   *     added
   */
  List<Shape> infer(ShapeContext context);

  /** Finds the shape of the output of an op that has just one. */
  @FunctionalInterface
  interface Single {
    /** Returns the shape of the only output; see {@link ShapeRule#infer}. */
    Shape infer(ShapeContext context);
  }
}
