package dev.gradus.ops.kernel;

/** What can be asked of a single floating-point number. */
public enum NumberTest {
  /** Whether x is NaN. */
  IS_NAN(Domain.FLOATING),
  /** Whether x is +∞ or −∞. */
  IS_INF(Domain.FLOATING),
  /** Whether x is neither infinite nor NaN. */
  IS_FINITE(Domain.FLOATING);

  private final Domain domain;

  NumberTest(Domain domain) {
    this.domain = domain;
  }

  /** Returns which element types have this. */
  public Domain domain() {
    return domain;
  }
}
