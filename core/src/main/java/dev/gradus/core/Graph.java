package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dataflow graph: operations, and the tensors that flow from one to the next.
 *
 * <p>Operations are only ever added, and never change. So any number of sessions and threads can
 * run a graph, even while it grows. Adding is safe from several threads too, though the names then
 * depend on which comes first.
 *
 * <p>There is no default graph: a program makes one and hands it to whoever needs it.
 */
public final class Graph {
  private static final Pattern VALID_NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\-/]*");

  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Operation> byName = new HashMap<>();

  /** For each name given out, in lower case, the number to try next when it is asked for again. */
  private final Map<String, Integer> nextSuffix = new HashMap<>();

  /** The names given out by {@link #uniqueName} that no operation has taken yet. */
  private final Set<String> reserved = new HashSet<>();

  private final Map<CollectionKey<?>, List<Object>> collections = new HashMap<>();
  private final Deque<InteractiveSession> interactiveSessions = new ArrayDeque<>();
  private OptionalLong randomSeed = OptionalLong.empty();
  private boolean frozen;

  /** Creates an empty graph. */
  public Graph() {}

  /** Makes an operation once it knows its id and name. */
  interface Maker {
    Operation make(int id, String name);
  }

  /**
   * Starts a new operation.
   *
   * @param type the name of the op, such as {@code MatMul}
   * @throws GraphException if there is no such op in the {@link OpRegistry}
   */
  public OperationBuilder operation(String type) {
    OpDef definition =
        OpRegistry.find(type)
            .orElseThrow(
                () ->
                    new GraphException(
                        "There is no op named '%s'. An op of your own must be registered first: see OpRegistry%s"
                            .formatted(type, CallSite.describe(CallSite.find()))));
    return new OperationBuilder(this, definition);
  }

  synchronized Operation add(String wantedName, Maker maker) {
    if (frozen) {
      throw new GradusException("The graph is frozen, so nothing can be added to it");
    }
    Operation operation = maker.make(operations.size(), nodeName(wantedName));
    operations.add(operation);
    byName.put(operation.name(), operation);
    return operation;
  }

  /**
   * A wanted name that ends with a slash is that of a scope, given out already, which the first
   * node that asks for it shares.
   */
  private String nodeName(String wanted) {
    if (!wanted.endsWith("/")) {
      return newName(wanted);
    }
    String scope = wanted.substring(0, wanted.length() - 1);
    return reserved.remove(scope) ? scope : newName(scope);
  }

  /**
   * Returns a name that this graph has never given out, and gives it out: the wanted one or, if
   * that is taken, the same with {@code _1}, {@code _2}, … behind it. Names that differ just in
   * upper and lower case count as the same, as in TensorFlow.
   *
   * @throws GraphException if the name is not made of letters, digits and {@code _ . - /} or starts
   *     with another character than a letter, a digit or a dot
   */
  public synchronized String uniqueName(String wanted) {
    try {
      String name = newName(wanted);
      reserved.add(name);
      return name;
    } catch (GradusException e) {
      throw new GraphException(e.getMessage() + CallSite.describe(CallSite.find()));
    }
  }

  private String newName(String wanted) {
    if (!VALID_NAME.matcher(wanted).matches()) {
      throw new GradusException(
          "'%s' is no valid name: a name starts with a letter, digit or dot, and goes on with these and _ - /"
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

  /** Returns all operations in the order in which they were added. */
  public synchronized ImmutableList<Operation> operations() {
    return ImmutableList.copyOf(operations);
  }

  /** Returns the number of operations. */
  public synchronized int size() {
    return operations.size();
  }

  /** Returns the operation of the given name, if there is one. */
  public synchronized Optional<Operation> findOperation(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Adds a value to the collection of the given key. */
  public synchronized <T> void addToCollection(CollectionKey<T> key, T value) {
    collections.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
  }

  /** Returns what was added to the collection of the given key, in that order. */
  public synchronized <T> ImmutableList<T> collection(CollectionKey<T> key) {
    @SuppressWarnings("unchecked") // Only values of the key's type were added under the key.
    List<T> values = (List<T>) collections.getOrDefault(key, List.of());
    return ImmutableList.copyOf(values);
  }

  /**
   * Sets the seed for the random ops that are built from now on, so that their numbers are the same
   * in each new session.
   */
  public synchronized void setRandomSeed(long seed) {
    randomSeed = OptionalLong.of(seed);
  }

  /** Returns the seed for random ops, if one was set. */
  public synchronized OptionalLong randomSeed() {
    return randomSeed;
  }

  /**
   * Has every attempt to add an operation fail from now on: a guard against a graph that grows in a
   * training loop.
   */
  public synchronized void freeze() {
    frozen = true;
  }

  /** Returns the innermost interactive session that is open on this graph. */
  synchronized InteractiveSession interactiveSession() {
    @Nullable InteractiveSession innermost = interactiveSessions.peek();
    if (innermost == null) {
      throw new RunException(
          "eval() and run() need an open InteractiveSession on this graph, and there is none.");
    }
    return innermost;
  }

  synchronized void opened(InteractiveSession session) {
    interactiveSessions.push(session);
  }

  synchronized void closed(InteractiveSession session) {
    interactiveSessions.remove(session);
  }

  /** Returns which graph this is and how many operations it has. */
  @Override
  public String toString() {
    return "graph %08x of %d operations".formatted(System.identityHashCode(this), size());
  }
}
