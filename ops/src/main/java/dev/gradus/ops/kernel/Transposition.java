package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The plan by which the axes of an array are permuted: axis i of the result is axis {@code
 * permutation[i]} of the source.
 *
 * <p>Immutable; computed once from shape and permutation. Axes of size 1 are dropped, and axes that
 * stay neighbours merged into one. If the last axis stays last, rows are block-copied; else the
 * elements are moved in square tiles between the result's last axis and the source's, so that each
 * cache line that is read or written is used whole.
 */
public final class Transposition {

  private static final int TILE = 32;

  /** The merged axes of the result, with the stride of each in the source and in the result. */
  private final int[] lengths;

  private final int[] sourceStrides;
  private final int[] resultStrides;
  private final int[] resultShape;
  private final int size;

  private Transposition(int[] resultShape, int size, int[] lengths, int[] sourceStrides) {
    this.resultShape = resultShape;
    this.size = size;
    this.lengths = lengths;
    this.sourceStrides = sourceStrides;
    this.resultStrides = strides(lengths);
  }

  /**
   * The plan for an array of the given shape.
   *
   * @throws IllegalArgumentException if {@code permutation} does not name every axis once
   */
  public static Transposition of(int[] shape, int... permutation) {
    checkPermutation(shape, permutation);
    int rank = shape.length;
    int[] strides = strides(shape);
    int[] resultShape = new int[rank];
    int[] lengths = new int[rank];
    int[] sourceStrides = new int[rank];
    int merged = 0;
    int size = 1;
    for (int axis = 0; axis < rank; axis++) {
      int source = permutation[axis];
      int length = shape[source];
      resultShape[axis] = length;
      size *= length;
      if (length == 1) {
        continue;
      }
      if (merged > 0 && sourceStrides[merged - 1] == length * strides[source]) {
        lengths[merged - 1] *= length;
        sourceStrides[merged - 1] = strides[source];
      } else {
        lengths[merged] = length;
        sourceStrides[merged] = strides[source];
        merged++;
      }
    }
    return new Transposition(
        resultShape, size, Arrays.copyOf(lengths, merged), Arrays.copyOf(sourceStrides, merged));
  }

  private static void checkPermutation(int[] shape, int[] permutation) {
    boolean[] seen = new boolean[shape.length];
    boolean fits = permutation.length == shape.length;
    for (int i = 0; fits && i < permutation.length; i++) {
      int axis = permutation[i];
      fits = axis >= 0 && axis < shape.length && !seen[axis];
      if (fits) {
        seen[axis] = true;
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "%s is no permutation of the axes of shape %s.",
              Arrays.toString(permutation), Arrays.toString(shape)));
    }
  }

  /** Row-major strides. */
  private static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** The shape of the result. */
  public int[] resultShape() {
    return resultShape.clone();
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /**
   * Writes the transposed array.
   *
   * @param source at least {@link #size()} elements, of any element type
   * @param result at least {@link #size()} elements; not {@code source}
   */
  public <A> void run(A source, A result) {
    int last = lengths.length - 1;
    if (size == 0) {
      return;
    }
    if (last <= 0) {
      System.arraycopy(source, 0, result, 0, size);
      return;
    }
    int contiguous = last;
    while (sourceStrides[contiguous] != 1) {
      contiguous--;
    }
    int plane = lengths[last] * (contiguous == last ? 1 : lengths[contiguous]);
    for (int index = 0; index < size / plane; index++) {
      int sourceOffset = 0;
      int resultOffset = 0;
      int rest = index;
      for (int axis = last - 1; axis >= 0; axis--) {
        if (axis != contiguous) {
          sourceOffset += rest % lengths[axis] * sourceStrides[axis];
          resultOffset += rest % lengths[axis] * resultStrides[axis];
          rest /= lengths[axis];
        }
      }
      if (contiguous == last) {
        System.arraycopy(source, sourceOffset, result, resultOffset, plane);
      } else {
        transposePlane(source, sourceOffset, result, resultOffset, contiguous, last);
      }
    }
  }

  /** Transposes the plane of two result axes, the first of which is contiguous in the source. */
  private <A> void transposePlane(
      A source, int sourceOffset, A result, int resultOffset, int contiguous, int last) {
    int rows = lengths[contiguous];
    int columns = lengths[last];
    int sourceStride = sourceStrides[last];
    int resultStride = resultStrides[contiguous];
    for (int row = 0; row < rows; row += TILE) {
      int rowEnd = Math.min(rows, row + TILE);
      for (int column = 0; column < columns; column += TILE) {
        int width = Math.min(TILE, columns - column);
        for (int i = row; i < rowEnd; i++) {
          ElementArrays.copyStrided(
              source,
              sourceOffset + i + column * sourceStride,
              sourceStride,
              result,
              resultOffset + i * resultStride + column,
              width);
        }
      }
    }
  }
}
