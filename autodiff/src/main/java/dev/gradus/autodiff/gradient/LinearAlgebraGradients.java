package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import java.util.Map;

/** The gradients of products of matrices and tensors, and what belongs to them. */
public final class LinearAlgebraGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public LinearAlgebraGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.of();
  }
}
