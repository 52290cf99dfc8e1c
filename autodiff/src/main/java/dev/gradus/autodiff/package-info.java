/**
 * What the gradient of each op is, how gradients flow through a graph, and the optimizers that
 * follow them.
 *
 * <p>{@link dev.gradus.autodiff.Gradients} walks a graph backward, from a result to what it depends
 * on, and adds the nodes that compute the gradients to the same graph. What to add for one
 * operation it asks the {@link dev.gradus.autodiff.Gradient} that is registered for the op's type;
 * those of the built-in ops are in {@code dev.gradus.autodiff.gradient}, a short method each. As
 * gradients are graph, they can be differentiated again.
 *
 * <p>An {@link dev.gradus.autodiff.Optimizer} adds the nodes that change variables by their
 * gradients.
 *
 * <p>This room knows nothing of kernels. Gradients and optimizers only build graph, by way of
 * {@link dev.gradus.ops.Ops}, as any program could. Two classes look for mistakes, {@link
 * dev.gradus.autodiff.Lint} in a graph and {@link dev.gradus.autodiff.GradientReport} in a run of
 * it; and {@link dev.gradus.autodiff.GraphPage} shows runs as a page.
 *
 * <p>Lessons that begin with nothing are in {@code docs/README.md}.
 */
@NullMarked
package dev.gradus.autodiff;

import org.jspecify.annotations.NullMarked;
