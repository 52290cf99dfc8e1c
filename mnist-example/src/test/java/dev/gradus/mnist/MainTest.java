package dev.gradus.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.gradus.mnist.source.SampleFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as its users meet it: what they type, what they read, and the exit code. */
final class MainTest {
  /** Just enough training images for a validation set of 5,000, and a little more. */
  private static final Map<String, byte[]> SMALL = SampleFiles.plain(41, 5_200, 50, 28, 28);

  private static final String REPORT =
      "epoch [12] of 2: loss \\d\\.\\d{4}, training accuracy 0\\.\\d{4}, validation accuracy 0\\.\\d{4}";

  @TempDir Path temporary;

  /** What a run of the program left behind. */
  private record Outcome(int exitCode, String out, String err) {
    void assertFailed(int exitCode, String... said) {
      assertThat(out).isEmpty();
      assertThat(err.lines()).hasSize(1);
      assertThat(err).startsWith("mnist-example: ").contains(said).doesNotContain("Exception:");
      assertThat(this.exitCode).isEqualTo(exitCode);
    }

    String lastLine() {
      return out.lines().reduce("", (line, next) -> next);
    }
  }

  private Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exitCode =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            errStream,
            new ConsoleProgress.Lines(errStream, Duration.ZERO),
            temporary.resolve("downloads"));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String small() {
    return SampleFiles.write(temporary.resolve("small"), SMALL).toString();
  }

  @Test
  void learnsToReadDigits() {
    Outcome outcome = run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.lastLine()).matches("test accuracy: 0\\.\\d{4}");
    assertThat(Float.parseFloat(outcome.lastLine().substring(15))).isBetween(0.91f, 0.93f);
    assertThat(outcome.err()).contains("training: 1000 of 1000 (100%)");
  }

  @Test
  void theSameSeedGivesTheSameResult() {
    Outcome one = run("--steps", "20", "--seed", "5");
    Outcome same = run("--steps=20", "--seed=5");
    Outcome other = run("--steps", "20", "--seed", "-6");

    assertThat(same.out()).isEqualTo(one.out());
    assertThat(other.out()).isNotEqualTo(one.out());
  }

  @Test
  void printsNumbersAlikeInEveryCountry() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(run("--data", small(), "--steps", "1").lastLine())
          .matches("test accuracy: [01]\\.[0-9]{4}");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void softmaxIsWhatItDoesUnlessToldOtherwise() {
    assertThat(run("softmax", "--steps", "7", "--seed=3").out())
        .isEqualTo(run("--steps", "7", "--seed=3").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "convnet"})
  void trainsNetworks(String command) {
    String[] args = {command, "--data", small(), "--epochs", "2", "--batch-size=50", "--seed=-3"};
    Outcome outcome = run(args);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.lastLine()).matches("test accuracy: [01]\\.\\d{4}");
    assertThat(outcome.err().lines().filter(line -> line.contains("loss")))
        .hasSize(2)
        .allMatch(line -> line.matches(REPORT));
    assertThat(outcome.err()).contains("epoch 2 of 2: 4 of 4 (100%)");
    assertThat(run(args)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "convnet"})
  void untrainedNetworksAreJudgedToo(String command) {
    assertThat(run(command, "--data", small(), "--epochs", "0").lastLine())
        .matches("test accuracy: 0\\.\\d{4}");
  }

  @Test
  void withoutTrainingItAlwaysGuessesTheFirstClass() {
    // 980 of MNIST's 10,000 test images show a zero.
    assertThat(run("--steps", "0").lastLine()).isEqualTo("test accuracy: 0.0980");
  }

  @Test
  void takesAllOptions() {
    Outcome outcome =
        run(
            "--data",
            small(),
            "--steps",
            "3",
            "--batch-size",
            "200",
            "--learning-rate",
            "1e-3",
            "--seed",
            "9223372036854775807");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.lastLine()).startsWith("test accuracy: ");
    assertThat(outcome.err()).contains("training: 3 of 3 (100%)");
  }

  @Test
  void readsFromAServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, byte[]> files = SampleFiles.gzip(SMALL);
    server.createContext(
        "/mnist/",
        exchange -> {
          try (exchange) {
            byte[] file = files.get(exchange.getRequestURI().getPath().substring(7));
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
          }
        });
    server.start();
    String url = "http://localhost:%d/mnist".formatted(server.getAddress().getPort());
    try {
      Outcome downloaded = run("--data", url, "--steps", "1");
      assertThat(downloaded.exitCode()).isZero();
      assertThat(downloaded.err())
          .contains("downloading train-images-idx3-ubyte.gz: ", "(100%)", "training: 1 of 1");
      assertThat(downloaded.out()).isEqualTo(run("--data", small(), "--steps", "1").out());
    } finally {
      server.stop(0);
    }
    // The server is gone, but what it gave is kept.
    assertThat(run("--data", url, "--steps", "1").exitCode()).isZero();
  }

  @Test
  void helpGoesToStandardOutput() {
    Outcome outcome = run("--help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains(
            "--data",
            "--steps",
            "--batch-size",
            "--learning-rate",
            "--report",
            "--logdir",
            "--seed",
            "--help",
            "1000",
            "100",
            "0.5");
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "convnet"})
  void eachCommandHasItsHelp(String command) {
    Outcome outcome = run(command, "--help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .startsWith("Usage: mnist-example " + command)
        .contains("--data", "--epochs", "--batch-size", "--learning-rate", "--dropout", "--seed")
        .doesNotContain("--steps");
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(run("--help").out()).contains("Commands:", "softmax", command);
  }

  @Test
  void tellsItsVersion() {
    Outcome outcome = run("--version");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("Gradus MNIST example ");
    assertThat(run("mlp", "--version").out()).isEqualTo(outcome.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--steps -1, 'steps is 0 or more, not -1'",
    "--steps many, 'many'",
    "--steps 99999999999, '99999999999'",
    "--steps, 'Missing required parameter for option ''--steps'''",
    "--batch-size 0, 'batch is 1 or more, not 0'",
    "--batch-size 1.5, '1.5'",
    "--learning-rate abc, 'abc'",
    "--learning-rate NaN, 'a positive number such as 0.5, not NaN'",
    "--learning-rate Infinity, 'a positive number such as 0.5, not Infinity'",
    "--learning-rate -0.5, 'a positive number such as 0.5, not -0.5'",
    "--learning-rate 0, 'a positive number such as 0.5, not 0.0'",
    "--learning-rate 1e39, 'a positive number such as 0.5, not 1.0E39'",
    "--learning-rate 1e-50, 'a positive number such as 0.5, not 1.0E-50'",
    "--seed x, 'x'",
    "--speed 1, 'Unknown options: ''--speed'', ''1'''",
    "surplus, 'surplus'",
    "mlp --epochs -1, 'epochs is 0 or more, not -1'",
    "mlp --dropout 1, 'at least 0 and less than 1, not 1.0'",
    "mlp --dropout -0.1, 'at least 0 and less than 1, not -0.1'",
    "mlp --dropout NaN, 'at least 0 and less than 1, not NaN'",
    "mlp --batch-size 0, 'batch is 1 or more, not 0'",
    "mlp --learning-rate 0, 'a positive number such as 0.5, not 0.0'",
    "convnet --epochs -1, 'epochs is 0 or more, not -1'",
    "mlp --steps 5, 'Unknown options: ''--steps'', ''5'''",
    "softmax --epochs 5, 'Unknown options: ''--epochs'', ''5'''",
    "--seed 5 mlp, 'Options come behind the command: ''--seed'' stands before ''mlp'''",
    "mlp mlp, 'mlp'"
  })
  void refusesAWrongCommandLine(String args, String said) {
    run(args.split(" ")).assertFailed(2, said);
  }

  @Test
  void refusesABatchLargerThanTheSetOfANetwork() {
    run("mlp", "--data", small(), "--batch-size", "201")
        .assertFailed(1, "A batch of this set has 1 to 200 examples, not 201.");
  }

  @Test
  void refusesABatchLargerThanTheSet() {
    run("--batch-size", "55001")
        .assertFailed(1, "A batch of this set has 1 to 55000 examples, not 55001.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax --steps 12", "mlp --epochs 1 --batch-size 50"})
  void writesAReportAndIsOtherwiseTheSame(String command) throws IOException {
    String[] args = (command + " --data " + small()).split(" ");
    Path file = temporary.resolve("report.html");
    Outcome without = run(args);
    Outcome with =
        run(
            Stream.concat(Arrays.stream(args), Stream.of("--report", file.toString()))
                .toArray(String[]::new));

    assertThat(with.exitCode()).isZero();
    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.err().lines().toList()).last().isEqualTo("The report is in " + file);
    assertThat(temporary).isDirectoryNotContaining("glob:**/.report*");

    String page = Files.readString(file);
    Matcher accuracy = Pattern.compile("<dt>test accuracy</dt><dd>([0-9.]+)").matcher(page);
    assertThat(accuracy.find()).isTrue();
    assertThat(Double.parseDouble(accuracy.group(1)))
        .isCloseTo(100 * Double.parseDouble(with.lastLine().substring(15)), within(1e-9));
    assertThat(page.contains(">batch size</th>") && page.contains(small())).isTrue();
  }

  @Test
  void refusesAPlaceForTheReportBeforeTheTraining() {
    run("--report", temporary.toString())
        .assertFailed(1, "'%s' is a directory".formatted(temporary));
    run("--report", "").assertFailed(1, "Option --report takes a file to write, and '' is none.");
    run("mlp", "--report", temporary.resolve("a/b.html").toString())
        .assertFailed(
            1, "would be in '%s', which is no directory".formatted(temporary.resolve("a")));
    run("--report").assertFailed(2, "Missing required parameter for option '--report'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softmax --steps 12",
        "mlp --epochs 1 --batch-size 50",
        "convnet --epochs 1 --batch-size 50"
      })
  void writesForTensorBoardAndIsOtherwiseTheSame(String command) throws IOException {
    String[] args = (command + " --data " + small()).split(" ");
    Path logs = temporary.resolve("logs");
    Outcome without = run(args);
    Outcome with =
        run(
            Stream.concat(Arrays.stream(args), Stream.of("--logdir", logs.toString()))
                .toArray(String[]::new));
    assertThat(with.exitCode()).isZero();
    assertThat(with.out()).isEqualTo(without.out());
    try (Stream<Path> files = Files.list(logs)) {
      assertThat(files).hasSize(1).allMatch(file -> file.toString().contains("tfevents"));
    }
  }

  @Test
  void refusesADirectoryForTensorBoardBeforeTheTraining() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    run("--logdir", file.toString())
        .assertFailed(
            1,
            "An event file in %s cannot be written (FileAlreadyExistsException)".formatted(file));
    run("--logdir", "").assertFailed(1, "Option --logdir takes a directory, and '' is none.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/inside"})
  void refusesADirectoryForTensorBoardInTheReportsPlace(String below) {
    Path place = temporary.resolve("place");
    run("--report", place.toString(), "--logdir", place + below)
        .assertFailed(
            1,
            "Option --report takes a file, --logdir a directory, and '%s' cannot be both."
                .formatted(place));
    assertThat(place).doesNotExist();
  }

  private static Stream<Arguments> unsoundData() {
    return Stream.of(
        Arguments.of("train-images-idx3-ubyte", null, "lacks train-images-idx3-ubyte.gz"),
        Arguments.of("train-images-idx3-ubyte", new byte[0], "is truncated"),
        Arguments.of(
            "train-labels-idx1-ubyte",
            Arrays.copyOf(SampleFiles.gzip(SMALL.get("train-labels-idx1-ubyte")), 1000),
            "is truncated"),
        Arguments.of(
            "t10k-labels-idx1-ubyte",
            corrupt(SampleFiles.gzip(SMALL.get("t10k-labels-idx1-ubyte"))),
            "is corrupt"),
        Arguments.of(
            "t10k-images-idx3-ubyte", SMALL.get("t10k-labels-idx1-ubyte"), "magic number 2049"),
        Arguments.of(
            "t10k-labels-idx1-ubyte",
            SampleFiles.labels(51, new Random(1)),
            "holds 50 images, but"),
        Arguments.of(
            "t10k-labels-idx1-ubyte", SampleFiles.labels(1, new byte[] {10}), "the label 10"));
  }

  private static byte[] corrupt(byte[] gzip) {
    gzip[gzip.length - 5] ^= 1;
    return gzip;
  }

  @ParameterizedTest
  @MethodSource("unsoundData")
  void refusesUnsoundData(String name, byte @Nullable [] bytes, String said) {
    Map<String, byte[]> files = new LinkedHashMap<>(SMALL);
    files.remove(name);
    if (bytes != null) {
      files.put(name, bytes);
    }
    Path directory = SampleFiles.write(temporary.resolve("unsound"), files);

    run("--data", directory.toString()).assertFailed(1, directory.toString(), said);
  }

  @Test
  void refusesImagesOfAnotherSize() {
    SampleFiles.write(temporary, SampleFiles.plain(42, 5_001, 5, 3, 3));

    run("--data", temporary.toString())
        .assertFailed(1, "have 9 pixels, but the model is for 784 (28 x 28)");
  }

  @Test
  void refusesASetTooSmallToValidateOn() {
    SampleFiles.write(temporary, SampleFiles.plain(43));

    run("--data", temporary.toString()).assertFailed(1, "Of 7 training examples");
  }

  @ParameterizedTest
  @CsvSource({
    "no/such/place, There is no directory or archive no",
    "'', ''''' is none'",
    "'  ', '''  '' is none'",
    "'a\0b', is none",
    "https://, is none",
    "http://[::1, is none",
    "http://example.com/mnist, only https://",
    "ftp://example.com/mnist, only https://",
    "http://localhost:1/, cannot be downloaded"
  })
  void refusesAPlaceWithoutData(String place, String said) {
    run("--data", place).assertFailed(1, said);
  }

  @Test
  void refusesAFileThatIsNoArchive() throws IOException {
    Path file = Files.write(temporary.resolve("data.zip"), new byte[] {'P', 'K', 3, 4});

    run("--data", file.toString()).assertFailed(1, "data.zip is truncated or corrupt");
  }

  @Test
  void theProcessEndsWithTheExitCode() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--steps",
                "-1")
            .start();

    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(err).contains("mnist-example: The number of steps is 0 or more, not -1.");
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
  }
}
