package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.BackwardStep;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.DataType;
import dev.gradus.core.Output;
import dev.gradus.core.Tensor;
import dev.gradus.ops.Ops;
import java.util.Map;

/**
 * The gradients of the ops that make tensors, change their shape, type or place, or have an effect.
 */
public final class ArrayGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public ArrayGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("Identity", step -> step.passOn(0))
        .put("PlaceholderWithDefault", step -> step.passOn(0))
        .put("Reshape", ArrayGradients::reshape)
        .put("Squeeze", ArrayGradients::reshape)
        .put("ExpandDims", ArrayGradients::reshape)
        .put("Transpose", ArrayGradients::transpose)
        .put("BroadcastTo", ArrayGradients::broadcastTo)
        .put("Fill", step -> step.send(1, () -> step.tf().reduceSum(step.upstream())))
        .put("Cast", ArrayGradients::cast)
        .put("Select", ArrayGradients::select)
        .buildOrThrow();
  }

  /** The same elements under the shape that they had before. */
  private static void reshape(BackwardStep step) {
    Ops tf = step.tf();
    step.send(0, () -> tf.reshape(step.upstream(), tf.shape(step.input(0))));
  }

  private static void transpose(BackwardStep step) {
    Ops tf = step.tf();
    Output<Number> permutation = step.input(1);
    step.send(
        0,
        () ->
            permutation
                .knownValue()
                .map(known -> tf.transpose(step.upstream(), inverse(known)))
                .orElseGet(() -> tf.transpose(step.upstream(), tf.invertPermutation(permutation))));
  }

  /** Returns where each axis went. */
  private static int[] inverse(Tensor<?> permutation) {
    int[] inverse = new int[permutation.size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[Math.floorMod(permutation.getInt(axis), inverse.length)] = axis;
    }
    return inverse;
  }

  private static void broadcastTo(BackwardStep step) {
    step.send(
        0, () -> Broadcasting.undo(step.tf(), step.upstream(), step.input(0), step.output(0)));
  }

  private static void cast(BackwardStep step) {
    step.send(0, () -> step.tf().cast(step.upstream(), step.input(0).dataType()));
  }

  /** Each gradient goes to whichever input its element was taken from. */
  private static void select(BackwardStep step) {
    Ops tf = step.tf();
    Output<Boolean> condition = step.operation().input(0).as(DataType.BOOL);
    Output<Number> g = step.upstream();
    Output<Number> zeros = tf.zerosLike(g);
    step.send(1, () -> tf.where(condition, g, zeros));
    step.send(2, () -> tf.where(condition, zeros, g));
  }
}
