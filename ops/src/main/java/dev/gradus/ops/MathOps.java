package dev.gradus.ops;

import dev.gradus.core.DataType;
import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.List;
import java.util.stream.IntStream;

/** The ops that compute numbers from numbers. */
abstract sealed class MathOps extends IndexingOps permits ReductionOps {
  MathOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Returns {@code x + y}. */
  public <T extends Number> Output<T> add(Operand<T> x, Operand<T> y) {
    return node(operation("AddV2", "Add"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> add(Operand<T> x, double y) {
    return add(x, number(x.dataType(), y));
  }

  /** Returns {@code x - y}. */
  public <T extends Number> Output<T> sub(Operand<T> x, Operand<T> y) {
    return node(operation("Sub"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> sub(Operand<T> x, double y) {
    return sub(x, number(x.dataType(), y));
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> sub(double x, Operand<T> y) {
    return sub(number(y.dataType(), x), y);
  }

  /** Returns {@code x · y}, element by element. */
  public <T extends Number> Output<T> mul(Operand<T> x, Operand<T> y) {
    return node(operation("Mul"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> mul(Operand<T> x, double y) {
    return mul(x, number(x.dataType(), y));
  }

  /**
   * Returns {@code x / y}. Of integers it is the quotient rounded down, and a division by zero
   * fails the run: Python's {@code //}.
   */
  public <T extends Number> Output<T> div(Operand<T> x, Operand<T> y) {
    return node(operation(x.dataType().isFloating() ? "RealDiv" : "FloorDiv", "div"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> div(Operand<T> x, double y) {
    return div(x, number(x.dataType(), y));
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> div(double x, Operand<T> y) {
    return div(number(y.dataType(), x), y);
  }

  /**
   * Returns {@code x} to the power of {@code y}. Of integers, a negative exponent fails the run.
   */
  public <T extends Number> Output<T> pow(Operand<T> x, Operand<T> y) {
    return node(operation("Pow"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> pow(Operand<T> x, double y) {
    return pow(x, number(x.dataType(), y));
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> pow(double x, Operand<T> y) {
    return pow(number(y.dataType(), x), y);
  }

  /** Returns the larger of each two elements; NaN if either is. */
  public <T extends Number> Output<T> maximum(Operand<T> x, Operand<T> y) {
    return node(operation("Maximum"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> maximum(Operand<T> x, double y) {
    return maximum(x, number(x.dataType(), y));
  }

  /** Returns the smaller of each two elements; NaN if either is. */
  public <T extends Number> Output<T> minimum(Operand<T> x, Operand<T> y) {
    return node(operation("Minimum"), x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<T> minimum(Operand<T> x, double y) {
    return minimum(x, number(x.dataType(), y));
  }

  /** Returns {@code -x}. */
  public <T extends Number> Output<T> neg(Operand<T> x) {
    return node("Neg", x);
  }

  /** Returns the absolute value. */
  public <T extends Number> Output<T> abs(Operand<T> x) {
    return node("Abs", x);
  }

  /** Returns -1, 0 or 1, as {@code x} is negative, zero or positive; 0 for NaN. */
  public <T extends Number> Output<T> sign(Operand<T> x) {
    return node("Sign", x);
  }

  /** Returns {@code x²}. */
  public <T extends Number> Output<T> square(Operand<T> x) {
    return node("Square", x);
  }

  /** Returns the square root; NaN for a negative number. */
  public <T extends Number> Output<T> sqrt(Operand<T> x) {
    return node("Sqrt", x);
  }

  /** Returns {@code eˣ}. */
  public <T extends Number> Output<T> exp(Operand<T> x) {
    return node("Exp", x);
  }

  /** Returns the natural logarithm; -∞ for 0, NaN for a negative number. */
  public <T extends Number> Output<T> log(Operand<T> x) {
    return node("Log", x);
  }

  /** Returns the logistic function {@code 1 / (1 + e⁻ˣ)}. */
  public <T extends Number> Output<T> sigmoid(Operand<T> x) {
    return node("Sigmoid", x);
  }

  /** Returns the hyperbolic tangent. */
  public <T extends Number> Output<T> tanh(Operand<T> x) {
    return node("Tanh", x);
  }

  /** Adds, element by element, whether {@code x == y}; a NaN equals nothing. */
  public <T> Output<Boolean> equal(Operand<T> x, Operand<T> y) {
    return node("Equal", x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<Boolean> equal(Operand<T> x, double y) {
    return equal(x, number(x.dataType(), y));
  }

  /** Adds, element by element, whether {@code x != y}; a NaN equals nothing. */
  public <T> Output<Boolean> notEqual(Operand<T> x, Operand<T> y) {
    return node("NotEqual", x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<Boolean> notEqual(Operand<T> x, double y) {
    return notEqual(x, number(x.dataType(), y));
  }

  /** Adds, element by element, whether {@code x < y}. */
  public <T extends Number> Output<Boolean> less(Operand<T> x, Operand<T> y) {
    return node("Less", x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<Boolean> less(Operand<T> x, double y) {
    return less(x, number(x.dataType(), y));
  }

  /** Adds, element by element, whether {@code x <= y}. */
  public <T extends Number> Output<Boolean> lessEqual(Operand<T> x, Operand<T> y) {
    return node("LessEqual", x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<Boolean> lessEqual(Operand<T> x, double y) {
    return lessEqual(x, number(x.dataType(), y));
  }

  /** Adds, element by element, whether {@code x > y}. */
  public <T extends Number> Output<Boolean> greater(Operand<T> x, Operand<T> y) {
    return node("Greater", x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<Boolean> greater(Operand<T> x, double y) {
    return greater(x, number(x.dataType(), y));
  }

  /** Adds, element by element, whether {@code x >= y}. */
  public <T extends Number> Output<Boolean> greaterEqual(Operand<T> x, Operand<T> y) {
    return node("GreaterEqual", x, y);
  }

  /** As above, with a number for one of the two. */
  public <T extends Number> Output<Boolean> greaterEqual(Operand<T> x, double y) {
    return greaterEqual(x, number(x.dataType(), y));
  }

  /** Returns the sum of several tensors of one shape. */
  public <T extends Number> Output<T> addN(List<? extends Operand<T>> terms) {
    if (terms.isEmpty()) {
      throw GraphException.atCaller("addN needs at least one term");
    }
    return operation("AddN").inputs(terms).build().output(0);
  }

  /**
   * Returns the matrix product of a {@code [m,k]} and a {@code [k,n]} matrix, a {@code [m,n]}
   * matrix.
   */
  public <T extends Number> Output<T> matmul(Operand<T> a, Operand<T> b) {
    return matmul(a, b, false, false);
  }

  /**
   * Returns the matrix product of two matrices, either of which may be transposed first.
   *
   * @param transposeA whether {@code a} is given as {@code [k,m]}
   * @param transposeB whether {@code b} is given as {@code [n,k]}
   */
  public <T extends Number> Output<T> matmul(
      Operand<T> a, Operand<T> b, boolean transposeA, boolean transposeB) {
    return node(
        operation("MatMul")
            .attribute("transpose_a", transposeA)
            .attribute("transpose_b", transposeB),
        a,
        b);
  }

  /** Returns the sum of all elements, a scalar; 0 if there are none. */
  public <T extends Number> Output<T> reduceSum(Operand<T> x) {
    return reduceAll("Sum", x, false);
  }

  /**
   * Returns the sum of all elements; 0 if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceSum(Operand<T> x, boolean keepDims) {
    return reduceAll("Sum", x, keepDims);
  }

  /**
   * Returns the sum over some axes, which the result no longer has; 0 over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceSum(Operand<T> x, int... axes) {
    return reduce("Sum", x, false, axes);
  }

  /**
   * Returns the sum over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceSum(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Sum", x, keepDims, axes);
  }

  /** Returns the sum over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceSum(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Sum").attribute("keep_dims", keepDims), x, axes);
  }

  /** Returns the mean of all elements, a scalar; NaN if there are none. */
  public <T extends Number> Output<T> reduceMean(Operand<T> x) {
    return reduceAll("Mean", x, false);
  }

  /**
   * Returns the mean of all elements; NaN if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceMean(Operand<T> x, boolean keepDims) {
    return reduceAll("Mean", x, keepDims);
  }

  /**
   * Returns the mean over some axes, which the result no longer has; NaN over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceMean(Operand<T> x, int... axes) {
    return reduce("Mean", x, false, axes);
  }

  /**
   * Returns the mean over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceMean(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Mean", x, keepDims, axes);
  }

  /** Returns the mean over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceMean(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Mean").attribute("keep_dims", keepDims), x, axes);
  }

  /**
   * Returns the largest of all elements, a scalar; the least value of the type if there are none.
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x) {
    return reduceAll("Max", x, false);
  }

  /**
   * Returns the largest of all elements; the least value of the type if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x, boolean keepDims) {
    return reduceAll("Max", x, keepDims);
  }

  /**
   * Returns the largest over some axes, which the result no longer has; the least value of the type
   * over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x, int... axes) {
    return reduce("Max", x, false, axes);
  }

  /**
   * Returns the largest over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceMax(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Max", x, keepDims, axes);
  }

  /** Returns the largest over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceMax(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Max").attribute("keep_dims", keepDims), x, axes);
  }

  /**
   * Returns the smallest of all elements, a scalar; the greatest value of the type if there are
   * none.
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x) {
    return reduceAll("Min", x, false);
  }

  /**
   * Returns the smallest of all elements; the greatest value of the type if there are none.
   *
   * @param keepDims whether the result has a dimension of 1 for each axis, instead of none
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x, boolean keepDims) {
    return reduceAll("Min", x, keepDims);
  }

  /**
   * Returns the smallest over some axes, which the result no longer has; the greatest value of the
   * type over nothing.
   *
   * @param axes which; negative ones count from the end; with none at all, the result is {@code x}
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x, int... axes) {
    return reduce("Min", x, false, axes);
  }

  /**
   * Returns the smallest over some axes.
   *
   * @param keepDims whether the result has a dimension of 1 for each of the axes, instead of none
   * @param axes which; negative ones count from the end
   */
  public <T extends Number> Output<T> reduceMin(Operand<T> x, boolean keepDims, int... axes) {
    return reduce("Min", x, keepDims, axes);
  }

  /** Returns the smallest over the axes in an int32 or int64 vector. */
  public <T extends Number> Output<T> reduceMin(
      Operand<T> x, boolean keepDims, Operand<? extends Number> axes) {
    return node(operation("Min").attribute("keep_dims", keepDims), x, axes);
  }

  private <T> Output<T> reduceAll(String type, Operand<T> x, boolean keepDims) {
    if (x.shape().hasKnownRank()) {
      return reduce(type, x, keepDims, IntStream.range(0, x.shape().rank()).toArray());
    }
    Ops own = enter(type);
    if (keepDims) {
      Output<Integer> axes = own.range(own.constant(0), own.rank(x), own.constant(1));
      return node(own.namesake(type).attribute("keep_dims", true), x, axes);
    }
    // As a vector, so that the result is known to be a scalar.
    return node(own.namesake(type), own.reshape(x, -1), own.named("reduction_indices").constant(0));
  }

  private <T> Output<T> reduce(String type, Operand<T> x, boolean keepDims, int... axes) {
    Ops own = enter(type);
    return node(
        own.namesake(type).attribute("keep_dims", keepDims),
        x,
        own.named("reduction_indices").constant(axes));
  }

  /**
   * Returns the index of the largest element along an axis: the first of them, if there are
   * several; that of the first NaN, if there is one.
   *
   * @param axis which; a negative one counts from the end
   */
  public Output<Long> argmax(Operand<? extends Number> x, int axis) {
    return argmax(x, axis, DataType.INT64);
  }

  /**
   * Returns the index of the largest element along an axis, as above.
   *
   * @param outputType int32 or int64
   */
  public <I extends Number> Output<I> argmax(
      Operand<? extends Number> x, int axis, DataType<I> outputType) {
    return argument("ArgMax", x, axis, outputType);
  }

  /**
   * Returns the index of the smallest element along an axis, as {@link #argmax(Operand, int)} that
   * of the largest.
   */
  public Output<Long> argmin(Operand<? extends Number> x, int axis) {
    return argmin(x, axis, DataType.INT64);
  }

  /**
   * Returns the index of the smallest element along an axis, as above.
   *
   * @param outputType int32 or int64
   */
  public <I extends Number> Output<I> argmin(
      Operand<? extends Number> x, int axis, DataType<I> outputType) {
    return argument("ArgMin", x, axis, outputType);
  }

  private <I> Output<I> argument(String type, Operand<?> x, int axis, DataType<I> outputType) {
    Ops own = enter(type);
    return node(
        own.namesake(type).attribute("output_type", outputType),
        x,
        own.named("dimension").constant(axis));
  }
}
