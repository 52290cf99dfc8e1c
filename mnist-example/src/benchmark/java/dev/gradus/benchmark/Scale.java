package dev.gradus.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Time and memory per node, for graphs of ten thousand, a hundred thousand, a million nodes. */
final class Scale {
  private static final int[] NODES = {10_000, 100_000, 1_000_000};

  /**
   * How much more a node of the largest graph may cost than one of the smallest: no algorithm with
   * an exponent of 1.1 or more would pass, but caches that are too small do.
   */
  private static final double MOST_GROWTH = 1.5;

  private Scale() {}

  /** Measures, and returns the lines of a table in Markdown. */
  static List<String> table(boolean quick) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| nodes | build | differentiate | plan | run | heap, graph | heap, session |");
    lines.add("|---|---|---|---|---|---|---|");
    double[] first = {};
    double[] last = {};
    for (int nodes : NODES) {
      last = measure(nodes, quick);
      first = first.length == 0 ? last : first;
      lines.add(
          String.format(
              Locale.ROOT,
              "| %,d | %.0f ns | %.0f ns | %.0f ns | %.0f ns | %.0f bytes | %.0f bytes |",
              nodes,
              last[0],
              last[1],
              last[2],
              last[3],
              last[4],
              last[5]));
    }
    StringBuilder growth = new StringBuilder("| growth");
    for (int i = 0; i < first.length; i++) {
      growth.append(String.format(Locale.ROOT, " | %.2f", last[i] / first[i]));
    }
    lines.add(growth + " |");
    double timeGrowth =
        (last[0] + last[1] + last[2] + last[3]) / (first[0] + first[1] + first[2] + first[3]);
    double heapGrowth = (last[4] + last[5]) / (first[4] + first[5]);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "From the smallest to the largest, a hundred times as many nodes, the time per node has "
                + "grown by a factor of %.2f, the heap per node by %.2f. Target: at most %.2f each, "
                + "the rest being caches that are too small. %s.",
            timeGrowth,
            heapGrowth,
            MOST_GROWTH,
            timeGrowth <= MOST_GROWTH && heapGrowth <= MOST_GROWTH ? "Met" : "**Missed**"));
    return lines;
  }

  private static double[] measure(int nodes, boolean quick) throws IOException {
    return Side.java("scale", List.of(), ScaleMain.class, List.of("" + nodes, "" + quick))
        .figures();
  }
}
