package dev.gradus.ops.kernel;

/**
 * The greatest elements of a row, in order, and where they stand.
 *
 * <p>Of equal elements the one that stands first comes first (+0 and −0 are equal). A NaN counts as
 * greater than any number, as in {@link ArgExtremes}.
 *
 * <p>The elements are turned into longs of the same order. A heap with the worst of the best so far
 * at its root takes in each that is better (J. W. J. Williams, <i>Algorithm 232: Heapsort</i>,
 * 1964), and gives them back from the worst to the best: n log k steps for k of n.
 *
 * <p>Not safe for use by several threads, as it owns what it works with.
 */
public final class TopElements {
  private final int length;
  private final int wanted;
  private final long[] keys;
  private final int[] heap;

  /**
   * Creates a search.
   *
   * @param length the number of elements in a row
   * @param wanted how many of them are wanted: not more than there are
   */
  public TopElements(int length, int wanted) {
    if (wanted < 0 || wanted > length) {
      throw new IllegalArgumentException(
          "There are no " + wanted + " greatest of " + length + " elements.");
    }
    this.length = length;
    this.wanted = wanted;
    this.keys = new long[length];
    this.heap = new int[wanted];
  }

  /**
   * Writes, for each row of {@code x}, the wanted elements from the greatest down, and their
   * indices in the row.
   *
   * @param x a {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]} or {@code byte[]}
   *     (unsigned)
   * @param values of the same type
   */
  public void run(Object x, int rows, Object values, int[] indices) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < length; i++) {
        keys[i] = key(x, row * length + i);
      }
      select();
      int first = row * wanted;
      System.arraycopy(heap, 0, indices, first, wanted);
      RowMoves.gather(x, row * length, heap, 0, wanted, 1, values, first);
    }
  }

  /** A long that is greater the greater the element is. */
  private static long key(Object x, int i) {
    if (x instanceof float[] values) {
      return key(values[i]);
    } else if (x instanceof double[] values) {
      return key(values[i]);
    }
    return RowPositions.at(x, i);
  }

  private static long key(double value) {
    if (value == 0) {
      return 0;
    }
    if (Double.isNaN(value)) {
      return Long.MAX_VALUE;
    }
    // Of negative numbers, the bits grow as the number falls.
    long bits = Double.doubleToRawLongBits(value);
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }

  private void select() {
    for (int i = 0; i < wanted; i++) {
      heap[i] = i;
    }
    for (int i = wanted / 2 - 1; i >= 0; i--) {
      siftDown(i, wanted);
    }
    for (int i = wanted; i < length && wanted > 0; i++) {
      if (isBetter(i, heap[0])) {
        heap[0] = i;
        siftDown(0, wanted);
      }
    }
    for (int size = wanted - 1; size > 0; size--) {
      int worst = heap[0];
      heap[0] = heap[size];
      heap[size] = worst;
      siftDown(0, size);
    }
  }

  private void siftDown(int start, int size) {
    int moved = heap[start];
    int hole = start;
    while (2 * hole + 1 < size) {
      int child = 2 * hole + 1;
      if (child + 1 < size && isBetter(heap[child], heap[child + 1])) {
        child++;
      }
      if (!isBetter(moved, heap[child])) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = moved;
  }

  private boolean isBetter(int a, int b) {
    return keys[a] > keys[b] || (keys[a] == keys[b] && a < b);
  }
}
