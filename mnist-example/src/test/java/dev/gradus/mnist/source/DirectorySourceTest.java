package dev.gradus.mnist.source;

import static dev.gradus.mnist.source.SampleAssertions.assertHolds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories are accepted, and what is said about the others. */
final class DirectorySourceTest {
  @TempDir Path temporary;

  private final Map<String, byte[]> plain = SampleFiles.plain(3);

  private TrainAndTest read(Map<String, byte[]> files) throws DataSourceException {
    return DataSource.path(SampleFiles.write(temporary.resolve("data"), files)).read();
  }

  @Test
  void readsPlainFiles() throws Exception {
    assertHolds(read(plain), plain);
  }

  @Test
  void readsCompressedFiles() throws Exception {
    assertHolds(read(SampleFiles.gzip(plain)), plain);
  }

  @Test
  void readsFilesSpelledWithADot() throws Exception {
    Map<String, byte[]> dotted = new LinkedHashMap<>();
    plain.forEach((name, bytes) -> dotted.put(name.replace("-idx", ".idx"), bytes));
    assertThat(dotted).containsKey("t10k-labels.idx1-ubyte");

    assertHolds(read(dotted), plain);
  }

  @Test
  void readsAMixture() throws Exception {
    Map<String, byte[]> mixture = new HashMap<>(plain);
    byte[] images = mixture.remove("train-images-idx3-ubyte");
    mixture.put("train-images.idx3-ubyte.gz", SampleFiles.gzip(images));
    mixture.put("README", new byte[3]);

    assertHolds(read(mixture), plain);
  }

  @Test
  void tellsOfAMissingDirectory() {
    Path nowhere = temporary.resolve("nowhere");

    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> DataSource.path(nowhere).read())
        .withMessage("There is no directory or archive %s to read data from.", nowhere);
  }

  @Test
  void tellsOfAllMissingFilesAtOnce() {
    plain.remove("train-labels-idx1-ubyte");
    plain.remove("t10k-images-idx3-ubyte");

    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> read(plain))
        .withMessageContaining(
            "lacks train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz (with or without .gz)");
  }

  @Test
  void refusesImagesAndLabelsThatDisagreeInNumber() {
    plain.put("t10k-labels-idx1-ubyte", SampleFiles.labels(4, new Random(5)));

    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> read(plain))
        .withMessageMatching(
            "\\S*t10k-images\\S* holds 3 images, but \\S*labels\\S* holds 4 labels\\.");
  }

  @Test
  void refusesImagesOfTwoSizes() {
    plain.put("t10k-images-idx3-ubyte", SampleFiles.images(3, 5, 4, new Random(5)));

    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> read(plain))
        .withMessageMatching(
            "\\S*train-images\\S* holds images of 4 x 5 pixels, but .* of 5 x 4\\.");
  }

  @Test
  void namesTheFileThatIsUnsound() {
    plain.put("train-labels-idx1-ubyte", new byte[] {0, 0, 8});

    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> read(plain))
        .withMessage(
            "%s is truncated: it ends in the middle of its data.",
            temporary.resolve("data").resolve("train-labels-idx1-ubyte"));
  }
}
