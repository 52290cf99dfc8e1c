package dev.gradus.core;

/**
 * What else an op's declaration can say of it.
 *
 * <p>Planning relies on {@link #STATEFUL}, {@link #VIEW} and {@link #MUST_BE_FED}. The other three
 * are for passes that merge, fuse and reuse; there is none yet.
 */
public enum OpFlag {
  /**
   * Two uses with the same inputs are not the same: the op draws random numbers, or has an effect.
   * It is never merged, folded or moved.
   */
  STATEFUL,
  /** Swapping the two inputs gives the same result, to the bit. */
  COMMUTATIVE,
  /**
   * Each element of the result depends on just the elements at the same, broadcast position of the
   * inputs.
   */
  ELEMENTWISE,
  /** The kernel may be handed the array of an input of the same size as the array of its result. */
  MAY_REUSE_INPUT,
  /**
   * The result has the elements of the first input, in the same order, perhaps under another shape:
   * nothing to compute.
   */
  VIEW,
  /** The op has no value but the one that is fed. */
  MUST_BE_FED
}
