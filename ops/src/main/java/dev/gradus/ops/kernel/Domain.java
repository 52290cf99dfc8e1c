package dev.gradus.ops.kernel;

/**
 * Which element types have a function.
 *
 * <p>The function itself says it, so that the types of an op are known before any of its loops has
 * been made: a program uses a few of the hundreds that there are.
 */
public enum Domain {
  /** {@code float} and {@code double}. */
  FLOATING,
  /** {@link #FLOATING}, and the integers with a sign: {@code int} and {@code long}. */
  SIGNED,
  /** {@link #SIGNED}, and unsigned bytes. */
  NUMBERS,
  /** {@code boolean}. */
  TRUTH_VALUES,
  /** {@link #NUMBERS}, and {@code boolean}. */
  ALL
}
