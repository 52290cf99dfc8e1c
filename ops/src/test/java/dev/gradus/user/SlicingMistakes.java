package dev.gradus.user;

import static dev.gradus.core.DataType.FLOAT32;
import static dev.gradus.core.DataType.INT32;
import static dev.gradus.ops.Index.all;
import static dev.gradus.ops.Index.at;
import static dev.gradus.ops.Index.ellipsis;

import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import dev.gradus.ops.PadMode;
import java.util.List;

/** What can be got wrong with the ops that join, cut, repeat and turn round tensors. */
final class SlicingMistakes extends MistakeTable {
  @Override
  void fill() {
    inShapes();
    inCutting();
    inStridedSlices();
    inJoining();
    inSplitting();
    inPadding();
    inMirroring();
    inTurningRound();
  }

  private void inShapes() {
    add(
        "PlaceholderWithDefault",
        tf -> tf.placeholderWithDefault(tf.zeros(2, 3), Shape.of(Shape.UNKNOWN, 4)),
        "The default has shape [2,3], which does not fit the placeholder's shape [?,4]");
    add(
        "PlaceholderWithDefault",
        tf -> tf.operation("PlaceholderWithDefault").input(floats(tf)).build(),
        "Attribute 'shape' (shape) is missing");
    add(
        "Squeeze",
        tf -> tf.squeeze(floats(tf, 2, 1), 0),
        "Only an axis of 1 can be squeezed out, but axis 0 of shape [2,1] is of 2");
    add(
        "Squeeze",
        tf -> tf.squeeze(floats(tf, 2, 1), 2),
        "Axis 2 is out of range: shape [2,1] has 2 dimensions");
    add("Squeeze", tf -> tf.squeeze(floats(tf, 1, 1), 0, -2), "Axis -2 stands twice in [0, -2]");
  }

  private static int[] list(int... values) {
    return values;
  }

  private void inCutting() {
    add(
        "Slice",
        tf -> tf.slice(floats(tf, 2, 3), list(0), list(1)),
        "Begin and size must have an element for each dimension of shape [2,3], but have shapes [1] and [1]");
    add(
        "Slice",
        tf -> tf.slice(floats(tf, 2, 3), list(0, 1), list(2, 3)),
        "Of axis 1, of 3 elements, a slice of 3 from 1 on cannot be had");
    add(
        "Slice",
        tf -> tf.slice(floats(tf, 2, 3), list(3, 0), list(-1, -1)),
        "Of axis 0, of 2 elements, a slice of all from 3 on cannot be had");
    add(
        "Slice",
        tf -> tf.slice(floats(tf, 2, 3), list(-1, 0), list(1, 1)),
        "Of axis 0, of 2 elements, a slice of 1 from -1 on cannot be had");
    add(
        "Slice",
        tf -> tf.slice(floats(tf, 2, 3), list(0, 0), list(1, -2)),
        "Of axis 1, of 3 elements, a slice of -2 from 0 on cannot be had");
    add(
        "Slice",
        tf -> tf.slice(floats(tf, 2, 3), ints(tf, 1, 2), ints(tf, 2)),
        "Shape must be of rank exactly 1, but is [1,2] of rank 2");
  }

  private void inStridedSlices() {
    add(
        "StridedSlice",
        tf -> tf.get(floats(tf, 2, 3), at(0), all(), at(0)),
        "The slice speaks of 3 axes, but shape [2,3] has 2",
        "with input shapes: [2,3], [3], [3], [3]");
    add(
        "StridedSlice",
        tf -> tf.get(floats(tf, 2, 3), all(), at(3)),
        "Index 3 is out of range: axis 1 of shape [2,3] has 3 elements");
    add(
        "StridedSlice",
        tf -> tf.get(floats(tf, 2, 3), at(-3)),
        "Index -3 is out of range: axis 0 of shape [2,3] has 2 elements");
    add(
        "StridedSlice",
        tf -> tf.get(floats(tf, 2, 3), all().step(0)),
        "The stride of item 0 must not be 0");
    add(
        "StridedSlice",
        tf -> tf.get(floats(tf, 2, 3), ellipsis(), ellipsis()),
        "A slice can have one ellipsis, but this has 2");
    add(
        "StridedSlice",
        tf -> tf.stridedSlice(floats(tf, 2, 3), list(0), list(1, 1), list(1)),
        "Begin, end and strides must be of one length, but have shapes [1], [2] and [1]");
    add(
        "StridedSlice",
        tf -> tf.stridedSlice(floats(tf, 2, 3), ints(tf), ints(tf), ints(tf)),
        "Shape must be of rank exactly 1, but is [] of rank 0");
    add(
        "StridedSlice",
        tf ->
            stridedSlice(tf, "StridedSlice", "shrink_axis_mask")
                .input(floats(tf, 3))
                .input(tf.constant(list(1)))
                .input(tf.constant(list(2)))
                .input(tf.constant(list(-1)))
                .build(),
        "The stride of a single index must be positive, but item 0 has -1");
    add(
        "StridedSliceGrad",
        tf ->
            stridedSlice(tf, "StridedSliceGrad", "begin_mask")
                .input(tf.constant(list(5)))
                .input(tf.constant(list(0)))
                .input(tf.constant(list(3)))
                .input(tf.constant(list(1)))
                .input(floats(tf, 4))
                .build(),
        "The slice of shape [5] has shape [3], but its gradient 'dy' has shape [4]");
    add(
        "StridedSliceGrad",
        tf ->
            stridedSlice(tf, "StridedSliceGrad", "begin_mask")
                .input(tf.constant(list(5)))
                .input(tf.constant(list(0, 0)))
                .input(tf.constant(list(3, 3)))
                .input(tf.constant(list(1, 1)))
                .input(floats(tf, 4))
                .build(),
        "The slice speaks of 2 axes, but shape [5] has 1");
  }

  /** Starts a slice with a mask for its first item. */
  private static OperationBuilder stridedSlice(Ops tf, String op, String mask) {
    return tf.operation(op).attribute(mask, 1);
  }

  private void inJoining() {
    add(
        "ConcatV2",
        tf -> tf.concat(List.of(floats(tf, 2, 3), floats(tf, 2, 4)), 0),
        "All tensors must have the same shape except along axis 0, but have [[2,3], [2,4]]",
        "with input shapes: [2,3], [2,4], []");
    add(
        "ConcatV2",
        tf -> tf.concat(List.of(floats(tf, 2, 3), floats(tf, 2)), ints(tf)),
        "All tensors must have the same shape, but have [[2,3], [2]]");
    add(
        "ConcatV2",
        tf -> tf.concat(List.of(floats(tf), floats(tf)), 0),
        "Shape must be of rank at least 1, but is [] of rank 0");
    add(
        "ConcatV2",
        tf -> tf.concat(List.of(floats(tf, 2), floats(tf, 2)), 1),
        "Axis 1 is out of range: shape [2] has 1 dimension");
    add(
        "ConcatV2",
        tf -> tf.concat(List.of(floats(tf, 2), floats(tf, 2)), ints(tf, 1)),
        "The axis must be a scalar, but has shape [1]");
    add(
        "ConcatV2",
        tf -> tf.operation("ConcatV2").inputs(List.of(floats(tf, 2))).input(tf.constant(0)).build(),
        "At least two tensors are wanted, not 1");
    add(
        "Pack",
        tf -> tf.stack(List.of(floats(tf, 2), floats(tf, 3))),
        "Shapes [2] and [3] are not compatible",
        "with input shapes: [2], [3]");
    add(
        "Pack",
        tf -> tf.stack(List.of(floats(tf, 2), floats(tf, 2)), -3),
        "Axis -3 is out of range",
        "has 2 dimensions");
    add(
        "Pack",
        tf -> tf.operation("Pack").attribute("T", FLOAT32).inputs(List.of()).build(),
        "At least one tensor is wanted");
  }

  private void inSplitting() {
    add(
        "Split",
        tf -> tf.split(floats(tf, 2, 5), 3, 1),
        "Axis 1 of shape [2,5] cannot be split into 3 equal parts: 5 is no multiple of 3");
    add(
        "Split",
        tf -> tf.split(floats(tf, 2, 5), 0, 1),
        "Attribute 'num_split' must be at least 1, but is 0");
    add(
        "Split",
        tf -> tf.split(floats(tf, 2, 5), -1, 1),
        "Attribute 'num_split' is -1, which is no number of tensors that 'output' could be");
    for (long tooMany : new long[] {(1 << 20) + 1, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE}) {
      String problem = " is %d, but 'output' can be 1048576 tensors at most".formatted(tooMany);
      add(
          "Split",
          tf ->
              tf.operation("Split")
                  .attribute("num_split", tooMany)
                  .input(tf.constant(0))
                  .input(tf.placeholder(FLOAT32))
                  .build(),
          "Attribute 'num_split'" + problem);
      add(
          "SplitV",
          tf ->
              tf.operation("SplitV")
                  .attribute("num_split", tooMany)
                  .input(tf.placeholder(FLOAT32))
                  .input(tf.placeholder(INT32))
                  .input(tf.constant(0))
                  .build(),
          "Attribute 'num_split'" + problem);
      add(
          "Unpack",
          tf ->
              tf.operation("Unpack")
                  .attribute("num", tooMany)
                  .input(tf.placeholder(FLOAT32))
                  .build(),
          "Attribute 'num'" + problem);
    }
    add(
        "Split",
        tf -> tf.split(floats(tf, 2, 5), 2, 2),
        "Axis 2 is out of range: shape [2,5] has 2 dimensions");
    add(
        "Split",
        tf -> tf.split(floats(tf), 2, 0),
        "Shape must be of rank at least 1, but is [] of rank 0");
    add(
        "SplitV",
        tf -> tf.split(floats(tf, 2, 5), list(2, 2), 1),
        "Axis 1 of shape [2,5] cannot be split into parts of [2, 2]: they must add up to it, and one of them may be -1");
    add(
        "SplitV",
        tf -> tf.split(floats(tf, 2, 5), list(-1, -1), 1),
        "Axis 1 of shape [2,5] cannot be split into parts of [-1, -1]");
    add(
        "SplitV",
        tf -> tf.split(floats(tf, 2, 5), list(6, -1), 1),
        "Axis 1 of shape [2,5] cannot be split into parts of [6, -1]");
    add(
        "SplitV",
        tf -> tf.split(floats(tf, 2, 5), list(), 1),
        "Attribute 'num_split' must be at least 1, but is 0");
    add(
        "SplitV",
        tf ->
            tf.operation("SplitV")
                .attribute("num_split", 3)
                .input(floats(tf, 5))
                .input(tf.constant(2, 3))
                .input(tf.constant(0))
                .build(),
        "The sizes of 3 parts are wanted, but have shape [2]");
    add(
        "Unpack",
        tf -> tf.unstack(floats(tf, 2, 5), 1, 4),
        "Axis 1 of shape [2,5] has 5 elements, but attribute 'num' is 4");
    add(
        "Unpack",
        tf -> tf.unstack(floats(tf, 2, 5), 2, 4),
        "Axis 2 is out of range: shape [2,5] has 2 dimensions");
    add(
        "Unpack",
        tf -> tf.unstack(floats(tf), 0, 1),
        "Shape must be of rank at least 1, but is [] of rank 0");
  }

  private static int[][] pairs(int... flat) {
    int[][] pairs = new int[flat.length / 2][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = list(flat[2 * i], flat[2 * i + 1]);
    }
    return pairs;
  }

  private void inPadding() {
    add(
        "Pad",
        tf -> tf.pad(floats(tf, 2, 3), pairs(1, 1)),
        "Paddings must have a row for each dimension of shape [2,3], but have shape [1,2]");
    add(
        "Pad",
        tf -> tf.pad(floats(tf, 2, 3), pairs(1, 1, 0, -1)),
        "Paddings must be zero or more, but those of axis 1 are [0, -1]");
    add(
        "Pad",
        tf -> tf.pad(floats(tf, 2), ints(tf, 2), PadMode.CONSTANT),
        "A matrix of two columns is wanted here, not one of shape [2]");
    add(
        "Pad",
        tf -> tf.pad(floats(tf, 2), pairs(Integer.MAX_VALUE, 1)),
        "A dimension can be at most 2147483647, but would be 2147483650");
    add(
        "PadV2",
        tf -> tf.pad(floats(tf, 2, 3), pairs(1, 1), 7),
        "Paddings must have a row for each dimension of shape [2,3], but have shape [1,2]");
    add(
        "PadV2",
        tf -> tf.pad(floats(tf, 2), tf.constant(new int[][] {{1, 1}}), floats(tf, 1)),
        "The constant must be a scalar, but has shape [1]");
    add(
        "Tile",
        tf -> tf.tile(floats(tf, 2, 3), 2),
        "There must be a multiple for each dimension of shape [2,3], but multiples have shape [1]");
    add(
        "Tile",
        tf -> tf.tile(floats(tf, 2, 3), 2, -1),
        "Multiples must be zero or more, but are [2, -1]");
    add(
        "Tile",
        tf -> tf.tile(floats(tf, 2), ints(tf)),
        "Shape must be of rank exactly 1, but is [] of rank 0");
    add(
        "Tile",
        tf -> tf.tile(floats(tf, 2), Integer.MAX_VALUE),
        "A dimension can be at most 2147483647, but would be 4294967294");
  }

  private void inMirroring() {
    add(
        "MirrorPad",
        tf -> tf.pad(floats(tf, 2, 3), pairs(0, 0, 0, 3), PadMode.REFLECT),
        "Axis 1 of shape [2,3] has 2 elements to be mirrored, but its paddings are [0, 3]");
    add(
        "MirrorPad",
        tf -> tf.pad(floats(tf, 2, 3), pairs(3, 0, 0, 3), PadMode.SYMMETRIC),
        "Axis 0 of shape [2,3] has 2 elements to be mirrored, but its paddings are [3, 0]");
    add(
        "MirrorPad",
        tf -> tf.pad(floats(tf, 2, 3), pairs(1, 1), PadMode.REFLECT),
        "Paddings must have a row for each dimension of shape [2,3], but have shape [1,2]");
    add(
        "MirrorPadGrad",
        tf -> mirrorGradient(tf, floats(tf, 4), "REFLECT", pairs(2, 1)),
        "Axis 0 of shape [1] has 0 elements to be mirrored, but its paddings are [2, 1]");
    add(
        "MirrorPadGrad",
        tf -> mirrorGradient(tf, floats(tf, 4), "REFLECT", pairs(3, 2)),
        "From axis 0 of shape [4], paddings of [3, 2] cannot be taken away");
    add(
        "MirrorPadGrad",
        tf -> mirrorGradient(tf, floats(tf, 4, 4), "SYMMETRIC", pairs(1, 1)),
        "Paddings must have a row for each dimension of shape [4,4], but have shape [1,2]");
    for (String op : List.of("MirrorPad", "MirrorPadGrad")) {
      add(
          op,
          tf ->
              tf.operation(op)
                  .attribute("mode", "CONSTANT")
                  .input(floats(tf, 4))
                  .input(tf.constant(pairs(1, 1)))
                  .build(),
          "Attribute 'mode' must be REFLECT or SYMMETRIC, but is 'CONSTANT'");
    }
  }

  private static void mirrorGradient(
      Ops tf, Output<Float> gradient, String mode, int[][] paddings) {
    tf.operation("MirrorPadGrad")
        .attribute("mode", mode)
        .input(gradient)
        .input(tf.constant(paddings))
        .build();
  }

  private void inTurningRound() {
    add(
        "ReverseV2",
        tf -> tf.reverse(floats(tf, 2, 3), 2),
        "Axis 2 is out of range: shape [2,3] has 2 dimensions");
    add("ReverseV2", tf -> tf.reverse(floats(tf, 2, 3), 0, -2), "Axis -2 stands twice in [0, -2]");
    add(
        "ReverseV2",
        tf -> tf.reverse(floats(tf, 2, 3), ints(tf)),
        "Shape must be of rank exactly 1, but is [] of rank 0");
    add(
        "ReverseSequence",
        tf -> tf.reverseSequence(floats(tf, 2, 3), ints(tf, 3), 1, 0),
        "There must be a length for each of the 2 sequences, but the lengths have shape [3]");
    add(
        "ReverseSequence",
        tf -> tf.reverseSequence(floats(tf, 2, 3), ints(tf, 2), 0, 0),
        "Attributes 'seq_dim' and 'batch_dim' must be two different axes counted from 0, but are 0 and 0");
    add(
        "ReverseSequence",
        tf -> tf.reverseSequence(floats(tf, 2, 3), ints(tf, 2), 2, 0),
        "Axis 2 is out of range: shape [2,3] has 2 dimensions");
    add(
        "ReverseSequence",
        tf -> tf.reverseSequence(floats(tf, 2, 3), ints(tf, 2, 1), 1, 0),
        "Shape must be of rank exactly 1, but is [2,1] of rank 2");
    add(
        "Roll",
        tf -> tf.roll(floats(tf, 2, 3), 1, 2),
        "Axis 2 is out of range: shape [2,3] has 2 dimensions");
    add(
        "Roll",
        tf -> tf.roll(floats(tf, 2, 3), list(1), list(0, 1)),
        "Shift and axis must be two scalars, or two vectors of one length, but have shapes [1] and [2]");
    add(
        "Roll",
        tf -> tf.roll(floats(tf), 1, 0),
        "Shape must be of rank at least 1, but is [] of rank 0");
  }
}
