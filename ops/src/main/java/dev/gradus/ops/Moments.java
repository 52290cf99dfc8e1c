package dev.gradus.ops;

import dev.gradus.core.Output;

/**
 * The mean of some elements, and their variance around it.
 *
 * @param mean {@code Σ x / n}
 * @param variance {@code Σ (x - mean)² / n}
 * @param <T> the Java type of one element
 */
public record Moments<T>(Output<T> mean, Output<T> variance) {}
