package dev.gradus.ops;

import dev.gradus.core.Output;
import java.util.List;

/**
 * Several tensors, scaled together; see {@link Ops#clipByGlobalNorm(List, double)}.
 *
 * @param values the scaled tensors, in order
 * @param norm the norm of all of them before, a scalar
 * @param <T> the Java type of one element
 */
public record ClippedByGlobalNorm<T>(List<Output<T>> values, Output<T> norm) {
  /** Takes an immutable copy of the list. */
  public ClippedByGlobalNorm {
    values = List.copyOf(values);
  }
}
