package dev.gradus.ops;

/** What stands in the elements that {@link Ops#pad} adds to a tensor. */
public enum PadMode {
  /** Zeros, or false. */
  CONSTANT,
  /**
   * The mirror image, without the outermost element: {@code [1, 2, 3]} to {@code [2, 1, 2, 3, 2]}.
   */
  REFLECT,
  /** The mirror image: {@code [1, 2, 3]} to {@code [1, 1, 2, 3, 3]}. */
  SYMMETRIC
}
