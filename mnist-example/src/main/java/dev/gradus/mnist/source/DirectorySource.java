package dev.gradus.mnist.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data files of one directory. */
final class DirectorySource implements DataSource {
  private final Path directory;

  DirectorySource(Path directory) {
    this.directory = directory;
  }

  @Override
  public TrainAndTest read() throws DataSourceException {
    Map<DataFile, Path> paths = new EnumMap<>(DataFile.class);
    List<String> missing = new ArrayList<>();
    // Look for all of them before reading any, to report everything that is missing at once.
    for (DataFile file : DataFile.values()) {
      find(file).ifPresentOrElse(path -> paths.put(file, path), () -> missing.add(file.gzipName()));
    }
    if (!missing.isEmpty()) {
      throw new DataSourceException(
          "Directory %s lacks %s (with or without .gz)."
              .formatted(directory, String.join(", ", missing)));
    }
    Map<DataFile, IdxContent> files = new EnumMap<>(DataFile.class);
    for (Map.Entry<DataFile, Path> entry : paths.entrySet()) {
      Path path = entry.getValue();
      files.put(entry.getKey(), readFile(entry.getKey(), path, path.toString()));
    }
    return TrainAndTest.join(files);
  }

  private Optional<Path> find(DataFile file) {
    return file.names().stream().map(directory::resolve).filter(Files::isRegularFile).findFirst();
  }

  /** Reads one data file of the file system, to be called by the given name in a message. */
  static IdxContent readFile(DataFile file, Path path, String name) throws DataSourceException {
    try (InputStream in = Files.newInputStream(path)) {
      return IdxReader.read(file, name, in);
    } catch (DataSourceException e) {
      throw e;
    } catch (IOException e) {
      throw DataSourceException.because(name + " cannot be read", e);
    }
  }
}
