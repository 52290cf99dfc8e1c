/**
 * Compares every op with TensorFlow itself. Only {@code mvn -Ptensorflow} compiles and runs this.
 *
 * <p>{@link dev.gradus.conformance.DeclarationTest} compares how ops are declared: their arguments,
 * attributes, defaults and types. {@link dev.gradus.conformance.ConformanceTest} compares what they
 * compute, case by case.
 *
 * <p>A case is one run of one op with one set of inputs and attributes. {@link
 * dev.gradus.conformance.Cases} makes them: from the samples that the tests of {@code ops} have of
 * every op, drawn again and again, and from special values, random shapes and large tensors. Each
 * is built as a graph of Gradus, which {@link dev.gradus.conformance.GraphDefs} writes out as a
 * GraphDef, name by name and attribute by attribute; TensorFlow imports that, and both run it. So
 * what is compared is not only numbers: an op type, an argument or an attribute that TensorFlow
 * does not have under that name is found too, and so is an error that just one of the two reports.
 *
 * <p>Every element of every output is compared, within {@link dev.gradus.conformance.Tolerance}.
 * Where Gradus means to differ there is a {@link dev.gradus.conformance.NamedDifference}, which
 * must explain the element and must be needed somewhere. Where TensorFlow has no kernel for a type
 * or no gradient for an op, that is counted and listed. All of it ends up in one file, {@code
 * agreement.txt}, of which {@code docs/ops.md} shows the contents.
 */
@NullMarked
package dev.gradus.conformance;

import org.jspecify.annotations.NullMarked;
