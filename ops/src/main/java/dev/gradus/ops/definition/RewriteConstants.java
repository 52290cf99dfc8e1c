package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.Attributes;
import dev.gradus.core.DataType;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import java.util.Map;
import java.util.Optional;

/** What rewrites want to know of constants, and how they add some. */
final class RewriteConstants {
  /** Larger tensors are not searched for a second number. */
  private static final int LARGEST = 1 << 16;

  private RewriteConstants() {}

  /** Adds a constant to the plan. */
  static Rewrite.Value emit(Rewrite.Node origin, Tensor<?> value) {
    return origin.emit("Const", Attributes.of(Map.of("dtype", value.dataType(), "value", value)));
  }

  /** Adds to the plan what shows a value under a shape that is known and has as many elements. */
  static Rewrite.Value reshape(Rewrite.Node origin, Rewrite.Value value, Shape shape) {
    return origin.emit(
        "Reshape",
        Attributes.of(Map.of("T", value.dataType(), "Tshape", INT32)),
        value,
        emit(origin, Tensor.of(shape.toArray())));
  }

  /** Tells whether a value is of a type that has negative numbers. */
  static boolean isSigned(Rewrite.Value value) {
    DataType<?> type = value.dataType();
    return isFloating(value) || type.equals(INT32) || type.equals(INT64);
  }

  static boolean isFloating(Rewrite.Value value) {
    return value.dataType().equals(FLOAT32) || value.dataType().equals(FLOAT64);
  }

  /**
   * Returns the number, as a scalar, that every element of a value is in every run, to the bit; if
   * there is one.
   */
  static Optional<Tensor<?>> everyElement(Rewrite.Value value) {
    return value
        .knownValue()
        .filter(tensor -> tensor.size() > 0 && tensor.size() <= LARGEST)
        .flatMap(RewriteConstants::onlyNumber);
  }

  private static Optional<Tensor<?>> onlyNumber(Tensor<?> tensor) {
    DataType<?> type = tensor.dataType();
    if (type.equals(FLOAT32)) {
      float[] elements = tensor.toFloatArray();
      int bits = Float.floatToRawIntBits(elements[0]);
      for (float element : elements) {
        if (Float.floatToRawIntBits(element) != bits) {
          return Optional.empty();
        }
      }
      return Optional.of(Tensor.of(elements[0]));
    } else if (type.equals(FLOAT64)) {
      double[] elements = tensor.toDoubleArray();
      long bits = Double.doubleToRawLongBits(elements[0]);
      for (double element : elements) {
        if (Double.doubleToRawLongBits(element) != bits) {
          return Optional.empty();
        }
      }
      return Optional.of(Tensor.of(elements[0]));
    } else if (type.equals(INT32)) {
      int[] elements = tensor.toIntArray();
      for (int element : elements) {
        if (element != elements[0]) {
          return Optional.empty();
        }
      }
      return Optional.of(Tensor.of(elements[0]));
    } else if (type.equals(INT64)) {
      long[] elements = tensor.toLongArray();
      for (long element : elements) {
        if (element != elements[0]) {
          return Optional.empty();
        }
      }
      return Optional.of(Tensor.of(elements[0]));
    }
    return Optional.empty();
  }

  /**
   * Tells whether every element of a value is the given number; to the bit, so that 0.0 is not
   * -0.0, except that of integers both are 0.
   */
  static boolean isEverywhere(Rewrite.Value value, double number) {
    return everyElement(value).filter(only -> isNumber(only, number)).isPresent();
  }

  private static boolean isNumber(Tensor<?> scalar, double number) {
    boolean isFloating = scalar.dataType().equals(FLOAT32) || scalar.dataType().equals(FLOAT64);
    return isFloating
        ? Double.doubleToRawLongBits(scalar.doubleValue()) == Double.doubleToRawLongBits(number)
        : scalar.longValue() == number;
  }

  /** Returns a number as a scalar of the given type, which must be one that has signs. */
  static Tensor<?> scalar(DataType<?> type, double number) {
    if (type.equals(FLOAT32)) {
      return Tensor.of((float) number);
    } else if (type.equals(FLOAT64)) {
      return Tensor.of(number);
    }
    return type.equals(INT32) ? Tensor.of((int) number) : Tensor.of((long) number);
  }
}
