package dev.gradus.core;

import static dev.gradus.core.Shape.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How two shapes become one: broadcasting and merging, each against an oracle that tries every
 * shape.
 *
 * <p>A partial shape is understood as the set of full shapes that it could stand for. What is
 * computed from partial shapes is right if it holds for all of these, and complete if it leaves
 * unknown only what differs between them.
 */
class ShapeBroadcastTest {
  private static final long SEED = 1918;

  /** Dimensions are drawn from 0 to this one: enough to have zeros, ones, and several others. */
  private static final int LARGEST = 3;

  private static final int HIGHEST_RANK = 3;

  @Test
  void examplesOfTheNumPyUserGuide() {
    assertThat(Shape.broadcast(Shape.of(256, 256, 3), Shape.of(3)))
        .isEqualTo(Shape.of(256, 256, 3));
    assertThat(Shape.broadcast(Shape.of(8, 1, 6, 1), Shape.of(7, 1, 5)))
        .isEqualTo(Shape.of(8, 7, 6, 5));
    assertThat(Shape.broadcast(Shape.of(5, 4), Shape.scalar())).isEqualTo(Shape.of(5, 4));
    assertThatThrownBy(() -> Shape.broadcast(Shape.of(2, 1), Shape.of(8, 4, 3)))
        .isExactlyInstanceOf(GradusException.class)
        .hasMessage("Dimensions must be equal, but are 2 and 4");
  }

  @Test
  void examplesOfPartialShapes() {
    assertThat(Shape.broadcast(Shape.of(UNKNOWN, 10), Shape.of(10)))
        .isEqualTo(Shape.of(UNKNOWN, 10));
    assertThat(Shape.broadcast(Shape.of(UNKNOWN), Shape.of(5))).isEqualTo(Shape.of(5));
    assertThat(Shape.broadcast(Shape.of(UNKNOWN), Shape.of(1))).isEqualTo(Shape.of(UNKNOWN));
    assertThat(Shape.broadcast(Shape.of(UNKNOWN), Shape.of(0))).isEqualTo(Shape.of(0));
    assertThat(Shape.broadcast(Shape.unknown(), Shape.of(2))).isEqualTo(Shape.unknown());
  }

  @Test
  void fullShapesBroadcastAsTheOracleSays() {
    List<Shape> all = fullShapes(HIGHEST_RANK);
    for (Shape left : all) {
      for (Shape right : all) {
        assertThat(broadcast(left, right))
            .as("%s and %s", left, right)
            .isEqualTo(broadcastByTrial(left, right));
      }
    }
  }

  @Test
  void partialShapesBroadcastToWhatAllFullOnesHaveInCommon() {
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      Shape left = randomPartialShape(random);
      Shape right = randomPartialShape(random);
      Set<Shape> real = new HashSet<>();
      for (Shape fullLeft : completions(left)) {
        for (Shape fullRight : completions(right)) {
          broadcast(fullLeft, fullRight).ifPresent(real::add);
        }
      }
      assertThat(broadcast(left, right))
          .as("seed %d: %s and %s", SEED, left, right)
          .isEqualTo(whatIsCommon(real));
    }
  }

  @Test
  void mergingLeavesTheFullShapesThatBothCouldStandFor() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      Shape left = randomPartialShape(random);
      Shape right = randomPartialShape(random);
      Set<Shape> both = new HashSet<>(completions(left));
      both.retainAll(completions(right));
      String description = "seed %d: %s and %s".formatted(SEED, left, right);
      assertThat(left.isCompatibleWith(right)).as(description).isEqualTo(!both.isEmpty());
      if (both.isEmpty()) {
        assertThatThrownBy(() -> left.mergeWith(right))
            .as(description)
            .isExactlyInstanceOf(GradusException.class)
            .hasMessage("Shapes %s and %s are not compatible.", left, right);
      } else {
        assertThat(new HashSet<>(completions(left.mergeWith(right))))
            .as(description)
            .isEqualTo(both);
      }
    }
  }

  private static Optional<Shape> broadcast(Shape left, Shape right) {
    try {
      return Optional.of(Shape.broadcast(left, right));
    } catch (GradusException e) {
      return Optional.empty();
    }
  }

  /**
   * The one shape to which both stretch and whose every dimension one of them has, if there is one.
   */
  private static Optional<Shape> broadcastByTrial(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    List<Shape> results =
        completions(Shape.unknownOfRank(rank)).stream()
            .filter(shape -> stretchesTo(left, shape) && stretchesTo(right, shape))
            .filter(shape -> takesEachDimensionFromOneOf(left, right, shape))
            .toList();
    assertThat(results).hasSizeLessThanOrEqualTo(1);
    return results.stream().findFirst();
  }

  private static boolean stretchesTo(Shape shape, Shape target) {
    for (int fromEnd = 1; fromEnd <= shape.rank(); fromEnd++) {
      int dimension = shape.dimension(-fromEnd);
      if (dimension != 1 && dimension != target.dimension(-fromEnd)) {
        return false;
      }
    }
    return true;
  }

  private static boolean takesEachDimensionFromOneOf(Shape left, Shape right, Shape result) {
    for (int fromEnd = 1; fromEnd <= result.rank(); fromEnd++) {
      int dimension = result.dimension(-fromEnd);
      boolean inLeft = fromEnd <= left.rank() && left.dimension(-fromEnd) == dimension;
      boolean inRight = fromEnd <= right.rank() && right.dimension(-fromEnd) == dimension;
      if (!inLeft && !inRight) {
        return false;
      }
    }
    return true;
  }

  /** Returns all that is true of every one of the given full shapes; nothing if there are none. */
  private static Optional<Shape> whatIsCommon(Set<Shape> shapes) {
    return shapes.stream()
        .reduce(
            (a, b) -> {
              if (!a.hasKnownRank() || !b.hasKnownRank() || a.rank() != b.rank()) {
                return Shape.unknown();
              }
              int[] common = a.toArray();
              for (int axis = 0; axis < common.length; axis++) {
                common[axis] = common[axis] == b.dimension(axis) ? common[axis] : UNKNOWN;
              }
              return Shape.of(common);
            });
  }

  /**
   * Returns every full shape, of the ranks and dimensions tried here, that a partial one could
   * stand for.
   */
  private static List<Shape> completions(Shape partial) {
    if (!partial.hasKnownRank()) {
      // One rank more than the others have, so that it is not the others that decide a result's
      // rank.
      return fullShapes(HIGHEST_RANK + 1);
    }
    List<Shape> completed = List.of(Shape.scalar());
    for (int dimension : partial.toArray()) {
      List<Shape> longer = new ArrayList<>();
      for (Shape shape : completed) {
        int first = dimension == UNKNOWN ? 0 : dimension;
        int last = dimension == UNKNOWN ? LARGEST : dimension;
        for (int d = first; d <= last; d++) {
          longer.add(shape.concatenate(Shape.of(d)));
        }
      }
      completed = longer;
    }
    return completed;
  }

  private static List<Shape> fullShapes(int highestRank) {
    List<Shape> shapes = new ArrayList<>();
    for (int rank = 0; rank <= highestRank; rank++) {
      shapes.addAll(completions(Shape.unknownOfRank(rank)));
    }
    return shapes;
  }

  private static Shape randomPartialShape(Random random) {
    if (random.nextInt(10) == 0) {
      return Shape.unknown();
    }
    int[] dimensions = new int[random.nextInt(HIGHEST_RANK + 1)];
    for (int axis = 0; axis < dimensions.length; axis++) {
      dimensions[axis] = UNKNOWN + random.nextInt(LARGEST + 2);
    }
    return Shape.of(dimensions);
  }
}
