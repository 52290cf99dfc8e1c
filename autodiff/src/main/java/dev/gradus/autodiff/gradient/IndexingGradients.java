package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.autodiff.IndexedSlices;
import dev.gradus.core.DataType;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.Map;

/** The gradients of the ops that pick elements by index, put them in place, or search for them. */
public final class IndexingGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public IndexingGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("GatherV2", GatherGradient::flow)
        .put("GatherNd", IndexingGradients::gatherSlices)
        .put("ScatterNd", step -> step.send(1, () -> picked(step, 0)))
        .put("TensorScatterUpdate", IndexingGradients::tensorScatterUpdate)
        .put("TensorScatterAdd", step -> tensorScatter(step, false))
        .put("TensorScatterSub", step -> tensorScatter(step, true))
        .put("OneHot", IndexingGradients::oneHot)
        .put("SelectV2", IndexingGradients::select)
        .put("TopKV2", IndexingGradients::top)
        .put("Unique", IndexingGradients::unique)
        .put("UniqueWithCounts", IndexingGradients::unique)
        .buildOrThrow();
  }

  /** Each gradient goes to the place that its slice was taken from. */
  private static void gatherSlices(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> params = step.input(0);
    Output<Number> indices = step.input(1);
    if (indices.shape().isOfRank(2) && indices.shape().dimension(1) == 1) {
      step.sendSlices(
          0, () -> new IndexedSlices<>(step.upstream(), tf.reshape(indices, -1), tf.shape(params)));
    } else {
      step.send(0, () -> placed(tf, indices, step.upstream(), tf.shape(params)));
    }
  }

  /** Adds up updates in zeros of a shape. */
  static <T> Output<T> placed(
      Ops tf, Operand<Number> indices, Operand<T> updates, Output<Integer> shape) {
    return tf.scatterNd(indices, updates, tf.cast(shape, indices.dataType()));
  }

  /** What arrives at the places where the updates went. */
  private static Output<Number> picked(BackwardStep step, int indices) {
    return step.tf().gatherNd(step.upstream(), step.input(indices));
  }

  /** What was replaced has no gradient. */
  private static void tensorScatterUpdate(BackwardStep step) {
    Ops tf = step.tf();
    step.send(
        0,
        () -> tf.tensorScatterUpdate(step.upstream(), step.input(1), tf.zerosLike(step.input(2))));
    step.send(2, () -> picked(step, 1));
  }

  private static void tensorScatter(BackwardStep step, boolean subtracted) {
    step.passOn(0);
    step.send(2, () -> subtracted ? step.tf().neg(picked(step, 1)) : picked(step, 1));
  }

  /** Each of the two values stands in many places. */
  private static void oneHot(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> g = step.upstream();
    Output<Boolean> hot =
        tf.operation("OneHot")
            .input(step.input(0))
            .input(step.input(1))
            .input(tf.constant(true))
            .input(tf.constant(false))
            .attribute("axis", step.operation().attributes().getInt("axis"))
            .build()
            .output(0);
    step.send(2, () -> tf.reduceSum(tf.where(hot, g, tf.zerosLike(g))));
    step.send(3, () -> tf.reduceSum(tf.where(hot, tf.zerosLike(g), g)));
  }

  /** Each gradient goes to whichever input its element was taken from. */
  private static void select(BackwardStep step) {
    Ops tf = step.tf();
    Output<Boolean> condition = step.operation().input(0).as(DataType.BOOL);
    Output<Number> g = step.upstream();
    Output<Number> zeros = tf.zerosLike(g);
    Output<Number> result = step.output(0);
    step.send(
        1, () -> Broadcasting.undo(tf, tf.whereV2(condition, g, zeros), step.input(1), result));
    step.send(
        2, () -> Broadcasting.undo(tf, tf.whereV2(condition, zeros, g), step.input(2), result));
  }

  /** Each gradient goes to the place in its row where the element was found. */
  private static void top(BackwardStep step) {
    Ops tf = step.tf();
    step.send(
        0,
        () -> {
          Output<Number> x = step.input(0);
          Output<Integer> found = step.operation().output(1).as(DataType.INT32);
          // One of each row: of the sums, only the shape is ever computed.
          Output<Number> rows = tf.reduceSum(x, true, -1);
          Output<Integer> length = tf.gather(tf.shape(x), tf.sub(tf.rank(x), 1));
          Output<Integer> row = tf.range(tf.constant(0), tf.size(rows), tf.constant(1));
          Output<Integer> starts = tf.reshape(tf.mul(row, length), tf.shape(rows));
          Output<Number> flat =
              tf.scatterNd(
                  tf.reshape(tf.add(found, starts), -1, 1),
                  tf.reshape(step.upstream(), -1),
                  tf.reshape(tf.size(x), 1));
          return tf.reshape(flat, tf.shape(x));
        });
  }

  /** The gradient of a distinct element goes to all that are equal to it, in equal parts. */
  private static void unique(BackwardStep step) {
    Ops tf = step.tf();
    step.send(
        0,
        () -> {
          Output<Number> g = step.upstream();
          Output<Number> which = step.output(1);
          Output<Number> counts =
              placed(tf, tf.expandDims(which, 1), tf.onesLike(step.input(0)), tf.shape(g));
          return tf.gather(tf.div(g, counts), which);
        });
  }
}
