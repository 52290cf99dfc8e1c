package dev.gradus.core;

import java.util.List;

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
  /** Several integers: a {@link List} of {@link Long}. */
  INT_LIST("list(int)", List.class);

  private final String tensorFlowName;
  private final Class<?> valueClass;

  AttributeType(String tensorFlowName, Class<?> valueClass) {
    this.tensorFlowName = tensorFlowName;
    this.valueClass = valueClass;
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
