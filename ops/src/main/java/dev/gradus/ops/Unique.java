package dev.gradus.ops;

import dev.gradus.core.Output;

/**
 * The distinct elements of a vector, as {@link IndexingOps#unique} finds them.
 *
 * @param values the elements, in the order of their first appearance
 * @param indices for each element of the vector, which of the values it is
 * @param <T> the Java type of one element
 */
public record Unique<T>(Output<T> values, Output<Integer> indices) {}
