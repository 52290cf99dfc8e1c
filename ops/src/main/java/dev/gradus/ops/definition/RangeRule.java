package dev.gradus.ops.definition;

import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import java.math.BigInteger;
import java.util.Optional;

/** The numbers from a start to a limit in equal steps. */
final class RangeRule {
  private RangeRule() {}

  static Shape shape(ShapeContext context) {
    Shapes.requireScalar("The start", context.inputShape(0));
    Shapes.requireScalar("The limit", context.inputShape(1));
    Shapes.requireScalar("The delta", context.inputShape(2));
    Optional<? extends Tensor<?>> start = context.inputValue(0);
    Optional<? extends Tensor<?>> limit = context.inputValue(1);
    Optional<? extends Tensor<?>> delta = context.inputValue(2);
    if (start.isEmpty() || limit.isEmpty() || delta.isEmpty()) {
      return Shape.of(Shape.UNKNOWN);
    }
    double count = count(context.inputType(0), start.get(), limit.get(), delta.get());
    if (!(count >= 0 && count <= Integer.MAX_VALUE)) {
      throw new GradusException(
          "No range leads from %s to %s in steps of %s"
              .formatted(start.get(), limit.get(), delta.get()));
    }
    return Shape.of((int) count);
  }

  /**
   * Returns how many numbers there are, by the arithmetic of the type; NaN, or less than zero, if
   * no steps lead there.
   */
  private static double count(DataType<?> type, Tensor<?> start, Tensor<?> limit, Tensor<?> delta) {
    if (type.isInteger()) {
      return count(start.longValue(), limit.longValue(), delta.longValue());
    }
    double steps =
        type.equals(DataType.FLOAT32)
            // To 0.3 by 0.1 there are three; in float64, where float32's 0.3 is a bit more, four.
            ? (limit.floatValue() - start.floatValue()) / delta.floatValue()
            : (limit.doubleValue() - start.doubleValue()) / delta.doubleValue();
    return steps < 0 ? -1 : Math.ceil(steps);
  }

  private static double count(long start, long limit, long delta) {
    // A difference of two longs may be more than a long holds.
    BigInteger distance = BigInteger.valueOf(limit).subtract(BigInteger.valueOf(start));
    if (delta == 0 || distance.signum() * Long.signum(delta) < 0) {
      return -1;
    }
    BigInteger step = BigInteger.valueOf(delta).abs();
    return distance.abs().add(step).subtract(BigInteger.ONE).divide(step).doubleValue();
  }

  static Kernel prepare(KernelContext context) {
    int count = context.outputShape(0).elementCount();
    DataType<?> type = context.outputType(0);
    Tensor<?> start = context.parameter(0);
    Tensor<?> delta = context.parameter(2);
    if (type.equals(DataType.FLOAT32)) {
      float first = start.floatValue();
      float step = delta.floatValue();
      return call -> {
        float[] result = call.outputFloats(0);
        for (int i = 0; i < count; i++) {
          result[i] = first + i * step;
        }
      };
    } else if (type.equals(DataType.FLOAT64)) {
      double first = start.doubleValue();
      double step = delta.doubleValue();
      return call -> {
        double[] result = call.outputDoubles(0);
        for (int i = 0; i < count; i++) {
          result[i] = first + i * step;
        }
      };
    }
    long first = start.longValue();
    long step = delta.longValue();
    if (type.equals(DataType.INT32)) {
      return call -> {
        int[] result = call.outputInts(0);
        for (int i = 0; i < count; i++) {
          result[i] = (int) (first + i * step);
        }
      };
    }
    return call -> {
      long[] result = call.outputLongs(0);
      for (int i = 0; i < count; i++) {
        result[i] = first + i * step;
      }
    };
  }
}
