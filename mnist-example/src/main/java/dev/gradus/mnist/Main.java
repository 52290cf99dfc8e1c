package dev.gradus.mnist;

import dev.gradus.core.GradusException;
import dev.gradus.mnist.report.EventLog;
import dev.gradus.mnist.report.ReportFile;
import dev.gradus.mnist.report.TrainingReport;
import dev.gradus.mnist.source.DataSource;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program: trains {@link MnistSoftmax}, {@link MnistMlp} or {@link MnistConvnet}, with the
 * options of the command line.
 *
 * <p>The result is the last line on the standard output, such as {@code test accuracy: 0.9188};
 * what else there is to tell goes to the standard error stream, also where the report is, if one is
 * wanted. A mistake is told in one sentence, and costs nothing but the run. The exit code is 0 if
 * all went well, 2 if the command line is wrong, and 1 if something else is, such as the data.
 */
public final class Main {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private static final int IMAGE_SIZE = 28 * 28;
  private static final Pattern URL_START = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");
  private static final Pattern UNSAFE_IN_NAMES = Pattern.compile("[^A-Za-z0-9.-]+");

  private final PrintStream out;
  private final PrintStream err;
  private final ConsoleProgress progress;
  private final Path downloads;

  private Main(PrintStream out, PrintStream err, ConsoleProgress progress, Path downloads) {
    this.out = out;
    this.err = err;
    this.progress = progress;
    this.downloads = downloads;
  }

  /** Runs the program, and ends the Java process with its exit code. */
  public static void main(String[] args) {
    Path downloads = Path.of(System.getProperty("user.home"), ".cache", "gradus");
    System.exit(run(args, System.out, System.err, ConsoleProgress.onStandardError(), downloads));
  }

  /**
   * Runs the program, and returns its exit code.
   *
   * @param downloads the directory in which to keep, in one directory a URL, what was downloaded
   */
  static int run(
      String[] args, PrintStream out, PrintStream err, ConsoleProgress progress, Path downloads) {
    return new Main(out, err, progress, downloads).run(args);
  }

  private int run(String[] args) {
    if (args.length == 0) {
      return runWith(ProgramOptions.defaults());
    }
    CommandLine parser = ProgramOptions.parser();
    ProgramOptions options;
    try {
      ParseResult parsed = ProgramOptions.command(parser.parseArgs(args));
      CommandLine command = parsed.commandSpec().commandLine();
      if (parsed.isUsageHelpRequested()) {
        command.usage(out);
        return OK;
      } else if (parsed.isVersionHelpRequested()) {
        command.printVersionHelp(out);
        return OK;
      }
      options = ProgramOptions.of(parsed);
    } catch (ParameterException | GradusException e) {
      return fail(WRONG_USAGE, e);
    }
    return runWith(options);
  }

  private int runWith(ProgramOptions options) {
    try {
      train(options);
      return OK;
    } catch (IOException | UncheckedIOException | GradusException e) {
      return fail(FAILED, e);
    } catch (OutOfMemoryError e) {
      return fail(FAILED, "The memory is too small for this; java -Xmx can give more.");
    }
  }

  private void train(ProgramOptions options) throws IOException {
    // First of all: nobody wants to learn after the training that nothing can be written.
    Optional<Path> file = options.report().map(ReportFile::checked);
    if (file.isPresent() && options.logdir().isPresent()) {
      ReportFile.requireApart(file.get(), options.logdir().get());
    }
    Optional<TrainingReport> report;
    float accuracy;
    try (EventLog log =
            options.logdir().isPresent() ? EventLog.open(options.logdir().get()) : null;
        progress) {
      DataSets data = read(options);
      report = file.map(unused -> new TrainingReport(options.model(), data, options.choices()));
      TrainingListener listener = report.map(progress::andThen).orElse(progress);
      accuracy =
          options
              .lesson()
              .train(data, log == null ? listener : listener.andThen(log.of(data.validation())));
    }
    out.printf(Locale.ROOT, "test accuracy: %.4f%n", accuracy);
    if (report.isPresent()) {
      report.get().writeTo(file.get());
      err.println("The report is in " + file.get());
    }
  }

  private DataSets read(ProgramOptions options) throws IOException {
    DataSource source =
        options.data().isPresent() ? source(options.data().get()) : DataSource.bundled();
    DataSets data =
        InputData.readDataSets(
            source, DataSetOptions.defaults().withOneHot(true).withSeed(options.seed()));
    if (data.train().imageSize() != IMAGE_SIZE) {
      throw new GradusException(
          "The images of this data set have %d pixels, but the model is for %d (28 x 28)."
              .formatted(data.train().imageSize(), IMAGE_SIZE));
    }
    return data;
  }

  private DataSource source(String place) {
    try {
      if (URL_START.matcher(place).find()) {
        return DataSource.url(URI.create(place), downloads.resolve(folderName(place)), progress);
      } else if (!place.isBlank()) {
        return DataSource.path(Path.of(place));
      }
    } catch (IllegalArgumentException e) {
      // It is as malformed as an empty one.
    }
    throw new GradusException(
        "Option --data takes a directory, an archive or a URL, and '%s' is none.".formatted(place));
  }

  /** A name for what a URL offers: readable, and with a hash, another one for every other URL. */
  private static String folderName(String url) {
    String rest = URL_START.matcher(url).replaceFirst("");
    String readable = UNSAFE_IN_NAMES.matcher(rest).replaceAll("-");
    return "%.80s-%08x".formatted(readable, url.hashCode());
  }

  private int fail(int exitCode, Exception cause) {
    return fail(exitCode, String.valueOf(cause.getMessage()));
  }

  private int fail(int exitCode, String message) {
    err.println("mnist-example: " + message.replaceAll("\\s*\\R\\s*", " "));
    return exitCode;
  }
}
