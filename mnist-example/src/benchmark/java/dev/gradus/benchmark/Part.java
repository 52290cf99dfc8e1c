package dev.gradus.benchmark;

import dev.gradus.core.Operation;
import dev.gradus.core.TracedStep;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step of a session does a part of, in a training step. */
enum Part {
  /** What the network gives. */
  FORWARD("forward"),
  /** What the loss needs besides. */
  LOSS("loss"),
  /** What the gradients of the loss for all variables need besides. */
  GRADIENTS("gradients"),
  /** The rest: that which changes the variables, and what only it needs. */
  UPDATE("update");

  private final String title;

  Part(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Returns the part of each operation that a training step needs, but for those of the update. */
  static Map<Operation, Part> ofOperations(GradusModel model) {
    Map<Operation, Part> parts = new HashMap<>();
    claim(FORWARD, List.of(model.y().operation()), parts);
    claim(LOSS, List.of(model.loss().operation()), parts);
    claim(GRADIENTS, model.gradients(), parts);
    return parts;
  }

  private static void claim(Part part, Collection<Operation> ends, Map<Operation, Part> parts) {
    Deque<Operation> open = new ArrayDeque<>(ends);
    while (!open.isEmpty()) {
      Operation operation = open.pop();
      if (parts.putIfAbsent(operation, part) == null) {
        operation.inputs().forEach(input -> open.push(input.operation()));
      }
    }
  }

  /** Returns the part to which a step belongs. */
  static Part of(TracedStep step, Map<Operation, Part> parts) {
    return step.updates().isEmpty() ? parts.getOrDefault(step.operation(), UPDATE) : UPDATE;
  }
}
