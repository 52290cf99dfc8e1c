/**
 * A table of sample uses of every op, each with what must come out by a naive computation, and the
 * harness that runs them.
 *
 * <p>The oracles here share nothing with the kernels: they compute element by element in {@code
 * double} or {@code long}, from the definitions in TensorFlow's and NumPy's documentation.
 */
@NullMarked
package dev.gradus.ops.cases;

import org.jspecify.annotations.NullMarked;
