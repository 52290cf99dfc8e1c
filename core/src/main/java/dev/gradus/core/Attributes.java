package dev.gradus.core;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an operation: what is fixed when the node is built, by name, such as {@code
 * transpose_a} of a matrix product.
 *
 * <p>A value is of the Java class that its {@link AttributeType} names. Each getter throws a {@link
 * GraphException} if there is no attribute of the name, or it is of another kind. Immutable.
 */
public final class Attributes {
  private static final Attributes NONE = new Attributes(ImmutableSortedMap.of());

  private final ImmutableSortedMap<String, Object> values;

  private Attributes(ImmutableSortedMap<String, Object> values) {
    this.values = values;
  }

  /**
   * Returns the given attributes, by name; see {@link AttributeType} for the class of each value.
   */
  public static Attributes of(Map<String, ?> values) {
    return values.isEmpty() ? NONE : new Attributes(ImmutableSortedMap.copyOf(values));
  }

  /** Returns all attributes, sorted by name. */
  public ImmutableMap<String, Object> asMap() {
    return values;
  }

  /** Returns a truth value. */
  public boolean getBool(String name) {
    return get(name, Boolean.class);
  }

  /** Returns an integer. */
  public long getInt(String name) {
    return get(name, Long.class);
  }

  /** Returns a floating-point number. */
  public float getFloat(String name) {
    return get(name, Float.class);
  }

  /** Returns a text. */
  public String getString(String name) {
    return get(name, String.class);
  }

  /** Returns a data type. */
  public DataType<?> getType(String name) {
    return get(name, DataType.class);
  }

  /** Returns a shape. */
  public Shape getShape(String name) {
    return get(name, Shape.class);
  }

  /** Returns a tensor. */
  public Tensor<?> getTensor(String name) {
    return get(name, Tensor.class);
  }

  /**
   * Returns a list of integers.
   *
   * @throws IllegalArgumentException if one of them is no {@code int}
   */
  public int[] getInts(String name) {
    List<?> list = get(name, List.class);
    return list.stream().mapToInt(value -> Ints.checkedCast((Long) value)).toArray();
  }

  /** Returns a list of data types. */
  public ImmutableList<DataType<?>> getTypes(String name) {
    List<?> list = get(name, List.class);
    return list.stream().<DataType<?>>map(type -> (DataType<?>) type).collect(toImmutableList());
  }

  /** Returns a list of texts. */
  public ImmutableList<String> getStrings(String name) {
    List<?> list = get(name, List.class);
    return list.stream().map(String.class::cast).collect(toImmutableList());
  }

  /** Returns a list of shapes. */
  public ImmutableList<Shape> getShapes(String name) {
    List<?> list = get(name, List.class);
    return list.stream().map(Shape.class::cast).collect(toImmutableList());
  }

  /** Returns a function. */
  public GraphFunction getFunction(String name) {
    return get(name, GraphFunction.class);
  }

  private <V> V get(String name, Class<V> valueClass) {
    Object value = values.get(name);
    if (value == null) {
      throw new GraphException(
          "There is no attribute '%s'; there are %s".formatted(name, values.keySet()));
    }
    if (!valueClass.isInstance(value)) {
      throw new GraphException(
          "Attribute '%s' is %s, which is no %s"
              .formatted(name, value, valueClass.getSimpleName()));
    }
    return valueClass.cast(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attributes that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
