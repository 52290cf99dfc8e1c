package dev.gradus.core;

import java.util.Objects;

/**
 * A value to take the place of an output in one run.
 *
 * <p>Any output can be fed, not just a placeholder's; whatever would have been computed only for it
 * is then not computed.
 *
 * @param target the output whose place is taken
 * @param value the value, of a shape that the output can have
 * @param <T> the Java type of one element
 */
public record Feed<T>(Output<T> target, Tensor<T> value) {
  /** Makes a feed; neither part may be null. */
  public Feed {
    Objects.requireNonNull(target, "what to feed");
    Objects.requireNonNull(value, () -> "the value to feed for '%s'".formatted(target.name()));
  }

  /** Returns a feed of a tensor, which is not copied. */
  public static <T> Feed<T> feed(Operand<T> target, Tensor<T> value) {
    return new Feed<>(target.asOutput(), value);
  }

  /** Returns a feed of a float32 scalar. */
  public static Feed<Float> feed(Operand<Float> target, float value) {
    return feed(target, Tensor.of(value));
  }

  /** Returns a feed of a float64 scalar. */
  public static Feed<Double> feed(Operand<Double> target, double value) {
    return feed(target, Tensor.of(value));
  }

  /** Returns a feed of an int32 scalar. */
  public static Feed<Integer> feed(Operand<Integer> target, int value) {
    return feed(target, Tensor.of(value));
  }

  /** Returns a feed of an int64 scalar. */
  public static Feed<Long> feed(Operand<Long> target, long value) {
    return feed(target, Tensor.of(value));
  }

  /** Returns a feed of a bool scalar. */
  public static Feed<Boolean> feed(Operand<Boolean> target, boolean value) {
    return feed(target, Tensor.of(value));
  }
}
