package dev.gradus.ops;

import dev.gradus.core.Output;

/**
 * The distinct elements of a vector and how often each appears, as {@link
 * IndexingOps#uniqueWithCounts} finds them.
 *
 * @param values the elements, in the order of their first appearance
 * @param indices for each element of the vector, which of the values it is
 * @param counts for each of the values, how often the vector has it
 * @param <T> the Java type of one element
 */
public record UniqueWithCounts<T>(
    Output<T> values, Output<Integer> indices, Output<Integer> counts) {}
