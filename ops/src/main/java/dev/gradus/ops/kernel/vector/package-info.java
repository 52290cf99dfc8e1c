/**
 * The numeric loops that gain from the JDK's Vector API, {@code jdk.incubator.vector}.
 *
 * <p>Each is the faster twin of one in {@link dev.gradus.ops.kernel}, by the same laws and so with
 * the same bits. {@link dev.gradus.ops.kernel.Kernels} decides whether they serve; nothing else
 * knows this package, which is compiled by itself.
 *
 * <p>How they are written: a vector operation is fast only where the JVM's compiler has made an
 * instruction of it, and slow by orders of magnitude where it has not, as each vector is an object
 * then. So all vectors of a loop are local variables; the species is a constant; no vector goes
 * through a field, an array or a method that is not inlined; and there are no masks, but arrays
 * padded to whole vectors, or last vectors that overlap those before.
 */
@NullMarked
package dev.gradus.ops.kernel.vector;

import org.jspecify.annotations.NullMarked;
