package dev.gradus.core;

import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A shape is an immutable list of dimensions, some or all of which may be unknown. */
class ShapeTest {
  private static final int MAX = Integer.MAX_VALUE;

  @Test
  void copiesDimensionsInAndOut() {
    int[] dimensions = {2, 3};
    Shape shape = Shape.of(dimensions);
    dimensions[0] = 9;
    shape.toArray()[1] = 9;
    assertThat(shape.toArray()).containsExactly(2, 3);
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void knowsItsRankAndWhetherItIsFullyKnown() {
    assertThat(Shape.scalar().rank()).isZero();
    assertThat(Shape.scalar().isFullyKnown()).isTrue();
    assertThat(Shape.of()).isSameAs(Shape.scalar());

    Shape partial = Shape.of(UNKNOWN, 784);
    assertThat(partial.rank()).isEqualTo(2);
    assertThat(partial.hasKnownRank()).isTrue();
    assertThat(partial.isFullyKnown()).isFalse();
    assertThat(partial.isOfRank(2)).isTrue();
    assertThat(partial.isOfRank(1)).isFalse();

    assertThat(Shape.unknown().hasKnownRank()).isFalse();
    assertThat(Shape.unknown().isFullyKnown()).isFalse();
    assertThat(Shape.unknown().isOfRank(0)).isFalse();
    assertThat(Shape.unknownOfRank(2)).isEqualTo(Shape.of(UNKNOWN, UNKNOWN));
    assertThat(Shape.unknownOfRank(0)).isEqualTo(Shape.scalar());
  }

  @Test
  void refusesImpossibleDimensions() {
    assertFails(
        () -> Shape.of(2, -2),
        "A dimension is zero or more, or UNKNOWN, but shape [2, -2] has -2.");
    assertFails(() -> Shape.unknownOfRank(-1), "A rank is zero or more, not -1.");
  }

  @Test
  void printsWithQuestionMarksForWhatIsUnknown() {
    assertThat(Shape.of(UNKNOWN, 784)).hasToString("[?,784]");
    assertThat(Shape.of(5)).hasToString("[5]");
    assertThat(Shape.scalar()).hasToString("[]");
    assertThat(Shape.unknown()).hasToString("?");
  }

  @Test
  void equalsByDimensions() {
    assertThat(Shape.of(2, UNKNOWN))
        .isEqualTo(Shape.of(2, UNKNOWN))
        .hasSameHashCodeAs(Shape.of(2, UNKNOWN))
        .isNotEqualTo(Shape.of(2, 3))
        .isNotEqualTo(Shape.of(2))
        .isNotEqualTo(Shape.unknown())
        .isNotEqualTo(null);
    assertThat(Shape.unknown()).isEqualTo(Shape.unknown()).isNotEqualTo(Shape.scalar());
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    Shape shape = Shape.of(5, UNKNOWN, 7);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(shape.normalizeAxis(axis)).isEqualTo(axis);
      assertThat(shape.normalizeAxis(axis - 3)).isEqualTo(axis);
      assertThat(shape.dimension(axis - 3)).isEqualTo(shape.dimension(axis));
    }
    assertThat(shape.dimension(-1)).isEqualTo(7);
    assertThat(shape.dimension(1)).isEqualTo(UNKNOWN);
  }

  @Test
  void refusesAxesThatItDoesNotHave() {
    Shape shape = Shape.of(2, 3);
    assertFails(() -> shape.dimension(2), "Axis 2 is out of range: shape [2,3] has 2 dimensions.");
    assertFails(
        () -> shape.normalizeAxis(-3), "Axis -3 is out of range: shape [2,3] has 2 dimensions.");
    assertFails(
        () -> Shape.of(4).dimension(1), "Axis 1 is out of range: shape [4] has 1 dimension.");
    assertFails(
        () -> Shape.scalar().normalizeAxis(-1),
        "Axis -1 is out of range: shape [] has 0 dimensions.");
  }

  @Test
  void ofAnUnknownRankNothingCanBeAsked() {
    String message = "The rank of this shape is not known.";
    Shape unknown = Shape.unknown();
    assertFails(unknown::rank, message);
    assertFails(unknown::toArray, message);
    assertFails(unknown::elementCount, message);
    assertFails(() -> unknown.dimension(0), message);
    assertFails(() -> unknown.normalizeAxis(0), message);
    assertFails(() -> unknown.withDimension(0, 1), message);
    assertFails(() -> unknown.keepAxes(axis -> true), message);
  }

  @Test
  void countsElements() {
    assertThat(Shape.scalar().elementCount()).isEqualTo(1);
    assertThat(Shape.of(2, 3, 4).elementCount()).isEqualTo(24);
    assertThat(Shape.of(5, 0, 4).elementCount()).isZero();
    assertThat(Shape.of(MAX, 1).elementCount()).isEqualTo(MAX);
    assertThat(Shape.of(46_340, 46_341).elementCount()).isEqualTo(46_340 * 46_341);
  }

  @Test
  void emptyShapesMayHaveHugeDimensions() {
    assertThat(Shape.of(MAX, MAX, MAX, 0).elementCount()).isZero();
    assertThat(Shape.of(0, MAX, MAX, MAX).elementCount()).isZero();
  }

  @Test
  void refusesToCountMoreElementsThanAnArrayHolds() {
    assertFails(
        () -> Shape.of(65_536, 32_768).elementCount(),
        "A tensor of shape [65536,32768] is too large: it can have at most 2147483647 elements.");
    int half = 1 << 16;
    // These products are zero, and a small number, once they have wrapped around in 64 bits.
    assertThatThrownBy(() -> Shape.of(half, half, half, half).elementCount())
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> Shape.of(641, 6_700_417, MAX, MAX, 3).elementCount())
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> Shape.of(MAX, MAX, MAX, MAX).elementCount())
        .hasMessageContaining("too large");
  }

  @Test
  void refusesToCountUnknownDimensionsEvenBesideAZero() {
    assertFails(
        () -> Shape.of(UNKNOWN, 3).elementCount(),
        "The number of elements of shape [?,3] is not known.");
    assertFails(
        () -> Shape.of(UNKNOWN, 0).elementCount(),
        "The number of elements of shape [?,0] is not known.");
    assertFails(
        () -> Shape.of(0, UNKNOWN).elementCount(),
        "The number of elements of shape [0,?] is not known.");
  }

  @Test
  void replacesKeepsAndJoinsDimensions() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.withDimension(1, UNKNOWN)).isEqualTo(Shape.of(2, UNKNOWN, 4));
    assertThat(shape.withDimension(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
    assertThat(shape.keepAxes(axis -> axis != 1)).isEqualTo(Shape.of(2, 4));
    assertThat(shape.keepAxes(axis -> false)).isEqualTo(Shape.scalar());
    assertThat(shape.concatenate(Shape.of(5))).isEqualTo(Shape.of(2, 3, 4, 5));
    assertThat(shape.concatenate(Shape.scalar())).isEqualTo(shape);
    assertThat(shape.concatenate(Shape.unknown())).isEqualTo(Shape.unknown());
    assertThat(Shape.unknown().concatenate(shape)).isEqualTo(Shape.unknown());
    assertThat(shape).isEqualTo(Shape.of(2, 3, 4));
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
