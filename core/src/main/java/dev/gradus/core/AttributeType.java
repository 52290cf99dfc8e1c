package dev.gradus.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of attributes, as TensorFlow names them in its op declarations, with the Java class of
 * their values.
 */
public enum AttributeType {
  /** A truth value: {@link Boolean}. */
  BOOL("bool", Boolean.class),
  /** An integer: {@link Long}. */
  INT("int", Long.class),
  /** A floating-point number: {@link Float}. */
  FLOAT("float", Float.class),
  /** A text: {@link String}. */
  STRING("string", String.class),
  /** A data type: {@link DataType}. */
  TYPE("type", DataType.class),
  /** A shape, perhaps partly known: {@link Shape}. */
  SHAPE("shape", Shape.class),
  /** A value: {@link Tensor}. */
  TENSOR("tensor", Tensor.class),
  /** A function, for an op that decides what runs: {@link GraphFunction}. */
  FUNCTION("func", GraphFunction.class),
  /** Several integers: a {@link List} of {@link Long}. */
  INT_LIST("list(int)", List.class, Long.class),
  /** Several texts: a {@link List} of {@link String}. */
  STRING_LIST("list(string)", List.class, String.class),
  /** Several data types: a {@link List} of {@link DataType}. */
  TYPE_LIST("list(type)", List.class, DataType.class),
  /** Several shapes, perhaps partly known: a {@link List} of {@link Shape}. */
  SHAPE_LIST("list(shape)", List.class, Shape.class);

  private final String tensorFlowName;
  private final Class<?> valueClass;

  /** For a list, the class of its elements; otherwise null. */
  private final @Nullable Class<?> elementClass;

  AttributeType(String tensorFlowName, Class<?> valueClass) {
    this(tensorFlowName, valueClass, null);
  }

  AttributeType(String tensorFlowName, Class<?> valueClass, @Nullable Class<?> elementClass) {
    this.tensorFlowName = tensorFlowName;
    this.valueClass = valueClass;
    this.elementClass = elementClass;
  }

  /** Tells whether a value is of this kind. */
  boolean accepts(Object value) {
    return valueClass.isInstance(value)
        && (elementClass == null || ((List<?>) value).stream().allMatch(elementClass::isInstance));
  }

  /** Returns the class of the attribute's values. */
  public Class<?> valueClass() {
    return valueClass;
  }

  /** Returns the name in TensorFlow's op declarations, such as {@code list(int)}. */
  @Override
  public String toString() {
    return tensorFlowName;
  }
}
