package dev.gradus.mnist.source;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Downloads one file over HTTPS, and gives up on a server that does not answer or stops sending.
 *
 * <p>The JDK's client writes the body to the file in the background. Meanwhile the calling thread
 * looks, a few times a second, how far the file has grown: that is what progress, the limit of size
 * and the limit of patience need to know, and it takes no code of our own in between the client and
 * the file. The client itself notices a body that ends before its announced length.
 *
 * <p>Unencrypted HTTP is taken from this very machine only. Redirects are followed by hand, for
 * each step has to obey that rule.
 */
final class Downloader {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TOTAL_TIMEOUT = Duration.ofMinutes(30);
  private static final int MAXIMUM_REDIRECTS = 5;
  private static final long LOOK_EVERY_MILLIS = 100;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private final HttpClient client;
  private final Duration stallTimeout;
  private final Duration totalTimeout;

  Downloader() {
    this(CONNECT_TIMEOUT, STALL_TIMEOUT, TOTAL_TIMEOUT);
  }

  /**
   * Creates a downloader.
   *
   * @param connectTimeout how long to wait for a connection
   * @param stallTimeout how long to wait for the answer, and then for each further byte
   * @param totalTimeout how long to wait for a whole file
   */
  Downloader(Duration connectTimeout, Duration stallTimeout, Duration totalTimeout) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.stallTimeout = stallTimeout;
    this.totalTimeout = totalTimeout;
  }

  /** What a running download is watched for. */
  interface Watcher {
    /** Is told how many bytes have arrived, and how many will, -1 if the server does not say. */
    void received(long bytes, long total);
  }

  /**
   * Refuses a URL from which nothing may be downloaded.
   *
   * @throws DataSourceException if it is neither HTTPS, nor HTTP on this machine, or names a user
   */
  static void requireAllowed(URI uri) throws DataSourceException {
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      // Not shown, as a message may end up in a log.
      throw new DataSourceException(
          "A URL with a user name or a password cannot be downloaded from; its host is %s."
              .formatted(uri.getRawAuthority().replaceFirst(".*@", "")));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    boolean allowed =
        scheme.equals("https") || (scheme.equals("http") && LOOPBACK.matcher(host).matches());
    if (allowed && host.isEmpty() && uri.getRawAuthority() != null) {
      throw new DataSourceException(
          "%s cannot be downloaded: '%s' is no host name.".formatted(uri, uri.getRawAuthority()));
    }
    if (!allowed || host.isEmpty()) {
      throw new DataSourceException(
          "%s cannot be downloaded: only https://... can, or http://... from this machine itself."
              .formatted(uri));
    }
  }

  /**
   * Downloads a file.
   *
   * @param uri where it lies
   * @param target an existing file to write it to
   * @param maximumBytes how large it may be
   * @param watcher is told of every advance
   * @throws DataSourceException if it does not come, whole, in time; the target may then hold a
   *     part
   */
  void download(URI uri, Path target, long maximumBytes, Watcher watcher)
      throws DataSourceException {
    URI place = uri;
    for (int redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
      requireAllowed(place);
      HttpResponse<Path> response = request(place, target, maximumBytes, watcher);
      int status = response.statusCode();
      if (status == 200) {
        return;
      }
      String location = response.headers().firstValue("location").orElse(null);
      if (status / 100 != 3 || location == null) {
        throw new DataSourceException(
            "%s cannot be downloaded: the server answered with status %d%s."
                .formatted(place, status, status == 404 ? " (not found)" : ""));
      }
      place = resolve(place, location);
    }
    throw new DataSourceException(
        "%s cannot be downloaded: the server redirected more than %d times."
            .formatted(uri, MAXIMUM_REDIRECTS));
  }

  private static URI resolve(URI place, String location) throws DataSourceException {
    try {
      return place.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new DataSourceException(
          "%s cannot be downloaded: the server redirected to %s, which is no URL."
              .formatted(place, location),
          e);
    }
  }

  private HttpResponse<Path> request(URI uri, Path target, long maximumBytes, Watcher watcher)
      throws DataSourceException {
    AtomicReference<@Nullable ResponseInfo> answer = new AtomicReference<>();
    CompletableFuture<HttpResponse<Path>> response =
        client.sendAsync(
            HttpRequest.newBuilder(uri).build(),
            info -> {
              answer.set(info);
              return info.statusCode() == 200
                  ? BodySubscribers.ofFile(target, StandardOpenOption.WRITE)
                  : BodySubscribers.replacing(target);
            });
    try {
      Growth growth = new Growth(uri, target, maximumBytes, watcher);
      while (!isDone(uri, response)) {
        growth.look(answer.get());
      }
      growth.look(answer.get());
      return response.join();
    } catch (IOException e) {
      throw failed(uri, e);
    } finally {
      response.cancel(true); // Does nothing to a download that is complete.
    }
  }

  /** Waits for the end of a download, but not for long. */
  private static boolean isDone(URI uri, CompletableFuture<?> response) throws IOException {
    try {
      response.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataSourceException(uri + " was not downloaded: the program was interrupted.", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private static DataSourceException failed(URI uri, IOException cause) {
    if (cause instanceof DataSourceException e) {
      return e;
    } else if (cause instanceof ConnectException) {
      return new DataSourceException(
          "%s cannot be downloaded: there is no connection to %s."
              .formatted(uri, uri.getAuthority()),
          cause);
    }
    return DataSourceException.because(uri + " cannot be downloaded", cause);
  }

  /** How far the file has grown, and when it last did. */
  private final class Growth {
    private final URI uri;
    private final Path target;
    private final long maximumBytes;
    private final Watcher watcher;
    private final long start = System.nanoTime();
    private long lastAdvance = start;
    private boolean answered;
    private long received;

    Growth(URI uri, Path target, long maximumBytes, Watcher watcher) {
      this.uri = uri;
      this.target = target;
      this.maximumBytes = maximumBytes;
      this.watcher = watcher;
    }

    void look(@Nullable ResponseInfo answer) throws IOException {
      if (System.nanoTime() - start > totalTimeout.toNanos()) {
        throw new DataSourceException(
            "%s cannot be downloaded: it has not come within %.0f seconds."
                .formatted(uri, Math.ceil(totalTimeout.toNanos() / 1e9)));
      }
      boolean answeredNow = answer != null;
      long receivedNow = Files.size(target);
      long total =
          answer == null ? -1 : answer.headers().firstValueAsLong("content-length").orElse(-1);
      if (Math.max(total, receivedNow) > maximumBytes) {
        throw new DataSourceException(
            "%s cannot be downloaded: it is larger than the %d MiB that are read."
                .formatted(uri, maximumBytes >> 20));
      }
      if (answeredNow != answered || receivedNow != received) {
        answered = answeredNow;
        received = receivedNow;
        lastAdvance = System.nanoTime();
        watcher.received(received, total);
      } else if (System.nanoTime() - lastAdvance > stallTimeout.toNanos()) {
        throw new DataSourceException(
            "%s cannot be downloaded: the server sent nothing for %.0f seconds."
                .formatted(uri, Math.ceil(stallTimeout.toNanos() / 1e9)));
      }
    }
  }
}
