package dev.gradus.ops;

/** Which axes of a grid the first two of its vectors lie along; see {@link Ops#meshgrid}. */
public enum GridIndexing {
  /**
   * The first along the columns, as x and y of a plane: the grid has a row for each element of the
   * second.
   */
  XY,
  /** Each along the axis of its number, as the indices of a matrix. */
  IJ
}
