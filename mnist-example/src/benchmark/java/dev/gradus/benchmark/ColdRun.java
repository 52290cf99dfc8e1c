package dev.gradus.benchmark;

import dev.gradus.benchmark.Line.Target;
import dev.gradus.mnist.MnistSoftmax;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The whole tutorial, from the start of a JVM to the accuracy printed: what someone waits for who
 * tries it, with nothing compiled or warm.
 *
 * <p>The wall time is taken here, from the start of the process to its last line. The peak of its
 * resident memory is what Linux has noted of it when that line comes.
 */
final class ColdRun {
  private static final double LEAST_ACCURACY = 0.91;
  private static final int ROUNDS = 9;
  private static final int QUICK_ROUNDS = 3;

  /** One run of a program. */
  private record Run(double seconds, double mebibytes) {}

  private ColdRun() {}

  static List<Line> lines(Pace pace) throws IOException {
    // As the README starts the program; and both once more as the JVM is when it is told nothing.
    List<String> flags = List.of(System.getProperty("benchmark.jvm", "").split(" +"));
    List<String> none = List.of();
    List<Side> sides =
        List.of(
            gradus("Gradus", flags),
            tensorFlow(flags, 1),
            tensorFlow(flags, 0),
            gradus("Gradus, java -jar", none),
            tensorFlow(none, 1),
            tensorFlow(none, 0));
    int rounds = pace.quantile() == 0 ? QUICK_ROUNDS : ROUNDS;
    Run[][] runs = new Run[sides.size()][rounds];
    // The first run of all is not counted: it fills the system's cache of files.
    for (int round = -1; round < rounds; round++) {
      for (int side = 0; side < runs.length; side++) {
        Run run = run(sides.get(side));
        if (round >= 0) {
          runs[side][round] = run;
        }
      }
    }
    List<Line> lines = new ArrayList<>();
    for (int ours = 0; ours < runs.length; ours += 3) {
      int one = ours + 1;
      int more = ours + 2;
      boolean better = median(seconds(runs[one])) < median(seconds(runs[more]));
      int theirs = better ? one : more;
      String work =
          ours == 0
              ? "cold: JVM start to the accuracy, 1,000 steps"
              : "the same, without flags for the JVM";
      List<Side> both = List.of(sides.get(ours), sides.get(theirs));
      lines.add(
          line(
              work + ", wall time",
              both,
              seconds(runs[ours]),
              seconds(runs[theirs]),
              "%.2f s",
              0.75));
      lines.add(
          line(
              work + ", peak resident memory",
              both,
              mebibytes(runs[ours]),
              mebibytes(runs[theirs]),
              "%.0f MiB",
              0.40));
    }
    return lines;
  }

  private static Line line(
      String title,
      List<Side> sides,
      double[] ours,
      double[] theirs,
      String format,
      double target) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    String form = format + " (%s)";
    return new Line(
        title,
        String.format(Locale.ROOT, form, median(ours), sides.get(0).name()),
        String.format(Locale.ROOT, form, median(theirs), sides.get(1).name()),
        median(ratios),
        Target.atMost(target));
  }

  /** Returns the program of its jar; or from classes, where these are in no jar. */
  private static Side gradus(String name, List<String> flags) {
    String jar = System.getProperty("benchmark.program", "");
    if (jar.isEmpty()) {
      return Side.java(name, flags, MnistSoftmax.class, List.of());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-jar", jar));
    return new Side(name, command, Map.of());
  }

  private static Side tensorFlow(List<String> flags, int threads) {
    String name =
        switch (threads) {
          case 0 -> "TensorFlow, default threads";
          case 1 -> "TensorFlow, 1 thread";
          default -> "TensorFlow, " + threads + " threads";
        };
    return Side.java(name, flags, TensorFlowTutorial.class, List.of("" + threads));
  }

  private static Run run(Side side) throws IOException {
    File errors = Files.createTempFile("cold", ".log").toFile();
    errors.deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(side.command()).redirectError(errors);
    builder.environment().putAll(side.environment());
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        double accuracy = accuracy(line);
        if (accuracy >= LEAST_ACCURACY) {
          double seconds = (System.nanoTime() - start) / 1e9;
          return new Run(seconds, peak(process));
        }
      }
      throw new IOException(
          side.name()
              + " has failed:\n"
              + Files.readString(errors.toPath(), StandardCharsets.UTF_8));
    } finally {
      await(process);
    }
  }

  /** Reads "test accuracy: 0.9187", or just the number; of other lines, returns NaN. */
  private static double accuracy(String line) {
    String number = line.replace("test accuracy:", "").strip();
    return number.matches("0\\.\\d+") ? Double.parseDouble(number) : Double.NaN;
  }

  private static double peak(Process process) throws IOException {
    Path status = Path.of("/proc", "" + process.pid(), "status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status, StandardCharsets.UTF_8)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    }
    return Double.NaN;
  }

  private static void await(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static double[] seconds(Run[] runs) {
    return Arrays.stream(runs).mapToDouble(Run::seconds).toArray();
  }

  private static double[] mebibytes(Run[] runs) {
    return Arrays.stream(runs).mapToDouble(Run::mebibytes).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
