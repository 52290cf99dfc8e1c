package dev.gradus.core;

import org.jspecify.annotations.Nullable;

/**
 * An unsigned 8-bit number, 0 to 255: the Java type that stands for one element of a {@link
 * DataType#UINT8} tensor.
 *
 * <p>Immutable. Tensors do not store these objects but plain bytes; the class exists for the type
 * parameter and for single values.
 */
public final class UInt8 extends Number implements Comparable<UInt8> {
  private static final long serialVersionUID = 1L;

  /** The value, 0 to 255. */
  private final int value;

  private UInt8(int value) {
    this.value = value;
  }

  /**
   * Returns the number with the given value.
   *
   * @throws GradusException if the value is not within 0 to 255
   */
  public static UInt8 of(int value) {
    if (value < 0 || value > 255) {
      throw new GradusException("A uint8 holds 0 to 255, not " + value + ".");
    }
    return new UInt8(value);
  }

  @Override
  public int intValue() {
    return value;
  }

  @Override
  public long longValue() {
    return value;
  }

  @Override
  public float floatValue() {
    return value;
  }

  @Override
  public double doubleValue() {
    return value;
  }

  @Override
  public int compareTo(UInt8 other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UInt8 that && value == that.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
