package dev.gradus.benchmark;

import dev.gradus.benchmark.Line.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All rows of the table. */
final class Rows {
  private final OpenBlas openBlas;

  Rows(OpenBlas openBlas) {
    this.openBlas = openBlas;
  }

  /** Returns the rows, in the order of the table. */
  List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "softmax-100",
            pace -> tensorFlow("MNIST softmax step, batch 100", Work.SOFTMAX_100, 0.36, pace)));
    rows.add(
        new Row(
            "softmax-100-from-arrays",
            pace ->
                tensorFlow(
                    "the same, and tensors made of the batch's arrays in each step",
                    Work.SOFTMAX_100_FROM_ARRAYS,
                    0.36,
                    pace)));
    rows.add(new Row("softmax-loop", Rows::handWritten));
    rows.add(
        new Row(
            "softmax-1",
            pace -> tensorFlow("MNIST softmax step, batch 1", Work.SOFTMAX_1, 0.10, pace)));
    rows.add(
        new Row(
            "mlp-2",
            pace ->
                sameThreads(
                    "MLP 784-512-512-10, batch 128, SGD step, 2 threads",
                    Work.PERCEPTRON,
                    2,
                    0.80,
                    pace)));
    rows.add(
        new Row(
            "mlp-1", pace -> sameThreads("the same, 1 thread", Work.PERCEPTRON, 1, 1.00, pace)));
    rows.add(
        new Row(
            "convnet",
            pace ->
                sameThreads(
                    "convolutional network, batch 64, Adam step, 2 threads",
                    Work.CONVNET,
                    2,
                    1.00,
                    pace)));
    for (Work work : List.of(Work.PRODUCT_512, Work.PRODUCT_1024, Work.PRODUCT_2048)) {
      for (int threads : new int[] {1, 2}) {
        rows.add(new Row(work.id() + "-" + threads, pace -> product(work, threads, pace)));
      }
    }
    rows.add(
        new Row(
            "empty",
            pace -> tensorFlow("run of an almost empty graph", Work.ALMOST_EMPTY, 0.02, pace)));
    rows.add(
        new Row(
            "chain",
            pace -> tensorFlow("node in a chain of 1,000 scalar adds", Work.CHAIN, 0.15, pace)));
    for (Work work : List.of(Work.SOFTMAX_100, Work.PERCEPTRON, Work.CONVNET)) {
      rows.add(new Row("heap-" + work.id(), pace -> heap(work, pace)));
    }
    for (Work work : List.of(Work.PRODUCT_512, Work.PRODUCT_1024)) {
      rows.add(new Row("scalar-" + work.id(), pace -> scalar(work, pace)));
    }
    rows.add(new Row("cold", ColdRun::lines));
    return rows;
  }

  /** Compares with TensorFlow, each with the number of threads that is the better one for it. */
  private static List<Line> tensorFlow(String title, Work work, double target, Pace pace)
      throws IOException {
    Contest contest =
        Contest.hold(
            List.of(
                Side.gradus(work, 1),
                Side.gradus(work, 2),
                Side.tensorFlow(work, 1),
                Side.tensorFlow(work, 2)),
            pace);
    int ours = contest.fastest(0, 2);
    int theirs = contest.fastest(2, 4);
    double nodes = work == Work.CHAIN ? work.size() : 1;
    return List.of(
        new Line(
            title,
            named(contest, ours, nodes),
            named(contest, theirs, nodes) + "; " + named(contest, 5 - theirs, nodes),
            contest.ratio(ours, theirs),
            Target.atMost(target)));
  }

  private static List<Line> sameThreads(
      String title, Work work, int threads, double target, Pace pace) throws IOException {
    Contest contest =
        Contest.hold(List.of(Side.gradus(work, threads), Side.tensorFlow(work, threads)), pace);
    return List.of(
        new Line(
            title,
            named(contest, 0, 1),
            named(contest, 1, 1),
            contest.ratio(0, 1),
            Target.atMost(target)));
  }

  private static List<Line> handWritten(Pace pace) throws IOException {
    Contest contest =
        Contest.hold(
            List.of(Side.gradus(Work.SOFTMAX_100, 1), Side.handWritten(Work.SOFTMAX_100)), pace);
    return List.of(
        new Line(
            "MNIST softmax step, batch 100, 1 thread",
            named(contest, 0, 1),
            named(contest, 1, 1),
            contest.ratio(0, 1),
            Target.atMost(1.15)));
  }

  private List<Line> product(Work work, int threads, Pace pace) throws IOException {
    String title =
        "matrix product, %,d³, %s".formatted(work.size(), threads == 1 ? "1 thread" : "2 threads");
    Optional<Side> peer = openBlas.side(work, threads);
    if (peer.isEmpty()) {
      return List.of(
          new Line(title, "", "skipped: " + openBlas.absence(), Double.NaN, Target.none()));
    }
    Contest contest = Contest.hold(List.of(Side.gradus(work, threads), peer.get()), pace);
    return List.of(
        new Line(
            title,
            speed(contest, 0, work),
            speed(contest, 1, work),
            // Of speeds, that is.
            contest.ratio(1, 0),
            Target.atLeast(0.95)));
  }

  /** Compares our own kernels: those of plain Java with those of the Vector API. */
  private static List<Line> scalar(Work work, Pace pace) throws IOException {
    Contest contest =
        Contest.hold(
            List.of(
                Side.gradus("scalar kernels", work, 1, List.of("-Dgradus.simd=off")),
                Side.gradus("SIMD kernels", work, 1, List.of("-Dgradus.simd=on"))),
            pace);
    return List.of(
        new Line(
            "scalar kernels against SIMD kernels, matrix product, %,d³, 1 thread"
                .formatted(work.size()),
            speed(contest, 0, work),
            speed(contest, 1, work),
            contest.ratio(1, 0),
            Target.atLeast(0.30)));
  }

  private static List<Line> heap(Work work, Pace pace) throws IOException {
    try (ContestantProcess process = new ContestantProcess(Side.gradus(work, 2))) {
      // As long as in all heats together: there is but one process here.
      process.ask("warm", pace.heats() * pace.warmUp());
      long steps = Math.max(10, process.ask("warm", pace.round()));
      double[] bytes = new double[3];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = process.ask("allocate", steps) / (double) steps;
      }
      Arrays.sort(bytes);
      return List.of(
          new Line(
              "heap bytes allocated per warm step: " + title(work),
              String.format(Locale.ROOT, "%,.0f bytes", bytes[1]),
              "",
              bytes[1],
              Target.atMost(1023)));
    }
  }

  private static String title(Work work) {
    return switch (work) {
      case SOFTMAX_100 -> "softmax, batch 100";
      case PERCEPTRON -> "MLP";
      case CONVNET -> "convolutional network";
      default -> work.id();
    };
  }

  private static String named(Contest contest, int side, double parts) {
    return Line.time(contest.time(side) / parts) + " (" + contest.side(side).name() + ")";
  }

  private static String speed(Contest contest, int side, Work work) {
    double operations = 2 * Math.pow(work.size(), 3);
    return String.format(
        Locale.ROOT,
        "%.1f GFLOP/s (%s)",
        operations / contest.time(side),
        contest.side(side).name());
  }
}
