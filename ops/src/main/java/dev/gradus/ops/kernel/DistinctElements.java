package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The distinct elements of an array, in the order of their first appearance, and which of them each
 * element is.
 *
 * <p>+0 and −0 are equal, and the first of them stands for both. A NaN equals nothing, not even
 * itself, so each is an element of its own. Found by a hash table with open addressing.
 */
public final class DistinctElements {
  /** An odd number near 2⁶⁴ / φ, which spreads neighbouring keys. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** A table of twice as many entries, and a power of two, has to be an array. */
  private static final int LARGEST = (1 << 29) - 1;

  private final Object elements;
  private final int[] firsts;
  private final int[] numbers;
  private final int[] counts;
  private int found;

  private DistinctElements(Object elements, int length) {
    if (length > LARGEST) {
      throw new IllegalArgumentException(
          "There are too many elements to find the distinct ones: %d, but the most is %d."
              .formatted(length, LARGEST));
    }
    this.elements = elements;
    this.firsts = new int[length];
    this.numbers = new int[length];
    this.counts = new int[length];
  }

  /**
   * Searches an array.
   *
   * @param elements of any element type; kept, so not to be changed while this is used
   * @param length how many of the elements count
   */
  public static DistinctElements of(Object elements, int length) {
    DistinctElements search = new DistinctElements(elements, length);
    search.search(length);
    return search;
  }

  private void search(int length) {
    int capacity = Math.max(16, Integer.highestOneBit(length) << 2);
    int shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    int[] table = new int[capacity];
    Arrays.fill(table, -1);
    for (int i = 0; i < length; i++) {
      if (isNan(i)) {
        add(i);
        continue;
      }
      long key = key(i);
      int slot = (int) ((key * SPREAD) >>> shift);
      while (table[slot] >= 0 && key(firsts[table[slot]]) != key) {
        slot = (slot + 1) & (capacity - 1);
      }
      if (table[slot] < 0) {
        table[slot] = found;
        add(i);
      } else {
        numbers[i] = table[slot];
        counts[table[slot]]++;
      }
    }
  }

  private void add(int i) {
    firsts[found] = i;
    numbers[i] = found;
    counts[found] = 1;
    found++;
  }

  /** A long that is the same for equal elements, and for no others but NaNs. */
  private long key(int i) {
    if (elements instanceof float[] values) {
      return key(values[i]);
    } else if (elements instanceof double[] values) {
      return key(values[i]);
    } else if (elements instanceof boolean[] values) {
      return values[i] ? 1 : 0;
    }
    return RowPositions.at(elements, i);
  }

  private static long key(double value) {
    return value == 0 ? 0 : Double.doubleToLongBits(value);
  }

  private boolean isNan(int i) {
    return (elements instanceof float[] floats && Float.isNaN(floats[i]))
        || (elements instanceof double[] doubles && Double.isNaN(doubles[i]));
  }

  /** Returns how many distinct elements there are. */
  public int count() {
    return found;
  }

  /** Writes the distinct elements, to an array of the same type. */
  public void writeElements(Object target) {
    RowMoves.gather(elements, 0, firsts, 0, found, 1, target, 0);
  }

  /** Writes, for each element, the number of the distinct element that it is: to ints or longs. */
  public void writeNumbers(Object target) {
    Casts.cast(numbers, target, numbers.length);
  }

  /** Writes, for each distinct element, how often it appears: to ints or longs. */
  public void writeCounts(Object target) {
    Casts.cast(counts, target, found);
  }
}
