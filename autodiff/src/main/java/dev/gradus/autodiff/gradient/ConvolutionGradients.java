package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import java.util.Map;

/** The gradients of convolution and pooling. */
public final class ConvolutionGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public ConvolutionGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.of();
  }
}
