package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import java.util.Map;

/** The gradients of the ops that decide what runs, and that look at values while they run. */
public final class ControlGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public ControlGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.<String, Gradient>builder()
        .put("If", ConditionalGradient::flow)
        .put("StatelessIf", ConditionalGradient::flow)
        .put("While", LoopGradient::flow)
        .put("StatelessWhile", LoopGradient::flow)
        .put("Print", step -> step.send(0, step::upstream))
        .put(
            "CheckNumerics",
            step ->
                step.send(
                    0,
                    () ->
                        step.tf()
                            .checkNumerics(
                                step.upstream(),
                                "Not a number (NaN) or infinity (Inf) values detected in"
                                    + " gradient.")))
        .buildOrThrow();
  }
}
