package dev.gradus.ops.kernel;

/** What can be asked of a single floating-point number. */
public enum NumberTest {
  /** Whether x is NaN. */
  IS_NAN,
  /** Whether x is +∞ or −∞. */
  IS_INF,
  /** Whether x is neither infinite nor NaN. */
  IS_FINITE
}
