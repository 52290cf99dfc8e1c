package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The plan by which the elements of one {@link StridedView} are moved to those of another of equal
 * shape.
 *
 * <p>Immutable; computed once from the two views. Axes of size 1 are dropped, and neighbouring axes
 * merged where in both views they lie in memory as one axis would, so that what can be moved as one
 * block is moved as one. What remains are rows; a row that is contiguous on both sides is
 * block-copied.
 */
public final class StridedCopy {
  private final int sourceOffset;
  private final int targetOffset;
  private final int[] lengths;
  private final int[] sourceStrides;
  private final int[] targetStrides;

  /** How many planes of rows there are, and rows in a plane; 0 if there is nothing to copy. */
  private final int planes;

  private final int rows;

  private StridedCopy(
      int sourceOffset,
      int targetOffset,
      int[] lengths,
      int[] sourceStrides,
      int[] targetStrides,
      int size) {
    this.sourceOffset = sourceOffset;
    this.targetOffset = targetOffset;
    this.lengths = lengths;
    this.sourceStrides = sourceStrides;
    this.targetStrides = targetStrides;
    this.rows = lengths[lengths.length - 2];
    this.planes = size == 0 ? 0 : size / rows / lengths[lengths.length - 1];
  }

  /**
   * Returns the plan.
   *
   * @throws IllegalArgumentException if the two differ in shape
   */
  public static StridedCopy between(StridedView source, StridedView target) {
    if (!Arrays.equals(source.lengths(), target.lengths())) {
      throw new IllegalArgumentException(
          String.format("%s and %s differ in shape.", source, target));
    }
    int rank = source.rank();
    // Two axes of 1 in front, so that there always are rows and planes of them.
    int[] lengths = new int[rank + 2];
    int[] sourceStrides = new int[rank + 2];
    int[] targetStrides = new int[rank + 2];
    Arrays.fill(lengths, 1);
    int size = 1;
    // Merged from the last axis to the first, and stored from the back of the arrays.
    int first = rank + 2;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int length = source.length(axis);
      size *= length;
      if (length == 1) {
        continue;
      }
      if (first < rank + 2
          && source.stride(axis) == lengths[first] * sourceStrides[first]
          && target.stride(axis) == lengths[first] * targetStrides[first]) {
        lengths[first] *= length;
      } else {
        first--;
        lengths[first] = length;
        sourceStrides[first] = source.stride(axis);
        targetStrides[first] = target.stride(axis);
      }
    }
    first = Math.min(first, rank);
    return new StridedCopy(
        source.offset(),
        target.offset(),
        Arrays.copyOfRange(lengths, first, rank + 2),
        Arrays.copyOfRange(sourceStrides, first, rank + 2),
        Arrays.copyOfRange(targetStrides, first, rank + 2),
        size);
  }

  /** Returns the plan that moves everything back to where it came from. */
  public StridedCopy inverse() {
    return between(
        new StridedView(targetOffset, lengths, targetStrides),
        new StridedView(sourceOffset, lengths, sourceStrides));
  }

  /**
   * Copies the elements.
   *
   * @param source an array as long as the source's whole, of any element type
   * @param target an array as long as the target's whole; it may be {@code source} if the two views
   *     have no element in common
   */
  public <A> void run(A source, A target) {
    forEachRow(source, target, StridedCopy::copyRow);
  }

  /** Adds the elements to those that are there; likewise. Numbers only. */
  public <A> void add(A source, A target) {
    forEachRow(source, target, ElementArrays::addStrided);
  }

  private interface Row {
    void move(
        Object source,
        int sourceOffset,
        int sourceStride,
        Object target,
        int targetOffset,
        int targetStride,
        int count);
  }

  private void forEachRow(Object source, Object target, Row row) {
    int last = lengths.length - 1;
    int count = lengths[last];
    for (int plane = 0; plane < planes; plane++) {
      int from = sourceOffset;
      int to = targetOffset;
      int rest = plane;
      for (int axis = last - 2; axis >= 0; axis--) {
        int index = rest % lengths[axis];
        from += index * sourceStrides[axis];
        to += index * targetStrides[axis];
        rest /= lengths[axis];
      }
      for (int i = 0; i < rows; i++) {
        row.move(source, from, sourceStrides[last], target, to, targetStrides[last], count);
        from += sourceStrides[last - 1];
        to += targetStrides[last - 1];
      }
    }
  }

  private static void copyRow(
      Object source,
      int sourceOffset,
      int sourceStride,
      Object target,
      int targetOffset,
      int targetStride,
      int count) {
    if (targetStride == 1 || count == 1) {
      ElementArrays.copyStrided(
          source, sourceOffset, count == 1 ? 1 : sourceStride, target, targetOffset, count);
    } else {
      ElementArrays.copyStrided(
          source, sourceOffset, sourceStride, target, targetOffset, targetStride, count);
    }
  }
}
