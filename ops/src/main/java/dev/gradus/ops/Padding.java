package dev.gradus.ops;

/** What happens at the border of an image over which a window slides. */
public enum Padding {
  /**
   * The image is padded, so that the result has as many elements as it has, divided by the stride
   * and rounded up. There is as much padding on both sides, or one more at the end.
   */
  SAME,

  /** There is no padding: the window stays inside of the image. */
  VALID
}
