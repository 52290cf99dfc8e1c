package dev.gradus.ops;

import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import java.util.List;

/** Says a {@link Ops#tensordot tensordot} in the labels of a {@link Contraction}. */
final class Tensordot {
  private static final char FIRST_OF_A = 'A';
  private static final char FIRST_OF_B = 'a';

  private Tensordot() {}

  static <T extends Number> Output<T> of(
      Ops tf, Output<T> a, Output<T> b, int[] axesOfA, int[] axesOfB) {
    if (axesOfA.length != axesOfB.length) {
      throw GraphException.atCaller(
          "tf.tensordot needs as many axes of the one as of the other, not %d and %d"
              .formatted(axesOfA.length, axesOfB.length));
    }
    char[] labelsOfA = labels(a, FIRST_OF_A);
    char[] labelsOfB = labels(b, FIRST_OF_B);
    String output = String.valueOf(labelsOfA) + String.valueOf(labelsOfB);
    for (int i = 0; i < axesOfA.length; i++) {
      int axisOfA = axis(a, axesOfA[i]);
      int axisOfB = axis(b, axesOfB[i]);
      requireEqual(a.shape(), axisOfA, b.shape(), axisOfB);
      char common = labelsOfA[axisOfA];
      char replaced = labelsOfB[axisOfB];
      if (output.indexOf(common) < 0 || output.indexOf(replaced) < 0) {
        throw GraphException.atCaller(
            "tf.tensordot takes no axis twice, but is given axis %d of shape %s with axis %d of %s again"
                .formatted(axisOfA, a.shape(), axisOfB, b.shape()));
      }
      output = output.replace(String.valueOf(common), "").replace(String.valueOf(replaced), "");
      labelsOfB[axisOfB] = common;
    }
    return Contraction.of(
        tf,
        List.of(
            new Contraction.Term<>(a, String.valueOf(labelsOfA)),
            new Contraction.Term<>(b, String.valueOf(labelsOfB))),
        output);
  }

  private static char[] labels(Output<?> x, char first) {
    if (!x.shape().hasKnownRank()) {
      throw GraphException.atCaller(
          "tf.tensordot needs tensors of known rank, but that of '%s' is not".formatted(x.name()));
    }
    char[] labels = new char[x.shape().rank()];
    for (int axis = 0; axis < labels.length; axis++) {
      labels[axis] = (char) (first + axis);
    }
    return labels;
  }

  private static int axis(Output<?> x, int axis) {
    int rank = x.shape().rank();
    if (axis < -rank || axis >= rank) {
      throw GraphException.atCaller(
          "tf.tensordot is given axis %d of '%s', which has shape %s"
              .formatted(axis, x.name(), x.shape()));
    }
    return Math.floorMod(axis, rank);
  }

  private static void requireEqual(Shape a, int axisOfA, Shape b, int axisOfB) {
    int first = a.dimension(axisOfA);
    int second = b.dimension(axisOfB);
    if (first != second && first != Shape.UNKNOWN && second != Shape.UNKNOWN) {
      throw GraphException.atCaller(
          "tf.tensordot needs axes of equal length, but axis %d of %s has %d, and axis %d of %s has %d"
              .formatted(axisOfA, a, first, axisOfB, b, second));
    }
  }
}
