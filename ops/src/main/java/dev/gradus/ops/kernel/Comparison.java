package dev.gradus.ops.kernel;

/** The element-wise comparisons of two arguments of one type. */
public enum Comparison {
  /** x = y; false if either is NaN; true for +0 and −0. */
  EQUAL(Domain.ALL),
  /** Not x = y; true if either is NaN. */
  NOT_EQUAL(Domain.ALL),
  /** x &lt; y; false if either is NaN. */
  LESS(Domain.NUMBERS),
  /** x ≤ y; false if either is NaN. */
  LESS_EQUAL(Domain.NUMBERS),
  /** x &gt; y; false if either is NaN. */
  GREATER(Domain.NUMBERS),
  /** x ≥ y; false if either is NaN. */
  GREATER_EQUAL(Domain.NUMBERS);

  private final Domain domain;

  Comparison(Domain domain) {
    this.domain = domain;
  }

  /** Returns which element types have this. */
  public Domain domain() {
    return domain;
  }
}
