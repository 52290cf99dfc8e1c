package dev.gradus.ops;

import com.google.common.collect.ImmutableList;
import dev.gradus.core.GraphException;
import dev.gradus.core.Shape;
import java.util.OptionalInt;

/**
 * How {@link Ops#whileLoop} loops. Immutable: each {@code with…} method returns changed options.
 *
 * @param maximumIterations after how many rounds the loop ends whatever its condition says; if
 *     empty, it goes on as long as the condition holds
 * @param shapeInvariants for each loop variable, what is true of its shape in every round; if
 *     empty, each keeps the shape that it has at first
 */
public record WhileOptions(OptionalInt maximumIterations, ImmutableList<Shape> shapeInvariants) {
  private static final WhileOptions DEFAULTS =
      new WhileOptions(OptionalInt.empty(), ImmutableList.of());

  /** Returns the default options. */
  public static WhileOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with a number of rounds after which the loop ends in any case.
   *
   * @throws GraphException if it is negative
   */
  public WhileOptions withMaximumIterations(int most) {
    if (most < 0) {
      throw GraphException.atCaller("A loop cannot end after %d rounds".formatted(most));
    }
    return new WhileOptions(OptionalInt.of(most), shapeInvariants);
  }

  /**
   * Returns these options with shapes, one for each loop variable, of which {@linkplain
   * Shape#UNKNOWN unknown} dimensions may change from round to round.
   */
  public WhileOptions withShapeInvariants(Shape... invariants) {
    return new WhileOptions(maximumIterations, ImmutableList.copyOf(invariants));
  }
}
