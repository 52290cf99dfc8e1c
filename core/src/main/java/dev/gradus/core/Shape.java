package dev.gradus.core;

import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a tensor, as much of it as is known: its dimensions, some of them perhaps
 * {@linkplain #UNKNOWN unknown}, or nothing at all, not even how many there are.
 *
 * <pre>{@code
 * Shape.of(2, 3)             // [2,3]: a matrix of two rows and three columns
 * Shape.of(UNKNOWN, 784)     // [?,784]: any number of rows
 * Shape.scalar()             // []: a single number
 * Shape.unknown()            // ?: anything
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Shape {
  /** Stands for a dimension that is not known, as in {@code Shape.of(UNKNOWN, 784)}. */
  public static final int UNKNOWN = -1;

  private static final Shape SCALAR = new Shape(new int[0]);
  private static final Shape UNKNOWN_RANK = new Shape(null);

  /** The dimensions, {@link #UNKNOWN} where not known; null if not even their number is known. */
  private final int @Nullable [] dimensions;

  private Shape(int @Nullable [] dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * Returns the shape with the given dimensions, each zero or more, or {@link #UNKNOWN}.
   *
   * @throws GradusException if a dimension is less than {@link #UNKNOWN}
   */
  public static Shape of(int... dimensions) {
    if (dimensions.length == 0) {
      return SCALAR;
    }
    for (int dimension : dimensions) {
      if (dimension < UNKNOWN) {
        throw new GradusException(
            "A dimension is zero or more, or UNKNOWN, but shape %s has %d."
                .formatted(Arrays.toString(dimensions), dimension));
      }
    }
    return new Shape(dimensions.clone());
  }

  /** Returns the shape of a single number: no dimensions, one element. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** Returns the shape of which nothing is known, not even the rank. */
  public static Shape unknown() {
    return UNKNOWN_RANK;
  }

  /**
   * Returns the shape of the given rank whose every dimension is unknown.
   *
   * @throws GradusException if the rank is negative
   */
  public static Shape unknownOfRank(int rank) {
    if (rank < 0) {
      throw new GradusException("A rank is zero or more, not " + rank + ".");
    }
    int[] dimensions = new int[rank];
    Arrays.fill(dimensions, UNKNOWN);
    return of(dimensions);
  }

  /** Tells whether the number of dimensions is known. */
  public boolean hasKnownRank() {
    return dimensions != null;
  }

  /**
   * Returns the number of dimensions.
   *
   * @throws GradusException if it is unknown
   */
  public int rank() {
    return known().length;
  }

  /** Tells whether the rank is known to be the given one. */
  public boolean isOfRank(int rank) {
    return dimensions != null && dimensions.length == rank;
  }

  /** Tells whether every dimension is known. */
  public boolean isFullyKnown() {
    return dimensions != null && Ints.indexOf(dimensions, UNKNOWN) < 0;
  }

  /**
   * Returns one dimension, {@link #UNKNOWN} if not known.
   *
   * @param axis which one, from 0; a negative axis counts from the end, so that -1 is the last
   * @throws GradusException if the rank is unknown, or there is no such axis
   */
  public int dimension(int axis) {
    return known()[normalizeAxis(axis)];
  }

  /**
   * Returns the axis counted from the front, from 0, for one that may be negative and then counts
   * from the end.
   *
   * @throws GradusException if the rank is unknown, or there is no such axis
   */
  public int normalizeAxis(int axis) {
    int rank = rank();
    if (axis < -rank || axis >= rank) {
      throw new GradusException(
          "Axis %d is out of range: shape %s has %d dimension%s."
              .formatted(axis, this, rank, rank == 1 ? "" : "s"));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /**
   * Returns how many elements a tensor of this shape has: the product of the dimensions, 1 for a
   * scalar.
   *
   * @throws GradusException if a dimension is unknown, or the product is beyond 2<sup>31</sup> - 1,
   *     which is what one Java array can hold
   */
  public int elementCount() {
    int[] own = known();
    if (!isFullyKnown()) {
      throw new GradusException("The number of elements of shape " + this + " is not known.");
    }
    if (Ints.contains(own, 0)) {
      return 0;
    }
    long count = 1;
    for (int dimension : own) {
      // Stays within a long: the count was at most one more than an int holds before.
      count = Math.min(count * dimension, Integer.MAX_VALUE + 1L);
    }
    if (count > Integer.MAX_VALUE) {
      throw new GradusException(
          "A tensor of shape %s is too large: it can have at most %d elements."
              .formatted(this, Integer.MAX_VALUE));
    }
    return (int) count;
  }

  /**
   * Returns the dimensions as a new array, {@link #UNKNOWN} where not known.
   *
   * @throws GradusException if the rank is unknown
   */
  public int[] toArray() {
    return known().clone();
  }

  /** Tells whether a tensor could be of both shapes: no known dimension contradicts another. */
  public boolean isCompatibleWith(Shape other) {
    if (dimensions == null || other.dimensions == null) {
      return true;
    }
    if (dimensions.length != other.dimensions.length) {
      return false;
    }
    for (int axis = 0; axis < dimensions.length; axis++) {
      int mine = dimensions[axis];
      int theirs = other.dimensions[axis];
      if (mine != theirs && mine != UNKNOWN && theirs != UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns all that is known from both shapes, for a tensor that is of both: {@code [?,3]} and
   * {@code [2,?]} give {@code [2,3]}.
   *
   * @throws GradusException if the shapes contradict each other
   */
  public Shape mergeWith(Shape other) {
    if (!isCompatibleWith(other)) {
      throw new GradusException("Shapes %s and %s are not compatible.".formatted(this, other));
    }
    if (dimensions == null) {
      return other;
    }
    if (other.dimensions == null) {
      return this;
    }
    int[] theirs = other.dimensions;
    int[] merged = dimensions.clone();
    for (int axis = 0; axis < merged.length; axis++) {
      merged[axis] = Math.max(merged[axis], theirs[axis]);
    }
    return of(merged);
  }

  /** Tells whether every tensor of the other shape is of this shape, too. */
  public boolean covers(Shape other) {
    return equals(commonWith(other));
  }

  /**
   * Returns what is true of both shapes, for a tensor that is of either: {@code [2,3]} and {@code
   * [2,4]} give {@code [2,?]}.
   */
  public Shape commonWith(Shape other) {
    if (dimensions == null || !other.isOfRank(dimensions.length)) {
      return UNKNOWN_RANK;
    }
    int[] common = dimensions.clone();
    for (int axis = 0; axis < common.length; axis++) {
      common[axis] = common[axis] == other.dimension(axis) ? common[axis] : UNKNOWN;
    }
    return of(common);
  }

  /**
   * Returns the shape to which NumPy's broadcasting brings two shapes: aligned at their last
   * dimensions, a missing dimension counts as 1, and a 1 stretches to whatever stands opposite.
   * {@code [?,10]} and {@code [10]} give {@code [?,10]}.
   *
   * <p>An unknown dimension opposite a known one other than 1 must be that one or 1, so the result
   * is the known one; opposite a 1, or another unknown, it stays unknown. If the rank of either is
   * unknown, so is that of the result.
   *
   * @throws GradusException if two dimensions differ and neither is 1
   * @see <a href="https://numpy.org/doc/stable/user/basics.broadcasting.html">Broadcasting, in the
   *     NumPy user guide</a>
   */
  public static Shape broadcast(Shape left, Shape right) {
    if (left.dimensions == null || right.dimensions == null) {
      return UNKNOWN_RANK;
    }
    int rank = Math.max(left.dimensions.length, right.dimensions.length);
    int[] result = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int a = left.alignedDimension(axis, rank);
      int b = right.alignedDimension(axis, rank);
      if (a == 1 || a == b) {
        result[axis] = b;
      } else if (b == 1) {
        result[axis] = a;
      } else if (a == UNKNOWN || b == UNKNOWN) {
        result[axis] = Math.max(a, b);
      } else {
        throw new GradusException("Dimensions must be equal, but are %d and %d".formatted(a, b));
      }
    }
    return of(result);
  }

  /** The dimension at an axis once this shape is padded in front with ones to the given rank. */
  private int alignedDimension(int axis, int rank) {
    int[] own = known();
    int index = axis - (rank - own.length);
    return index < 0 ? 1 : own[index];
  }

  /**
   * Returns this shape with one dimension replaced; a negative axis counts from the end.
   *
   * @throws GradusException if the rank is unknown, there is no such axis, or the dimension is less
   *     than {@link #UNKNOWN}
   */
  public Shape withDimension(int axis, int dimension) {
    int[] changed = toArray();
    changed[normalizeAxis(axis)] = dimension;
    return of(changed);
  }

  /**
   * Returns the shape of those axes, in order, for which the predicate holds.
   *
   * @throws GradusException if the rank is unknown
   */
  public Shape keepAxes(IntPredicate keep) {
    int[] own = known();
    return of(IntStream.range(0, own.length).filter(keep).map(axis -> own[axis]).toArray());
  }

  /** Returns the shape that has this one's dimensions followed by the other's. */
  public Shape concatenate(Shape other) {
    return dimensions == null || other.dimensions == null
        ? UNKNOWN_RANK
        : of(Ints.concat(dimensions, other.dimensions));
  }

  private int[] known() {
    if (dimensions == null) {
      throw new GradusException("The rank of this shape is not known.");
    }
    return dimensions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions);
  }

  /**
   * Returns the dimensions in brackets with {@code ?} for what is unknown, such as {@code [?,784]}.
   */
  @Override
  public String toString() {
    return dimensions == null
        ? "?"
        : Arrays.stream(dimensions)
            .mapToObj(dimension -> dimension == UNKNOWN ? "?" : Integer.toString(dimension))
            .collect(Collectors.joining(",", "[", "]"));
  }
}
