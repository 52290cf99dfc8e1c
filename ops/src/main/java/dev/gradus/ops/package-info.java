/**
 * What each op computes: the face that programs call, and behind it the declarations and the
 * numeric loops.
 *
 * <p>{@link dev.gradus.ops.Ops} is the face: a method for each op, named as in TensorFlow's Python
 * API. It is cut into files by family: arrays, math, state, random numbers, and {@link
 * dev.gradus.ops.NeuralNetworkOps}. Each method adds nodes to the graph and computes nothing.
 *
 * <p>What the nodes compute is declared in {@code dev.gradus.ops.definition}, one declaration an
 * op, whose kernels bind the loops of {@code dev.gradus.ops.kernel} to it. This room knows nothing
 * of gradients, and opens no session.
 *
 * <p>Lessons that begin with nothing are in {@code docs/README.md}.
 */
@NullMarked
package dev.gradus.ops;

import org.jspecify.annotations.NullMarked;
