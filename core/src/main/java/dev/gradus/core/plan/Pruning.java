package dev.gradus.core.plan;

import com.google.common.collect.ImmutableSet;
import dev.gradus.core.ArgumentDef;
import dev.gradus.core.ArgumentDef.Role;
import dev.gradus.core.OpFlag;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of a graph that a request needs: all from which a fetch or target can be reached without
 * passing a feed.
 *
 * @param operations the operations needed, in the order in which they were built, which is one in
 *     which they can run
 * @param forEffect those of them that run even if nobody needs what they compute: targets, and what
 *     others wait for
 * @param unfed those of them that have no value but the one that should have been fed
 * @param readFirst the operations whose state this reads before it assigns it, so that it must have
 *     been set before
 * @param assigns whether any state is assigned
 * @param owners finds the operation to which a state belongs
 */
record Pruning(
    List<Operation> operations,
    Set<Operation> forEffect,
    List<Operation> unfed,
    Set<Operation> readFirst,
    boolean assigns,
    StateOwners owners) {

  static Pruning of(RunRequest request) {
    Set<Output<?>> fed = ImmutableSet.copyOf(request.fed());
    List<Operation> operations = needed(request, fed);
    List<Operation> unfed =
        operations.stream()
            .filter(operation -> operation.definition().has(OpFlag.MUST_BE_FED))
            .toList();

    Set<Operation> forEffect = new HashSet<>(request.targets());
    operations.forEach(operation -> forEffect.addAll(operation.controlInputs()));

    StateOwners owners = new StateOwners();
    Set<Operation> assigned = new HashSet<>();
    Set<Operation> readFirst = new LinkedHashSet<>();
    for (Operation operation : operations) {
      noteState(operation, fed, owners, assigned, readFirst);
    }
    for (Output<?> fetch : request.fetches()) {
      if (fetch.isReference() && !assigned.contains(owners.of(fetch))) {
        readFirst.add(owners.of(fetch));
      }
    }
    return new Pruning(operations, forEffect, unfed, readFirst, !assigned.isEmpty(), owners);
  }

  private static List<Operation> needed(RunRequest request, Set<Output<?>> fed) {
    Set<Operation> seen = new HashSet<>();
    Deque<Operation> open = new ArrayDeque<>(request.targets());
    for (Output<?> fetch : request.fetches()) {
      if (!fed.contains(fetch)) {
        open.push(fetch.operation());
      }
    }
    List<Operation> needed = new ArrayList<>();
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (seen.add(operation)) {
        needed.add(operation);
        open.addAll(operation.controlInputs());
        for (Output<?> input : operation.inputs()) {
          if (!fed.contains(input)) {
            open.push(input.operation());
          }
        }
      }
    }
    needed.sort(Comparator.comparingInt(Operation::id));
    return needed;
  }

  private static void noteState(
      Operation operation,
      Set<Output<?>> fed,
      StateOwners owners,
      Set<Operation> assigned,
      Set<Operation> readFirst) {
    for (int i = 0; i < operation.inputs().size(); i++) {
      Output<?> input = operation.input(i);
      if (!input.isReference() || fed.contains(input)) {
        continue;
      }
      ArgumentDef declared = operation.definition().inputDeclaration(i, operation.attributes());
      Operation owner = owners.of(input);
      if (declared.role() != Role.ASSIGNED && !assigned.contains(owner)) {
        readFirst.add(owner);
      }
      if (declared.isReference()) {
        assigned.add(owner);
      }
    }
  }
}
