/**
 * The declarations of all built-in ops, by family: name, signature, shape rule, kernel and flags of
 * each, in one place.
 *
 * <p>A kernel here only binds: it takes apart what the executor hands it, and calls the loops of
 * {@code dev.gradus.ops.kernel}. To add an op, declare it in the family where it belongs, add its
 * method to {@link dev.gradus.ops.Ops}, and its gradient in {@code dev.gradus.autodiff.gradient}; a
 * test names whatever is missing.
 */
@NullMarked
package dev.gradus.ops.definition;

import org.jspecify.annotations.NullMarked;
