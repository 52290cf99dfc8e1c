package dev.gradus.autodiff.gradient;

import com.google.common.collect.ImmutableMap;
import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import java.util.Map;

/** The gradients of the ops that pick elements by index, put them in place, or search for them. */
public final class IndexingGradients implements GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public IndexingGradients() {}

  @Override
  public Map<String, Gradient> gradients() {
    return ImmutableMap.of();
  }
}
