package dev.gradus.ops.kernel;

/** The element-wise comparisons of two arguments of one type. */
public enum Comparison {
  /** x = y; false if either is NaN; true for +0 and −0. */
  EQUAL,
  /** Not x = y; true if either is NaN. */
  NOT_EQUAL,
  /** x &lt; y; false if either is NaN. */
  LESS,
  /** x ≤ y; false if either is NaN. */
  LESS_EQUAL,
  /** x &gt; y; false if either is NaN. */
  GREATER,
  /** x ≥ y; false if either is NaN. */
  GREATER_EQUAL
}
