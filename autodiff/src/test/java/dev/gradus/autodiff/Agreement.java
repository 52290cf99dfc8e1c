package dev.gradus.autodiff;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far Gradus and TensorFlow agree: what the comparison of all ops ({@code -Ptensorflow}) found,
 * kept in a file so that the table of ops can show it where TensorFlow is not at hand.
 *
 * @param counts how many cases there were of each kind
 * @param reasons the named differences with their reasons
 */
public record Agreement(
    ImmutableSortedMap<Kind, Integer> counts, ImmutableSortedMap<String, String> reasons) {
  /** That the two agree; that both report an error; that TensorFlow has no kernel or gradient. */
  public static final String AGREES = "agrees";

  public static final String BOTH_REFUSE = "both refuse";
  public static final String NO_KERNEL = "no kernel";
  public static final String NO_GRADIENT = "no gradient";

  /** Forward is the op itself, backward its gradients. */
  public static final String FORWARD = "forward";

  public static final String BACKWARD = "backward";

  /** Stands between the names of differences that one case needed. */
  public static final String AND = " + ";

  private static final String REASON = "reason";

  private static final List<String> HEADER =
      List.of(
          "# How far Gradus agrees with TensorFlow. Written by the tests of the profile tensorflow:",
          "#   " + OpTable.CONFORMANCE_COMMAND,
          "# Counts of cases by op, direction, what came of them, and a detail: the named",
          "# differences that were needed, or the types for which TensorFlow has nothing.");

  /**
   * What came of cases.
   *
   * @param op the op
   * @param direction forward or backward
   * @param outcome what came of them
   * @param detail more of it
   */
  public record Kind(String op, String direction, String outcome, String detail)
      implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return String.join("\t", op, direction, outcome, detail);
    }
  }

  /** Returns the file: a resource of the tests of this module, in which Maven runs them. */
  public static Path file() {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return module.resolve("src/test/resources/dev/gradus/autodiff/agreement.txt");
  }

  /** Reads the file. */
  static Agreement read() throws IOException {
    Map<Kind, Integer> counts = new TreeMap<>();
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Files.readAllLines(file())) {
      if (!line.startsWith("#")) {
        List<String> parts = Splitter.on('\t').splitToList(line);
        if (parts.get(0).equals(REASON)) {
          reasons.put(parts.get(1), parts.get(2));
        } else {
          counts.put(
              new Kind(parts.get(0), parts.get(1), parts.get(2), parts.get(3)),
              Integer.valueOf(parts.get(4)));
        }
      }
    }
    return new Agreement(ImmutableSortedMap.copyOf(counts), ImmutableSortedMap.copyOf(reasons));
  }

  /** Returns the lines of the file. */
  public ImmutableList<String> lines() {
    List<String> lines = new ArrayList<>(HEADER);
    counts.forEach((kind, count) -> lines.add(kind + "\t" + count));
    reasons.forEach((name, reason) -> lines.add(String.join("\t", REASON, name, reason)));
    return ImmutableList.copyOf(lines);
  }

  /** Returns what the table of ops says of an op; empty if it has not been compared yet. */
  String of(String op) {
    int forward = count(op, FORWARD, AGREES) + count(op, FORWARD, BOTH_REFUSE);
    int backward = count(op, BACKWARD, AGREES);
    if (forward == 0) {
      return "not compared yet";
    }
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d", forward));
    if (backward > 0) {
      text.append(String.format(Locale.ROOT, " + %,d", backward));
    }
    differences(op)
        .forEach(
            (name, count) -> text.append(String.format(Locale.ROOT, "; %,d: *%s*", count, name)));
    List<String> kernels = details(op, FORWARD, NO_KERNEL);
    if (!kernels.isEmpty()) {
      text.append("; no kernel for ").append(String.join(", ", kernels));
    }
    if (count(op, BACKWARD, NO_GRADIENT) > 0) {
      List<String> types = details(op, BACKWARD, NO_GRADIENT);
      text.append("; no gradient there");
      if (!types.contains("")) {
        text.append(" for ").append(String.join(" or ", types));
      }
    }
    return text.toString();
  }

  private int count(String op, String direction, String outcome) {
    return matching(op, direction, outcome).mapToInt(Map.Entry::getValue).sum();
  }

  private List<String> details(String op, String direction, String outcome) {
    return matching(op, direction, outcome).map(entry -> entry.getKey().detail()).toList();
  }

  /** Returns the named differences that cases of an op needed, each with the number of cases. */
  private SortedMap<String, Integer> differences(String op) {
    SortedMap<String, Integer> differences = new TreeMap<>();
    Stream.of(FORWARD, BACKWARD)
        .flatMap(direction -> matching(op, direction, AGREES))
        .forEach(
            entry ->
                Splitter.on(AND)
                    .omitEmptyStrings()
                    .split(entry.getKey().detail())
                    .forEach(name -> differences.merge(name, entry.getValue(), Integer::sum)));
    return differences;
  }

  private Stream<Map.Entry<Kind, Integer>> matching(String op, String direction, String outcome) {
    return counts.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().op().equals(op)
                    && entry.getKey().direction().equals(direction)
                    && entry.getKey().outcome().equals(outcome));
  }
}
