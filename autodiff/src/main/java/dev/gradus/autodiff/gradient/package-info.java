/**
 * The gradient of each built-in op: a short method, or a line, by family.
 *
 * <p>Throughout, {@code g} is the gradient that arrives: that of the final result with respect to
 * the op's output.
 */
@NullMarked
package dev.gradus.autodiff.gradient;

import org.jspecify.annotations.NullMarked;
