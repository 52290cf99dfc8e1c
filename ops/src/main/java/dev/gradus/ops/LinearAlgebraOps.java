package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Products of matrices and of tensors, and what belongs to them. */
abstract sealed class LinearAlgebraOps extends SegmentOps permits NormOps {
  LinearAlgebraOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns the matrix product of a {@code [m,k]} and a {@code [k,n]} matrix, a {@code [m,n]}
   * matrix; or of each two matrices of {@code [..., m, k]} and {@code [..., k, n]}.
   */
  public <T extends Number> Output<T> matmul(Operand<T> a, Operand<T> b) {
    return matmul(a, b, false, false);
  }

  /**
   * Returns the matrix product of two matrices, either of which may be transposed first.
   *
   * <p>Operands of more dimensions are matrices side by side, in the last two; the others are
   * broadcast against each other: {@code [5,2,3]} and {@code [3,4]} give {@code [5,2,4]}. As in
   * TensorFlow, the op is {@code MatMul} where both are known to be matrices, and {@code
   * BatchMatMulV2} elsewhere.
   *
   * @param transposeA whether {@code a} is given as {@code [k,m]}
   * @param transposeB whether {@code b} is given as {@code [n,k]}
   */
  public <T extends Number> Output<T> matmul(
      Operand<T> a, Operand<T> b, boolean transposeA, boolean transposeB) {
    return mayBeBatch(a.shape()) || mayBeBatch(b.shape())
        ? node(
            operation("BatchMatMulV2", "MatMul")
                .attribute("adj_x", transposeA)
                .attribute("adj_y", transposeB),
            a,
            b)
        : node(
            operation("MatMul")
                .attribute("transpose_a", transposeA)
                .attribute("transpose_b", transposeB),
            a,
            b);
  }

  private static boolean mayBeBatch(Shape shape) {
    return !shape.hasKnownRank() || shape.rank() > 2;
  }

  /**
   * Returns the product of two tensors, summed over the last axes of the one, which run together
   * with the first axes of the other: {@code [2,3,4]} and {@code [3,4,5]} give {@code [2,5]} for
   * two axes. With one axis it is the product of matrices, with none the outer product.
   *
   * @param a of known rank
   * @param b of known rank
   * @param axes how many axes to sum over
   */
  public <T extends Number> Output<T> tensordot(Operand<T> a, Operand<T> b, int axes) {
    if (axes < 0) {
      throw GraphException.atCaller("tf.tensordot sums over 0 axes or more, not " + axes);
    }
    return tensordot(a, b, IntStream.range(-axes, 0).toArray(), IntStream.range(0, axes).toArray());
  }

  /**
   * Returns the product of two tensors, summed over some axes of both that run together. The result
   * has the other axes of {@code a}, and then those of {@code b}.
   *
   * <pre>{@code
   * tf.tensordot(a, b, new int[] {1, 0}, new int[] {0, 1})    // Σ a[i,j] · b[j,i], of matrices
   * }</pre>
   *
   * @param a of known rank
   * @param b of known rank
   * @param axesOfA the axes of {@code a} to sum over; negative ones count from the end
   * @param axesOfB for each of them, the axis of {@code b} that runs together with it
   */
  public <T extends Number> Output<T> tensordot(
      Operand<T> a, Operand<T> b, int[] axesOfA, int[] axesOfB) {
    return Tensordot.of(enter("Tensordot"), a.asOutput(), b.asOutput(), axesOfA, axesOfB);
  }

  /** Returns the {@linkplain #einsum(String, List) sum of an equation} with one operand. */
  public <T extends Number> Output<T> einsum(String equation, Operand<T> x) {
    return einsum(equation, List.of(x));
  }

  /** Returns the {@linkplain #einsum(String, List) sum of products} of two tensors. */
  public <T extends Number> Output<T> einsum(String equation, Operand<T> x, Operand<T> y) {
    return einsum(equation, List.of(x, y));
  }

  /**
   * Returns a sum of products of tensors, by Einstein's convention: each axis has a letter; axes of
   * the same letter run together; and over the letters that the result does not have, there is a
   * sum.
   *
   * <pre>{@code
   * tf.einsum("ij,jk->ik", a, b)              // the product of matrices
   * tf.einsum("ij,ij->", a, b)                // the sum of the products of all elements
   * tf.einsum("i,j->ij", x, y)                // the outer product
   * tf.einsum("bij,bjk->bik", a, b)           // a product of matrices for each b
   * tf.einsum("...ij,...jk->...ik", a, b)     // with whatever axes in front
   * tf.einsum("ii->i", a)                     // the diagonal
   * tf.einsum("ii", a)                        // the trace
   * tf.einsum("bhqd,bhkd->bhqk", q, k)        // the scores of attention
   * }</pre>
   *
   * <p>Without an arrow, the result has the letters that there are just once, in alphabetical
   * order, behind the ellipsis. Axes under an ellipsis are broadcast, others have to be equally
   * long. An operand with an ellipsis has to be of known rank.
   *
   * <p>It is made of transposes, reshapes and products of matrices, of three operands and more from
   * left to right.
   *
   * @param equation letters for each operand, separated by commas; an arrow and the letters of the
   *     result may follow
   */
  public <T extends Number> Output<T> einsum(String equation, List<? extends Operand<T>> operands) {
    EinsumEquation parsed = EinsumEquation.parse(equation, operands);
    List<Contraction.Term<T>> terms = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      terms.add(new Contraction.Term<>(operands.get(i).asOutput(), parsed.inputs().get(i)));
    }
    return Contraction.of(enter("einsum"), terms, parsed.output());
  }

  /** Returns {@code x} with its last two axes exchanged: each of its matrices transposed. */
  public <T> Output<T> matrixTranspose(Operand<T> x) {
    Ops own = enter("matrix_transpose");
    if (x.shape().hasKnownRank()) {
      int rank = x.shape().rank();
      if (rank < 2) {
        throw GraphException.atCaller(
            "tf.matrixTranspose needs a tensor of rank 2 or more, not one of shape " + x.shape());
      }
      int[] order = IntStream.range(0, rank).toArray();
      order[rank - 2] = rank - 1;
      order[rank - 1] = rank - 2;
      return node(own.namesake("Transpose"), x, own.named("perm").constant(order));
    }
    Output<Integer> rank = own.rank(x);
    Output<Integer> axes = own.range(own.constant(0), rank, own.constant(1));
    Output<Integer> isLast = own.cast(own.equal(axes, own.sub(rank, 1)), DataType.INT32);
    Output<Integer> isBefore = own.cast(own.equal(axes, own.sub(rank, 2)), DataType.INT32);
    return node(own.namesake("Transpose"), x, own.sub(own.add(axes, isBefore), isLast));
  }

  /**
   * Returns a tensor of zeros but for the given diagonal: of a vector of n elements, an {@code n ×
   * n} matrix; of a tensor of shape {@code [m,n]}, one of {@code [m,n,m,n]}.
   */
  public <T extends Number> Output<T> diag(Operand<T> diagonal) {
    return node("Diag", diagonal);
  }

  /**
   * Returns the diagonal of a square matrix, or in general, of a tensor of shape {@code [m,n,m,n]},
   * what {@link #diag} makes it of: a tensor of shape {@code [m,n]}.
   */
  public <T extends Number> Output<T> diagPart(Operand<T> x) {
    return node("DiagPart", x);
  }

  /** Returns, for each vector in the last axis, the matrix of zeros that has it as its diagonal. */
  public <T> Output<T> matrixDiag(Operand<T> diagonal) {
    return node("MatrixDiag", diagonal);
  }

  /**
   * Returns the diagonal of each matrix in the last two axes: of shape {@code [..., m, n]}, one of
   * {@code [..., min(m, n)]}.
   */
  public <T> Output<T> matrixDiagPart(Operand<T> x) {
    return node("MatrixDiagPart", x);
  }

  /**
   * Returns the matrices in the last two axes with another diagonal.
   *
   * @param diagonal of shape {@code [..., min(m, n)]} for matrices {@code [..., m, n]}
   */
  public <T> Output<T> matrixSetDiag(Operand<T> x, Operand<T> diagonal) {
    return node("MatrixSetDiag", x, diagonal);
  }

  /**
   * Returns the matrices in the last two axes with zeros everywhere but near the diagonal.
   *
   * <pre>{@code
   * tf.matrixBandPart(x, 0, -1)    // the upper triangle
   * tf.matrixBandPart(x, -1, 0)    // the lower triangle
   * tf.matrixBandPart(x, 0, 0)     // the diagonal
   * }</pre>
   *
   * @param below how many diagonals to keep below the main one; a negative number for all
   * @param above how many diagonals to keep above the main one; a negative number for all
   */
  public <T> Output<T> matrixBandPart(Operand<T> x, long below, long above) {
    Ops own = enter("MatrixBandPart");
    return node(
        own.namesake("MatrixBandPart"),
        x,
        own.named("num_lower").constant(below),
        own.named("num_upper").constant(above));
  }

  /**
   * Returns the sum of the diagonal of each matrix in the last two axes: of shape {@code [..., m,
   * n]}, one of {@code [...]}.
   */
  public <T extends Number> Output<T> trace(Operand<T> x) {
    Ops own = enter("Trace");
    return node(
        own.namesake("Sum"),
        own.matrixDiagPart(x),
        own.named("reduction_indices").constant(new int[] {-1}));
  }

  /** Returns the float32 identity matrix of {@code size} rows and columns. */
  public Output<Float> eye(int size) {
    return eye(DataType.FLOAT32, size, size);
  }

  /** Returns a float32 matrix with ones on the diagonal, and else zeros. */
  public Output<Float> eye(int rows, int columns) {
    return eye(DataType.FLOAT32, rows, columns);
  }

  /** Returns a matrix with ones on the diagonal, and else zeros. */
  public <T> Output<T> eye(DataType<T> dataType, int rows, int columns) {
    Ops own = enter("eye");
    Output<T> ones = own.ones(dataType, Shape.of(Math.min(rows, columns)));
    return rows == columns
        ? own.matrixDiag(ones)
        : own.matrixSetDiag(own.zeros(dataType, Shape.of(rows, columns)), ones);
  }

  /**
   * Returns {@code count} numbers at equal distances, the first and the last of which are given:
   * {@code tf.linspace(FLOAT32, 0, 1, 5)} is {@code [0 0.25 0.5 0.75 1]}. A single one is the
   * first.
   */
  public <T extends Number> Output<T> linspace(
      DataType<T> dataType, double start, double stop, int count) {
    Ops own = enter("LinSpace");
    return node(
        own.namesake("LinSpace"),
        own.named("start").scalar(dataType, start),
        own.named("stop").scalar(dataType, stop),
        own.named("num").constant(count));
  }

  /**
   * Returns {@code count} numbers at equal distances, as {@link #linspace(DataType, double, double,
   * int)} does.
   *
   * @param start a scalar
   * @param stop a scalar
   */
  public <T extends Number> Output<T> linspace(Operand<T> start, Operand<T> stop, int count) {
    Ops own = enter("LinSpace");
    return node(own.namesake("LinSpace"), start, stop, own.named("num").constant(count));
  }
}
