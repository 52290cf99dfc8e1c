package dev.gradus.ops.cases;

import dev.gradus.core.DataType;
import dev.gradus.core.Tensor;
import java.util.Random;

/**
 * Random inputs, the same in every run of the tests.
 *
 * <p>Floating-point numbers are multiples of 1/8 of small magnitude. Sums and products of a few
 * hundred of them are exact in float32, in whatever order they are taken; so the oracles of sums
 * and matrix products need no tolerance. How well rounding is done is what the kernels' own tests
 * show.
 */
public final class Inputs {
  private final long seed;
  private final Random random;

  private Inputs(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  static Inputs seeded(String op) {
    return new Inputs(op.hashCode());
  }

  /** Returns numbers of both signs and zero (uint8: 0 to 255; bool: both). */
  Tensor<?> any(DataType<?> type, int... shape) {
    return Plain.of(shape, index -> number(type, -32, 32)).toTensor(type);
  }

  /** Returns numbers of which none is zero or less. */
  Tensor<?> positive(DataType<?> type, int... shape) {
    return Plain.of(shape, index -> number(type, 1, 32)).toTensor(type);
  }

  /** Returns numbers of zero or more. */
  Tensor<?> nonNegative(DataType<?> type, int... shape) {
    return Plain.of(shape, index -> number(type, 0, 32)).toTensor(type);
  }

  /**
   * Returns integers from the least up to, but not including, the limit, as numbers of any type.
   */
  Tensor<?> between(DataType<?> type, int least, int limit, int... shape) {
    return Plain.of(shape, index -> (long) random.nextInt(least, limit)).toTensor(type);
  }

  private Number number(DataType<?> type, int least, int greatest) {
    if (type.equals(DataType.UINT8) && least < 0) {
      return (long) random.nextInt(256);
    } else if (type.equals(DataType.BOOL)) {
      return (long) random.nextInt(2);
    }
    int number = random.nextInt(least, greatest + 1);
    return type.isFloating() ? (Number) (number / 8.0) : (Number) (long) number;
  }

  @Override
  public String toString() {
    return "inputs of seed " + seed;
  }
}
