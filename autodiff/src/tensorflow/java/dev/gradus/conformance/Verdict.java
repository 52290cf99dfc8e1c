package dev.gradus.conformance;

import java.util.EnumSet;
import java.util.Set;

/** What the comparison of one case says. */
sealed interface Verdict {
  /** Every element of every output agrees. */
  record Agrees() implements Verdict {}

  /** Both report an error. */
  record BothRefuse() implements Verdict {}

  /**
   * Every element agrees but for some that named differences explain.
   *
   * @param differences those that are needed
   */
  record AgreesBut(Set<NamedDifference> differences) implements Verdict {
    static AgreesBut of(NamedDifference difference) {
      return new AgreesBut(EnumSet.of(difference));
    }
  }

  /**
   * TensorFlow has nothing to compare with.
   *
   * @param where for which types; empty if for none
   * @param message what it says
   */
  record Unsupported(String where, String message) implements Verdict {}

  /**
   * There is a difference without a name.
   *
   * @param message which
   */
  record Differs(String message) implements Verdict {}
}
