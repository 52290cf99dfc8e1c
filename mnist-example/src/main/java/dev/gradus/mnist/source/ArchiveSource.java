package dev.gradus.mnist.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The data files within an archive, found by their names in whatever folder they lie.
 *
 * <p>Nothing is unpacked to disk: each entry goes straight to the reader. Still an archive that
 * names an entry outside of its own folder is refused as a whole, for it was made to harm or by
 * mistake.
 *
 * <p>An archive can be hostile in its size too, so the number of entries and the bytes that a tar
 * archive expands to are bounded; those of a data file are bounded by {@link IdxReader}.
 */
final class ArchiveSource implements DataSource {
  private static final int MAXIMUM_ENTRIES = 10_000;
  private static final long MAXIMUM_BYTES = 1L << 30;
  private static final String KINDS = ".zip, .tar, .tar.gz, .tgz, .tar.bz2 or .tbz2";

  /** The start of an absolute path on Windows. */
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:");

  private static final Map<String, DataFile> FILE_BY_NAME = fileByName();

  private final Path archive;
  private final long maximumBytes;

  ArchiveSource(Path archive) {
    this(archive, MAXIMUM_BYTES);
  }

  /**
   * Creates a source.
   *
   * @param maximumBytes how many bytes a tar archive may expand to
   */
  ArchiveSource(Path archive, long maximumBytes) {
    this.archive = archive;
    this.maximumBytes = maximumBytes;
  }

  @Override
  public TrainAndTest read() throws DataSourceException {
    Collected collected = new Collected();
    String name = archive.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".zip")) {
        readZip(collected);
      } else {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive));
            InputStream tar = decompress(name, raw)) {
          readTar(tar, collected);
        }
      }
    } catch (DataSourceException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      // Commons Compress throws the latter too on some malformed headers.
      throw DataSourceException.because("Archive " + archive + " is truncated or corrupt", e);
    }
    return collected.join();
  }

  private InputStream decompress(String name, InputStream raw) throws IOException {
    if (name.endsWith(".tar")) {
      return raw;
    } else if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return new GZIPInputStream(raw);
    } else if (name.endsWith(".tar.bz2") || name.endsWith(".tbz2")) {
      return new BZip2CompressorInputStream(raw, true);
    }
    throw new DataSourceException(
        "%s is no archive of a known kind: its name ends in none of %s.".formatted(archive, KINDS));
  }

  private void readZip(Collected collected) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        DataFile file = collected.wanted(entry.getName(), entry.isDirectory());
        if (file != null) {
          requireFile(entry.getName(), !entry.isUnixSymlink());
          requireKnownMethod(entry);
          try (CheckedInputStream in =
              new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            collected.add(file, entry.getName(), in);
            requireChecksum(entry, in.getChecksum().getValue());
          }
        }
      }
    }
  }

  private void readTar(InputStream plain, Collected collected) throws IOException {
    InputStream limited = new LimitedInputStream(plain, maximumBytes, archive.toString());
    try (TarArchiveInputStream tar = new TarArchiveInputStream(limited)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        DataFile file = collected.wanted(entry.getName(), entry.isDirectory());
        if (file != null) {
          requireFile(
              entry.getName(), entry.isFile() && !entry.isSymbolicLink() && !entry.isLink());
          collected.add(file, entry.getName(), tar);
        }
      }
      // The checksum of the compressed stream stands at its end, beyond the end of the tar archive.
      limited.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Refuses what Commons Compress would need further libraries for. */
  private void requireKnownMethod(ZipArchiveEntry entry) throws DataSourceException {
    int method = entry.getMethod();
    if (method != ZipEntry.STORED && method != ZipEntry.DEFLATED) {
      throw new DataSourceException(
          "Entry %s of %s is compressed by method %d; only stored (%d) and deflated (%d) are read."
              .formatted(entry.getName(), archive, method, ZipEntry.STORED, ZipEntry.DEFLATED));
    }
  }

  /** Checks what Commons Compress leaves to its callers. */
  private void requireChecksum(ZipArchiveEntry entry, long checksum) throws DataSourceException {
    if (checksum != entry.getCrc()) {
      throw new DataSourceException(
          "Entry %s of %s is corrupt: its checksum does not match."
              .formatted(entry.getName(), archive));
    }
  }

  private void requireFile(String entry, boolean isFile) throws DataSourceException {
    if (!isFile) {
      throw new DataSourceException(
          "Entry %s of %s is a link or a device, not a file.".formatted(entry, archive));
    }
  }

  private static Map<String, DataFile> fileByName() {
    Map<String, DataFile> files = new HashMap<>();
    for (DataFile file : DataFile.values()) {
      file.names().forEach(name -> files.put(name, file));
    }
    return Map.copyOf(files);
  }

  /** What has been found so far, on one walk over the entries. */
  private final class Collected {
    private final Map<DataFile, IdxContent> contents = new EnumMap<>(DataFile.class);
    private final Map<DataFile, String> folders = new EnumMap<>(DataFile.class);
    private int entries;

    /** Returns which data file an entry is, null if none that is still needed. */
    @Nullable DataFile wanted(String entry, boolean isDirectory) throws DataSourceException {
      if (++entries > MAXIMUM_ENTRIES) {
        throw new DataSourceException(
            "Archive %s has more than %d entries.".formatted(archive, MAXIMUM_ENTRIES));
      }
      // Windows reads a backslash as a separator too, and some of its archivers write it.
      List<String> parts = Arrays.asList(entry.replace('\\', '/').split("/", -1));
      if (parts.contains("..") || parts.get(0).isEmpty() || DRIVE.matcher(parts.get(0)).find()) {
        throw new DataSourceException(
            "Archive %s is refused: its entry %s climbs out of the archive's own folder."
                .formatted(archive, entry));
      }
      int last = parts.size() - 1;
      DataFile file = isDirectory ? null : FILE_BY_NAME.get(parts.get(last));
      if (file == null) {
        return null;
      }
      String folder = String.join("/", parts.subList(0, last));
      String earlier = folders.putIfAbsent(file, folder);
      if (earlier == null) {
        return file;
      } else if (earlier.equals(folder)) {
        return null; // The same file in another form, compressed and plain side by side.
      }
      throw new DataSourceException(
          "Archive %s holds %s twice, in folders '%s' and '%s', so it is not clear which is meant."
              .formatted(archive, file.plainName(), earlier, folder));
    }

    void add(DataFile file, String entry, InputStream in) throws DataSourceException {
      contents.put(file, IdxReader.read(file, entry + " in " + archive, in));
    }

    TrainAndTest join() throws DataSourceException {
      DataFile.requireAll("Archive " + archive, contents.keySet());
      return TrainAndTest.read(file -> Objects.requireNonNull(contents.get(file)));
    }
  }
}
