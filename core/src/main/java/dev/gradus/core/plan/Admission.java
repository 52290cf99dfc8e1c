package dev.gradus.core.plan;

import dev.gradus.core.Feed;
import dev.gradus.core.Graph;
import dev.gradus.core.Operation;
import dev.gradus.core.Output;
import dev.gradus.core.RunException;
import dev.gradus.core.SessionOptions.Watcher;
import dev.gradus.core.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what keeps a run from taking place: all of it at once, so that it can be mended at once.
 *
 * <p>The wording follows TensorFlow's, for those who know it.
 */
final class Admission {
  private final List<String> problems = new ArrayList<>();

  /** Throws if anything of the request is of another graph than the session's. */
  static void checkGraph(Graph graph, RunRequest request) {
    Admission admission = new Admission();
    request.fetches().forEach(fetch -> admission.noteGraph(graph, fetch.operation(), "Fetch"));
    request.targets().forEach(target -> admission.noteGraph(graph, target, "Target"));
    request.fed().forEach(fed -> admission.noteGraph(graph, fed.operation(), "Feed"));
    admission.throwIfAny();
  }

  /** Throws if what is to be watched is of another graph than the session's. */
  static void checkWatchers(Graph graph, List<Watcher<?>> watchers) {
    Admission admission = new Admission();
    watchers.forEach(
        watcher -> admission.noteGraph(graph, watcher.output().operation(), "Watched"));
    admission.throwIfAny();
  }

  /** Throws if a feed is wrong or missing, or a state is read that was never set. */
  static void checkNeeds(Pruning pruning, List<? extends Feed<?>> feeds, SessionState state) {
    Admission admission = new Admission();
    admission.noteFeeds(feeds);
    pruning.unfed().forEach(operation -> admission.noteUnfed(operation, feeds));
    admission.noteUninitialized(pruning.readFirst().stream().map(state::cell).toList());
    admission.throwIfAny();
  }

  /** Throws if one of the states that a run reads was never set. */
  static void checkInitialized(List<StateCell> cells) {
    for (StateCell cell : cells) {
      if (!cell.isInitialized()) {
        Admission admission = new Admission();
        admission.noteUninitialized(cells);
        admission.throwIfAny();
      }
    }
  }

  private void noteGraph(Graph graph, Operation operation, String role) {
    if (operation.graph() != graph) {
      problems.add(
          "%s '%s' belongs to another graph (%s) than the one that this session runs (%s).%s"
              .formatted(role, operation.name(), operation.graph(), graph, operation.whereBuilt()));
    }
  }

  private void noteFeeds(List<? extends Feed<?>> feeds) {
    Set<Output<?>> seen = new HashSet<>();
    for (Feed<?> feed : feeds) {
      Output<?> target = feed.target();
      String where = target.operation().whereBuilt();
      if (!seen.add(target)) {
        problems.add("Tensor '%s' is fed twice.%s".formatted(target.name(), where));
      }
      if (target.isReference()) {
        problems.add(
            "'%s' is a variable's state, which can be assigned but not fed; feed what reads it.%s"
                .formatted(target.name(), where));
      }
      if (!feed.value().dataType().equals(target.dataType())) {
        problems.add(
            "Cannot feed a value of %s for tensor '%s', which is of %s.%s"
                .formatted(feed.value().dataType(), target.name(), target.dataType(), where));
      }
      if (!feed.value().shape().isCompatibleWith(target.shape())) {
        problems.add(
            "Cannot feed a value of shape %s for tensor '%s', which has shape %s%s.%s"
                .formatted(
                    feed.value().shape(),
                    target.name(),
                    target.shape(),
                    difference(feed.value().shape(), target.shape()),
                    where));
      }
    }
  }

  /** Says in words how two incompatible shapes differ. */
  private static String difference(Shape fed, Shape wanted) {
    if (fed.rank() != wanted.rank()) {
      return ": it is of rank %d, and rank %d is wanted".formatted(fed.rank(), wanted.rank());
    }
    StringBuilder difference = new StringBuilder();
    for (int axis = 0; axis < fed.rank(); axis++) {
      int want = wanted.dimension(axis);
      if (want != Shape.UNKNOWN && want != fed.dimension(axis)) {
        difference.append(
            "%s axis %d is %d, and %d is wanted"
                .formatted(difference.isEmpty() ? ":" : ",", axis, fed.dimension(axis), want));
      }
    }
    return difference.toString();
  }

  private void noteUnfed(Operation operation, List<? extends Feed<?>> feeds) {
    boolean isFed = feeds.stream().anyMatch(feed -> feed.target().operation().equals(operation));
    if (!isFed) {
      Output<?> output = operation.output(0);
      problems.add(
          "You must feed a value for placeholder tensor '%s' with dtype %s and shape %s.%s"
              .formatted(
                  operation.name(), output.dataType(), output.shape(), operation.whereBuilt()));
    }
  }

  private void noteUninitialized(List<StateCell> cells) {
    @Nullable String hint =
        " Run globalVariablesInitializer() first, built after all variables, once per session.";
    for (StateCell cell : cells) {
      if (!cell.isInitialized()) {
        Output<?> output = cell.owner().output(0);
        problems.add(
            "Attempting to use uninitialized value '%s' with dtype %s and shape %s.%s%s"
                .formatted(
                    cell.owner().name(),
                    output.dataType(),
                    output.shape(),
                    hint == null ? "" : hint,
                    cell.owner().whereBuilt()));
        hint = null;
      }
    }
  }

  private void throwIfAny() {
    if (problems.size() == 1) {
      throw new RunException(problems.get(0));
    } else if (!problems.isEmpty()) {
      throw new RunException(
          "This run cannot take place, for %d reasons:\n- %s"
              .formatted(problems.size(), String.join("\n- ", problems)));
    }
  }
}
