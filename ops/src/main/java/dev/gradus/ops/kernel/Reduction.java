package dev.gradus.ops.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The plan by which an array is reduced over a set of axes.
 *
 * <p>Immutable; computed once from shape and axes. Neighbouring axes that are all reduced, or all
 * kept, are merged. If at most one group of reduced axes is left, the array is {@code [outer,
 * count, inner]} as it lies, and the {@link ReductionBlock} runs on it. Otherwise the array is
 * first transposed so that the reduced axes come last, which changes no sequence: the elements of
 * one result are always taken in row-major order of the reduced coordinates. So what is reduced
 * together with what decides the bits, not how the array is laid out.
 *
 * <pre>{@code
 * Reduction overRows = Reduction.of(new int[] {100, 10}, 0);
 * overRows.run(Kernels.floats().sum(), x, result);   // result[10]
 * overRows.run(IntReductions::max, y, resultOfInts);
 * }</pre>
 */
public final class Reduction {

  private final int[] shape;
  private final boolean[] reduced;
  private final int outer;
  private final int count;
  private final int inner;
  private final @Nullable Transposition transposition;

  private Reduction(
      int[] shape,
      boolean[] reduced,
      int outer,
      int count,
      int inner,
      @Nullable Transposition transposition) {
    this.shape = shape;
    this.reduced = reduced;
    this.outer = outer;
    this.count = count;
    this.inner = inner;
    this.transposition = transposition;
  }

  /**
   * The plan for an array of the given shape.
   *
   * @param axes the axes to reduce, a negative one counted from the end; none of them means that
   *     every element is reduced alone, which leaves it as it is
   * @throws IllegalArgumentException if an axis is out of range or named twice
   */
  public static Reduction of(int[] shape, int... axes) {
    int rank = shape.length;
    boolean[] reduced = new boolean[rank];
    for (int axis : axes) {
      if (axis < -rank || axis >= rank) {
        throw new IllegalArgumentException(
            String.format(
                "Axis %d is out of range [%d, %d) for shape %s.",
                axis, -rank, rank, Arrays.toString(shape)));
      }
      int index = Math.floorMod(axis, rank);
      if (reduced[index]) {
        throw new IllegalArgumentException(
            String.format(
                "Axis %d of shape %s is named twice in %s.",
                index, Arrays.toString(shape), Arrays.toString(axes)));
      }
      reduced[index] = true;
    }
    return of(shape.clone(), reduced);
  }

  private static Reduction of(int[] shape, boolean[] reduced) {
    int[] permutation = new int[shape.length];
    int kept = 0;
    int keptSize = 1;
    int reducedSize = 1;
    int inner = 1;
    int groups = 0;
    boolean inGroup = false;
    for (int axis = 0; axis < shape.length; axis++) {
      if (reduced[axis]) {
        reducedSize *= shape[axis];
      } else {
        keptSize *= shape[axis];
        permutation[kept++] = axis;
      }
      if (shape[axis] != 1) {
        groups += reduced[axis] && !inGroup ? 1 : 0;
        inGroup = reduced[axis];
        inner = reduced[axis] ? 1 : inner * shape[axis];
      }
    }
    // An empty array has nothing to transpose, and no meaningful strides.
    if (groups == 0 || keptSize == 0 || reducedSize == 0) {
      return new Reduction(shape, reduced, keptSize, reducedSize, 1, null);
    }
    if (groups == 1) {
      return new Reduction(shape, reduced, keptSize / inner, reducedSize, inner, null);
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (reduced[axis]) {
        permutation[kept++] = axis;
      }
    }
    Transposition transposition = Transposition.of(shape, permutation);
    return new Reduction(shape, reduced, keptSize, reducedSize, 1, transposition);
  }

  /** The number of results. */
  public int resultSize() {
    return outer * inner;
  }

  /** The number of elements that make one result. */
  public int count() {
    return count;
  }

  /** The shape of the result: without the reduced axes, or with each of them kept as 1. */
  public int[] resultShape(boolean keepDims) {
    int[] result = new int[shape.length];
    int rank = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (!reduced[axis] || keepDims) {
        result[rank++] = reduced[axis] ? 1 : shape[axis];
      }
    }
    return Arrays.copyOf(result, rank);
  }

  /** The number of elements of scratch that a run needs; 0 if none. */
  public int scratchLength() {
    return transposition == null ? 0 : transposition.size();
  }

  /** Reduces {@code x} with a scratch array of its own. */
  public <A> void run(ReductionBlock<A> block, A x, A result) {
    run(block, x, result, ElementArrays.newLike(x, scratchLength()));
  }

  /**
   * Reduces {@code x}.
   *
   * @param x an array of the plan's shape
   * @param result at least {@link #resultSize()} elements; not {@code x}
   * @param scratch at least {@link #scratchLength()} elements, for this call alone
   */
  public <A> void run(ReductionBlock<A> block, A x, A result, A scratch) {
    A source = x;
    if (transposition != null) {
      transposition.run(x, scratch);
      source = scratch;
    }
    block.apply(source, outer, count, inner, result);
  }
}
