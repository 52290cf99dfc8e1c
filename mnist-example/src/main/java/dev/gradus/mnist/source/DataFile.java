package dev.gradus.mnist.source;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The four files of which every data set in the manner of MNIST consists. */
enum DataFile {
  TRAIN_IMAGES(
      "train-images", true, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  TRAIN_LABELS(
      "train-labels", false, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  TEST_IMAGES(
      "t10k-images", true, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  TEST_LABELS(
      "t10k-labels", false, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  /** That of a file of unsigned bytes is 0x0800 plus the number of dimensions. */
  private static final int IMAGES_MAGIC = 0x803;

  private static final int LABELS_MAGIC = 0x801;
  private static final String GZIP_SUFFIX = ".gz";

  private final String stem;
  private final boolean images;
  private final String mnistSha256;

  DataFile(String stem, boolean images, String mnistSha256) {
    this.stem = stem;
    this.images = images;
    this.mnistSha256 = mnistSha256;
  }

  /** Tells whether the file holds images; else it holds labels. */
  boolean holdsImages() {
    return images;
  }

  /** The number with which the file begins: 2051 for images, 2049 for labels. */
  int magicNumber() {
    return images ? IMAGES_MAGIC : LABELS_MAGIC;
  }

  /** The SHA-256 sum, in lower-case hexadecimal, of this file of MNIST itself, uncompressed. */
  String mnistSha256() {
    return mnistSha256;
  }

  /** The usual name without compression, such as {@code train-images-idx3-ubyte}. */
  String plainName() {
    return stem + "-" + type();
  }

  /** The usual name, such as {@code train-images-idx3-ubyte.gz}. */
  String gzipName() {
    return plainName() + GZIP_SUFFIX;
  }

  /**
   * All names under which the file is found, the preferred one first: what needs no decompression
   * comes first. Some copies have a dot for the hyphen before {@code idx}.
   */
  List<String> names() {
    String dotted = stem + "." + type();
    return List.of(plainName(), dotted, gzipName(), dotted + GZIP_SUFFIX);
  }

  /**
   * Checks that all files were found, and else names all that were not.
   *
   * @param place how to call the place in which they were looked for
   * @throws DataSourceException if a file is missing
   */
  static void requireAll(String place, Set<DataFile> found) throws DataSourceException {
    String missing =
        Arrays.stream(values())
            .filter(file -> !found.contains(file))
            .map(DataFile::gzipName)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new DataSourceException("%s lacks %s (with or without .gz).".formatted(place, missing));
    }
  }

  private String type() {
    return images ? "idx3-ubyte" : "idx1-ubyte";
  }
}
