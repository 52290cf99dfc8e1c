package dev.gradus.ops.definition;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.FLOAT64;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.DataType.INT64;

import dev.gradus.core.Kernel;
import dev.gradus.core.KernelContext;
import dev.gradus.core.Shape;
import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatKernels;
import dev.gradus.ops.kernel.Kernels;
import dev.gradus.ops.kernel.MatrixProducts;

/** Binds the loops of the matrix product. */
final class MatrixProductKernels {
  /** Multiplies two matrices of certain sizes, each given with its place in an array. */
  private interface Product<A> {
    void multiply(A a, int aOffset, A b, int bOffset, A result, int resultOffset);
  }

  /** Makes the product for certain sizes. */
  private interface Maker<A> {
    Product<A> make(
        boolean transposeA, boolean transposeB, int rows, int inner, int columns, Workers workers);
  }

  /**
   * Multiplies two matrices, each given with its place in an array and whether it is transposed.
   */
  private interface PlainProduct<A> {
    void multiply(
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

  private static final LoopTable<Maker<?>> PRODUCTS =
      LoopTable.<Maker<?>>of(FLOAT32, MatrixProductKernels.floats())
          .and(FLOAT64, MatrixProductKernels.<double[]>plain(MatrixProducts::multiply))
          .and(INT32, MatrixProductKernels.<int[]>plain(MatrixProducts::multiply))
          .and(INT64, MatrixProductKernels.<long[]>plain(MatrixProducts::multiply));

  private MatrixProductKernels() {}

  private static Maker<float[]> floats() {
    FloatKernels kernels = Kernels.floats();
    return (transposeA, transposeB, rows, inner, columns, workers) ->
        kernels.product(transposeA, transposeB, rows, inner, columns, workers)::multiply;
  }

  private static <A> Maker<A> plain(PlainProduct<A> product) {
    return (transposeA, transposeB, rows, inner, columns, workers) ->
        (a, aOffset, b, bOffset, result, resultOffset) ->
            product.multiply(
                a,
                aOffset,
                transposeA,
                b,
                bOffset,
                transposeB,
                result,
                resultOffset,
                rows,
                inner,
                columns);
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
    Maker<Object> maker = (Maker<Object>) PRODUCTS.get(context.inputType(0));
    Shape result = context.outputShape(0);
    int rows = result.dimension(-2);
    int columns = result.dimension(-1);
    int inner = context.inputShape(0).dimension(transposeA ? -2 : -1);
    Product<Object> product =
        maker.make(transposeA, transposeB, rows, inner, columns, context.workers());
    return call -> {
      for (int i = 0; i < offsetsA.length; i++) {
        product.multiply(
            call.input(0),
            offsetsA[i],
            call.input(1),
            offsetsB[i],
            call.output(0),
            i * rows * columns);
      }
    };
  }
}
