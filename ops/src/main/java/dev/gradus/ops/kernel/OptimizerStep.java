package dev.gradus.ops.kernel;

/**
 * What one step of an optimizer works on. Prepared once: from run to run, other arrays and settings
 * are put in.
 *
 * @param state the present values: of the variable, and of what is kept beside it
 * @param next arrays for the next values, in the same order; they may be those of the present ones
 * @param gradients the gradient, alone in an array
 * @param settings the learning rate and whatever else there is to set, in the order of the op's
 *     inputs; for float32 these are floats, which a double holds exactly
 * @param variant whether the op's one attribute asks for the other of two formulas
 * @param from the first element to compute
 * @param to the one after the last
 * @param <A> the array type, {@code float[]} or {@code double[]}
 */
public record OptimizerStep<A>(
    A[] state, A[] next, A[] gradients, double[] settings, boolean variant, int from, int to) {
  /** Returns the gradient. */
  A gradient() {
    return gradients[0];
  }
}
