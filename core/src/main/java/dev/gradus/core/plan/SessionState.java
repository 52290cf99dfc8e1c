package dev.gradus.core.plan;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.OpRegistry;
import dev.gradus.core.Operation;
import dev.gradus.core.Rewrite;
import dev.gradus.core.Workers;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a session's runs share: the values of variables, the states of kernels, and the threads that
 * help.
 */
final class SessionState {
  private final TensorAccess tensors;
  private final Workers workers;
  private final PrintStream printStream;
  private final Map<Operation, StateCell> cells = new ConcurrentHashMap<>();
  private final Map<Operation, Object> kernelStates = new ConcurrentHashMap<>();
  private final Set<Rewrite> appliedRewrites = ConcurrentHashMap.newKeySet();

  SessionState(TensorAccess tensors, Workers workers, PrintStream printStream) {
    this.tensors = tensors;
    this.workers = workers;
    this.printStream = printStream;
  }

  /** Returns the threads among which kernels divide large work. */
  Workers workers() {
    return workers;
  }

  /** Returns the stream to which ops print. */
  PrintStream printStream() {
    return printStream;
  }

  /** Returns what reaches the arrays of the tensors that this holds, and of all others. */
  TensorAccess tensors() {
    return tensors;
  }

  /** Notes that a plan was changed by a rewrite. */
  void noteApplied(Rewrite rewrite) {
    appliedRewrites.add(rewrite);
  }

  /** Returns the rewrites that changed a plan, in the order in which the registry has them. */
  ImmutableSet<Rewrite> appliedRewrites() {
    return OpRegistry.rewrites().stream()
        .filter(appliedRewrites::contains)
        .collect(ImmutableSet.toImmutableSet());
  }

  StateCell cell(Operation owner) {
    return cells.computeIfAbsent(owner, StateCell::new);
  }

  /** Returns the state of an operation's kernel, which is made when it is first asked for. */
  <S> S kernelState(Operation operation, Supplier<S> initial) {
    // An operation has one kernel, which always asks for the same type.
    @SuppressWarnings("unchecked")
    S state = (S) kernelStates.computeIfAbsent(operation, unused -> initial.get());
    return state;
  }
}
