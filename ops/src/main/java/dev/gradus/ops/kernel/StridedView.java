package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * A part of a row-major array: along each axis, some of the indices in equal steps, forward or
 * backward.
 *
 * <pre>{@code
 * StridedView.of(4, 6)                       // all of it
 * StridedView.of(4, 6).part(1, 2, 3)         // x[:, 2:5]
 * StridedView.of(4, 6).part(1, 5, 6, -1)     // x[:, ::-1]
 * }</pre>
 *
 * <p>That is an offset into the array and, for each axis, a length and a stride. {@link
 * StridedCopy} moves the elements of one such part to another; with the right two views, that is to
 * cut, to join, to pad, to turn round. Immutable.
 */
public final class StridedView {
  private final int offset;
  private final int[] lengths;
  private final int[] strides;

  StridedView(int offset, int[] lengths, int[] strides) {
    this.offset = offset;
    this.lengths = lengths;
    this.strides = strides;
  }

  /** Returns the whole of an array of the given shape. */
  public static StridedView of(int... shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return new StridedView(0, shape.clone(), strides);
  }

  /** Returns {@code length} indices of one axis, from {@code begin} on. */
  public StridedView part(int axis, int begin, int length) {
    return part(axis, begin, length, 1);
  }

  /**
   * Returns {@code length} indices of one axis: {@code begin}, {@code begin + step}, and so on.
   *
   * @throws IllegalArgumentException if one of them is out of range
   */
  public StridedView part(int axis, int begin, int length, int step) {
    long last = begin + (length - 1L) * step;
    if (length < 0
        || (length > 0 && (Math.min(begin, last) < 0 || Math.max(begin, last) >= lengths[axis]))) {
      throw new IllegalArgumentException(
          String.format(
              "Axis %d of %s does not have %d indices from %d in steps of %d.",
              axis, Arrays.toString(lengths), length, begin, step));
    }
    int[] newLengths = lengths.clone();
    int[] newStrides = strides.clone();
    newLengths[axis] = length;
    newStrides[axis] = length > 1 ? strides[axis] * step : strides[axis];
    return new StridedView(
        length == 0 ? offset : offset + begin * strides[axis], newLengths, newStrides);
  }

  int offset() {
    return offset;
  }

  int rank() {
    return lengths.length;
  }

  int length(int axis) {
    return lengths[axis];
  }

  int stride(int axis) {
    return strides[axis];
  }

  int[] lengths() {
    return lengths.clone();
  }

  @Override
  public String toString() {
    return String.format(
        "%s from %d in strides of %s", Arrays.toString(lengths), offset, Arrays.toString(strides));
  }
}
