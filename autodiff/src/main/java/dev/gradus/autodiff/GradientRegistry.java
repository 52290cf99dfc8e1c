package dev.gradus.autodiff;

import com.google.common.collect.ImmutableSortedMap;
import dev.gradus.core.GraphException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gradients of all ops that have one, by op type.
 *
 * <p>Filled once, when it is first used, with every {@link GradientLibrary} that Java's {@link
 * ServiceLoader} finds. Gradients can be added to it by hand, but none removed or replaced.
 */
public final class GradientRegistry {
  static final Gradient NONE = step -> {};

  private static final Map<String, Gradient> GRADIENTS = new ConcurrentHashMap<>();

  static {
    for (GradientLibrary library : ServiceLoader.load(GradientLibrary.class)) {
      library.gradients().forEach(GradientRegistry::register);
    }
  }

  private GradientRegistry() {}

  /**
   * Adds the gradient of an op type. Adding the same again does nothing.
   *
   * @throws GraphException if there is another gradient for that type
   */
  public static void register(String opType, Gradient gradient) {
    Gradient existing = GRADIENTS.putIfAbsent(opType, gradient);
    if (existing != null && existing != gradient) {
      throw new GraphException("There is already a gradient for op '" + opType + "'.");
    }
  }

  /** Returns the gradient of an op type, if there is one. */
  public static Optional<Gradient> find(String opType) {
    return Optional.ofNullable(GRADIENTS.get(opType));
  }

  /** Returns all gradients, sorted by op type. */
  public static ImmutableSortedMap<String, Gradient> gradients() {
    return ImmutableSortedMap.copyOf(GRADIENTS);
  }
}
