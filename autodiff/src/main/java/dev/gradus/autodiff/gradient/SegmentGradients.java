package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.core.Operation;
import dev.gradus.core.OperationBuilder;
import dev.gradus.core.Output;
import dev.gradus.core.Shape;
import dev.gradus.ops.Ops;
import java.util.Map;

/**
 * The gradients of the reductions by segments: as those of the reductions along axes, each in terms
 * of what all rows of a segment have in common, spread over them.
 *
 * @param step the step through such a reduction, of sorted ids or of unsorted ones
 */
record SegmentGradients(BackwardStep step) {
  static Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("SegmentSum", step -> new SegmentGradients(step).sum())
        .put("SegmentMean", step -> new SegmentGradients(step).mean())
        .put("SegmentProd", step -> new SegmentGradients(step).product())
        .put("SegmentMax", step -> new SegmentGradients(step).extreme())
        .put("SegmentMin", step -> new SegmentGradients(step).extreme())
        .put("UnsortedSegmentSum", step -> new SegmentGradients(step).sum())
        .put("UnsortedSegmentProd", step -> new SegmentGradients(step).product())
        .put("UnsortedSegmentMax", step -> new SegmentGradients(step).extreme())
        .put("UnsortedSegmentMin", step -> new SegmentGradients(step).extreme())
        .buildOrThrow();
  }

  private void sum() {
    step.send(0, () -> spread(step.upstream()));
  }

  /** The mean of n rows: each has a part of 1/n in the result. */
  private void mean() {
    Ops tf = step.tf();
    step.send(
        0,
        () -> {
          Output<Number> counts = reduce("SegmentSum", tf.onesLike(step.input(0)));
          return tf.div(spread(step.upstream()), spread(counts));
        });
  }

  /**
   * The product of several elements: the derivative by each is that divided by the element; by one
   * that is 0, the product of the others, if none of these is 0, too.
   */
  private void product() {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    step.send(
        0,
        () -> {
          Output<Boolean> isZero = tf.equal(x, 0);
          Output<Number> factors = tf.where(isZero, tf.onesLike(x), x);
          Output<Number> zeros =
              reduce(
                  isSorted() ? "SegmentSum" : "UnsortedSegmentSum", tf.cast(isZero, x.dataType()));
          Output<Number> others = reduce(step.operation().type(), factors);
          Output<Number> withOneZero = tf.where(tf.equal(zeros, 1), others, tf.zerosLike(others));
          Output<Number> byOther = tf.div(spread(step.output(0)), factors);
          Output<Number> derivative = tf.where(isZero, spread(withOneZero), byOther);
          return tf.mul(spread(step.upstream()), derivative);
        });
  }

  /** The gradient goes to the largest or smallest, in equal parts if there are several. */
  private void extreme() {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    step.send(
        0,
        () -> {
          Output<Boolean> chosen = tf.equal(x, spread(step.output(0)));
          Output<Number> share = tf.cast(chosen, x.dataType());
          Output<Number> counts = reduce(isSorted() ? "SegmentSum" : "UnsortedSegmentSum", share);
          // A row that was left out has no count, and no gradient.
          Output<Number> part = tf.div(spread(step.upstream()), tf.maximum(spread(counts), 1));
          return tf.mul(share, part);
        });
  }

  private boolean isSorted() {
    return step.operation().inputs().size() == 2;
  }

  /** Reduces other rows by the same segments. */
  private Output<Number> reduce(String type, Output<Number> rows) {
    Operation operation = step.operation();
    OperationBuilder builder = step.tf().operation(type).input(rows);
    operation.inputs().subList(1, operation.inputs().size()).forEach(builder::input);
    return builder.build().output(0);
  }

  /** Repeats what there is for each segment for its rows; 0 for rows that were left out. */
  private Output<Number> spread(Output<Number> segments) {
    Ops tf = step.tf();
    Output<Number> ids = step.input(1);
    if (isSorted()) {
      return tf.gather(segments, ids);
    }
    Output<Number> rows = tf.gather(segments, tf.maximum(ids, 0));
    return tf.whereV2(alongRows(tf.greaterEqual(ids, 0)), rows, tf.zerosLike(rows));
  }

  /** Gives what there is for each row axes of 1 behind, so that it is broadcast along the rows. */
  private Output<Boolean> alongRows(Output<Boolean> ofRows) {
    Ops tf = step.tf();
    Output<Number> x = step.input(0);
    Shape shape = x.shape();
    if (shape.hasKnownRank() && ofRows.shape().hasKnownRank()) {
      Output<Boolean> widened = ofRows;
      for (int rank = ofRows.shape().rank(); rank < shape.rank(); rank++) {
        widened = tf.expandDims(widened, -1);
      }
      return widened;
    }
    Output<Integer> axes = tf.range(tf.constant(0), tf.rank(x), tf.constant(1));
    Output<Integer> dimensions = tf.shape(x);
    return tf.reshape(
        ofRows, tf.where(tf.less(axes, tf.rank(ofRows)), dimensions, tf.onesLike(dimensions)));
  }
}
