package dev.gradus.core;

import java.util.Optional;

/**
 * What the shape rule of an op is told about the operation whose result shapes it has to find: when
 * the operation is built, from shapes that may be partial, and again when a run is planned, from
 * the real ones.
 */
public interface ShapeContext {
  /** Returns the operation's attributes. */
  Attributes attributes();

  /** Returns the number of inputs. */
  int inputCount();

  /** Returns the element type of an input, from 0. */
  DataType<?> inputType(int input);

  /** Returns what is known of the shape of an input, from 0. */
  Shape inputShape(int input);

  /** Returns the value of an input, from 0, if it is known already. */
  Optional<? extends Tensor<?>> inputValue(int input);

  /**
   * Tells whether a run is being planned or under way, rather than the graph being built: only then
   * is it certain that the output is computed, and not fed with something of another shape.
   */
  boolean isPlanning();
}
