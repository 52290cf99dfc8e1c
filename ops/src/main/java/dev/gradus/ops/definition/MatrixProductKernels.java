package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.MatrixProducts;

/** Binds the loops of the matrix product. */
final class MatrixProductKernels {
  /**
   * Multiplies two matrices, each given with its place in an array and whether it is transposed.
   */
  private interface Product<A> {
    void run(
        A a,
        int aOffset,
        boolean transposeA,
        A b,
        int bOffset,
        boolean transposeB,
        A result,
        int resultOffset,
        int rows,
        int inner,
        int columns);
  }

  private static final LoopTable<Product<?>> PRODUCTS =
      floats(Kernels.floats()::matmul)
          .and(FLOAT64, (Product<double[]>) MatrixProducts::multiply)
          .and(INT32, (Product<int[]>) MatrixProducts::multiply)
          .and(INT64, (Product<long[]>) MatrixProducts::multiply);

  private MatrixProductKernels() {}

  private static LoopTable<Product<?>> floats(Product<float[]> product) {
    return LoopTable.of(FLOAT32, product);
  }

  static Kernel prepare(KernelContext context) {
    boolean transposeA = context.attributes().getBool("transpose_a");
    boolean transposeB = context.attributes().getBool("transpose_b");
    return prepare(context, transposeA, transposeB, new int[1], new int[1]);
  }

  /** Multiplies matrix by matrix, those of each operand repeated as broadcasting asks for. */
  static Kernel prepareBatch(KernelContext context) {
    int[] batch = Shapes.withoutLast(context.outputShape(0), 2).toArray();
    return prepare(
        context,
        context.attributes().getBool("adj_x"),
        context.attributes().getBool("adj_y"),
        offsets(context.inputShape(0), batch),
        offsets(context.inputShape(1), batch));
  }

  /** Returns where in an operand the matrix is that each one of the result is made of. */
  private static int[] offsets(Shape operand, int[] batch) {
    int matrix = operand.dimension(-2) * operand.dimension(-1);
    int[] offsets = new int[Shape.of(batch).elementCount()];
    for (int i = 0; i < offsets.length; i++) {
      int rest = i;
      int stride = matrix;
      for (int axis = 1; axis <= operand.rank() - 2; axis++) {
        int repeated = batch[batch.length - axis];
        int own = operand.dimension(-2 - axis);
        offsets[i] += rest % repeated % own * stride;
        rest /= repeated;
        stride *= own;
      }
    }
    return offsets;
  }

  private static Kernel prepare(
      KernelContext context,
      boolean transposeA,
      boolean transposeB,
      int[] offsetsA,
      int[] offsetsB) {
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    Product<Object> product = (Product<Object>) PRODUCTS.get(context.inputType(0));
    Shape result = context.outputShape(0);
    int rows = result.dimension(-2);
    int columns = result.dimension(-1);
    int inner = context.inputShape(0).dimension(transposeA ? -2 : -1);
    return call -> {
      for (int i = 0; i < offsetsA.length; i++) {
        product.run(
            call.input(0),
            offsetsA[i],
            transposeA,
            call.input(1),
            offsetsB[i],
            transposeB,
            call.output(0),
            i * rows * columns,
            rows,
            inner,
            columns);
      }
    };
  }
}
