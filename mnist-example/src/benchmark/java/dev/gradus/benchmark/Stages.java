package dev.gradus.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the time of a training step goes, before and after what makes it shorter: the tables of
 * {@code performance.md}.
 */
final class Stages {
  private static final List<Work> WORKS = List.of(Work.SOFTMAX_100, Work.PERCEPTRON, Work.CONVNET);
  private static final List<String> PLAIN = List.of("-Dgradus.simd=off");
  private static final List<String> SIMD = List.of("-Dgradus.simd=on");

  private Stages() {}

  /** Measures, and returns the lines of two tables in Markdown. */
  static List<String> tables(Pace pace) throws IOException {
    List<String> lines = new ArrayList<>(stages(pace));
    lines.add("");
    lines.addAll(parts(pace));
    return lines;
  }

  /** A whole step, with one means after the other added. */
  private static List<String> stages(Pace pace) throws IOException {
    List<Contest> contests = new ArrayList<>();
    for (Work work : WORKS) {
      List<Side> sides = new ArrayList<>();
      sides.add(Side.gradus("the graph as it was built, plain Java", work, 1, PLAIN, "rewrites"));
      sides.add(Side.gradus("+ rewrites, without fusing", work, 1, PLAIN, "fused-layer"));
      sides.add(Side.gradus("+ fused layers", work, 1, PLAIN));
      sides.add(Side.gradus("+ SIMD kernels", work, 1, SIMD));
      sides.add(Side.gradus("+ a second thread", work, 2, SIMD));
      contests.add(Contest.hold(sides, pace));
    }
    List<String> lines = new ArrayList<>();
    lines.add(row("", WORKS.stream().map(Stages::title).toList()));
    lines.add("|---" + "|---".repeat(WORKS.size()) + "|");
    for (int stage = 0; stage < contests.get(0).size(); stage++) {
      int at = stage;
      lines.add(
          row(
              contests.get(0).side(stage).name(),
              contests.stream().map(contest -> Line.time(contest.time(at))).toList()));
    }
    return lines;
  }

  /** What each part of a step takes, at the first stage and at the fourth. */
  private static List<String> parts(Pace pace) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(row("", Arrays.stream(Part.values()).map(Part::title).toList()));
    lines.add("|---" + "|---".repeat(Part.values().length) + "|");
    for (Work work : WORKS) {
      lines.add(parts(work, "as built", pace, PLAIN, "rewrites"));
      lines.add(parts(work, "SIMD", pace, SIMD));
    }
    return lines;
  }

  private static String parts(
      Work work, String stage, Pace pace, List<String> properties, String... without)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(work.id());
    arguments.add("" + pace.heats() * pace.warmUp());
    arguments.add("" + pace.heats() * pace.rounds() * pace.round());
    arguments.addAll(List.of(without));
    String name = title(work) + ", " + stage;
    double[] times = Side.java(name, properties, PartsMain.class, arguments).figures();
    return row(
        name, Arrays.stream(times).mapToObj(time -> time == 0 ? "none" : Line.time(time)).toList());
  }

  private static String title(Work work) {
    return switch (work) {
      case SOFTMAX_100 -> "softmax, batch 100";
      case PERCEPTRON -> "MLP, batch 128";
      default -> "convolutional network, batch 64";
    };
  }

  private static String row(String first, List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
  }
}
