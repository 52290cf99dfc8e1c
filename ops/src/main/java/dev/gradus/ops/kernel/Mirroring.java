package dev.gradus.ops.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The plan by which an array is enlarged by its own mirror image at the edges of each axis.
 *
 * <p>The array is copied to the middle of the result. Then, axis by axis from the last to the
 * first, the edges are copied within the result from what lies on the other side of the mirror;
 * they are as long as all that is filled by then along the axes that had their turn, so corners
 * need no care, and the edges of all axes but the last are blocks of whole rows.
 *
 * <p>{@link #fold} is the transpose of that linear map: the same copies backward, in reverse order,
 * adding. Immutable.
 */
public final class Mirroring {
  private final StridedCopy middle;
  private final StridedCopy back;
  private final List<StridedCopy> edges;
  private final List<StridedCopy> edgesBack;
  private final int resultSize;

  private Mirroring(StridedCopy middle, List<StridedCopy> edges, int resultSize) {
    this.middle = middle;
    this.back = middle.inverse();
    this.edges = edges;
    List<StridedCopy> reversed = new ArrayList<>();
    edges.forEach(edge -> reversed.add(edge.inverse()));
    Collections.reverse(reversed);
    this.edgesBack = reversed;
    this.resultSize = resultSize;
  }

  /**
   * Returns the plan.
   *
   * @param shape of the array
   * @param before how much is added in front of each axis
   * @param after how much is added behind each axis
   * @param skipped 1 if the mirror stands in the middle of the outermost element, which is then not
   *     repeated; 0 if it stands at its edge
   * @throws IllegalArgumentException if the array is too small to be mirrored that far
   */
  public static Mirroring of(int[] shape, int[] before, int[] after, int skipped) {
    int rank = shape.length;
    for (int axis = 0; axis < rank; axis++) {
      if (Math.max(before[axis], after[axis]) > Math.max(0, shape[axis] - skipped)) {
        throw new IllegalArgumentException(
            String.format(
                "An axis of %d elements cannot be mirrored to add %d in front and %d behind.",
                shape[axis], before[axis], after[axis]));
      }
    }
    int[] result = new int[rank];
    int size = 1;
    for (int axis = 0; axis < rank; axis++) {
      result[axis] = before[axis] + shape[axis] + after[axis];
      size *= result[axis];
    }
    StridedView[] filled = new StridedView[rank + 1];
    filled[0] = StridedView.of(result);
    for (int axis = 0; axis < rank; axis++) {
      filled[axis + 1] = filled[axis].part(axis, before[axis], shape[axis]);
    }
    List<StridedCopy> edges = new ArrayList<>();
    for (int axis = rank - 1; axis >= 0; axis--) {
      // Full along the axes after this one, and as large as the array along those before.
      StridedView plane = filled[axis];
      int begin = before[axis];
      int end = begin + shape[axis];
      edges.add(
          StridedCopy.between(
              plane.part(axis, begin + skipped + begin - 1, begin, -1),
              plane.part(axis, 0, begin)));
      edges.add(
          StridedCopy.between(
              plane.part(axis, end - 1 - skipped, after[axis], -1),
              plane.part(axis, end, after[axis])));
    }
    return new Mirroring(StridedCopy.between(StridedView.of(shape), filled[rank]), edges, size);
  }

  /** The number of elements of the result. */
  public int resultSize() {
    return resultSize;
  }

  /** Writes the enlarged array. */
  public <A> void run(A source, A result) {
    middle.run(source, result);
    for (StridedCopy edge : edges) {
      edge.run(result, result);
    }
  }

  /**
   * Adds to each element of the middle what stands at its mirror images, and writes the middle.
   *
   * @param enlarged in the shape of the result; numbers
   * @param scratch as long as that
   * @param folded in the shape of the array
   */
  public <A> void fold(A enlarged, A scratch, A folded) {
    System.arraycopy(enlarged, 0, scratch, 0, resultSize);
    for (StridedCopy edge : edgesBack) {
      edge.add(scratch, scratch);
    }
    back.run(scratch, folded);
  }
}
