package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.List;

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
}
