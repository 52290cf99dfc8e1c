package dev.gradus.ops.kernel;

/**
 * Moves rows (any number of consecutive elements) between places in an array and a list of rows.
 *
 * <p>The places come from {@link RowPositions}. Arrays are of any element type.
 */
public final class RowMoves {
  private RowMoves() {}

  /**
   * Copies the rows at the given places, one after the other.
   *
   * @param source where the rows are
   * @param sourceOffset what is added to each position
   * @param positions where rows start
   * @param first the first of the positions to take
   * @param count how many to take
   * @param rowSize the number of elements in a row
   * @param target where they go
   * @param targetOffset where the first goes
   */
  public static <A> void gather(
      A source,
      int sourceOffset,
      int[] positions,
      int first,
      int count,
      int rowSize,
      A target,
      int targetOffset) {
    if (rowSize == 1) {
      gatherElements(source, sourceOffset, positions, first, count, target, targetOffset);
    } else {
      for (int i = 0; i < count; i++) {
        System.arraycopy(
            source,
            sourceOffset + positions[first + i],
            target,
            targetOffset + i * rowSize,
            rowSize);
      }
    }
  }

  private static <A> void gatherElements(
      A source,
      int sourceOffset,
      int[] positions,
      int first,
      int count,
      A target,
      int targetOffset) {
    if (source instanceof float[] from && target instanceof float[] to) {
      for (int i = 0; i < count; i++) {
        to[targetOffset + i] = from[sourceOffset + positions[first + i]];
      }
    } else if (source instanceof double[] from && target instanceof double[] to) {
      for (int i = 0; i < count; i++) {
        to[targetOffset + i] = from[sourceOffset + positions[first + i]];
      }
    } else if (source instanceof int[] from && target instanceof int[] to) {
      for (int i = 0; i < count; i++) {
        to[targetOffset + i] = from[sourceOffset + positions[first + i]];
      }
    } else if (source instanceof long[] from && target instanceof long[] to) {
      for (int i = 0; i < count; i++) {
        to[targetOffset + i] = from[sourceOffset + positions[first + i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        System.arraycopy(source, sourceOffset + positions[first + i], target, targetOffset + i, 1);
      }
    }
  }

  /**
   * Puts {@code function(row, update)} in the place of the row at each of the given places, in
   * their order: so a row that is named twice is changed twice, first by the earlier update.
   *
   * @param function what to make of a row and its update
   * @param target where the rows are
   * @param positions where rows start, the first {@code count} of them
   * @param rowSize the number of elements in a row
   * @param updates the updates
   * @param updateStride the distance from one update to the next: the row size, or 0 if there is
   *     just one for all
   */
  public static <A> void update(
      BinaryBlock<A, A> function,
      A target,
      int[] positions,
      int count,
      int rowSize,
      A updates,
      int updateStride) {
    for (int i = 0; i < count; i++) {
      int place = positions[i];
      function.apply(target, place, updates, i * updateStride, target, place, rowSize);
    }
  }
}
