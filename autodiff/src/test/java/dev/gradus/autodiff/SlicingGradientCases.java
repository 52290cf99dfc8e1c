package dev.gradus.autodiff;

import static dev.gradus.autodiff.GradientCase.binary;
import static dev.gradus.autodiff.GradientCase.normal;
import static dev.gradus.autodiff.GradientCase.unary;
import static dev.gradus.ops.Index.at;
import static dev.gradus.ops.Index.between;
import static dev.gradus.ops.Index.ellipsis;
import static dev.gradus.ops.Index.from;
import static dev.gradus.ops.Index.newAxis;

import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Index;
import dev.gradus.ops.Ops;
import dev.gradus.ops.PadMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The cases for the ops that join, cut, repeat and turn round tensors. Most results are squared, so
 * that the second order is not 0.
 */
final class SlicingGradientCases {
  private SlicingGradientCases() {}

  static Stream<GradientCase> all() {
    return Stream.of(
            concatenations(), splits(), stacks(), slices(), paddings(), mirrors(), tiles(), turns())
        .flatMap(Function.identity());
  }

  /** Returns integers that are there only in the run, though they are always the same. */
  private static Output<Integer> hidden(Ops tf, Operand<?> x, int... values) {
    Output<Integer> zero = tf.mul(tf.size(x), 0);
    return tf.add(tf.constant(values), zero);
  }

  private static Output<Integer> hiddenScalar(Ops tf, Operand<?> x, int value) {
    return tf.add(tf.mul(tf.size(x), 0), value);
  }

  private static Stream<GradientCase> concatenations() {
    return Stream.of(
        binary(
            "ConcatV2",
            "along the first axis",
            (tf, x, y) -> tf.square(tf.concat(List.of(x, y), 0)),
            normal(2, 3),
            normal(1, 3)),
        binary(
            "ConcatV2",
            "along the last axis, one of them twice",
            (tf, x, y) -> tf.square(tf.concat(List.of(x, y, x), -1)),
            normal(2, 1),
            normal(2, 3)),
        binary(
            "ConcatV2",
            "along an axis that is computed",
            (tf, x, y) -> tf.square(tf.concat(List.of(x, y), hiddenScalar(tf, x, -2))),
            normal(2, 2, 2),
            normal(2, 0, 2)),
        unary(
            "ConcatV2",
            "with a constant",
            (tf, x) -> tf.square(tf.concat(List.of(tf.constant(new double[] {1, 2}), x), 0)),
            normal(3)),
        unary(
            "PlaceholderWithDefault",
            "a default",
            (tf, x) -> tf.square(tf.placeholderWithDefault(x, Shape.unknown())),
            normal(2, 3)),
        unary("Squeeze", "all", (tf, x) -> tf.square(tf.squeeze(x)), normal(1, 3, 1)),
        unary("Squeeze", "one", (tf, x) -> tf.square(tf.squeeze(x, -1)), normal(1, 3, 1)));
  }

  private static Stream<GradientCase> splits() {
    return Stream.of(
        unary(
            "Split",
            "all parts",
            (tf, x) -> {
              List<Output<Double>> parts = tf.split(x, 3, 1);
              return tf.mul(tf.mul(parts.get(0), parts.get(1)), parts.get(2));
            },
            normal(2, 6)),
        unary(
            "Split",
            "some parts, of an axis that is computed",
            (tf, x) ->
                tf.square(
                    tf.operation("Split")
                        .attribute("num_split", 2)
                        .input(hiddenScalar(tf, x, -1))
                        .input(x)
                        .build()
                        .<Double>output(1)),
            normal(2, 4)),
        unary("Split", "one part", (tf, x) -> tf.square(tf.split(x, 1, 0).get(0)), normal(3)),
        unary(
            "SplitV",
            "all parts",
            (tf, x) -> {
              List<Output<Double>> parts = tf.split(x, new int[] {2, 1, -1}, -1);
              return tf.mul(tf.mul(parts.get(0), parts.get(1)), parts.get(2));
            },
            normal(2, 5)),
        unary(
            "SplitV",
            "some parts",
            (tf, x) -> tf.square(tf.split(x, new int[] {1, 0, 2}, 0).get(2)),
            normal(3, 2)));
  }

  private static Stream<GradientCase> stacks() {
    return Stream.of(
        binary(
            "Pack",
            "matrices",
            (tf, x, y) -> tf.square(tf.stack(List.of(x, y, x), 1)),
            normal(2, 3),
            normal(2, 3)),
        binary(
            "Pack",
            "scalars",
            (tf, x, y) -> tf.square(tf.stack(List.of(x, y), -1)),
            normal(),
            normal()),
        unary(
            "Unpack",
            "all layers",
            (tf, x) -> {
              List<Output<Double>> layers = tf.unstack(x, -1, 3);
              return tf.mul(tf.mul(layers.get(0), layers.get(1)), layers.get(2));
            },
            normal(2, 3)),
        unary(
            "Unpack", "one layer", (tf, x) -> tf.square(tf.unstack(x, 0, 2).get(1)), normal(2, 3)));
  }

  private static Stream<GradientCase> slices() {
    return Stream.of(
        unary(
            "Slice",
            "a block",
            (tf, x) -> tf.square(tf.slice(x, new int[] {1, 0, 1}, new int[] {2, 2, -1})),
            normal(3, 2, 3)),
        unary(
            "Slice",
            "of a scalar",
            (tf, x) -> tf.square(tf.slice(x, new int[0], new int[0])),
            normal()),
        unary(
            "Slice",
            "from a begin that is computed",
            (tf, x) -> tf.square(tf.slice(x, hidden(tf, x, 1, 0), hidden(tf, x, 1, -1))),
            normal(2, 3)),
        unary("Slice", "nothing", (tf, x) -> tf.slice(x, new int[] {2}, new int[] {0}), normal(3)),
        cut("x[1]", normal(3, 2), at(1)),
        cut("x[:, -1]", normal(3, 2), Index.all(), at(-1)),
        cut("x[2:0:-1, newaxis]", normal(3, 2), between(2, 0).step(-1), newAxis()),
        cut("x[..., ::2]", normal(2, 2, 3), ellipsis(), Index.all().step(2)),
        cut(
            "x[1:, 0, newaxis, ::-1]",
            normal(2, 2, 3),
            from(1),
            at(0),
            newAxis(),
            Index.all().step(-1)),
        cut("x[5:]", normal(3), from(5)),
        unary(
            "StridedSlice",
            "at an index that is computed",
            (tf, x) -> tf.square(tf.get(x, at(hiddenScalar(tf, x, -1)), from(1))),
            normal(3, 2)),
        unary(
            "StridedSliceGrad",
            "a slice of a slice",
            (tf, x) ->
                tf.square(
                    tf.operation("StridedSliceGrad")
                        .input(tf.constant(5, 2))
                        .input(tf.constant(4, 0))
                        .input(tf.constant(0, 1))
                        .input(tf.constant(-2, 1))
                        .input(x)
                        .attribute("shrink_axis_mask", 2)
                        .build()
                        .<Double>output(0)),
            normal(2)));
  }

  private static GradientCase cut(String name, GradientCase.Input x, Index... indices) {
    return unary("StridedSlice", name, (tf, in) -> tf.square(tf.get(in, indices)), x);
  }

  private static Stream<GradientCase> paddings() {
    int[][] paddings = {{1, 0}, {0, 2}};
    return Stream.of(
        unary("Pad", "a matrix", (tf, x) -> tf.square(tf.pad(x, paddings)), normal(2, 3)),
        unary("Pad", "a scalar", (tf, x) -> tf.square(tf.pad(x, new int[0][])), normal()),
        unary(
            "Pad",
            "by paddings that are computed",
            (tf, x) ->
                tf.square(tf.pad(x, tf.reshape(hidden(tf, x, 1, 0, 0, 2), 2, 2), PadMode.CONSTANT)),
            normal(2, 3)),
        binary(
            "PadV2",
            "with a constant that has a gradient",
            (tf, x, c) -> tf.square(tf.pad(x, tf.constant(paddings), c)),
            normal(2, 3),
            normal()),
        binary(
            "PadV2",
            "of nothing",
            (tf, x, c) -> tf.square(tf.pad(x, tf.constant(paddings), c)),
            normal(0, 3),
            normal()));
  }

  private static Stream<GradientCase> mirrors() {
    int[][] paddings = {{1, 0}, {2, 1}};
    return Stream.of(PadMode.REFLECT, PadMode.SYMMETRIC)
        .flatMap(
            mode ->
                Stream.of(
                    unary(
                        "MirrorPad",
                        mode + " of a matrix",
                        (tf, x) -> tf.square(tf.pad(x, paddings, mode)),
                        normal(2, 3)),
                    unary(
                        "MirrorPad",
                        mode + " by paddings that are computed",
                        (tf, x) ->
                            tf.square(tf.pad(x, tf.reshape(hidden(tf, x, 1, 2), 1, 2), mode)),
                        normal(3)),
                    unary(
                        "MirrorPadGrad",
                        mode + " of a matrix",
                        (tf, x) ->
                            tf.square(
                                tf.operation("MirrorPadGrad")
                                    .attribute("mode", mode.name())
                                    .input(x)
                                    .input(tf.constant(paddings))
                                    .build()
                                    .<Double>output(0)),
                        normal(3, 6))));
  }

  private static Stream<GradientCase> tiles() {
    return Stream.of(
        tile(normal(3), 2),
        tile(normal(2, 3), 2, 1),
        tile(normal(2, 3), 3, 2),
        tile(normal(1, 2), 0, 2),
        tile(normal()),
        unary(
            "Tile",
            "by multiples that are computed",
            (tf, x) -> tf.square(tf.tile(x, hidden(tf, x, 2, 3))),
            normal(2, 2)));
  }

  private static GradientCase tile(GradientCase.Input x, int... multiples) {
    return unary(
        "Tile",
        x.shape() + " times " + Arrays.toString(multiples),
        (tf, in) -> tf.mul(tf.tile(tf.square(in), multiples), 2),
        x);
  }

  private static Stream<GradientCase> turns() {
    return Stream.of(
        unary("ReverseV2", "one axis", (tf, x) -> tf.mul(x, tf.reverse(x, 0)), normal(3, 2)),
        unary("ReverseV2", "all axes", (tf, x) -> tf.mul(x, tf.reverse(x, 0, -1)), normal(3, 2)),
        unary(
            "ReverseV2",
            "axes that are computed",
            (tf, x) -> tf.mul(x, tf.reverse(x, hidden(tf, x, 1))),
            normal(2, 3)),
        unary(
            "ReverseSequence",
            "by lengths",
            (tf, x) -> tf.mul(x, tf.reverseSequence(x, tf.constant(2, 0, 3), 0, 1)),
            normal(3, 3, 2)),
        unary("Roll", "one axis", (tf, x) -> tf.mul(x, tf.roll(x, 2, -1)), normal(2, 3)),
        unary(
            "Roll",
            "two axes",
            (tf, x) -> tf.mul(x, tf.roll(x, new int[] {1, -1}, new int[] {0, 1})),
            normal(2, 3)));
  }
}
