package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All ops that graphs can be built of, by name.
 *
 * <p>Filled once, when it is first used, with every {@link OpLibrary} that Java's {@link
 * ServiceLoader} finds. Ops can be added to it by hand, but none removed or replaced.
 */
public final class OpRegistry {
  private static final Map<String, OpDef> OPS = new ConcurrentHashMap<>();
  private static final List<Rewrite> REWRITES = new CopyOnWriteArrayList<>();

  static {
    for (OpLibrary library : ServiceLoader.load(OpLibrary.class)) {
      library.ops().forEach(OpRegistry::register);
      REWRITES.addAll(library.rewrites());
    }
  }

  private OpRegistry() {}

  /**
   * Adds an op. Adding the same declaration again does nothing.
   *
   * @throws GraphException if there is another op of that name
   */
  public static void register(OpDef definition) {
    OpDef existing = OPS.putIfAbsent(definition.name(), definition);
    if (existing != null && existing != definition) {
      throw new GraphException("There is already an op named '" + definition.name() + "'.");
    }
  }

  /** Returns the op of the given name, if there is one. */
  public static Optional<OpDef> find(String name) {
    return Optional.ofNullable(OPS.get(name));
  }

  /** Returns all ops, sorted by name. */
  public static ImmutableSortedMap<String, OpDef> ops() {
    return ImmutableSortedMap.copyOf(OPS);
  }

  /** Returns all rewrites that planning can apply. */
  public static ImmutableList<Rewrite> rewrites() {
    return ImmutableList.copyOf(REWRITES);
  }
}
