package dev.gradus.mnist.source;

import static dev.gradus.mnist.source.SampleAssertions.assertHolds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which archives are accepted, and that the others do no harm. */
final class ArchiveSourceTest {
  @TempDir Path temporary;

  private final Map<String, byte[]> plain = SampleFiles.plain(11);

  private TrainAndTest read(String name, byte[] archive) throws IOException {
    return DataSource.path(Files.write(temporary.resolve(name), archive)).read();
  }

  private void assertRefused(String name, byte[] archive, CharSequence... said) {
    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> read(name, archive))
        .withMessageContaining(temporary.resolve(name).toString())
        .satisfies(e -> assertThat(e.getMessage()).contains(said).matches("[^\n]+\\."));
  }

  private static Map<String, byte[]> within(String folder, Map<String, byte[]> files) {
    Map<String, byte[]> moved = new LinkedHashMap<>();
    files.forEach((name, bytes) -> moved.put(folder + name, bytes));
    return moved;
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] bytes) {
    Map<String, byte[]> more = new LinkedHashMap<>();
    more.put(name, bytes);
    more.putAll(files);
    return more;
  }

  /** Makes an archive of the kind that its name says. */
  private static byte[] archive(String name, Map<String, byte[]> files) {
    return name.endsWith(".zip") ? zip(files) : compress(name, tar(files));
  }

  private static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(file.getValue().length);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] compress(String name, byte[] tar) {
    if (name.endsWith("gz")) {
      return SampleFiles.gzip(tar);
    } else if (name.toLowerCase(Locale.ROOT).endsWith("bz2")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
        out.write(tar);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
    return tar;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tbz2", "A.TAR.BZ2"})
  void readsEveryKind(String name) throws Exception {
    assertHolds(read(name, archive(name, plain)), plain);
    assertHolds(read(name, archive(name, SampleFiles.gzip(plain))), plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar.gz"})
  void findsFilesInAnyFolder(String name) throws Exception {
    Map<String, byte[]> deep = within("./MNIST/raw/", SampleFiles.gzip(plain));
    Map<String, byte[]> more = with(deep, "MNIST/README..txt", new byte[1000]);

    assertHolds(read(name, archive(name, more)), plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar"})
  void readsAFileOnceThatIsThereInTwoForms(String name) throws Exception {
    Map<String, byte[]> both = within("raw/", SampleFiles.gzip(plain));
    both.putAll(within("raw/", plain));

    assertHolds(read(name, archive(name, both)), plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar"})
  void refusesToGuessBetweenTwoDataSets(String name) {
    Map<String, byte[]> both = within("mnist/", plain);
    both.putAll(within("fashion/", SampleFiles.plain(12)));

    assertRefused(
        name, archive(name, both), "train-images-idx3-ubyte twice", "'mnist'", "'fashion'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../train-images-idx3-ubyte",
        "a/../../b",
        "..",
        "/etc/passwd",
        "..\\b",
        "\\\\server\\b",
        "C:\\b",
        "c:b"
      })
  void refusesAnArchiveThatClimbsOutOfItsFolder(String entry) throws Exception {
    for (String name : new String[] {"a.zip", "a.tar", "a.tar.gz", "a.tar.bz2"}) {
      byte[] archive = archive(name, with(plain, entry, new byte[] {1}));

      assertRefused(name, archive, "is refused", "climbs out");
      assertThat(temporary.toFile().list()).contains(name).hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void refusesALinkInPlaceOfAFile() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry link =
          new TarArchiveEntry("train-images-idx3-ubyte", TarConstants.LF_SYMLINK);
      link.setLinkName("/dev/zero");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }

    assertRefused("a.tar", bytes.toByteArray(), "train-images-idx3-ubyte of", "is a link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar.bz2"})
  void tellsOfAllMissingFilesAtOnce(String name) {
    plain.remove("train-images-idx3-ubyte");
    plain.remove("t10k-labels-idx1-ubyte");

    assertRefused(
        name, archive(name, plain), "lacks train-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar"})
  void namesTheEntryThatIsUnsound(String name) {
    plain.put("t10k-labels-idx1-ubyte", SampleFiles.labels(1, new byte[] {11}));

    assertRefused(
        name, archive(name, within("x/", plain)), "x/t10k-labels-idx1-ubyte in", "label 11");
  }

  @Test
  void refusesAnUnknownKind() {
    assertRefused("a.rar", new byte[10], "no archive of a known kind", ".zip, .tar, .tar.gz");
  }

  @Test
  void refusesTooManyEntries() {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i <= 10_000; i++) {
      many.put("file" + i, new byte[0]);
    }

    assertRefused("a.zip", zip(many), "more than 10000 entries");
  }

  @Test
  void refusesATarArchiveThatExpandsWithoutEnd() throws Exception {
    byte[] bomb = archive("a.tgz", with(plain, "padding", new byte[4 << 20]));
    Path path = Files.write(temporary.resolve("a.tgz"), bomb);

    assertHolds(new ArchiveSource(path, 5 << 20).read(), plain);
    assertThatExceptionOfType(DataSourceException.class)
        .isThrownBy(() -> new ArchiveSource(path, 3 << 20).read())
        .withMessage("%s expands to more than the 3 MiB that are read.", path);
  }

  @Test
  void refusesAZipEntryPackedByAnotherMethod() {
    byte[] archive = zip(Map.of("train-images-idx3-ubyte", new byte[1]));
    int directory = indexOf(archive, new byte[] {'P', 'K', 1, 2});
    archive[8] = 95;
    archive[directory + 10] = 95;

    assertRefused("a.zip", archive, "train-images-idx3-ubyte of", "compressed by method 95");
  }

  @Test
  void checksTheChecksumOfAnEntry() {
    byte[] archive = storedZip(plain);
    // The last pixel: neither its own size nor anything around it betrays the change.
    archive[indexOf(archive, plain.get("train-images-idx3-ubyte")) + 16] ^= 1;

    assertRefused("a.zip", archive, "train-images-idx3-ubyte of", "checksum does not match");
  }

  private static byte[] storedZip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(file.getValue());
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.getValue().length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static int indexOf(byte[] whole, byte[] part) {
    return new String(whole, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar.gz", "a.tar.bz2"})
  void refusesATruncatedArchive(String name) {
    byte[] whole = archive(name, plain);
    Random random = new Random(13);
    for (int i = 0; i < 50; i++) {
      assertRefused(name, Arrays.copyOf(whole, random.nextInt(whole.length)), "truncated");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tar.bz2"})
  void aDamagedArchiveIsRefusedInASentence(String name) throws Exception {
    byte[] whole = archive(name, plain);
    long seed = 14;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        read(name, damaged);
      } catch (DataSourceException e) {
        assertThat(e.getMessage()).as("seed %d, round %d", seed, i).contains(name).endsWith(".");
      }
    }
  }
}
