package dev.gradus.core;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A dataflow graph: operations, and the tensors that flow from one to the next.
 *
 * <p>Operations are only ever added, and never change. So any number of sessions and threads can
 * run a graph, even while it grows. Adding is safe from several threads too, though the names then
 * depend on which comes first.
 *
 * <p>There is no default graph: a program makes one and hands it to whoever needs it.
 *
 * <p>What a graph is, from the beginning: {@code docs/lessons/01-a-graph-by-hand.md}.
 */
public final class Graph {
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Operation> byName = new HashMap<>();

  /** The number of operations, for who only wants to know whether there are more. */
  private volatile int size;

  private final NodeNames names = new NodeNames();
  private final Map<CollectionKey<?>, List<Object>> collections = new HashMap<>();
  private final Deque<InteractiveSession> interactiveSessions = new ArrayDeque<>();
  private OptionalLong randomSeed = OptionalLong.empty();
  private boolean frozen;

  /** What this is the body of; null unless it is one. */
  private final @Nullable FunctionBuilder function;

  /** Of a graph that is no body: the names of the functions in it, at whatever depth. */
  private final NodeNames functionNames = new NodeNames();

  /** Creates an empty graph. */
  public Graph() {
    function = null;
  }

  /** Creates the body of a function. */
  Graph(FunctionBuilder function) {
    this.function = function;
  }

  /** Returns the graph around this one, if this is the body of a function. */
  public Optional<Graph> outer() {
    return Optional.ofNullable(function).map(FunctionBuilder::outer);
  }

  /**
   * Returns what here stands for an output of this graph or, if this is the body of a function, of
   * one around it; an output of any other graph stands for itself.
   */
  Output<?> local(Output<?> output) {
    if (output.graph() == this || function == null) {
      return output;
    }
    Output<?> outer = function.outer().local(output);
    return outer.graph() == function.outer() ? function.captureOuter(outer) : output;
  }

  /**
   * Has whoever runs this body wait for an operation, if that belongs to a graph around this one;
   * and tells whether it does.
   */
  boolean captureControl(Operation operation) {
    if (function == null) {
      return false;
    }
    if (operation.graph() == function.outer()) {
      function.captureControl(operation);
      return true;
    }
    return function.outer().captureControl(operation);
  }

  /** Returns a name for a function that no other in this graph, or around it, has. */
  synchronized String uniqueFunctionName(String wanted) {
    return function == null
        ? functionNames.take(wanted)
        : function.outer().uniqueFunctionName(wanted);
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
                    GraphException.atCaller(
                        "There is no op named '%s'; one of your own must be registered first, see OpRegistry"
                            .formatted(type)));
    return new OperationBuilder(this, definition);
  }

  /**
   * Adds an operation.
   *
   * @param name the name that is wanted
   * @param isScope whether that is the name of a scope, which the operation shares
   */
  synchronized Operation add(String name, boolean isScope, NodeSpec spec) {
    if (frozen) {
      throw new GradusException(
          function == null
              ? "The graph is frozen, so nothing can be added to it"
              : "The body of '%s' is complete, so nothing can be added to it"
                  .formatted(function.name()));
    }
    String taken = isScope ? names.shareScope(name) : names.take(name);
    Operation operation = new Operation(this, operations.size(), taken, spec);
    operations.add(operation);
    size = operations.size();
    byName.put(taken, operation);
    return operation;
  }

  /**
   * Returns a name for a scope that this graph has never given out, and gives it out: the wanted
   * one or, if that is taken, the same with {@code _1}, {@code _2}, … behind it. Names that differ
   * just in upper and lower case count as the same, as in TensorFlow.
   *
   * @throws GraphException if the name is not made of letters, digits and {@code _ . - /} or starts
   *     with another character than a letter, a digit or a dot
   */
  public synchronized String uniqueName(String wanted) {
    try {
      return names.takeScope(wanted);
    } catch (GradusException e) {
      throw GraphException.atCaller(String.valueOf(e.getMessage()));
    }
  }

  /** Returns all operations in the order in which they were added. */
  public synchronized ImmutableList<Operation> operations() {
    return ImmutableList.copyOf(operations);
  }

  /** Returns the number of operations. */
  public int size() {
    return size;
  }

  /** Returns the operation before which the graph had the given number of others. */
  synchronized Operation operation(int id) {
    return operations.get(id);
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
    // Only values of the key's type were added under the key.
    @SuppressWarnings("unchecked")
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

  /**
   * Returns the seed for random ops, if one was set. A body of a function for which none was set
   * has one that follows from that of the graph around it and from the function's name.
   */
  public synchronized OptionalLong randomSeed() {
    if (randomSeed.isPresent() || function == null || function.outer().randomSeed().isEmpty()) {
      return randomSeed;
    }
    long outer = function.outer().randomSeed().getAsLong();
    return OptionalLong.of(31 * outer + function.name().hashCode());
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

  /** Returns this graph as text, with a line for each operation; see {@link GraphView#toText}. */
  public String toText() {
    return GraphView.of(this).toText();
  }

  /** Returns which graph this is and how many operations it has. */
  @Override
  public String toString() {
    if (function != null) {
      return "the body of '%s', of %d operations".formatted(function.name(), size());
    }
    return "graph %08x of %d operations".formatted(System.identityHashCode(this), size());
  }
}
