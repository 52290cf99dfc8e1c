package dev.gradus.ops.kernel;

/**
 * What one step of an optimizer works on.
 *
 * @param state the present values: of the variable, and of what is kept beside it
 * @param next arrays for the next values, in the same order; they may be those of the present ones
 * @param gradient the gradient
 * @param settings the learning rate and whatever else there is to set, in the order of the op's
 *     inputs; for float32 these are floats, which a double holds exactly
 * @param variant whether the op's one attribute asks for the other of two formulas
 * @param count the number of elements
 * @param <A> the array type, {@code float[]} or {@code double[]}
 */
public record OptimizerStep<A>(
    A[] state, A[] next, A gradient, double[] settings, boolean variant, int count) {}
