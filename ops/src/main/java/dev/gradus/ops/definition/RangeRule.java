package dev.gradus.ops.definition;

import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;
import dev.gradus.core.Tensor;
import java.util.Optional;

/** The numbers from a start to a limit in equal steps. */
final class RangeRule {
  private RangeRule() {}

  static Shape shape(ShapeContext context) {
    for (int i = 0; i < 3; i++) {
      if (!context.inputShape(i).isCompatibleWith(Shape.scalar())) {
        throw new GradusException("Start, limit and delta must be scalars");
      }
    }
    Optional<? extends Tensor<?>> start = context.inputValue(0);
    Optional<? extends Tensor<?>> limit = context.inputValue(1);
    Optional<? extends Tensor<?>> delta = context.inputValue(2);
    if (start.isEmpty() || limit.isEmpty() || delta.isEmpty()) {
      return Shape.of(Shape.UNKNOWN);
    }
    double count =
        context.inputType(0).isFloating()
            ? Math.ceil(
                (limit.get().doubleValue() - start.get().doubleValue()) / delta.get().doubleValue())
            : integerCount(
                start.get().longValue(), limit.get().longValue(), delta.get().longValue());
    if (!(count >= 0 && count <= Integer.MAX_VALUE)) {
      throw new GradusException(
          "No range leads from %s to %s in steps of %s"
              .formatted(start.get(), limit.get(), delta.get()));
    }
    return Shape.of((int) count);
  }

  private static double integerCount(long start, long limit, long delta) {
    if (delta == 0) {
      return Double.NaN;
    }
    return Math.ceil(((double) limit - start) / delta);
  }

  static Kernel prepare(KernelContext context) {
    int count = context.outputShape(0).elementCount();
    DataType<?> type = context.outputType(0);
    Tensor<?> start = context.parameter(0);
    Tensor<?> delta = context.parameter(2);
    if (type.equals(DataType.FLOAT32)) {
      return call -> {
        for (int i = 0; i < count; i++) {
          call.outputFloats(0)[i] = start.floatValue() + i * delta.floatValue();
        }
      };
    } else if (type.equals(DataType.FLOAT64)) {
      return call -> {
        for (int i = 0; i < count; i++) {
          call.outputDoubles(0)[i] = start.doubleValue() + i * delta.doubleValue();
        }
      };
    } else if (type.equals(DataType.INT32)) {
      return call -> {
        for (int i = 0; i < count; i++) {
          ((int[]) call.output(0))[i] = start.intValue() + i * delta.intValue();
        }
      };
    } else {
      return call -> {
        for (int i = 0; i < count; i++) {
          ((long[]) call.output(0))[i] = start.longValue() + i * delta.longValue();
        }
      };
    }
  }
}
