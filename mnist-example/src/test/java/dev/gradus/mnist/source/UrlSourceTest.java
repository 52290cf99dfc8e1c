package dev.gradus.mnist.source;

import static dev.gradus.mnist.source.SampleAssertions.assertHolds;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a server on this machine, which behaves well or badly as each test wants it. */
@Timeout(20)
final class UrlSourceTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(400);

  @TempDir Path temporary;

  private final Map<String, byte[]> plain = SampleFiles.plain(21);
  private final Map<String, byte[]> served = new HashMap<>(SampleFiles.gzip(plain));
  private final Map<String, Behaviour> behaviours = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final ExecutorService executor = Executors.newCachedThreadPool();

  private HttpServer server;
  private URI base;
  private Path kept;

  /** What the server does when it is asked for one file. */
  private interface Behaviour {
    void answer(HttpExchange exchange, byte[] file) throws Exception;
  }

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/data/", this::serve);
    server.setExecutor(executor);
    server.start();
    base = URI.create("http://127.0.0.1:%d/data".formatted(server.getAddress().getPort()));
    kept = temporary.resolve("made").resolve("kept");
  }

  @AfterEach
  void stopServer() {
    testIsOver.countDown();
    server.stop(0);
    executor.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().replaceFirst("/data/", "");
      requests.add(name);
      byte[] file = served.get(name);
      behaviours
          .getOrDefault(name, file == null ? UrlSourceTest::notFound : UrlSourceTest::send)
          .answer(exchange, file);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file);
  }

  private static void notFound(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(404, -1);
  }

  private UrlSource source() {
    return source(LONG);
  }

  private UrlSource source(Duration patience) {
    return source(patience, ProgressListener.none(), false);
  }

  private UrlSource source(Duration patience, ProgressListener progress, boolean mnistOnly) {
    return new UrlSource(base, kept, new Downloader(LONG, patience, LONG), progress, mnistOnly);
  }

  private void assertFails(UrlSource source, String... said) {
    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(source::read)
        .satisfies(e -> assertThat(e.getMessage()).contains(said).matches("[^\\n]+\\."));
  }

  private List<String> keptFiles() {
    try (Stream<Path> files = Files.list(kept)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void downloadsAllFilesAndKeepsThem() throws Exception {
    assertHolds(source().read(), plain);

    assertThat(keptFiles()).containsExactlyInAnyOrderElementsOf(served.keySet());
    for (String name : served.keySet()) {
      assertThat(kept.resolve(name)).hasBinaryContent(served.get(name));
    }
  }

  @Test
  void doesNotDownloadTwice() throws Exception {
    source().read();
    requests.clear();

    assertHolds(source().read(), plain);
    assertThat(requests).isEmpty();
  }

  @Test
  void downloadsAgainWhatIsDamaged() throws Exception {
    source().read();
    requests.clear();
    Files.write(kept.resolve(TEST_IMAGES), new byte[] {0x1f, (byte) 0x8b, 8});

    assertHolds(source().read(), plain);
    assertThat(requests).containsExactly(TEST_IMAGES);
    assertThat(kept.resolve(TEST_IMAGES)).hasBinaryContent(served.get(TEST_IMAGES));
  }

  @Test
  void tellsOfItsProgress() throws Exception {
    List<String> seen = new ArrayList<>();
    ProgressListener listener =
        (task, done, total) -> seen.add("%s %d/%d".formatted(task, done, total));
    source(LONG, listener, false).read();

    served.forEach(
        (name, bytes) ->
            assertThat(seen)
                .contains("downloading %s %d/%d".formatted(name, bytes.length, bytes.length)));
  }

  @Test
  void reportsAFileThatTheServerLacks() throws Exception {
    served.remove(TEST_LABELS);

    assertFails(source(), "127.0.0.1", TEST_LABELS, "answered with status 404 (not found)");
    assertThat(keptFiles()).containsExactlyInAnyOrderElementsOf(served.keySet());
  }

  @Test
  void continuesAfterAFailureWhereItStopped() throws Exception {
    byte[] file = served.remove(TEST_LABELS);
    assertFails(source(), "404");
    served.put(TEST_LABELS, file);
    requests.clear();

    assertHolds(source().read(), plain);
    assertThat(requests).containsExactly(TEST_LABELS);
  }

  @Test
  void givesUpOnAServerThatNeverAnswers() {
    behaviours.put(TRAIN_IMAGES, (exchange, file) -> testIsOver.await());

    assertFails(source(SHORT), TRAIN_IMAGES, "the server sent nothing for 1 seconds");
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void givesUpOnAServerThatStopsSending() {
    behaviours.put(
        TRAIN_IMAGES,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file, 0, 50);
          exchange.getResponseBody().flush();
          testIsOver.await();
        });

    assertFails(source(SHORT), TRAIN_IMAGES, "the server sent nothing for 1 seconds");
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void givesUpOnAServerThatTakesForEver() {
    behaviours.put(
        TRAIN_IMAGES,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, file.length);
          for (byte next : file) {
            exchange.getResponseBody().write(next);
            exchange.getResponseBody().flush();
            if (testIsOver.await(50, TimeUnit.MILLISECONDS)) {
              return;
            }
          }
        });
    UrlSource source =
        new UrlSource(
            base, kept, new Downloader(LONG, LONG, SHORT), ProgressListener.none(), false);

    assertFails(source, TRAIN_IMAGES, "it has not come within 1 seconds");
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void isPatientWithAServerThatIsMerelySlow() throws Exception {
    Duration patience = Duration.ofSeconds(1);
    behaviours.put(
        TRAIN_IMAGES,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, file.length);
          int part = file.length / 6;
          for (int start = 0; start < file.length; start += part) {
            exchange.getResponseBody().write(file, start, Math.min(part, file.length - start));
            exchange.getResponseBody().flush();
            Thread.sleep(patience.toMillis() / 4);
          }
        });

    assertHolds(source(patience).read(), plain);
  }

  @Test
  void noticesADownloadThatStopsHalfWay() {
    behaviours.put(
        TEST_IMAGES,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file, 0, file.length / 2);
          exchange.getResponseBody().flush();
        });

    assertFails(source(), TEST_IMAGES, "cannot be downloaded");
    assertThat(keptFiles()).isNotEmpty().allMatch(name -> name.startsWith("train-"));
  }

  @Test
  void noticesAPartThatTheServerPassesOffAsTheWhole() {
    served.computeIfPresent(TEST_IMAGES, (name, file) -> Arrays.copyOf(file, file.length / 2));

    assertFails(source(), base + "/" + TEST_IMAGES, "is truncated");
    assertThat(keptFiles()).isNotEmpty().allMatch(name -> name.startsWith("train-"));
  }

  @Test
  void noticesAPageInPlaceOfAFile() {
    served.put(TRAIN_IMAGES, "<html>Please log in to this network.</html>".getBytes(UTF_8));

    assertFails(source(), TRAIN_IMAGES, "magic number");
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void refusesAFileThatIsTooLarge() {
    behaviours.put(
        TRAIN_IMAGES,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, 1L << 40);
          exchange.getResponseBody().write(0);
          exchange.getResponseBody().flush();
          testIsOver.await();
        });

    assertFails(source(), TRAIN_IMAGES, "larger than the 129 MiB");
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void acceptsOnlyMnistFromAServerOfMnist() {
    assertFails(source(LONG, ProgressListener.none(), true), "is not MNIST's", "SHA-256");
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void leavesWhatItHasWhenADownloadFails() throws Exception {
    byte[] damaged = {1, 2, 3};
    SampleFiles.write(kept, Map.of(TRAIN_IMAGES, damaged));
    served.clear();

    assertFails(source(), "404");
    assertThat(keptFiles()).containsExactly(TRAIN_IMAGES);
    assertThat(kept.resolve(TRAIN_IMAGES)).hasBinaryContent(damaged);
  }

  @Test
  void followsRedirects() throws Exception {
    served.put("elsewhere", served.get(TRAIN_IMAGES));
    behaviours.put(TRAIN_IMAGES, redirectTo("elsewhere"));

    assertHolds(source().read(), plain);
  }

  @Test
  void endsARoundOfRedirects() {
    behaviours.put(TRAIN_IMAGES, redirectTo(TRAIN_IMAGES));

    assertFails(source(), "redirected more than 5 times");
    assertThat(requests).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com/x", "ftp://127.0.0.1/x", "file:///etc/passwd"})
  void followsNoRedirectToAnUnsafePlace(String place) {
    behaviours.put(TRAIN_IMAGES, redirectTo(place));

    assertFails(source(), place + " cannot be downloaded: only https://");
  }

  private static Behaviour redirectTo(String place) {
    return (exchange, file) -> {
      exchange.getResponseHeaders().add("Location", place);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  @Test
  void reportsAServerThatIsNotThere() throws IOException {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      base = URI.create("http://localhost:%d/".formatted(unused.getLocalPort()));
    }

    assertFails(source(), "cannot be downloaded: there is no connection to localhost:");
  }

  @Test
  void doesNotRepeatAPasswordInItsMessage() {
    base = URI.create("https://user:secret@example.com/mnist/");

    assertThatThrownBy(() -> source().read())
        .isInstanceOf(DataSourceException.class)
        .hasMessageContaining("its host is example.com")
        .hasMessageNotContaining("secret");
  }

  @Test
  void saysWhatIsWrongWithAHostOrAQuery() {
    base = URI.create("https://my_host/mnist/");
    assertFails(source(), "'my_host' is no host name");

    base = URI.create("https://example.com/mnist?signature=1");
    assertFails(source(), "which has a query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/mnist/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "ftp://localhost/",
        "https:///mnist",
        "https:mnist"
      })
  void refusesUrlsThatAreNotSafe(String url) {
    base = URI.create(url);

    assertFails(source(), "only https://... can, or http://... from this machine itself");
    assertThat(kept).doesNotExist();
  }

  @Test
  void refusesImagesAndLabelsThatDisagreeInNumber() {
    served.put(TEST_LABELS, SampleFiles.gzip(SampleFiles.labels(9, new Random(1))));

    assertFails(source(), TEST_IMAGES, "holds 3 images, but", "holds 9 labels");
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    Thread test = Thread.currentThread();
    behaviours.put(
        TRAIN_IMAGES,
        (exchange, file) -> {
          test.interrupt();
          testIsOver.await();
        });

    assertFails(source(), TRAIN_IMAGES, "was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(keptFiles()).isEmpty();
  }
}
