package dev.gradus.core.plan;

import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the operation to which the state belongs that a reference refers to, through however many
 * assignments that pass the reference on.
 *
 * <p>What was found is remembered, so that a long chain of assignments, asked about from its start
 * to its end, is walked just once.
 */
final class StateOwners {
  private final Map<Operation, Operation> found = new HashMap<>();

  Operation of(Output<?> reference) {
    Operation operation = reference.operation();
    while (!found.containsKey(operation) && !operation.definition().ownsState()) {
      operation = operation.input(0).operation();
    }
    Operation owner = found.getOrDefault(operation, operation);
    found.put(reference.operation(), owner);
    return owner;
  }
}
