package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Arrays;

/** Turns the plain numbers of a program into tensors of whatever type is wanted. */
final class Scalars {
  private Scalars() {}

  static <T> Tensor<T> of(DataType<T> dataType, double value) {
    return filled(dataType, Shape.scalar(), value);
  }

  static <T> Tensor<T> filled(DataType<T> dataType, Shape shape, double value) {
    return anyFilled(dataType, shape, value).as(dataType);
  }

  private static Tensor<?> anyFilled(DataType<?> dataType, Shape shape, double value) {
    if (dataType.equals(DataType.FLOAT32)) {
      return Tensor.ofFloats(shape, elements -> Arrays.fill(elements, (float) value));
    } else if (dataType.equals(DataType.FLOAT64)) {
      return Tensor.ofDoubles(shape, elements -> Arrays.fill(elements, value));
    } else if (dataType.equals(DataType.INT32)) {
      int integer = (int) exact(dataType, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      return Tensor.ofInts(shape, elements -> Arrays.fill(elements, integer));
    } else if (dataType.equals(DataType.INT64)) {
      long integer = exact(dataType, value, Long.MIN_VALUE, Long.MAX_VALUE);
      return Tensor.ofLongs(shape, elements -> Arrays.fill(elements, integer));
    } else if (dataType.equals(DataType.UINT8)) {
      byte integer = (byte) exact(dataType, value, 0, 255);
      return Tensor.ofBytes(shape, elements -> Arrays.fill(elements, integer));
    } else {
      boolean truth = exact(dataType, value, 0, 1) == 1;
      return Tensor.ofBooleans(shape, elements -> Arrays.fill(elements, truth));
    }
  }

  private static long exact(DataType<?> dataType, double value, long least, long greatest) {
    if (value != Math.rint(value) || value < least || value > greatest) {
      throw new GraphException("%s is no value of type %s".formatted(value, dataType));
    }
    return (long) value;
  }
}
