package dev.gradus.mnist.source;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place where the four files of a data set lie: training and test images, and their labels.
 *
 * <p>Any data set in the manner of MNIST will do, such as Fashion-MNIST or KMNIST: the files have
 * the same names and formats.
 *
 * <pre>{@code
 * TrainAndTest digits = DataSource.bundled().read();
 * TrainAndTest fashion = DataSource.path(Path.of("fashion-mnist.zip")).read();
 * }</pre>
 */
@FunctionalInterface
public interface DataSource {
  /**
   * Reads everything into memory, as bytes: 55 MB for MNIST.
   *
   * @throws DataSourceException if the data is missing or unsound
   */
  TrainAndTest read() throws DataSourceException;

  /** Returns the real MNIST data, which this module carries with it: no file, no network needed. */
  static DataSource bundled() {
    return new BundledSource();
  }

  /**
   * Returns the data of a directory or of an archive file, whichever the path leads to.
   *
   * <p>In a directory the files are {@code train-images-idx3-ubyte}, {@code
   * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte},
   * with or without {@code .gz}, or with a dot before {@code idx}. An archive, whose name ends in
   * {@code .zip}, {@code .tar}, {@code .tar.gz}, {@code .tgz}, {@code .tar.bz2} or {@code .tbz2},
   * holds the same files, in any folder. Nothing is ever written.
   */
  static DataSource path(Path path) {
    return () -> {
      if (Files.isDirectory(path)) {
        return new DirectorySource(path).read();
      } else if (Files.exists(path)) {
        return new ArchiveSource(path).read();
      }
      throw new DataSourceException(
          "There is no directory or archive %s to read data from.".formatted(path));
    };
  }

  /**
   * Returns the data that a server offers, downloaded once and then kept.
   *
   * <p>The four files, with {@code .gz} at the end of their names, are downloaded into a directory
   * of their own, where later reads find them. A file takes its place there in one step, after it
   * has been read and verified from end to end; what comes only half way is thrown away, and what
   * was there before stays. From the well-known servers of MNIST itself only MNIST's own bytes, by
   * their SHA-256 sums, are accepted.
   *
   * @param base where the files lie: {@code https://...}, or {@code http://...} on this very
   *     machine
   * @param kept the directory to keep them in, one for each base; made if missing
   * @param progress is told of the bytes as they arrive
   */
  static DataSource url(URI base, Path kept, ProgressListener progress) {
    return new UrlSource(base, kept, new Downloader(), progress);
  }
}
