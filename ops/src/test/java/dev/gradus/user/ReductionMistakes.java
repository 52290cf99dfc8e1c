package dev.gradus.user;

import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What can be got wrong with the ops that make one number of several. */
final class ReductionMistakes extends MistakeTable {
  private static final Set<String> LOGICAL = Set.of("Any", "All");

  private static final List<String> SEGMENTS =
      List.of("SegmentSum", "SegmentMean", "SegmentProd", "SegmentMax", "SegmentMin");

  @Override
  void fill() {
    for (String op : List.of("Sum", "Mean", "Prod", "Max", "Min", "Any", "All")) {
      Function<Ops, Output<?>> matrix =
          LOGICAL.contains(op) ? tf -> tf.less(floats(tf, 2, 3), 0) : tf -> floats(tf, 2, 3);
      add(
          op,
          tf -> tf.operation(op).input(matrix.apply(tf)).input(tf.constant(0, 2)).build(),
          "Axis 2 is out of range: shape [2,3] has 2 dimensions",
          "with input shapes: [2,3], [2]");
      add(
          op,
          tf -> tf.operation(op).input(matrix.apply(tf)).input(tf.constant(1, -1)).build(),
          "Axis -1 stands twice in [1, -1]");
      add(
          op,
          tf -> tf.operation(op).input(matrix.apply(tf)).input(tf.constant(0f)).build(),
          "Input 'reduction_indices' has type float32, but must be one of [int32, int64]");
      add(
          op,
          tf ->
              tf.operation(op)
                  .input(matrix.apply(tf))
                  .input(tf.constant(0))
                  .attribute("keep_dims", 1)
                  .build(),
          "attribute 'keep_dims' takes a value of type bool, not 1");
    }
    for (String op : List.of("ArgMax", "ArgMin")) {
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(-3)).build(),
          "Axis -3 is out of range: shape [2,3] has 2 dimensions");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(0, 1)).build(),
          "The axis must be a scalar, but has shape [2]");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf)).input(tf.constant(0)).build(),
          "Shape must be of rank at least 1, but is [] of rank 0");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 0)).input(tf.constant(1)).build(),
          "Axis 1 of shape [2,0] is empty");
    }
    for (String op : List.of("Cumsum", "Cumprod")) {
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(2)).build(),
          "Axis 2 is out of range: shape [2,3] has 2 dimensions",
          "with input shapes: [2,3], []");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(tf.constant(0, 1)).build(),
          "The axis must be a scalar, but has shape [2]");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf)).input(tf.constant(0)).build(),
          "Shape must be of rank at least 1, but is [] of rank 0");
      add(
          op,
          tf ->
              tf.operation(op)
                  .input(floats(tf, 2))
                  .input(tf.constant(0))
                  .attribute("reverse", "yes")
                  .build(),
          "attribute 'reverse' takes a value of type bool, not yes");
    }
    add("L2Loss", tf -> tf.operation("L2Loss").input(ints(tf, 2)).build(), "int32");
    inSegments();
  }

  private void inSegments() {
    for (String op : SEGMENTS) {
      add(
          op,
          tf -> tf.operation(op).input(floats(tf)).input(ints(tf, 2)).build(),
          "Shape must be of rank at least 1, but is [] of rank 0");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2)).input(ints(tf, 2, 1)).build(),
          "Shape must be of rank exactly 1, but is [2,1] of rank 2");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2, 3)).input(ints(tf, 3)).build(),
          "There must be a segment id for each row of the data, but the data is of shape [2,3] and"
              + " the ids of [3]");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 3)).input(tf.constant(0, 2, 1)).build(),
          "Segment ids must be sorted",
          "but segment_ids[2] = 1 comes after 2");
      add(
          op,
          tf -> tf.operation(op).input(floats(tf, 2)).input(tf.constant(-1, 1)).build(),
          "Segment ids must be sorted, from 0",
          "but segment_ids[0] = -1");
    }
    for (String op : SEGMENTS) {
      if (op.equals("SegmentMean")) {
        continue; // There is none of unsorted ids.
      }
      String unsorted = "Unsorted" + op;
      add(
          unsorted,
          tf -> unsorted(tf, unsorted, floats(tf, 2, 3), ints(tf, 3), tf.constant(2)),
          "There must be a segment id for each row of the data, but the data is of shape [2,3] and"
              + " the ids of [3]");
      add(
          unsorted,
          tf -> unsorted(tf, unsorted, floats(tf, 2), ints(tf, 2, 1), tf.constant(2)),
          "There must be a segment id for each row of the data, but the data is of shape [2] and"
              + " the ids of [2,1]");
      add(
          unsorted,
          tf -> unsorted(tf, unsorted, floats(tf, 2), ints(tf, 2), tf.constant(-1)),
          "The number of segments must be zero or more, but is -1");
      add(
          unsorted,
          tf -> unsorted(tf, unsorted, floats(tf, 2), ints(tf, 2), tf.constant(1, 2)),
          "The number of segments must be a scalar, but has shape [2]");
      add(
          unsorted,
          tf -> unsorted(tf, unsorted, floats(tf, 2), floats(tf, 2), tf.constant(1)),
          "Input 'segment_ids' has type float32, but must be one of [int32, int64]");
    }
  }

  private static void unsorted(
      Ops tf, String op, Output<?> data, Output<?> ids, Output<Integer> segments) {
    tf.operation(op).input(data).input(ids).input(segments).build();
  }
}
