package dev.gradus.mnist.report;

import dev.gradus.core.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file for a report, as somebody typed it. */
public final class ReportFile {
  private ReportFile() {}

  /**
   * Checks that a report can be written there, so that nobody trains for an hour to learn that it
   * cannot.
   *
   * @return the file, with its whole path; there may be one of this name already
   * @throws GradusException if it is a directory or anything else that is no file, or its directory
   *     is missing, or takes no new file
   */
  public static Path checked(String typed) {
    Path file = parse(typed);
    Path directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw mistake(typed, "is a directory");
    } else if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw mistake(typed, "is something else");
    } else if (!Files.isDirectory(directory)) {
      throw mistake(typed, "would be in '%s', which is no directory".formatted(directory));
    }
    try {
      // Rights alone do not tell: the file system may be mounted for reading, or full.
      Files.delete(Files.createTempFile(directory, ".report", ".html"));
    } catch (IOException e) {
      throw mistake(typed, "would be in '%s', where nothing can be written".formatted(directory));
    }
    return file;
  }

  /**
   * Checks that a directory for TensorBoard would not take the report's place.
   *
   * @param file what {@link #checked} returned
   * @param logdir the directory, as somebody typed it
   * @throws GradusException if the directory is to be there, or below
   */
  public static void requireApart(Path file, String logdir) {
    boolean isTaken = false;
    try {
      isTaken = Path.of(logdir).toAbsolutePath().normalize().startsWith(file);
    } catch (InvalidPathException e) {
      // It is for EventLog to say so.
    }
    if (isTaken) {
      throw new GradusException(
          "Option --report takes a file, --logdir a directory, and '%s' cannot be both."
              .formatted(file));
    }
  }

  private static Path parse(String typed) {
    try {
      if (!typed.isBlank()) {
        return Path.of(typed).toAbsolutePath().normalize();
      }
    } catch (InvalidPathException e) {
      // It is as useless as a blank one.
    }
    throw mistake(typed, "is none");
  }

  private static GradusException mistake(String typed, String what) {
    return new GradusException(
        "Option --report takes a file to write, and '%s' %s.".formatted(typed, what));
  }
}
