package dev.gradus.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a graph has given out, to nodes and to scopes.
 *
 * <p>Names that differ just in upper and lower case count as the same, as in TensorFlow.
 */
final class NodeNames {
  private static final Pattern VALID =
      Pattern.compile("[A-Za-z0-9.]([A-Za-z0-9_.\\-/]*[A-Za-z0-9_.\\-])?");

  /** For each name given out, in lower case, the number to try next when it is asked for again. */
  private final Map<String, Integer> nextSuffix = new HashMap<>();

  /** The names of scopes that no node has taken yet. */
  private final Set<String> freeScopes = new HashSet<>();

  /**
   * Returns a name for a node: the wanted one or, if that is taken, the same with {@code _1}, or
   * the next free number, behind it.
   *
   * @throws GradusException if it is no valid name
   */
  String take(String wanted) {
    if (!VALID.matcher(wanted).matches()) {
      throw new GradusException(
          "'%s' is no valid name: a name starts with a letter, digit or dot, goes on with these and _ - /, and does not end with /"
              .formatted(wanted));
    }
    String key = wanted.toLowerCase(Locale.ROOT);
    Integer next = nextSuffix.get(key);
    if (next == null) {
      nextSuffix.put(key, 1);
      return wanted;
    }
    int suffix = next;
    while (nextSuffix.containsKey(key + "_" + suffix)) {
      suffix++;
    }
    nextSuffix.put(key, suffix + 1);
    nextSuffix.put(key + "_" + suffix, 1);
    return wanted + "_" + suffix;
  }

  /** Returns a name for a scope, as {@link #take} does for a node. */
  String takeScope(String wanted) {
    String scope = take(wanted);
    freeScopes.add(scope);
    return scope;
  }

  /** Returns the name of a scope for the first node that asks for it; for others, a new one. */
  String shareScope(String scope) {
    return freeScopes.remove(scope) ? scope : take(scope);
  }
}
