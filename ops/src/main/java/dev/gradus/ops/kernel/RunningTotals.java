package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The plan by which an operation, such as addition, is accumulated along an axis: result i is made
 * of the elements up to i.
 *
 * <p>Immutable. The array is seen as {@code [outer, count, inner]}, and the totals of the inner
 * axis are taken side by side. Each total is the one before it, combined with one element: a chain
 * in the order of the axis (or its reverse), so a total is to the bit what a longer sequence has at
 * the same place.
 */
public final class RunningTotals {

  private final int outer;
  private final int count;
  private final int inner;
  private final boolean exclusive;
  private final boolean reverse;

  private RunningTotals(int outer, int count, int inner, boolean exclusive, boolean reverse) {
    this.outer = outer;
    this.count = count;
    this.inner = inner;
    this.exclusive = exclusive;
    this.reverse = reverse;
  }

  /**
   * The plan for an array of the given shape.
   *
   * @param axis from 0
   * @param exclusive whether a total is of the elements before its own place, and so the first is
   *     of none
   * @param reverse whether the totals begin at the axis's end
   */
  public static RunningTotals of(int[] shape, int axis, boolean exclusive, boolean reverse) {
    int outer = Arrays.stream(shape, 0, axis).reduce(1, (a, b) -> a * b);
    int inner = Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
    return new RunningTotals(outer, shape[axis], inner, exclusive, reverse);
  }

  /**
   * Accumulates {@code x}.
   *
   * @param nothing an array of one element: the total of no elements
   * @param result as many elements as {@code x}; not {@code x}
   */
  public <A> void run(BinaryBlock<A, A> operation, A nothing, A x, A result) {
    int step = reverse ? -inner : inner;
    for (int o = 0; o < outer && count > 0; o++) {
      int at = (o * count + (reverse ? count - 1 : 0)) * inner;
      if (exclusive) {
        ElementArrays.fill(nothing, 0, result, at, inner);
      } else {
        System.arraycopy(x, at, result, at, inner);
      }
      for (int i = 1; i < count; i++, at += step) {
        int next = at + step;
        operation.apply(result, at, x, exclusive ? at : next, result, next, inner);
      }
    }
  }
}
