package dev.gradus.benchmark;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param ours what Gradus needs, or does
 * @param theirs what it is compared with
 * @param ratio of ours to theirs; or, where there is no peer, the figure that the target is for
 */
record Line(String work, String ours, String theirs, double ratio, Target target) {

  /** What a ratio should be. */
  record Target(String text, double least, double most) {
    static Target atMost(double most) {
      return new Target("at most " + number(most), Double.NEGATIVE_INFINITY, most);
    }

    static Target atLeast(double least) {
      return new Target("at least " + number(least), least, Double.POSITIVE_INFINITY);
    }

    /** Is just for comparison. */
    static Target none() {
      return new Target("", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
    }
  }

  /** Tells whether the target is met. */
  boolean met() {
    return ratio >= target.least() && ratio <= target.most();
  }

  /** Returns this as a row of a table in Markdown. */
  String markdown() {
    String verdict = target.text().isEmpty() ? "" : met() ? "met" : "**missed**";
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(work, ours, theirs, ratioText(), target.text(), verdict);
  }

  private String ratioText() {
    if (Double.isNaN(ratio)) {
      return "";
    }
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : ratio < 10 ? "%.2f" : "%,.0f", ratio);
  }

  /** Returns a time in a unit that suits it. */
  static String time(double nanoseconds) {
    if (nanoseconds < 1e3) {
      return String.format(Locale.ROOT, "%.0f ns", nanoseconds);
    } else if (nanoseconds < 1e6) {
      return String.format(
          Locale.ROOT, nanoseconds < 1e5 ? "%.1f µs" : "%.0f µs", nanoseconds / 1e3);
    } else if (nanoseconds < 1e9) {
      return String.format(Locale.ROOT, "%.2f ms", nanoseconds / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f s", nanoseconds / 1e9);
  }
}
