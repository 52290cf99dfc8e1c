package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * Reductions of rows (any number of consecutive elements) by segments: rows that have the same id
 * are combined, element by element.
 *
 * <p>The rows of a segment are combined one after the other, as they stand in the array: each
 * element of the result is a chain in that order. Arrays are of any element type.
 */
public final class Segments {

  private Segments() {}

  /**
   * Combines rows whose ids are sorted, so that each segment is a run of rows.
   *
   * @param ids sorted, none of them negative
   * @param ofNone an array of one element, to fill the rows of segments that have none
   * @param segments the number of results, more than any id
   */
  public static <A> void reduceSorted(
      BinaryBlock<A, A> operation, A x, int[] ids, int rowSize, A ofNone, int segments, A result) {
    ElementArrays.fill(ofNone, 0, result, 0, segments * rowSize);
    for (int row = 0; row < ids.length; row++) {
      int place = ids[row] * rowSize;
      if (row == 0 || ids[row] != ids[row - 1]) {
        System.arraycopy(x, row * rowSize, result, place, rowSize);
      } else {
        operation.apply(result, place, x, row * rowSize, result, place, rowSize);
      }
    }
  }

  /**
   * Combines rows whose ids are in any order; rows with a negative id are left out.
   *
   * @param ids an {@code int[]} or {@code long[]}
   * @param idShape the shape of the ids, by which a message tells where a wrong one stands
   * @param start an array of one element, to which the rows of each segment are added
   * @param segments the number of results
   * @throws IllegalArgumentException if an id is not less than the number of segments; nothing is
   *     written then
   */
  public static <A> void reduce(
      BinaryBlock<A, A> operation,
      A x,
      Object ids,
      int[] idShape,
      int rowSize,
      A start,
      int segments,
      A result) {
    int rows = Arrays.stream(idShape).reduce(1, (a, b) -> a * b);
    for (int row = 0; row < rows; row++) {
      long id = RowPositions.at(ids, row);
      if (id >= segments) {
        throw new IllegalArgumentException(
            "%s = %d is not in [0, %d), nor negative."
                .formatted(RowPositions.place("segment_ids", idShape, row), id, segments));
      }
    }
    ElementArrays.fill(start, 0, result, 0, segments * rowSize);
    for (int row = 0; row < rows; row++) {
      long id = RowPositions.at(ids, row);
      if (id >= 0) {
        int place = (int) id * rowSize;
        operation.apply(result, place, x, row * rowSize, result, place, rowSize);
      }
    }
  }
}
