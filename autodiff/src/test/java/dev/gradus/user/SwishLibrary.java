package dev.gradus.user;

import dev.gradus.autodiff.Gradient;
import dev.gradus.autodiff.GradientLibrary;
import dev.gradus.core.OpDef;
import dev.gradus.core.OpLibrary;
import java.util.List;
import java.util.Map;

/** A user's library, which Gradus finds by way of {@code META-INF/services}. */
public final class SwishLibrary implements OpLibrary, GradientLibrary {
  /** Creates the library; called by Java's service loader. */
  public SwishLibrary() {}

  @Override
  public List<OpDef> ops() {
    return List.of(Swish.named("FoundSwish"));
  }

  @Override
  public Map<String, Gradient> gradients() {
    return Map.of("FoundSwish", SwishGradient::flow);
  }
}
