package dev.gradus.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A contestant, and the command that starts it.
 *
 * @param name who it is, for the table
 * @param environment what is added to the variables of the environment
 */
record Side(String name, List<String> command, Map<String, String> environment) {
  private static final String PYTHON = "/usr/bin/python3";

  /** What the line begins with that has the figures of a program in it. */
  private static final String FIGURES = "figures: ";

  /** Returns Gradus with the given number of threads. */
  static Side gradus(Work work, int threads) {
    return gradus("Gradus, " + threads(threads), work, threads, List.of());
  }

  /**
   * Returns Gradus in some other state than it usually is.
   *
   * @param properties what the JVM is told, such as {@code -Dgradus.simd=off}
   * @param without names of rewrites, or "rewrites" for all
   */
  static Side gradus(
      String name, Work work, int threads, List<String> properties, String... without) {
    List<String> arguments = new ArrayList<>(List.of("gradus", work.id(), "" + threads));
    arguments.addAll(List.of(without));
    return java(name, properties, ContestantMain.class, arguments);
  }

  static Side tensorFlow(Work work, int threads) {
    return java(
        "TensorFlow, " + threads(threads),
        List.of(),
        ContestantMain.class,
        List.of("tensorflow", work.id(), "" + threads));
  }

  static Side handWritten(Work work) {
    return java(
        "hand-written loop",
        List.of(),
        ContestantMain.class,
        List.of("hand-written", work.id(), "1"));
  }

  /**
   * Returns OpenBLAS.
   *
   * @param argument the size of the matrices, or "describe"
   */
  static Side openBlas(Path script, String argument, int threads) {
    return new Side(
        "OpenBLAS, " + threads(threads),
        List.of(PYTHON, script.toString(), argument),
        Map.of("OPENBLAS_NUM_THREADS", "" + threads));
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  /** Returns a program of the class path of this JVM, in a JVM of the same kind. */
  static Side java(String name, List<String> properties, Class<?> program, List<String> arguments) {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of("--add-modules", "jdk.incubator.vector"),
                // The library of TensorFlow is unpacked once, and not in the user's home.
                Stream.ofNullable(System.getProperty("org.bytedeco.javacpp.cachedir"))
                    .map(directory -> "-Dorg.bytedeco.javacpp.cachedir=" + directory),
                properties.stream().filter(property -> !property.isEmpty()),
                Stream.of("-cp", System.getProperty("java.class.path"), program.getName()),
                arguments.stream())
            .flatMap(stream -> stream)
            .toList();
    return new Side(name, command, Map.of("TF_CPP_MIN_LOG_LEVEL", "2"));
  }

  /** Prints what {@link #figures} reads. */
  static void printFigures(double... figures) {
    System.out.println(
        Arrays.stream(figures)
            .mapToObj(Double::toString)
            .collect(Collectors.joining(" ", FIGURES, "")));
  }

  /**
   * Runs a program that prints figures and ends.
   *
   * @throws IOException if it printed none
   */
  double[] figures() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(FIGURES)) {
          return Stream.of(line.substring(FIGURES.length()).split(" "))
              .mapToDouble(Double::parseDouble)
              .toArray();
        }
      }
    }
    throw new IOException(name + " has failed: " + command);
  }
}
