package dev.gradus.ops.definition;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.Rewrite;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rewrite that is one method.
 *
 * @param body returns what replaces a node, if the rule applies to it
 */
record RewriteRule(
    String name,
    String reason,
    double tolerance,
    boolean stabilizes,
    ImmutableSet<String> opTypes,
    Function<Rewrite.Node, Optional<Rewrite.Value>> body)
    implements Rewrite.Rule {

  @Override
  public Optional<Value> apply(Node node) {
    return body.apply(node);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Starts a rule of the given name: one that changes no bit, unless it is said to stabilize. */
  static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects the parts of a rule. */
  static final class Builder {
    private final String name;
    private String reason = "";
    private double tolerance;
    private boolean stabilizes;
    private ImmutableSet<String> opTypes = ImmutableSet.of();

    private Builder(String name) {
      this.name = name;
    }

    /** Sets the reason. */
    Builder because(String newReason) {
      reason = newReason;
      return this;
    }

    /**
     * Says that the rule may change the last bits, by so much relative to the larger, and is there
     * to have numbers in the place of infinities and NaN.
     */
    Builder stabilizing(double newTolerance) {
      tolerance = newTolerance;
      stabilizes = true;
      return this;
    }

    /** Sets the op types of the nodes that the rule is asked about. */
    Builder of(String... newOpTypes) {
      opTypes = ImmutableSet.copyOf(newOpTypes);
      return this;
    }

    /** Sets the rule itself. */
    Rewrite is(Function<Rewrite.Node, Optional<Rewrite.Value>> body) {
      return new RewriteRule(name, reason, tolerance, stabilizes, opTypes, body);
    }
  }
}
