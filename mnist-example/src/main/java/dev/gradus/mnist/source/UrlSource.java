package dev.gradus.mnist.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * The data files that a server offers, and that a directory of this machine keeps.
 *
 * <p>Each file is downloaded under a temporary name beside its place, read from end to end as if it
 * were to be used, and only then moved into place, in one step. So the directory never holds a file
 * that is not whole; a program that is stopped, a full disk, a broken connection leave it as it
 * was. What has already come need not come again.
 */
final class UrlSource implements DataSource {
  /** No compressed file is much larger than what it holds, and of that we read so much at most. */
  private static final long MAXIMUM_BYTES = IdxReader.MAXIMUM_BYTES + (1 << 20);

  /**
   * Where MNIST itself lies, the first having been its home: here nothing but its bytes will do.
   */
  private static final Set<URI> MNIST_SERVERS =
      Set.of(
          URI.create("https://yann.lecun.com/exdb/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"));

  private final URI base;
  private final Path kept;
  private final Downloader downloader;
  private final ProgressListener progress;
  private final boolean mnistOnly;

  UrlSource(URI base, Path kept, Downloader downloader, ProgressListener progress) {
    this(base, kept, downloader, progress, MNIST_SERVERS.contains(asFolder(base)));
  }

  /**
   * Creates a source.
   *
   * @param mnistOnly whether to accept no other data than MNIST's own
   */
  UrlSource(
      URI base, Path kept, Downloader downloader, ProgressListener progress, boolean mnistOnly) {
    this.base = asFolder(base);
    this.kept = kept;
    this.downloader = downloader;
    this.progress = progress;
    this.mnistOnly = mnistOnly;
  }

  /**
   * A relative name is resolved against what stands before the last slash, so one must be there.
   */
  private static URI asFolder(URI base) {
    String path = base.getRawPath();
    boolean isFolder = path == null || path.endsWith("/") || base.getRawQuery() != null;
    return isFolder ? base : base.resolve(path + "/");
  }

  @Override
  public TrainAndTest read() throws DataSourceException {
    Downloader.requireAllowed(base);
    if (base.getRawQuery() != null) {
      throw new DataSourceException(
          "The files are looked for in a folder, and %s, which has a query, is none."
              .formatted(base));
    }
    try {
      Files.createDirectories(kept);
    } catch (IOException e) {
      throw DataSourceException.because("Directory " + kept + " cannot be made", e);
    }
    return TrainAndTest.read(this::keptOrDownloaded);
  }

  private IdxContent keptOrDownloaded(DataFile file) throws DataSourceException {
    Path place = kept.resolve(file.gzipName());
    if (Files.isRegularFile(place)) {
      try {
        return verified(file, place, place.toString());
      } catch (DataSourceException unsound) {
        // Something else has damaged it. The download below replaces it, or says why it cannot.
      }
    }
    return download(file, place);
  }

  private IdxContent download(DataFile file, Path place) throws DataSourceException {
    URI uri = base.resolve(file.gzipName());
    String task = "downloading " + file.gzipName();
    try {
      Path part = Files.createTempFile(kept, file.gzipName() + ".", ".part");
      try {
        downloader.download(
            uri, part, MAXIMUM_BYTES, (bytes, total) -> progress.update(task, bytes, total));
        IdxContent content = verified(file, part, uri.toString());
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        return content;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (DataSourceException e) {
      throw e;
    } catch (IOException e) {
      throw DataSourceException.because("%s cannot be kept in %s".formatted(uri, kept), e);
    }
  }

  private IdxContent verified(DataFile file, Path path, String name) throws DataSourceException {
    IdxContent content = DirectorySource.readFile(file, path, name);
    if (mnistOnly) {
      String sum = content.sha256();
      if (!sum.equals(file.mnistSha256())) {
        throw new DataSourceException(
            "%s is not MNIST's: the SHA-256 sum of its content is %s, not %s."
                .formatted(name, sum, file.mnistSha256()));
      }
    }
    return content;
  }
}
