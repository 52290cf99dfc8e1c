package dev.gradus.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.gradus.core.Operand;
import dev.gradus.core.Output;
import java.util.List;

/**
 * How gradients are computed. Immutable: each {@code with…} method returns changed options.
 *
 * @param initialGradients the gradients at which the walk starts, one for each result; if empty,
 *     ones
 * @param stopGradients outputs that are taken to be constant; none by default
 * @param zerosForUnconnected whether the gradient with respect to something on which the result
 *     does not depend is zeros, instead of a mistake; false by default
 */
public record GradientOptions(
    ImmutableList<Output<?>> initialGradients,
    ImmutableSet<Output<?>> stopGradients,
    boolean zerosForUnconnected) {
  private static final GradientOptions DEFAULTS =
      new GradientOptions(ImmutableList.of(), ImmutableSet.of(), false);

  /** Returns the default options. */
  public static GradientOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with the gradients at which the walk starts, one for each result:
   * TensorFlow's {@code grad_ys}.
   */
  public GradientOptions withInitialGradients(List<? extends Operand<?>> gradients) {
    return new GradientOptions(
        gradients.stream().map(Operand::asOutput).collect(ImmutableList.toImmutableList()),
        stopGradients,
        zerosForUnconnected);
  }

  /** Returns these options with outputs that are taken to be constant. */
  public GradientOptions withStopGradients(List<? extends Operand<?>> constants) {
    return new GradientOptions(
        initialGradients,
        constants.stream().map(Operand::asOutput).collect(ImmutableSet.toImmutableSet()),
        zerosForUnconnected);
  }

  /**
   * Returns these options with zeros for the gradient with respect to something on which the result
   * does not depend.
   */
  public GradientOptions withZerosForUnconnected() {
    return new GradientOptions(initialGradients, stopGradients, true);
  }
}
