package dev.gradus.ops;

import dev.gradus.core.Output;

/**
 * The k greatest elements of each row, as {@link NeuralNetworkOps#topK} finds them.
 *
 * @param values the elements, from the greatest down
 * @param indices where each stands in its row
 * @param <T> the Java type of one element
 */
public record TopK<T>(Output<T> values, Output<Integer> indices) {}
