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
    // The loop is the one for the type of the arrays.
    @SuppressWarnings("unchecked")
    Product<Object> product = (Product<Object>) PRODUCTS.get(context.inputType(0));
    boolean transposeA = context.attributes().getBool("transpose_a");
    boolean transposeB = context.attributes().getBool("transpose_b");
    Shape result = context.outputShape(0);
    int rows = result.dimension(0);
    int columns = result.dimension(1);
    int inner = context.inputShape(0).dimension(transposeA ? 0 : 1);
    return call ->
        product.run(
            call.input(0),
            0,
            transposeA,
            call.input(1),
            0,
            transposeB,
            call.output(0),
            0,
            rows,
            inner,
            columns);
  }
}
