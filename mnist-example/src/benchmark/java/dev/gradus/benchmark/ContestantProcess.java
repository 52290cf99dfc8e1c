package dev.gradus.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** The other end of {@link ContestantMain}. */
final class ContestantProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final File errors;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final double check;

  /**
   * Starts a contestant, and waits until it is ready.
   *
   * @throws IOException if it fails; the message has what it wrote to its standard error stream
   */
  ContestantProcess(Side side) throws IOException {
    name = side.name();
    errors = Files.createTempFile("contestant", ".log").toFile();
    errors.deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(side.command()).redirectError(errors);
    builder.environment().putAll(side.environment());
    process = builder.start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    check = Double.parseDouble(answer().substring("ready ".length()));
  }

  /** Returns what {@link Contestant#check()} gave. */
  double check() {
    return check;
  }

  /** Has one thing done, and returns the answer. */
  long ask(String command, long argument) throws IOException {
    commands.write(command + " " + argument + "\n");
    commands.flush();
    return Long.parseLong(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(
          name + " has failed:\n" + Files.readString(errors.toPath(), StandardCharsets.UTF_8));
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
