package dev.gradus.user;

import dev.gradus.core.DataType;
import dev.gradus.core.GradusException;
import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.OpDef;
import dev.gradus.core.Shape;
import dev.gradus.core.ShapeContext;

/**
 * A user's own op: {@code x · σ(βx)} for vectors and matrices.
 *
 * <p>Prajit Ramachandran, Barret Zoph and Quoc Le, <i>Searching for Activation Functions</i>, 2017.
 */
final class Swish {
  private Swish() {}

  /** Returns the declaration under whatever name. */
  static OpDef named(String name) {
    return OpDef.named(name)
        .typeAttribute("T", DataType.FLOAT32, DataType.FLOAT64)
        .input("features", "T")
        .output("activations", "T")
        .shape(Swish::shape)
        .kernel(Swish::kernel)
        .build();
  }

  private static Shape shape(ShapeContext context) {
    Shape shape = context.inputShape(0);
    if (shape.hasKnownRank() && (shape.rank() < 1 || shape.rank() > 2)) {
      throw new GradusException("Swish takes a vector or a matrix, not shape " + shape);
    }
    return shape;
  }

  private static Kernel kernel(KernelContext context) {
    int size = context.outputShape(0).elementCount();
    return context.outputType(0).equals(DataType.FLOAT32)
        ? call -> {
          float[] x = call.inputFloats(0);
          float[] y = call.outputFloats(0);
          for (int i = 0; i < size; i++) {
            y[i] = (float) swish(x[i]);
          }
        }
        : call -> {
          double[] x = call.inputDoubles(0);
          double[] y = call.outputDoubles(0);
          for (int i = 0; i < size; i++) {
            y[i] = swish(x[i]);
          }
        };
  }

  static double swish(double x) {
    return x / (1 + StrictMath.exp(-x));
  }
}
