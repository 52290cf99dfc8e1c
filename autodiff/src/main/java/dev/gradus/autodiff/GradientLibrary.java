package dev.gradus.autodiff;

import java.util.Map;

/**
 * A collection of gradients, found by Java's {@link java.util.ServiceLoader}.
 *
 * <p>Whoever writes an op of their own has a class implement this and names it in the module
 * declaration ({@code provides dev.gradus.autodiff.GradientLibrary with …}) or, on the class path,
 * in {@code META-INF/services/dev.gradus.autodiff.GradientLibrary}; or else calls {@link
 * GradientRegistry#register}.
 */
public interface GradientLibrary {
  /** Returns gradients by op type. */
  Map<String, Gradient> gradients();
}
