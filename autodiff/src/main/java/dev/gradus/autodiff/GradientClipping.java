package dev.gradus.autodiff;

import dev.gradus.core.DataType;
import dev.gradus.core.GraphException;
import dev.gradus.core.Output;
import dev.gradus.ops.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps gradients from becoming too large, as they may where a loss is steep, so that one step does
 * not undo what many have learned.
 *
 * <pre>{@code
 * new AdamOptimizer(0.001).clip(GradientClipping.byGlobalNorm(5)).minimize(loss);
 * }</pre>
 *
 * <p>Slices of a gradient are clipped by their values, before those of one row are added up, as in
 * TensorFlow.
 */
@FunctionalInterface
public interface GradientClipping {
  /** Adds the nodes that clip all the gradients of one step, and returns the results. */
  List<GradientAndVariable<?>> apply(List<? extends GradientAndVariable<?>> gradients);

  /** Returns the clipping of each element to the given limits. */
  static GradientClipping byValue(double least, double greatest) {
    if (!(least <= greatest)) {
      throw GraphException.atCaller(
          "The least value to clip to must not be more than the greatest, but they are %s and %s"
              .formatted(least, greatest));
    }
    return gradients ->
        gradients.stream()
            .<GradientAndVariable<?>>map(pair -> limited(pair, least, greatest))
            .toList();
  }

  private static <T extends Number> GradientAndVariable<T> limited(
      GradientAndVariable<T> pair, double least, double greatest) {
    Ops tf = scope(pair);
    return pair.map(gradient -> tf.maximum(tf.minimum(gradient, greatest), least));
  }

  /**
   * Returns the clipping of each gradient by itself: it is scaled so that its Euclidean norm is at
   * most the given one.
   *
   * @param norm greater than 0
   */
  static GradientClipping byNorm(double norm) {
    requirePositive(norm);
    return gradients ->
        gradients.stream().<GradientAndVariable<?>>map(pair -> scaled(pair, norm)).toList();
  }

  private static <T extends Number> GradientAndVariable<T> scaled(
      GradientAndVariable<T> pair, double norm) {
    Ops tf = scope(pair);
    return pair.map(gradient -> tf.clipByNorm(gradient, norm));
  }

  /**
   * Returns the clipping of all gradients together: all are scaled by one number so that the
   * Euclidean norm of all their elements is at most the given one. This keeps the direction of the
   * step. Razvan Pascanu, Tomas Mikolov and Yoshua Bengio, <i>On the difficulty of training
   * Recurrent Neural Networks</i>, 2013.
   *
   * @param norm greater than 0
   */
  static GradientClipping byGlobalNorm(double norm) {
    requirePositive(norm);
    return gradients -> scaledTogether(gradients, norm);
  }

  private static List<GradientAndVariable<?>> scaledTogether(
      List<? extends GradientAndVariable<?>> gradients, double norm) {
    DataType<?> type = gradients.get(0).variable().dataType();
    List<Output<Number>> values = new ArrayList<>();
    for (GradientAndVariable<?> pair : gradients) {
      if (!pair.variable().dataType().equals(type)) {
        throw GraphException.atCaller(
            "Gradients have one norm only if all are of one type, but %s and %s are not"
                .formatted(gradients.get(0).variable(), pair.variable()));
      }
      pair.map(
          value -> {
            // All of the one type.
            @SuppressWarnings("unchecked")
            Output<Number> number = (Output<Number>) (Output<?>) value;
            values.add(number);
            return value;
          });
    }
    List<Output<Number>> clipped = scope(gradients.get(0)).clipByGlobalNorm(values, norm).values();
    List<GradientAndVariable<?>> results = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      results.add(withValue(gradients.get(i), clipped.get(i)));
    }
    return results;
  }

  private static <T extends Number> GradientAndVariable<T> withValue(
      GradientAndVariable<T> pair, Output<Number> value) {
    return pair.map(old -> value.asOutput().as(old.dataType()));
  }

  private static void requirePositive(double norm) {
    if (!(norm > 0)) {
      throw GraphException.atCaller("The norm to clip to must be greater than 0, but is " + norm);
    }
  }

  private static Ops scope(GradientAndVariable<?> pair) {
    return Ops.on(pair.variable().graph()).scope("gradients");
  }
}
