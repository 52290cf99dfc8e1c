package dev.gradus.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One result of an {@link Operation}: a promise of a tensor, of which the type and perhaps a part
 * of the shape are known while the graph is built, and the elements only while it runs.
 *
 * <p>Immutable; two outputs are equal only if they are the same.
 *
 * @param <T> the Java type of one element
 */
public final class Output<T> implements Operand<T> {
  private final Operation operation;
  private final int index;
  private final DataType<T> dataType;
  private final Shape shape;
  private final @Nullable Tensor<?> knownValue;

  Output(
      Operation operation,
      int index,
      DataType<T> dataType,
      Shape shape,
      @Nullable Tensor<?> knownValue) {
    this.operation = operation;
    this.index = index;
    this.dataType = dataType;
    this.shape = shape;
    this.knownValue = knownValue;
  }

  @Override
  public Output<T> asOutput() {
    return this;
  }

  /** Returns the operation that computes this. */
  public Operation operation() {
    return operation;
  }

  /** Returns which of the operation's outputs this is, from 0. */
  public int index() {
    return index;
  }

  @Override
  public DataType<T> dataType() {
    return dataType;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** Returns TensorFlow's name of this tensor, such as {@code MatMul_1:0}. */
  public String name() {
    return operation.name() + ":" + index;
  }

  /**
   * Tells whether this output is a reference to a session's state, as a variable's is, instead of a
   * value. An op that wants a value and is given a reference reads the state at the moment it runs.
   */
  public boolean isReference() {
    return operation.definition().isReferenceOutput();
  }

  /**
   * Returns the value, if it is the same in every run in which nothing is fed here and was known
   * when the graph was built: that of a constant, or of the shape of something whose shape is
   * known.
   */
  public Optional<Tensor<T>> knownValue() {
    return Optional.ofNullable(knownValue).map(value -> value.as(dataType));
  }

  /**
   * Returns this output as one of the given element type.
   *
   * @throws GraphException if its elements are of another type
   */
  public <U> Output<U> as(DataType<U> expected) {
    if (!dataType.equals(expected)) {
      throw new GraphException(
          "Expected an output of type %s, but %s is of %s%s"
              .formatted(expected, name(), dataType, operation.whereBuilt()));
    }
    @SuppressWarnings(
        "unchecked") // The data type was compared, and there is one for each element type.
    Output<U> same = (Output<U>) this;
    return same;
  }

  /** Returns name, type and shape, such as {@code MatMul:0: float32[?,10]}. */
  @Override
  public String toString() {
    return name() + ": " + dataType + shape;
  }
}
