package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.List;

/** The ops that compute or compare two numbers. */
abstract sealed class MathOps extends IndexingOps permits FunctionOps {
  MathOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /** Returns {@code x + y}. */
  public <T extends Number> Output<T> add(Operand<T> x, Operand<T> y) {
    return node(operation("AddV2", "Add"), x, y);
  }

  /** As {@link #add(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> add(Operand<T> x, double y) {
    return add(x, number(x.dataType(), y));
  }

  /** Returns {@code x - y}. */
  public <T extends Number> Output<T> sub(Operand<T> x, Operand<T> y) {
    return node("Sub", x, y);
  }

  /** As {@link #sub(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> sub(Operand<T> x, double y) {
    return sub(x, number(x.dataType(), y));
  }

  /** As {@link #sub(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> sub(double x, Operand<T> y) {
    return sub(number(y.dataType(), x), y);
  }

  /** Returns {@code x · y}, element by element. */
  public <T extends Number> Output<T> mul(Operand<T> x, Operand<T> y) {
    return node("Mul", x, y);
  }

  /** As {@link #mul(Operand, Operand)}, with a number for one of the two. */
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

  /** As {@link #div(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> div(Operand<T> x, double y) {
    return div(x, number(x.dataType(), y));
  }

  /** As {@link #div(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> div(double x, Operand<T> y) {
    return div(number(y.dataType(), x), y);
  }

  /**
   * Returns {@code x / y}, and 0 where {@code y} is 0.
   *
   * <pre>{@code
   * tf.divNoNan(tf.constant(1f, 6f), tf.constant(0f, 4f))    // [0 1.5]
   * }</pre>
   *
   * @param x float32 or float64
   */
  public <T extends Number> Output<T> divNoNan(Operand<T> x, Operand<T> y) {
    return node(operation("DivNoNan", "div_no_nan"), x, y);
  }

  /**
   * Returns {@code x / y} rounded down. An integer division by zero fails the run.
   *
   * <pre>{@code
   * tf.floorDiv(tf.constant(7, -7), 2)    // [3 -4]
   * }</pre>
   */
  public <T extends Number> Output<T> floorDiv(Operand<T> x, Operand<T> y) {
    return node("FloorDiv", x, y);
  }

  /** As {@link #floorDiv(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> floorDiv(Operand<T> x, double y) {
    return floorDiv(x, number(x.dataType(), y));
  }

  /**
   * Returns {@code x / y} with the fraction cut off. An integer division by zero fails the run.
   *
   * <pre>{@code
   * tf.truncateDiv(tf.constant(7, -7), 2)    // [3 -3]
   * }</pre>
   */
  public <T extends Number> Output<T> truncateDiv(Operand<T> x, Operand<T> y) {
    return node("TruncateDiv", x, y);
  }

  /** As {@link #truncateDiv(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> truncateDiv(Operand<T> x, double y) {
    return truncateDiv(x, number(x.dataType(), y));
  }

  /**
   * Returns the remainder of {@link #floorDiv}, {@code x - y · ⌊x / y⌋}, which has the sign of
   * {@code y}: Python's {@code %}. An integer division by zero fails the run.
   *
   * <pre>{@code
   * tf.mod(tf.constant(7, -7), 3)    // [1 2]
   * }</pre>
   *
   * @param x of any number type but uint8
   */
  public <T extends Number> Output<T> mod(Operand<T> x, Operand<T> y) {
    return node("FloorMod", x, y);
  }

  /** As {@link #mod(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> mod(Operand<T> x, double y) {
    return mod(x, number(x.dataType(), y));
  }

  /**
   * Returns the remainder of a division whose fraction is cut off, which has the sign of {@code x}:
   * Java's {@code %}. An integer division by zero fails the run.
   *
   * <pre>{@code
   * tf.truncateMod(tf.constant(7, -7), 3)    // [1 -1]
   * }</pre>
   *
   * @param x of any number type but uint8
   */
  public <T extends Number> Output<T> truncateMod(Operand<T> x, Operand<T> y) {
    return node("TruncateMod", x, y);
  }

  /** As {@link #truncateMod(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> truncateMod(Operand<T> x, double y) {
    return truncateMod(x, number(x.dataType(), y));
  }

  /**
   * Returns {@code x} to the power of {@code y}. Of integers, a negative exponent fails the run.
   */
  public <T extends Number> Output<T> pow(Operand<T> x, Operand<T> y) {
    return node("Pow", x, y);
  }

  /** As {@link #pow(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> pow(Operand<T> x, double y) {
    return pow(x, number(x.dataType(), y));
  }

  /** As {@link #pow(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> pow(double x, Operand<T> y) {
    return pow(number(y.dataType(), x), y);
  }

  /** Returns the larger of each two elements; NaN if either is. */
  public <T extends Number> Output<T> maximum(Operand<T> x, Operand<T> y) {
    return node("Maximum", x, y);
  }

  /** As {@link #maximum(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> maximum(Operand<T> x, double y) {
    return maximum(x, number(x.dataType(), y));
  }

  /** Returns the smaller of each two elements; NaN if either is. */
  public <T extends Number> Output<T> minimum(Operand<T> x, Operand<T> y) {
    return node("Minimum", x, y);
  }

  /** As {@link #minimum(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<T> minimum(Operand<T> x, double y) {
    return minimum(x, number(x.dataType(), y));
  }

  /**
   * Returns {@code (x - y)²}.
   *
   * @param x of any number type but uint8
   */
  public <T extends Number> Output<T> squaredDifference(Operand<T> x, Operand<T> y) {
    return node("SquaredDifference", x, y);
  }

  /**
   * Returns each element, or the bound beyond which it lies; NaN for NaN.
   *
   * <pre>{@code
   * tf.clipByValue(tf.constant(-3f, 0.5f, 3f), -1, 1)    // [-1 0.5 1]
   * }</pre>
   *
   * <p>The gradient flows to {@code x} where it lies between the bounds, and to the bound
   * elsewhere.
   *
   * @param least the lower bound: a scalar, or of a shape that can be broadcast to that of {@code
   *     x}
   * @param greatest the upper bound, likewise; the lower one prevails where it is greater
   */
  public <T extends Number> Output<T> clipByValue(
      Operand<T> x, Operand<T> least, Operand<T> greatest) {
    Ops own = enter("clip_by_value");
    Output<T> clipped = node(own.namesake("Maximum"), own.minimum(x.asOutput(), greatest), least);
    if (!clipped.shape().isCompatibleWith(x.shape())) {
      throw GraphException.atCaller(
          "The bounds of a clip must not change the shape %s, but those of shapes %s and %s make it %s"
              .formatted(x.shape(), least.shape(), greatest.shape(), clipped.shape()));
    }
    return clipped;
  }

  /** As {@link #clipByValue(Operand, Operand, Operand)}, with numbers for the bounds. */
  public <T extends Number> Output<T> clipByValue(Operand<T> x, double least, double greatest) {
    return clipByValue(x, number(x.dataType(), least), number(x.dataType(), greatest));
  }

  /**
   * Returns the angle between the first axis and the point {@code (x, y)}, from -π to π.
   *
   * <pre>{@code
   * tf.atan2(tf.constant(1f, -1f), tf.constant(0f, 0f))    // [π/2 -π/2]
   * }</pre>
   *
   * @param y the second coordinate of the point, which comes first here; float32 or float64
   * @param x its first coordinate
   */
  public <T extends Number> Output<T> atan2(Operand<T> y, Operand<T> x) {
    return node("Atan2", y, x);
  }

  /**
   * Returns {@code x · log(y)}, and 0 where {@code x} is 0, whatever {@code y}: what {@code 0 ·
   * log(0)} is meant to be in an entropy.
   *
   * @param x float32 or float64
   */
  public <T extends Number> Output<T> xlogy(Operand<T> x, Operand<T> y) {
    return node("Xlogy", x, y);
  }

  /**
   * Returns {@code x / y}, and 0 where {@code x} is 0, whatever {@code y}.
   *
   * @param x float32 or float64
   */
  public <T extends Number> Output<T> xdivy(Operand<T> x, Operand<T> y) {
    return node("Xdivy", x, y);
  }

  /** Returns, element by element, whether {@code x == y}; a NaN equals nothing. */
  public <T> Output<Boolean> equal(Operand<T> x, Operand<T> y) {
    return node("Equal", x, y);
  }

  /** As {@link #equal(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<Boolean> equal(Operand<T> x, double y) {
    return equal(x, number(x.dataType(), y));
  }

  /** Returns, element by element, whether {@code x != y}; a NaN equals nothing. */
  public <T> Output<Boolean> notEqual(Operand<T> x, Operand<T> y) {
    return node("NotEqual", x, y);
  }

  /** As {@link #notEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<Boolean> notEqual(Operand<T> x, double y) {
    return notEqual(x, number(x.dataType(), y));
  }

  /** Returns, element by element, whether {@code x < y}. */
  public <T extends Number> Output<Boolean> less(Operand<T> x, Operand<T> y) {
    return node("Less", x, y);
  }

  /** As {@link #less(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<Boolean> less(Operand<T> x, double y) {
    return less(x, number(x.dataType(), y));
  }

  /** Returns, element by element, whether {@code x <= y}. */
  public <T extends Number> Output<Boolean> lessEqual(Operand<T> x, Operand<T> y) {
    return node("LessEqual", x, y);
  }

  /** As {@link #lessEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<Boolean> lessEqual(Operand<T> x, double y) {
    return lessEqual(x, number(x.dataType(), y));
  }

  /** Returns, element by element, whether {@code x > y}. */
  public <T extends Number> Output<Boolean> greater(Operand<T> x, Operand<T> y) {
    return node("Greater", x, y);
  }

  /** As {@link #greater(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<Boolean> greater(Operand<T> x, double y) {
    return greater(x, number(x.dataType(), y));
  }

  /** Returns, element by element, whether {@code x >= y}. */
  public <T extends Number> Output<Boolean> greaterEqual(Operand<T> x, Operand<T> y) {
    return node("GreaterEqual", x, y);
  }

  /** As {@link #greaterEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Output<Boolean> greaterEqual(Operand<T> x, double y) {
    return greaterEqual(x, number(x.dataType(), y));
  }

  /** Returns, element by element, whether both are true. */
  public Output<Boolean> logicalAnd(Operand<Boolean> x, Operand<Boolean> y) {
    return node("LogicalAnd", x, y);
  }

  /** Returns, element by element, whether at least one is true. */
  public Output<Boolean> logicalOr(Operand<Boolean> x, Operand<Boolean> y) {
    return node("LogicalOr", x, y);
  }

  /** Returns, element by element, whether one is true and the other is not. */
  public Output<Boolean> logicalXor(Operand<Boolean> x, Operand<Boolean> y) {
    Ops inner = unnamed();
    Output<Boolean> either = inner.logicalOr(x, y);
    Output<Boolean> notBoth = inner.logicalNot(inner.logicalAnd(x, y));
    return node(operation("LogicalAnd", "LogicalXor"), either, notBoth);
  }

  /** Returns the sum of several tensors of one shape. */
  public <T extends Number> Output<T> addN(List<? extends Operand<T>> terms) {
    if (terms.isEmpty()) {
      throw GraphException.atCaller("tf.addN needs at least one term");
    }
    return operation("AddN").inputs(terms).build().output(0);
  }
}
