package dev.gradus.ops;

import dev.gradus.core.Graph;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;

/** The ops that make one row of all rows that have the same id. */
abstract sealed class SegmentOps extends StatisticsOps permits LinearAlgebraOps {
  SegmentOps(Graph graph, Settings settings) {
    super(graph, settings);
  }

  /**
   * Returns the sum of the rows of each segment: those that have the same id. Of a segment without
   * rows it is 0.
   *
   * <pre>{@code
   * Output<Float> x = tf.constant(new float[][] {{1, 2}, {3, 4}, {5, 6}});
   * tf.segmentSum(x, tf.constant(0, 0, 1))    // [[4 6] [5 6]]
   * }</pre>
   *
   * @param data of rank 1 or more
   * @param segmentIds for each row its segment, from 0: an int32 or int64 vector, sorted; the last
   *     tells how many segments there are
   */
  public <T extends Number> Output<T> segmentSum(
      Operand<T> data, Operand<? extends Number> segmentIds) {
    return node("SegmentSum", data, segmentIds);
  }

  /**
   * Returns the mean of the rows of each segment: those that have the same id. Of a segment without
   * rows it is 0. The mean of integers is truncated.
   *
   * @param data of rank 1 or more
   * @param segmentIds for each row its segment, from 0: an int32 or int64 vector, sorted; the last
   *     tells how many segments there are
   */
  public <T extends Number> Output<T> segmentMean(
      Operand<T> data, Operand<? extends Number> segmentIds) {
    return node("SegmentMean", data, segmentIds);
  }

  /**
   * Returns the product of the rows of each segment: those that have the same id. Of a segment
   * without rows it is 1.
   *
   * @param data of rank 1 or more
   * @param segmentIds for each row its segment, from 0: an int32 or int64 vector, sorted; the last
   *     tells how many segments there are
   */
  public <T extends Number> Output<T> segmentProd(
      Operand<T> data, Operand<? extends Number> segmentIds) {
    return node("SegmentProd", data, segmentIds);
  }

  /**
   * Returns the largest of the rows of each segment: those that have the same id. Of a segment
   * without rows it is 0.
   *
   * @param data of rank 1 or more
   * @param segmentIds for each row its segment, from 0: an int32 or int64 vector, sorted; the last
   *     tells how many segments there are
   */
  public <T extends Number> Output<T> segmentMax(
      Operand<T> data, Operand<? extends Number> segmentIds) {
    return node("SegmentMax", data, segmentIds);
  }

  /**
   * Returns the smallest of the rows of each segment: those that have the same id. Of a segment
   * without rows it is 0.
   *
   * @param data of rank 1 or more
   * @param segmentIds for each row its segment, from 0: an int32 or int64 vector, sorted; the last
   *     tells how many segments there are
   */
  public <T extends Number> Output<T> segmentMin(
      Operand<T> data, Operand<? extends Number> segmentIds) {
    return node("SegmentMin", data, segmentIds);
  }

  /**
   * Returns the sum of the rows of each segment, 0 of one without rows. Rows with a negative id are
   * left out.
   *
   * <pre>{@code
   * tf.unsortedSegmentSum(tf.constant(1f, 2f, 4f), tf.constant(2, 0, 2), 3)    // [2 0 5]
   * }</pre>
   *
   * @param segmentIds the segment of each row, int32 or int64, in any order; one that is not less
   *     than the number of segments fails the run. Its shape is that of the first dimensions of the
   *     data; what lies under one id is a row
   * @param segments how many there are
   */
  public <T extends Number> Output<T> unsortedSegmentSum(
      Operand<T> data, Operand<? extends Number> segmentIds, int segments) {
    return unsorted("UnsortedSegmentSum", data, segmentIds, segments);
  }

  /**
   * Returns the sum of the rows of each segment, as {@link #unsortedSegmentSum(Operand, Operand,
   * int)} does.
   *
   * @param segments how many there are, an int32 or int64 scalar
   */
  public <T extends Number> Output<T> unsortedSegmentSum(
      Operand<T> data, Operand<? extends Number> segmentIds, Operand<? extends Number> segments) {
    return node("UnsortedSegmentSum", data, segmentIds, segments);
  }

  /**
   * Returns the product of the rows of each segment, as {@link #unsortedSegmentSum}. Of a segment
   * without rows it is 1.
   */
  public <T extends Number> Output<T> unsortedSegmentProd(
      Operand<T> data, Operand<? extends Number> segmentIds, int segments) {
    return unsorted("UnsortedSegmentProd", data, segmentIds, segments);
  }

  /**
   * Returns the largest of the rows of each segment, as {@link #unsortedSegmentSum}. Of a segment
   * without rows it is the least finite number of the type.
   */
  public <T extends Number> Output<T> unsortedSegmentMax(
      Operand<T> data, Operand<? extends Number> segmentIds, int segments) {
    return unsorted("UnsortedSegmentMax", data, segmentIds, segments);
  }

  /**
   * Returns the smallest of the rows of each segment, as {@link #unsortedSegmentSum}. Of a segment
   * without rows it is the greatest finite number of the type.
   */
  public <T extends Number> Output<T> unsortedSegmentMin(
      Operand<T> data, Operand<? extends Number> segmentIds, int segments) {
    return unsorted("UnsortedSegmentMin", data, segmentIds, segments);
  }

  /**
   * Returns the mean of the rows of each segment, as {@link #unsortedSegmentSum} their sum. Of a
   * segment without rows it is 0.
   */
  public <T extends Number> Output<T> unsortedSegmentMean(
      Operand<T> data, Operand<? extends Number> segmentIds, int segments) {
    Ops own = enter("UnsortedSegmentMean");
    Output<T> counts = own.unsortedSegmentSum(own.onesLike(data), segmentIds, segments);
    return own.div(own.unsortedSegmentSum(data, segmentIds, segments), own.maximum(counts, 1));
  }

  private <T> Output<T> unsorted(
      String type, Operand<T> data, Operand<? extends Number> segmentIds, int segments) {
    Ops own = enter(type);
    return node(own.namesake(type), data, segmentIds, own.named("num_segments").constant(segments));
  }
}
