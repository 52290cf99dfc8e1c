package dev.gradus.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** The file {@code benchmarks.md}. */
final class Report {
  private static final String TEXT =
      """
      # Measured

      Written by `mvn verify -Pbenchmark`, on %s. Not to be edited: run it again.

      | | |
      |---|---|
      | processor | %s |
      | memory | %s |
      | system | %s |
      | JVM of all contestants | %s |
      | TensorFlow for Java | %s |
      | OpenBLAS | %s |

      Each contestant has a process of its own. They work by turns, a quarter of a second each, %d
      rounds, after %d seconds of warming up; and this %d times with new processes, another one first,
      as two processes of one program differ by some percent. A figure is the median of all rounds,
      and a ratio the median of the ratios within each round, of our time to the peer's (of speeds,
      for matrix products). Before anything is measured, the contestants of a row have to agree on
      the result. TensorFlow runs with all its default optimizations. Where no number of threads is
      given, each side is measured with 1 and with 2, and the better one counts for it.

      %d of %d targets are met.

      | work | Gradus | peer | ratio | target | |
      |---|---|---|---|---|---|
      %s

      ## Scale

      A chain of `y = tanh(y · x)`, its gradient for x, and a run of both: per node of the graph, with
      the number of nodes of the forward pass at the left; the nodes of the gradients count for what
      comes after building.

      %s

      ## What is compared

      - **MNIST softmax step**: one `session.run` of the tutorial's training step: feed, forward,
        gradients, update. The batch is at hand as tensors of either engine; in the row that says so, as
        arrays of floats, of which both make tensors in each step.
      - **The hand-written loop**
        ([source](../mnist-example/src/benchmark/java/dev/gradus/benchmark/HandWrittenSoftmax.java)):
        the same step without a graph, with the Vector API, on one thread, and in a memory layout of its
        own choice.
      - **MLP** is without dropout; the **convolutional network** is the example's own, with dropout.
      - **Matrix product**: into an array that is there already, on both sides. OpenBLAS uses the kernels
        that it chooses for this processor by itself. The table above names them; an OpenBLAS that is
        older than the processor may choose those for a lesser one.
      - **Cold**: the whole program as a process, from its start to the line with the accuracy;
        TensorFlow's program reads the data with the same code, and its pixels go straight into
        TensorFlow's memory. Both JVMs have the flags with which the README's command starts ours
        (`%s`), and once more none. TensorFlow has 1 thread, or as many as it wants by itself,
        whichever is faster.
      - **Heap bytes**: what all threads allocate during a step, the feeds being at hand.
      """;

  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->";

  private Report() {}

  /** Puts tables into a file that others write: between two marks, in place of what is there. */
  static void insert(Path file, List<String> lines) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END, from);
    String note =
        "\nMeasured on %s, %s.\n\n".formatted(Machine.processor(), LocalDate.now(ZoneOffset.UTC));
    String tables = note + String.join("\n", lines) + "\n\n";
    Files.writeString(
        file, text.substring(0, from) + tables + text.substring(to), StandardCharsets.UTF_8);
  }

  static String text(List<Line> lines, List<String> scale, OpenBlas openBlas) throws IOException {
    List<Line> judged = lines.stream().filter(line -> !line.target().text().isEmpty()).toList();
    return TEXT.formatted(
        LocalDate.now(ZoneOffset.UTC),
        Machine.processor(),
        Machine.memory(),
        Machine.system(),
        Machine.jdk(),
        System.getProperty("benchmark.tensorflow", "unknown"),
        openBlas.describe(),
        Pace.FULL.rounds(),
        Pace.FULL.warmUp() / 1000,
        Pace.FULL.heats(),
        judged.stream().filter(Line::met).count(),
        judged.size(),
        lines.stream().map(Line::markdown).collect(Collectors.joining("\n")),
        String.join("\n", scale),
        System.getProperty("benchmark.jvm", ""));
  }
}
