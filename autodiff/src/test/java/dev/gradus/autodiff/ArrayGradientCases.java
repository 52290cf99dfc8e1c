package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;

import dev.gradus.core.DataType;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases for the ops that change the shape, type or place of elements. */
final class ArrayGradientCases {
  private ArrayGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(sameElements(), transpositions(), repetitions(), choices())
        .flatMap(Function.identity());
  }

  private static Stream<GradientCase> sameElements() {
    return Stream.of(
        unary("Identity", "[2,3]", (tf, x) -> tf.identity(x), normal(2, 3)),
        unary("Identity", "[]", (tf, x) -> tf.square(tf.identity(x)), normal()),
        unary("Reshape", "[2,3] as [3,2]", (tf, x) -> tf.reshape(x, 3, 2), normal(2, 3)),
        unary("Reshape", "[2,3] as [-1]", (tf, x) -> tf.square(tf.reshape(x, -1)), normal(2, 3)),
        unary("Reshape", "[] as [1,1]", (tf, x) -> tf.reshape(x, 1, 1), normal()),
        unary("Reshape", "[1,1] as []", (tf, x) -> tf.reshape(x), normal(1, 1)),
        unary("Reshape", "[0,3] as [3,0]", (tf, x) -> tf.reshape(x, 3, 0), normal(0, 3)),
        binary(
            "Reshape",
            "[2,3] as the shape of another",
            (tf, x, y) -> tf.mul(tf.reshape(x, tf.shape(y)), y),
            normal(2, 3),
            normal(6)),
        unary("ExpandDims", "at 0", (tf, x) -> tf.square(tf.expandDims(x, 0)), normal(2, 3)),
        unary("ExpandDims", "in between", (tf, x) -> tf.expandDims(x, 1), normal(2, 3)),
        unary("ExpandDims", "at the end", (tf, x) -> tf.expandDims(x, -1), normal(2, 3)),
        unary("ExpandDims", "of a scalar", (tf, x) -> tf.expandDims(x, 0), normal()),
        // Rounding to float32 is measured on a large scale, which does no harm as it is linear.
        unary("Cast", "to float32 and back", ArrayGradientCases::castTwice, normal(2, 3))
            .measured(0.25, 1e-5));
  }

  private static Output<Double> castTwice(Ops tf, Output<Double> x) {
    return tf.cast(tf.mul(tf.cast(x, DataType.FLOAT32), 2), DataType.FLOAT64);
  }

  private static Stream<GradientCase> transpositions() {
    return Stream.of(
        transposition(normal(2, 3), 1, 0),
        transposition(normal(2, 3), 0, 1),
        transposition(normal(2, 3, 4), 2, 0, 1),
        transposition(normal(2, 3, 4), 1, 2, 0),
        transposition(normal(2, 3, 4), -1, 0, -2),
        transposition(normal(2, 0, 3), 2, 0, 1),
        transposition(normal()),
        unary(
            "Transpose",
            "with a permutation that is computed",
            (tf, x) ->
                tf.transpose(
                    x,
                    tf.range(tf.sub(tf.rank(x), tf.constant(1)), tf.constant(-1), tf.constant(-1))),
            normal(2, 3, 4)),
        unary(
            "Transpose",
            "x with its transpose",
            (tf, x) -> tf.mul(x, tf.transpose(x, 1, 0)),
            normal(3, 3)));
  }

  private static GradientCase transposition(GradientCase.Input x, int... permutation) {
    return unary(
        "Transpose",
        x.shape() + " with " + Arrays.toString(permutation),
        (tf, in) -> tf.transpose(in, permutation),
        x);
  }

  private static Stream<GradientCase> repetitions() {
    return Stream.of(
        broadcast(normal(3), 2, 3),
        broadcast(normal(2, 1), 2, 3),
        broadcast(normal(1, 3), 2, 3),
        broadcast(normal(), 2, 2),
        broadcast(normal()),
        broadcast(normal(2, 3), 2, 3),
        broadcast(normal(1), 0),
        broadcast(normal(1), 1, 1),
        broadcast(normal(2, 1, 1), 4, 2, 1, 3),
        binary(
            "BroadcastTo",
            "the shape of another",
            (tf, x, y) -> tf.mul(tf.broadcastTo(x, tf.shape(y)), y),
            normal(3, 1),
            normal(2, 3, 2)),
        unary("Fill", "[2,3]", (tf, x) -> tf.square(tf.fill(Shape.of(2, 3), x)), normal()),
        unary("Fill", "[]", (tf, x) -> tf.fill(Shape.scalar(), x), normal()),
        unary("Fill", "[0]", (tf, x) -> tf.fill(Shape.of(0), x), normal()),
        binary(
            "Fill",
            "the shape of another",
            (tf, x, y) -> tf.mul(tf.fill(tf.shape(y), x), y),
            normal(),
            normal(2, 2)));
  }

  private static GradientCase broadcast(GradientCase.Input x, int... shape) {
    return unary(
        "BroadcastTo",
        x.shape() + " to " + Shape.of(shape),
        (tf, in) -> tf.square(tf.broadcastTo(in, Shape.of(shape))),
        x);
  }

  private static Stream<GradientCase> choices() {
    return Stream.of(
        binary(
            "Select",
            "element by element",
            (tf, x, y) ->
                tf.where(
                    tf.reshape(tf.constant(true, false, false, true, true, false), 2, 3), x, y),
            normal(2, 3),
            normal(2, 3)),
        binary(
            "Select",
            "row by row",
            (tf, x, y) -> tf.square(tf.where(tf.constant(new boolean[] {true, false}), x, y)),
            normal(2, 3),
            normal(2, 3)),
        binary(
            "Select",
            "all or nothing",
            (tf, x, y) -> tf.where(tf.constant(false), x, y),
            normal(2, 3),
            normal(2, 3)),
        binary(
            "Select",
            "by a comparison",
            (tf, x, y) -> tf.where(tf.greater(x, y), tf.mul(x, y), tf.sub(x, y)),
            GradientCase.apart(0, 5),
            GradientCase.apart(0.1, 5)),
        unary(
            "Select",
            "x or x",
            (tf, x) -> tf.where(tf.greater(x, 0), x, x),
            GradientCase.awayFromZero(4)),
        binary(
            "Select",
            "no elements",
            (tf, x, y) -> tf.where(tf.greater(x, y), x, y),
            normal(0, 3),
            normal(0, 3)));
  }
}
