package dev.gradus.core.plan;

import dev.gradus.core.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** Words a mistake that has to do with one operation: the same way when it is built as in a run. */
public final class Problem {
  private Problem() {}

  /**
   * Returns the whole message: what is wrong, with which operation, what it was given, and where it
   * was built.
   *
   * @param mistake its message says what is wrong: a clause, or a sentence whose full stop is
   *     dropped here
   * @param operation op and name, as {@link dev.gradus.core.Operation#toString} has them
   * @param inputShapes the shapes of the inputs, as well as they are known
   * @param whereBuilt a line to append, or nothing
   */
  public static String describe(
      RuntimeException mistake, String operation, List<Shape> inputShapes, String whereBuilt) {
    String problem = mistake.getMessage() == null ? mistake.toString() : mistake.getMessage();
    String seen = inputShapes.stream().map(Shape::toString).collect(Collectors.joining(", "));
    return "%s for %s%s%s"
        .formatted(
            problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem,
            operation,
            seen.isEmpty() ? "" : " with input shapes: " + seen,
            whereBuilt);
  }
}
