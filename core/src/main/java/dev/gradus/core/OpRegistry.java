package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * All ops that graphs can be built of, by name.
 *
 * <p>Filled once, when it is first used, with every {@link OpLibrary} that Java's {@link
 * ServiceLoader} finds. Ops can be added to it by hand, but none removed or replaced.
 */
public final class OpRegistry {
  private static final Map<String, OpDef> OPS = new ConcurrentHashMap<>();
  private static final List<Rewrite> REWRITES = new CopyOnWriteArrayList<>(PlanRewrite.all());

  /** What went wrong when the libraries were loaded; null if nothing did. */
  private static @Nullable String failure;

  static {
    // The libraries beside this class, and those that only the running program's class loader sees.
    Set<Class<?>> loaded = new HashSet<>();
    load(ServiceLoader.load(OpLibrary.class, OpRegistry.class.getClassLoader()), loaded);
    load(ServiceLoader.load(OpLibrary.class), loaded);
  }

  private OpRegistry() {}

  /**
   * Adds what libraries have; a failure is kept, as one thrown here would make the class unusable.
   */
  private static void load(ServiceLoader<OpLibrary> libraries, Set<Class<?>> loaded) {
    try {
      libraries.stream()
          .filter(provider -> loaded.add(provider.type()))
          .map(ServiceLoader.Provider::get)
          .forEach(OpRegistry::add);
    } catch (ServiceConfigurationError | RuntimeException e) {
      failure = "An op library cannot be loaded: " + e.getMessage();
    }
  }

  private static void add(OpLibrary library) {
    for (OpDef definition : library.ops()) {
      OpDef existing = OPS.putIfAbsent(definition.name(), definition);
      if (existing != null) {
        throw new GraphException(
            "%s has an op named '%s', and there is one already"
                .formatted(library.getClass().getName(), definition.name()));
      }
    }
    for (Rewrite rewrite : library.rewrites()) {
      if (REWRITES.stream().anyMatch(existing -> existing.name().equals(rewrite.name()))) {
        throw new GraphException(
            "%s has a rewrite named '%s', and there is one already"
                .formatted(library.getClass().getName(), rewrite.name()));
      }
      REWRITES.add(rewrite);
    }
  }

  private static void checkLoaded() {
    if (failure != null) {
      throw new GraphException(failure);
    }
  }

  /**
   * Adds an op. Adding the same declaration again does nothing.
   *
   * @throws GraphException if there is another op of that name
   */
  public static void register(OpDef definition) {
    checkLoaded();
    OpDef existing = OPS.putIfAbsent(definition.name(), definition);
    if (existing != null && existing != definition) {
      throw new GraphException("There is already an op named '" + definition.name() + "'.");
    }
  }

  /**
   * Returns the op of the given name, if there is one.
   *
   * @throws GraphException if a library could not be loaded
   */
  public static Optional<OpDef> find(String name) {
    checkLoaded();
    return Optional.ofNullable(OPS.get(name));
  }

  /** Returns all ops, sorted by name. */
  public static ImmutableSortedMap<String, OpDef> ops() {
    return ImmutableSortedMap.copyOf(OPS);
  }

  /** Returns all rewrites that planning can apply, each with a name of its own. */
  public static ImmutableList<Rewrite> rewrites() {
    return ImmutableList.copyOf(REWRITES);
  }
}
