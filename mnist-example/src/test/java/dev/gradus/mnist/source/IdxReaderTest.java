package dev.gradus.mnist.source;

import static dev.gradus.mnist.source.SampleFiles.gzip;
import static dev.gradus.mnist.source.SampleFiles.images;
import static dev.gradus.mnist.source.SampleFiles.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader of one IDX file accepts, and that it accepts nothing else. */
final class IdxReaderTest {
  private static final byte[] IMAGES = images(6, 4, 5, new Random(1));
  private static final byte[] LABELS = labels(6, new Random(2));

  private static IdxContent read(DataFile file, byte[] bytes) throws DataSourceException {
    return IdxReader.read(file, "file", new ByteArrayInputStream(bytes));
  }

  private static void assertRefused(ThrowingCallable reading, String... said) {
    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(reading)
        .withMessageStartingWith("file ")
        .withMessageContainingAll(said)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").endsWith("."));
  }

  @Test
  void readsImages() throws Exception {
    IdxContent content = read(DataFile.TRAIN_IMAGES, IMAGES);

    assertThat(content.count()).isEqualTo(6);
    assertThat(content.rows()).isEqualTo(4);
    assertThat(content.columns()).isEqualTo(5);
    assertThat(content.values()).isEqualTo(Arrays.copyOfRange(IMAGES, 16, IMAGES.length));
  }

  @Test
  void readsLabels() throws Exception {
    IdxContent content = read(DataFile.TEST_LABELS, LABELS);

    assertThat(content.count()).isEqualTo(6);
    assertThat(content.values()).isEqualTo(Arrays.copyOfRange(LABELS, 8, LABELS.length));
  }

  @Test
  void compressionMakesNoDifference() throws Exception {
    IdxContent plain = read(DataFile.TRAIN_IMAGES, IMAGES);
    IdxContent compressed = read(DataFile.TRAIN_IMAGES, gzip(IMAGES));

    assertThat(compressed).usingRecursiveComparison().isEqualTo(plain);
  }

  @Test
  void readsBytesThatComeOneByOne() throws Exception {
    InputStream slow =
        new ByteArrayInputStream(gzip(IMAGES)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };

    assertThat(IdxReader.read(DataFile.TRAIN_IMAGES, "file", slow).values())
        .isEqualTo(Arrays.copyOfRange(IMAGES, 16, IMAGES.length));
  }

  @Test
  void leavesTheStreamOpen() throws Exception {
    boolean[] closed = new boolean[1];
    InputStream in =
        new ByteArrayInputStream(gzip(LABELS)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    IdxReader.read(DataFile.TRAIN_LABELS, "file", in);

    assertThat(closed[0]).isFalse();
  }

  @Test
  void refusesEveryTruncatedFile() {
    for (byte[] whole : new byte[][] {IMAGES, gzip(IMAGES)}) {
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertRefused(() -> read(DataFile.TRAIN_IMAGES, part), "is truncated");
      }
    }
  }

  @Test
  void damageToACompressedFileIsFoundOrHarmless() {
    byte[] whole = gzip(IMAGES);
    byte[] pixels = Arrays.copyOfRange(IMAGES, 16, IMAGES.length);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        // Some fields of the gzip header, such as the time, may say anything.
        assertThat(read(DataFile.TRAIN_IMAGES, damaged).values()).isEqualTo(pixels);
      } catch (DataSourceException e) {
        assertThat(e).hasMessageStartingWith("file ");
      }
    }
  }

  @Test
  void refusesADamagedChecksum() {
    byte[] damaged = gzip(IMAGES);
    damaged[damaged.length - 6] ^= 1;

    assertRefused(() -> read(DataFile.TRAIN_IMAGES, damaged), "is corrupt");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 100, 100_000})
  void refusesWhatFollowsTheData(int length) {
    byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + length);
    byte[] compressed = gzip(IMAGES);
    byte[] followed = Arrays.copyOf(compressed, compressed.length + length);

    assertRefused(() -> read(DataFile.TRAIN_IMAGES, longer), "goes on after");
    assertRefused(() -> read(DataFile.TRAIN_IMAGES, gzip(longer)), "goes on after");
    assertRefused(() -> read(DataFile.TRAIN_IMAGES, followed), "goes on after");
  }

  @Test
  void stopsReadingWhatExpandsWithoutEnd() {
    // Many zeros behind six labels, of which only the first is decompressed.
    byte[] bomb = gzip(Arrays.copyOf(LABELS, 64 << 20));

    assertRefused(() -> read(DataFile.TRAIN_LABELS, bomb), "goes on after the 6 bytes");
  }

  @Test
  void refusesAnotherMagicNumber() {
    assertRefused(
        () -> read(DataFile.TRAIN_IMAGES, LABELS), "magic number 2049", "of labels", "has 2051");
    assertRefused(() -> read(DataFile.TRAIN_LABELS, gzip(IMAGES)), "2051", "of images", "has 2049");
    byte[] foreign = IMAGES.clone();
    foreign[0] = (byte) 0x80;
    assertRefused(() -> read(DataFile.TRAIN_IMAGES, foreign), "magic number 2147485699;");
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 28, 28",
    "-1, 28, 28",
    "-1, -1, -1",
    "1, 65536, 65536",
    "65536, 65536, 1",
    "171197, 28, 28"
  })
  void setsNoMemoryAsideForWhatAHeaderPromises(int count, int rows, int columns) {
    byte[] claim = images(count, rows, columns, new byte[0]);

    assertRefused(
        () -> read(DataFile.TRAIN_IMAGES, claim),
        "claims to hold %d images of".formatted(Integer.toUnsignedLong(count)),
        "128 MiB");
  }

  @Test
  void refusesAnEmptySet() {
    assertRefused(() -> read(DataFile.TRAIN_LABELS, labels(0, new byte[0])), "holds nothing");
    assertRefused(() -> read(DataFile.TEST_IMAGES, images(3, 0, 5, new byte[0])), "holds nothing");
  }

  @Test
  void refusesALabelOutOfRange() {
    byte[] labels = {1, 9, 0, 10, 3};
    byte[] largest = {(byte) 255};

    assertRefused(
        () -> read(DataFile.TRAIN_LABELS, labels(5, labels)), "label 10 at position 3", "0 to 9");
    assertRefused(() -> read(DataFile.TRAIN_LABELS, labels(1, largest)), "label 255");
  }

  @Test
  void tellsWhenTheMediumFails() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is on fire");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> IdxReader.read(DataFile.TRAIN_IMAGES, "file", failing))
        .isInstanceOf(DataSourceException.class)
        .hasMessage("file cannot be read (the disk is on fire).");
  }
}
