package dev.gradus.core;

import dev.gradus.core.plan.TensorAccess;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value: elements of one type, arranged in the dimensions of one {@link Shape}.
 *
 * <pre>{@code
 * Tensor<Float> t = Tensor.of(new float[][] {{1, 2}, {3, 4}});
 * t.shape()          // [2,2]
 * t.getFloat(1, 0)   // 3.0
 * Tensor.of(2f)      // a scalar
 * Tensor.of(1f, 2f)  // a vector
 * }</pre>
 *
 * <p>Immutable, and so safe to share between threads. The elements lie on the Java heap in one
 * array, in row-major order: the last index runs fastest. Nothing needs to be closed.
 *
 * @param <T> the Java type of one element
 */
public final class Tensor<T> {
  /** What sessions hand to the executor, so that it can reach arrays without copying them. */
  private static final TensorAccess ACCESS =
      new TensorAccess() {
        @Override
        public Object elements(Tensor<?> tensor) {
          return tensor.elements;
        }

        @Override
        public <T> Tensor<T> adopt(DataType<T> dataType, Shape shape, Object elements) {
          return new Tensor<>(dataType, shape, elements);
        }
      };

  private final DataType<T> dataType;
  private final Shape shape;

  /**
   * The array that {@link DataType#newArray} makes. May be longer than the shape needs, never
   * shorter.
   */
  private final Object elements;

  private Tensor(DataType<T> dataType, Shape shape, Object elements) {
    this.dataType = dataType;
    this.shape = shape;
    this.elements = elements;
  }

  /** Returns a scalar: one float32 value. */
  public static Tensor<Float> of(float value) {
    return new Tensor<>(DataType.FLOAT32, Shape.scalar(), new float[] {value});
  }

  /** Returns a vector of the given float32 values, copied. */
  public static Tensor<Float> of(float... values) {
    return new Tensor<>(DataType.FLOAT32, Shape.of(values.length), values.clone());
  }

  /**
   * Returns a matrix of the given float32 rows, copied.
   *
   * @throws GradusException if the rows differ in length
   */
  public static Tensor<Float> of(float[][] rows) {
    return ofRows(DataType.FLOAT32, rows, row -> row.length);
  }

  /**
   * Returns a tensor of the given shape and float32 elements, copied, in row-major order.
   *
   * @throws GradusException if the shape is not fully known, or holds another number of elements
   */
  public static Tensor<Float> of(Shape shape, float... elements) {
    return new Tensor<>(DataType.FLOAT32, checked(shape, elements.length), elements.clone());
  }

  /** Returns a scalar: one float64 value. */
  public static Tensor<Double> of(double value) {
    return new Tensor<>(DataType.FLOAT64, Shape.scalar(), new double[] {value});
  }

  /** Returns a vector of the given float64 values, copied. */
  public static Tensor<Double> of(double... values) {
    return new Tensor<>(DataType.FLOAT64, Shape.of(values.length), values.clone());
  }

  /**
   * Returns a matrix of the given float64 rows, copied.
   *
   * @throws GradusException if the rows differ in length
   */
  public static Tensor<Double> of(double[][] rows) {
    return ofRows(DataType.FLOAT64, rows, row -> row.length);
  }

  /**
   * Returns a tensor of the given shape and float64 elements, copied, in row-major order.
   *
   * @throws GradusException if the shape is not fully known, or holds another number of elements
   */
  public static Tensor<Double> of(Shape shape, double... elements) {
    return new Tensor<>(DataType.FLOAT64, checked(shape, elements.length), elements.clone());
  }

  /** Returns a scalar: one int32 value. */
  public static Tensor<Integer> of(int value) {
    return new Tensor<>(DataType.INT32, Shape.scalar(), new int[] {value});
  }

  /** Returns a vector of the given int32 values, copied. */
  public static Tensor<Integer> of(int... values) {
    return new Tensor<>(DataType.INT32, Shape.of(values.length), values.clone());
  }

  /**
   * Returns a matrix of the given int32 rows, copied.
   *
   * @throws GradusException if the rows differ in length
   */
  public static Tensor<Integer> of(int[][] rows) {
    return ofRows(DataType.INT32, rows, row -> row.length);
  }

  /**
   * Returns a tensor of the given shape and int32 elements, copied, in row-major order.
   *
   * @throws GradusException if the shape is not fully known, or holds another number of elements
   */
  public static Tensor<Integer> of(Shape shape, int... elements) {
    return new Tensor<>(DataType.INT32, checked(shape, elements.length), elements.clone());
  }

  /** Returns a scalar: one int64 value. */
  public static Tensor<Long> of(long value) {
    return new Tensor<>(DataType.INT64, Shape.scalar(), new long[] {value});
  }

  /** Returns a vector of the given int64 values, copied. */
  public static Tensor<Long> of(long... values) {
    return new Tensor<>(DataType.INT64, Shape.of(values.length), values.clone());
  }

  /**
   * Returns a matrix of the given int64 rows, copied.
   *
   * @throws GradusException if the rows differ in length
   */
  public static Tensor<Long> of(long[][] rows) {
    return ofRows(DataType.INT64, rows, row -> row.length);
  }

  /**
   * Returns a tensor of the given shape and int64 elements, copied, in row-major order.
   *
   * @throws GradusException if the shape is not fully known, or holds another number of elements
   */
  public static Tensor<Long> of(Shape shape, long... elements) {
    return new Tensor<>(DataType.INT64, checked(shape, elements.length), elements.clone());
  }

  /** Returns a scalar: one bool value. */
  public static Tensor<Boolean> of(boolean value) {
    return new Tensor<>(DataType.BOOL, Shape.scalar(), new boolean[] {value});
  }

  /** Returns a vector of the given bool values, copied. */
  public static Tensor<Boolean> of(boolean... values) {
    return new Tensor<>(DataType.BOOL, Shape.of(values.length), values.clone());
  }

  /**
   * Returns a matrix of the given bool rows, copied.
   *
   * @throws GradusException if the rows differ in length
   */
  public static Tensor<Boolean> of(boolean[][] rows) {
    return ofRows(DataType.BOOL, rows, row -> row.length);
  }

  /**
   * Returns a tensor of the given shape and bool elements, copied, in row-major order.
   *
   * @throws GradusException if the shape is not fully known, or holds another number of elements
   */
  public static Tensor<Boolean> of(Shape shape, boolean... elements) {
    return new Tensor<>(DataType.BOOL, checked(shape, elements.length), elements.clone());
  }

  /** Returns a scalar: one string, in UTF-8. */
  public static Tensor<ByteString> of(String value) {
    return of(ByteString.ofUtf8(value));
  }

  /** Returns a vector of the given strings, in UTF-8. */
  public static Tensor<ByteString> of(String... values) {
    ByteString[] elements =
        Arrays.stream(values).map(ByteString::ofUtf8).toArray(ByteString[]::new);
    return of(Shape.of(values.length), elements);
  }

  /** Returns a scalar: one string. */
  public static Tensor<ByteString> of(ByteString value) {
    return of(Shape.scalar(), value);
  }

  /**
   * Returns a tensor of the given shape and string elements, copied, in row-major order.
   *
   * @throws GradusException if the shape is not fully known, or holds another number of elements
   */
  public static Tensor<ByteString> of(Shape shape, ByteString... elements) {
    return new Tensor<>(
        DataType.STRING,
        checked(shape, elements.length),
        Arrays.stream(elements).map(Objects::requireNonNull).toArray(ByteString[]::new));
  }

  /**
   * Returns a float32 tensor whose elements are written once by {@code fill}, with no copy: the way
   * to make a large one.
   *
   * <pre>{@code
   * Tensor.ofFloats(Shape.of(1000), elements -> Arrays.fill(elements, 0.5f))
   * }</pre>
   *
   * @param fill is handed the zeroed, row-major array, and must not keep it
   * @throws GradusException if the shape is not fully known, or too large
   */
  public static Tensor<Float> ofFloats(Shape shape, Consumer<float[]> fill) {
    float[] elements = new float[shape.elementCount()];
    fill.accept(elements);
    return new Tensor<>(DataType.FLOAT32, shape, elements);
  }

  /** As {@link #ofFloats}, for float64. */
  public static Tensor<Double> ofDoubles(Shape shape, Consumer<double[]> fill) {
    double[] elements = new double[shape.elementCount()];
    fill.accept(elements);
    return new Tensor<>(DataType.FLOAT64, shape, elements);
  }

  /** As {@link #ofFloats}, for int32. */
  public static Tensor<Integer> ofInts(Shape shape, Consumer<int[]> fill) {
    int[] elements = new int[shape.elementCount()];
    fill.accept(elements);
    return new Tensor<>(DataType.INT32, shape, elements);
  }

  /** As {@link #ofFloats}, for int64. */
  public static Tensor<Long> ofLongs(Shape shape, Consumer<long[]> fill) {
    long[] elements = new long[shape.elementCount()];
    fill.accept(elements);
    return new Tensor<>(DataType.INT64, shape, elements);
  }

  /**
   * As {@link #ofFloats}, for uint8; a byte's bits are read as unsigned, so that {@code (byte) 255}
   * is 255.
   */
  public static Tensor<UInt8> ofBytes(Shape shape, Consumer<byte[]> fill) {
    byte[] elements = new byte[shape.elementCount()];
    fill.accept(elements);
    return new Tensor<>(DataType.UINT8, shape, elements);
  }

  /** As {@link #ofFloats}, for bool. */
  public static Tensor<Boolean> ofBooleans(Shape shape, Consumer<boolean[]> fill) {
    boolean[] elements = new boolean[shape.elementCount()];
    fill.accept(elements);
    return new Tensor<>(DataType.BOOL, shape, elements);
  }

  /**
   * Returns a tensor of the given type and shape whose every element is zero (or false, or an empty
   * string).
   *
   * @throws GradusException if the shape is not fully known, or has too many elements for an array
   */
  public static <T> Tensor<T> zeros(DataType<T> dataType, Shape shape) {
    return new Tensor<>(dataType, shape, dataType.newArray(shape.elementCount()));
  }

  /** Returns the type of the elements. */
  public DataType<T> dataType() {
    return dataType;
  }

  /** Returns the shape, which is fully known. */
  public Shape shape() {
    return shape;
  }

  /** Returns the number of elements. */
  public int size() {
    return shape.elementCount();
  }

  /**
   * Returns this tensor as one of the given element type.
   *
   * @throws GradusException if its elements are of another type
   */
  public <U> Tensor<U> as(DataType<U> expected) {
    if (!dataType.equals(expected)) {
      throw new GradusException(
          "Expected a tensor of %s, but this one is of %s.".formatted(expected, dataType));
    }
    @SuppressWarnings(
        "unchecked") // The data type was compared, and there is one for each element type.
    Tensor<U> same = (Tensor<U>) this;
    return same;
  }

  /**
   * Returns one element as a float, converted as a Java cast converts; true is 1.
   *
   * @param index one index a dimension, none for a scalar
   * @throws GradusException if there are more or fewer indices than dimensions, or one is out of
   *     range; or if the elements are strings
   */
  public float getFloat(int... index) {
    int offset = offset(index);
    if (elements instanceof float[] floats) {
      return floats[offset];
    } else if (elements instanceof double[] doubles) {
      return (float) doubles[offset];
    } else {
      return longAt(offset);
    }
  }

  /** As {@link #getFloat}, for a double. */
  public double getDouble(int... index) {
    int offset = offset(index);
    if (elements instanceof float[] floats) {
      return floats[offset];
    } else if (elements instanceof double[] doubles) {
      return doubles[offset];
    } else {
      return longAt(offset);
    }
  }

  /** As {@link #getFloat}, for an int. */
  public int getInt(int... index) {
    return dataType.isFloating() ? (int) getDouble(index) : (int) longAt(offset(index));
  }

  /** As {@link #getFloat}, for a long. */
  public long getLong(int... index) {
    return dataType.isFloating() ? (long) getDouble(index) : longAt(offset(index));
  }

  /**
   * As {@link #getFloat}, for a boolean; a number is true if it is not zero, a string if it is not
   * empty.
   */
  public boolean getBoolean(int... index) {
    return elements instanceof ByteString[] strings
        ? !strings[offset(index)].isEmpty()
        : getDouble(index) != 0;
  }

  /**
   * Returns one element, a string.
   *
   * @param index one index a dimension, none for a scalar
   * @throws GradusException if there are more or fewer indices than dimensions, or one is out of
   *     range; or if the elements are no strings
   */
  public ByteString getString(int... index) {
    return ((ByteString[]) as(DataType.STRING).elements)[offset(index)];
  }

  private long longAt(int offset) {
    if (elements instanceof int[] ints) {
      return ints[offset];
    } else if (elements instanceof long[] longs) {
      return longs[offset];
    } else if (elements instanceof byte[] bytes) {
      return Byte.toUnsignedInt(bytes[offset]);
    } else if (elements instanceof boolean[] booleans) {
      return booleans[offset] ? 1 : 0;
    } else {
      throw new GradusException("The elements of this tensor are strings, and no numbers.");
    }
  }

  /**
   * Returns the only element as a float, converted as a Java cast converts; true is 1.
   *
   * @throws GradusException if there is not exactly one element
   */
  public float floatValue() {
    return getFloat(onlyIndex());
  }

  /** As {@link #floatValue}, for a double. */
  public double doubleValue() {
    return getDouble(onlyIndex());
  }

  /** As {@link #floatValue}, for an int. */
  public int intValue() {
    return getInt(onlyIndex());
  }

  /** As {@link #floatValue}, for a long. */
  public long longValue() {
    return getLong(onlyIndex());
  }

  /**
   * As {@link #floatValue}, for a boolean; a number is true if it is not zero, a string if it is
   * not empty.
   */
  public boolean booleanValue() {
    return getBoolean(onlyIndex());
  }

  /**
   * Returns the only element, a string.
   *
   * @throws GradusException if there is not exactly one element, or it is no string
   */
  public ByteString stringValue() {
    return getString(onlyIndex());
  }

  private int[] onlyIndex() {
    if (size() != 1) {
      throw new GradusException(
          "Only a tensor with one element has a single value, but this one has shape "
              + shape
              + ".");
    }
    return new int[shape.rank()];
  }

  private int offset(int[] index) {
    int rank = shape.rank();
    if (index.length != rank) {
      throw new GradusException(
          "An element of a tensor of shape %s has %d %s, not %d: %s."
              .formatted(
                  shape,
                  rank,
                  rank == 1 ? "index" : "indices",
                  index.length,
                  Arrays.toString(index)));
    }
    int offset = 0;
    for (int axis = 0; axis < rank; axis++) {
      int dimension = shape.dimension(axis);
      if (index[axis] < 0 || index[axis] >= dimension) {
        throw new GradusException(
            "Index %s is out of range for shape %s.".formatted(Arrays.toString(index), shape));
      }
      offset = offset * dimension + index[axis];
    }
    return offset;
  }

  /**
   * Returns a copy of the elements in row-major order.
   *
   * @throws GradusException if they are not float32
   */
  public float[] toFloatArray() {
    return Arrays.copyOf((float[]) as(DataType.FLOAT32).elements, size());
  }

  /** As {@link #toFloatArray}, for float64. */
  public double[] toDoubleArray() {
    return Arrays.copyOf((double[]) as(DataType.FLOAT64).elements, size());
  }

  /** As {@link #toFloatArray}, for int32. */
  public int[] toIntArray() {
    return Arrays.copyOf((int[]) as(DataType.INT32).elements, size());
  }

  /** As {@link #toFloatArray}, for int64. */
  public long[] toLongArray() {
    return Arrays.copyOf((long[]) as(DataType.INT64).elements, size());
  }

  /** As {@link #toFloatArray}, for uint8; each byte's bits are to be read as unsigned. */
  public byte[] toByteArray() {
    return Arrays.copyOf((byte[]) as(DataType.UINT8).elements, size());
  }

  /** As {@link #toFloatArray}, for bool. */
  public boolean[] toBooleanArray() {
    return Arrays.copyOf((boolean[]) as(DataType.BOOL).elements, size());
  }

  /** As {@link #toFloatArray}, for strings. */
  public ByteString[] toStringArray() {
    return Arrays.copyOf((ByteString[]) as(DataType.STRING).elements, size());
  }

  static TensorAccess access() {
    return ACCESS;
  }

  private static Shape checked(Shape shape, int count) {
    if (shape.elementCount() != count) {
      throw new GradusException(
          "A tensor of shape %s has %d elements, but %d were given."
              .formatted(shape, shape.elementCount(), count));
    }
    return shape;
  }

  private static <T, R> Tensor<T> ofRows(DataType<T> dataType, R[] rows, ToIntFunction<R> length) {
    int columns = rows.length == 0 ? 0 : length.applyAsInt(rows[0]);
    Shape shape = Shape.of(rows.length, columns);
    Object elements = dataType.newArray(shape.elementCount());
    for (int row = 0; row < rows.length; row++) {
      if (length.applyAsInt(rows[row]) != columns) {
        throw new GradusException(
            "The rows of a matrix are of one length, but row 0 has %d elements and row %d has %d."
                .formatted(columns, row, length.applyAsInt(rows[row])));
      }
      System.arraycopy(rows[row], 0, elements, row * columns, columns);
    }
    return new Tensor<>(dataType, shape, elements);
  }

  /**
   * Tells whether the other object is a tensor of the same type and shape with the same elements,
   * where floating-point elements are the same as {@link Float#equals} has it: a NaN equals a NaN,
   * and 0.0 does not equal -0.0.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensor<?> that
        && dataType.equals(that.dataType)
        && shape.equals(that.shape)
        && elementsEqual(that);
  }

  private boolean elementsEqual(Tensor<?> that) {
    int size = size();
    if (elements instanceof ByteString[] strings) {
      return Arrays.equals(strings, 0, size, (ByteString[]) that.elements, 0, size);
    }
    for (int i = 0; i < size; i++) {
      if (bitsAt(i) != that.bitsAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 31 * dataType.hashCode() + shape.hashCode();
    int size = size();
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(bitsAt(i));
    }
    return hash;
  }

  /**
   * Returns a number that elements share which are equal as {@link #equals} has it: numbers only
   * then, while of a string it is just its hash code.
   */
  private long bitsAt(int offset) {
    if (elements instanceof float[] floats) {
      return Float.floatToIntBits(floats[offset]);
    } else if (elements instanceof double[] doubles) {
      return Double.doubleToLongBits(doubles[offset]);
    } else if (elements instanceof ByteString[] strings) {
      return strings[offset].hashCode();
    } else {
      return longAt(offset);
    }
  }

  /**
   * Returns the elements as NumPy prints them, such as {@code [[1. 2.]\n [3. 4.]]}, or {@code
   * 0.9188} for a scalar; strings as Python's bytes, such as {@code b'loss'}. Of more than a
   * thousand elements, only the first and last three of each dimension are shown.
   */
  @Override
  public String toString() {
    return TensorPrinter.print(this);
  }
}
