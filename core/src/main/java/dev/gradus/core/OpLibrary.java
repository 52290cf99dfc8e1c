package dev.gradus.core;

import java.util.List;

/**
 * A collection of ops, found by Java's {@link java.util.ServiceLoader}.
 *
 * <p>Whoever writes an op of their own has a class implement this and names it in the module
 * declaration ({@code provides dev.gradus.core.OpLibrary with …}) or, on the class path, in {@code
 * META-INF/services/dev.gradus.core.OpLibrary}; or else calls {@link OpRegistry#register}.
 */
public interface OpLibrary {
  /** Returns the declarations of the ops. */
  List<OpDef> ops();

  /** Returns rewrites that know about these ops; by default none. */
  default List<Rewrite> rewrites() {
    return List.of();
  }
}
