package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operand;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;

/**
 * Assertions that say what must hold for all elements, as an operation that fails the run where it
 * does not; the message shows the first elements of both sides. They stand on {@link #assertThat}.
 */
abstract sealed class AssertionOps extends ControlOps permits Ops {
  AssertionOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns an operation that fails the run unless {@code x == y} for all elements.
   *
   * <pre>{@code
   * Operation sameLength = tf.assertEqual(tf.size(x), tf.size(y));
   * Output<Float> sum = tf.after(sameLength).add(x, y);
   * }</pre>
   */
  public <T> Operation assertEqual(Operand<T> x, Operand<T> y) {
    Ops own = enter("assert_equal");
    return own.assertAll(own.equal(x, y), x, y);
  }

  /** As {@link #assertEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Operation assertEqual(Operand<T> x, double y) {
    return assertEqual(x, number(x.dataType(), y));
  }

  /** Returns an operation that fails the run unless {@code x != y} for all elements. */
  public <T> Operation assertNoneEqual(Operand<T> x, Operand<T> y) {
    Ops own = enter("assert_none_equal");
    return own.assertAll(own.notEqual(x, y), x, y);
  }

  /** As {@link #assertNoneEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Operation assertNoneEqual(Operand<T> x, double y) {
    return assertNoneEqual(x, number(x.dataType(), y));
  }

  /** Returns an operation that fails the run unless {@code x < y} for all elements. */
  public <T extends Number> Operation assertLess(Operand<T> x, Operand<T> y) {
    Ops own = enter("assert_less");
    return own.assertAll(own.less(x, y), x, y);
  }

  /** As {@link #assertLess(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Operation assertLess(Operand<T> x, double y) {
    return assertLess(x, number(x.dataType(), y));
  }

  /** Returns an operation that fails the run unless {@code x <= y} for all elements. */
  public <T extends Number> Operation assertLessEqual(Operand<T> x, Operand<T> y) {
    Ops own = enter("assert_less_equal");
    return own.assertAll(own.lessEqual(x, y), x, y);
  }

  /** As {@link #assertLessEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Operation assertLessEqual(Operand<T> x, double y) {
    return assertLessEqual(x, number(x.dataType(), y));
  }

  /** Returns an operation that fails the run unless {@code x > y} for all elements. */
  public <T extends Number> Operation assertGreater(Operand<T> x, Operand<T> y) {
    Ops own = enter("assert_greater");
    return own.assertAll(own.greater(x, y), x, y);
  }

  /** As {@link #assertGreater(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Operation assertGreater(Operand<T> x, double y) {
    return assertGreater(x, number(x.dataType(), y));
  }

  /** Returns an operation that fails the run unless {@code x >= y} for all elements. */
  public <T extends Number> Operation assertGreaterEqual(Operand<T> x, Operand<T> y) {
    Ops own = enter("assert_greater_equal");
    return own.assertAll(own.greaterEqual(x, y), x, y);
  }

  /** As {@link #assertGreaterEqual(Operand, Operand)}, with a number for one of the two. */
  public <T extends Number> Operation assertGreaterEqual(Operand<T> x, double y) {
    return assertGreaterEqual(x, number(x.dataType(), y));
  }

  /** Returns an operation that fails the run unless all elements are greater than 0. */
  public <T extends Number> Operation assertPositive(Operand<T> x) {
    Ops own = enter("assert_positive");
    return own.assertLess(own.number(x.dataType(), 0), x);
  }

  /** Returns an operation that fails the run unless all elements are less than 0. */
  public <T extends Number> Operation assertNegative(Operand<T> x) {
    Ops own = enter("assert_negative");
    return own.assertLess(x, own.number(x.dataType(), 0));
  }

  /** Returns an operation that fails the run unless all elements are 0 or greater. */
  public <T extends Number> Operation assertNonNegative(Operand<T> x) {
    Ops own = enter("assert_non_negative");
    return own.assertLessEqual(own.number(x.dataType(), 0), x);
  }

  /** Returns an operation that fails the run unless all elements are 0 or less. */
  public <T extends Number> Operation assertNonPositive(Operand<T> x) {
    Ops own = enter("assert_non_positive");
    return own.assertLessEqual(x, own.number(x.dataType(), 0));
  }

  /**
   * Returns an operation that fails the run unless a tensor has as many axes as is said.
   *
   * @throws GraphException if it is known that it has not
   */
  public Operation assertRank(Operand<?> x, int rank) {
    Ops own = enter("assert_rank");
    Shape shape = x.shape();
    if (!shape.hasKnownRank()) {
      Output<Integer> actual = own.rank(x);
      return own.assertThat(own.equal(actual, rank), actual, own.constant(rank));
    }
    if (shape.rank() != rank) {
      throw GraphException.atCaller(
          "'%s' must be of rank %d, but its shape %s is of rank %d"
              .formatted(x.asOutput().name(), rank, shape, shape.rank()));
    }
    return own.named("static_checks_determined_all_ok").noOp();
  }

  /**
   * Returns an operation that fails the run unless a tensor has as many axes as is said, or more.
   *
   * @throws GraphException if it is known that it has not
   */
  public Operation assertRankAtLeast(Operand<?> x, int rank) {
    Ops own = enter("assert_rank_at_least");
    Shape shape = x.shape();
    if (!shape.hasKnownRank()) {
      Output<Integer> actual = own.rank(x);
      return own.assertThat(own.greaterEqual(actual, rank), actual, own.constant(rank));
    }
    if (shape.rank() < rank) {
      throw GraphException.atCaller(
          "'%s' must be of rank %d or more, but its shape %s is of rank %d"
              .formatted(x.asOutput().name(), rank, shape, shape.rank()));
    }
    return own.named("static_checks_determined_all_ok").noOp();
  }

  final Operation assertAll(Output<Boolean> condition, Operand<?> x, Operand<?> y) {
    return assertThat(reduceAll(condition), x, y);
  }
}
