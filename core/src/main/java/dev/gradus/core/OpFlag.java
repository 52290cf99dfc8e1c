package dev.gradus.core;

/**
 * What else an op's declaration can say of it.
 *
 * <p>All that planning knows of an op beyond its signature, its shape rule and its kernel.
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
   * The result is the first input, of the same shape, but for some elements. The kernel may be
   * handed the first input's array as that of its result, and then has only these to write; to that
   * end it compares the two arrays.
   */
  UPDATES_FIRST_INPUT,
  /**
   * The kernel may be handed the array of a state, to which an input refers, as the array of what
   * replaces it. So it must not have changed anything when it fails: it checks indices and the like
   * before it writes.
   */
  MAY_REUSE_STATE,
  /**
   * The result has the elements of the first input, in the same order, perhaps under another shape:
   * nothing to compute.
   */
  VIEW,
  /** The op has no value but the one that is fed. */
  MUST_BE_FED
}
