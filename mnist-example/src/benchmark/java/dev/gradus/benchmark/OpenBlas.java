package dev.gradus.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * OpenBLAS by way of NumPy, if the machine has it ({@code apt install python3-numpy
 * libopenblas0-pthread}).
 */
final class OpenBlas {
  private final Path script;
  private final String description;
  private final boolean present;

  private OpenBlas(Path script, String description, boolean present) {
    this.script = script;
    this.description = description;
    this.present = present;
  }

  /** Finds out whether it is there. */
  static OpenBlas find() throws IOException {
    Path script = Files.createTempFile("openblas", ".py");
    script.toFile().deleteOnExit();
    try (InputStream resource = OpenBlas.class.getResourceAsStream("openblas.py")) {
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Side side = Side.openBlas(script, "describe", 1);
    try {
      Process process =
          new ProcessBuilder(side.command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean present = process.waitFor() == 0;
      return new OpenBlas(
          script,
          present ? output : side.command().get(0) + " has no NumPy with OpenBLAS",
          present);
    } catch (IOException e) {
      return new OpenBlas(script, "there is no " + side.command().get(0), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Returns the contestant for a product; nothing if it is not there. */
  Optional<Side> side(Work work, int threads) {
    return present
        ? Optional.of(Side.openBlas(script, "" + work.size(), threads))
        : Optional.empty();
  }

  /** Returns why it is not there. */
  String absence() {
    return description;
  }

  /** Returns a line about the version. */
  String describe() {
    return present ? description : "none: " + description;
  }
}
