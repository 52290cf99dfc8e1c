package dev.gradus.ops.kernel;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where in an array the rows start that indices name; each index is checked against its range.
 *
 * <p>Indices are an {@code int[]}, {@code long[]} or {@code byte[]} (unsigned); any other array is
 * an {@link IllegalArgumentException}, and so is an index that is out of range: its message names
 * the index, where it stands, and the range.
 */
public final class RowPositions {
  private RowPositions() {}

  /**
   * Sets {@code positions[i]} to {@code indices[i] * rowSize} for i in [0, count).
   *
   * @param indexShape the shape of the indices, by which a message tells where a wrong one stands
   * @param rows how many rows there are
   */
  public static void ofRows(
      Object indices, int count, int[] indexShape, int rows, int rowSize, int[] positions) {
    for (int i = 0; i < count; i++) {
      long row = at(indices, i);
      if (row < 0 || row >= rows) {
        throw new IllegalArgumentException(
            "%s = %d is not in [0, %d).".formatted(place(indexShape, i), row, rows));
      }
      positions[i] = (int) row * rowSize;
    }
  }

  /**
   * Sets {@code positions[i]} to where the slice starts that the i-th of several index tuples names
   * in an array of the given shape: a tuple has an index for each of the first axes, and names all
   * elements under it.
   *
   * @param indexShape the shape of all indices; its last dimension is the length of a tuple
   * @param shape the shape of the array
   */
  public static void ofTuples(
      Object indices, int count, int[] indexShape, int[] shape, int[] positions) {
    int length = indexShape[indexShape.length - 1];
    int[] strides = strides(shape, length);
    for (int i = 0; i < count; i++) {
      int position = 0;
      for (int axis = 0; axis < length; axis++) {
        long index = at(indices, i * length + axis);
        if (index < 0 || index >= shape[axis]) {
          throw outside(indices, i, indexShape, shape);
        }
        position += (int) index * strides[axis];
      }
      positions[i] = position;
    }
  }

  /** Row-major strides of the first axes. */
  private static int[] strides(int[] shape, int axes) {
    int[] strides = new int[axes];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (axis < axes) {
        strides[axis] = stride;
      }
      stride *= shape[axis];
    }
    return strides;
  }

  private static IllegalArgumentException outside(
      Object indices, int tuple, int[] indexShape, int[] shape) {
    int length = indexShape[indexShape.length - 1];
    int[] outer = Arrays.copyOf(indexShape, indexShape.length - 1);
    return new IllegalArgumentException(
        "%s = [%s] is outside an array of shape [%s]."
            .formatted(
                place(outer, tuple),
                IntStream.range(0, length)
                    .mapToObj(axis -> Long.toString(at(indices, tuple * length + axis)))
                    .collect(Collectors.joining(",")),
                joined(shape)));
  }

  private static String place(int[] shape, int position) {
    return place("indices", shape, position);
  }

  /** Names the element of an array at a row-major position: {@code indices[0,3]}. */
  static String place(String name, int[] shape, int position) {
    int[] index = new int[shape.length];
    int rest = position;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return shape.length == 0 ? name : name + "[" + joined(index) + "]";
  }

  private static String joined(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  /** Returns one element of an array of integers. */
  public static long at(Object indices, int i) {
    if (indices instanceof int[] ints) {
      return ints[i];
    } else if (indices instanceof long[] longs) {
      return longs[i];
    } else if (indices instanceof byte[] bytes) {
      return bytes[i] & 0xff;
    }
    throw new IllegalArgumentException(
        "Expected an array of integers, not " + indices.getClass().getTypeName() + ".");
  }
}
