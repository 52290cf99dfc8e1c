package dev.gradus.ops;

import dev.gradus.core.Output;

/**
 * The factors of a matrix, or of each of several, that {@link Ops#qr} finds.
 *
 * @param q the factor with orthonormal columns
 * @param r the upper triangular factor
 * @param <T> the Java type of one element
 */
public record QrFactors<T>(Output<T> q, Output<T> r) {}
