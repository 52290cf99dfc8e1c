package dev.gradus.conformance;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableSortedMap;
import dev.gradus.autodiff.Agreement;
import dev.gradus.autodiff.Agreement.Kind;
import dev.gradus.conformance.Run.Direction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what came of all cases. */
final class Ledger {
  private final Map<Kind, Integer> counts = new TreeMap<>();
  private final Set<NamedDifference> needed = EnumSet.noneOf(NamedDifference.class);

  /** Counts a case; one that differs is counted too, so that there is a total. */
  void add(String op, Direction direction, Verdict verdict) {
    String way = direction == Direction.FORWARD ? Agreement.FORWARD : Agreement.BACKWARD;
    Kind kind;
    if (verdict instanceof Verdict.AgreesBut but) {
      needed.addAll(but.differences());
      String names =
          but.differences().stream().map(NamedDifference::title).collect(joining(Agreement.AND));
      kind = new Kind(op, way, Agreement.AGREES, names);
    } else if (verdict instanceof Verdict.Unsupported unsupported) {
      boolean kernel = direction == Direction.FORWARD;
      kind =
          new Kind(
              op, way, kernel ? Agreement.NO_KERNEL : Agreement.NO_GRADIENT, unsupported.where());
    } else if (verdict instanceof Verdict.BothRefuse) {
      kind = new Kind(op, way, Agreement.BOTH_REFUSE, "");
    } else {
      kind =
          new Kind(op, way, verdict instanceof Verdict.Agrees ? Agreement.AGREES : "differs", "");
    }
    counts.merge(kind, 1, Integer::sum);
  }

  /** Returns how many cases came out like this, of one op or, if it is empty, of all. */
  int count(String op, String outcome) {
    return counts.entrySet().stream()
        .filter(entry -> op.isEmpty() || entry.getKey().op().equals(op))
        .filter(entry -> entry.getKey().outcome().equals(outcome))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Returns how many cases agreed because of named differences. */
  int countByDifferences(String op) {
    return counts.entrySet().stream()
        .filter(entry -> op.isEmpty() || entry.getKey().op().equals(op))
        .filter(entry -> entry.getKey().outcome().equals(Agreement.AGREES))
        .filter(entry -> !entry.getKey().detail().isEmpty())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Returns the named differences that no case needed. */
  Set<NamedDifference> superfluous() {
    return EnumSet.complementOf(EnumSet.copyOf(needed));
  }

  /** Returns one line of the report, for one op or, if it is empty, for all. */
  String line(String op) {
    return String.format(
        Locale.ROOT,
        "%-36s %,8d agree, %,6d of them by named differences; both refuse %,5d; TensorFlow has no"
            + " kernel %,5d, no gradient %,5d",
        op.isEmpty() ? "all ops" : op,
        count(op, Agreement.AGREES),
        countByDifferences(op),
        count(op, Agreement.BOTH_REFUSE),
        count(op, Agreement.NO_KERNEL),
        count(op, Agreement.NO_GRADIENT));
  }

  Agreement agreement() {
    Map<String, String> reasons = new TreeMap<>();
    Arrays.stream(NamedDifference.values())
        .forEach(difference -> reasons.put(difference.title(), difference.reason()));
    return new Agreement(ImmutableSortedMap.copyOf(counts), ImmutableSortedMap.copyOf(reasons));
  }
}
