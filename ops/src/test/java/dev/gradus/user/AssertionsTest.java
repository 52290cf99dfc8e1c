package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.core.Feed.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.core.Graph;
import dev.gradus.core.GraphException;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.Session;
import dev.gradus.core.Shape;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Assertions about all elements hold, or fail a run, as plain Java says of each element. */
class AssertionsTest {
  private static final int[] VALUES = {-2, -1, 0, 1, 2};

  private final Graph graph = new Graph();
  private final Ops tf = Ops.on(graph);

  /** What an assertion is added by, its name, and for what it holds. */
  private record Claim(
      String name, BiFunction<Ops, Output<Integer>, Operation> builder, IntPredicate holds) {}

  private static List<Claim> claims() {
    return List.of(
        new Claim("assert_equal", (tf, x) -> tf.assertEqual(x, 1), x -> x == 1),
        new Claim("assert_none_equal", (tf, x) -> tf.assertNoneEqual(x, 1), x -> x != 1),
        new Claim("assert_less", (tf, x) -> tf.assertLess(x, 1), x -> x < 1),
        new Claim("assert_less_equal", (tf, x) -> tf.assertLessEqual(x, 1), x -> x <= 1),
        new Claim("assert_greater", (tf, x) -> tf.assertGreater(x, 1), x -> x > 1),
        new Claim("assert_greater_equal", (tf, x) -> tf.assertGreaterEqual(x, 1), x -> x >= 1),
        new Claim("assert_positive", Ops::assertPositive, x -> x > 0),
        new Claim("assert_negative", Ops::assertNegative, x -> x < 0),
        new Claim("assert_non_negative", Ops::assertNonNegative, x -> x >= 0),
        new Claim("assert_non_positive", Ops::assertNonPositive, x -> x <= 0));
  }

  @Test
  void eachHoldsForAllElementsOrFails() {
    Output<Integer> x = tf.placeholder(INT32, Shape.of(2));
    List<Operation> checks = new ArrayList<>();
    claims().forEach(claim -> checks.add(claim.builder().apply(tf, x)));
    try (Session session = new Session(graph)) {
      for (int i = 0; i < checks.size(); i++) {
        Claim claim = claims().get(i);
        Operation check = checks.get(i);
        assertThat(check.name()).startsWith(claim.name() + "/");
        for (int first : VALUES) {
          for (int second : VALUES) {
            Tensor<Integer> value = Tensor.of(first, second);
            if (claim.holds().test(first) && claim.holds().test(second)) {
              session.run(check, feed(x, value));
            } else {
              assertThatThrownBy(() -> session.run(check, feed(x, value)))
                  .as("%s of %s", claim.name(), value)
                  .isInstanceOf(RunException.class)
                  .hasMessageContaining("assertion failed: ")
                  .hasMessageContaining("[%d %d]", first, second)
                  .hasMessageContaining("'%s' (op: 'Assert')", check.name());
            }
          }
        }
      }
    }
  }

  @Test
  void ofNothingAllHolds() {
    Output<Float> none = tf.zeros(0, 3);
    List<Operation> checks =
        List.of(tf.assertEqual(none, 1), tf.assertPositive(none), tf.assertNegative(none));
    try (Session session = new Session(graph)) {
      checks.forEach(session::run);
    }
  }

  @Test
  void whatIsNoNumberIsNeitherLessNorEqual() {
    Output<Float> nan = tf.constant(Float.NaN);
    try (Session session = new Session(graph)) {
      for (Operation check :
          List.of(tf.assertEqual(nan, nan), tf.assertNonNegative(nan), tf.assertNonPositive(nan))) {
        assertThatThrownBy(() -> session.run(check)).isInstanceOf(RunException.class);
      }
      session.run(tf.assertNoneEqual(nan, nan));
    }
  }

  @Test
  void bothSidesAreBroadcast() {
    Output<Float> x = tf.constant(new float[][] {{1, 2}, {3, 4}});
    Operation less = tf.assertLess(x, tf.constant(4f, 5f));
    Operation same = tf.assertEqual(tf.constant(true, false), tf.constant(true, true));
    try (Session session = new Session(graph)) {
      session.run(less);
      assertThatThrownBy(() -> session.run(same))
          .hasMessageContaining("assertion failed: [1 0] [1 1] for 'assert_equal/Assert'");
    }
    assertThatThrownBy(() -> tf.assertEqual(x, tf.constant(1f, 2f, 3f)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(
            "Dimensions must be equal, but are 2 and 3 for 'assert_equal_1/Equal'");
  }

  @Test
  void aRankThatIsKnownIsCheckedAtOnce() {
    Output<Float> x = tf.named("x").placeholder(FLOAT32, Shape.of(2, 3));
    assertThat(tf.assertRank(x, 2).type()).isEqualTo("NoOp");
    assertThat(tf.assertRankAtLeast(x, 1).type()).isEqualTo("NoOp");
    assertThatThrownBy(() -> tf.assertRank(x, 1))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'x:0' must be of rank 1, but its shape [2,3] is of rank 2")
        .hasMessageContaining("AssertionsTest.java");
    assertThatThrownBy(() -> tf.assertRankAtLeast(x, 3))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'x:0' must be of rank 3 or more, but its shape [2,3] is of rank 2");
  }

  @Test
  void aRankThatIsNotKnownIsCheckedInTheRun() {
    Output<Float> x = tf.placeholder(FLOAT32);
    Operation matrix = tf.assertRank(x, 2);
    Operation atLeastVector = tf.assertRankAtLeast(x, 1);
    try (Session session = new Session(graph)) {
      session.run(matrix, feed(x, Tensor.of(new float[2][3])));
      session.run(atLeastVector, feed(x, Tensor.of(new float[2][3])));
      assertThatThrownBy(() -> session.run(matrix, feed(x, Tensor.of(1f, 2f))))
          .hasMessageContaining("assertion failed: [1] [2] for 'assert_rank/Assert'");
      assertThatThrownBy(() -> session.run(atLeastVector, feed(x, Tensor.of(1f))))
          .hasMessageContaining("assertion failed: [0] [1] for 'assert_rank_at_least/Assert'");
    }
  }

  @Test
  void otherOperationsWaitForThem() {
    Output<Float> x = tf.placeholder(FLOAT32, Shape.scalar());
    Output<Float> root = tf.after(tf.assertNonNegative(x)).sqrt(x);
    try (Session session = new Session(graph)) {
      assertThat(session.run(root, feed(x, Tensor.of(4f))).floatValue()).isEqualTo(2);
      assertThatThrownBy(() -> session.run(root, feed(x, Tensor.of(-4f))))
          .hasMessageContaining(
              "assertion failed: [0] [-4] for 'assert_non_negative/assert_less_equal/Assert'");
      assertThatCode(() -> session.run(x, feed(x, Tensor.of(-4f)))).doesNotThrowAnyException();
    }
  }
}
