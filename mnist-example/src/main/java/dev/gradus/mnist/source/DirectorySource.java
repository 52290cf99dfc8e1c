package dev.gradus.mnist.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
    // Look for all of them before reading any, to report everything that is missing at once.
    for (DataFile file : DataFile.values()) {
      find(file).ifPresent(path -> paths.put(file, path));
    }
    DataFile.requireAll("Directory " + directory, paths.keySet());
    return TrainAndTest.read(
        file -> {
          Path path = Objects.requireNonNull(paths.get(file));
          return readFile(file, path, path.toString());
        });
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
