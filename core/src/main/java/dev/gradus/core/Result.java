package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** The tensors that one run fetched. Immutable. */
public final class Result {
  private final ImmutableMap<Output<?>, Tensor<?>> values;

  private Result(ImmutableMap<Output<?>, Tensor<?>> values) {
    this.values = values;
  }

  static Result of(ImmutableList<Output<?>> fetches, Tensor<?>[] tensors) {
    ImmutableMap.Builder<Output<?>, Tensor<?>> values = ImmutableMap.builder();
    for (int i = 0; i < tensors.length; i++) {
      values.put(fetches.get(i), tensors[i]);
    }
    return new Result(values.buildKeepingLast());
  }

  /**
   * Returns the value that was fetched for the given operand.
   *
   * @throws RunException if it was not fetched
   */
  public <T> Tensor<T> get(Operand<T> fetch) {
    Tensor<?> value = values.get(fetch.asOutput());
    if (value == null) {
      throw new RunException(
          "%s was not fetched in this run; fetched were %s"
              .formatted(fetch.asOutput(), values.keySet()));
    }
    return value.as(fetch.dataType());
  }
}
