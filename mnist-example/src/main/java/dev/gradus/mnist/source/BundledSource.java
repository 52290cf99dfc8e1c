package dev.gradus.mnist.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;

/** The MNIST data among this module's resources. */
final class BundledSource implements DataSource {
  @Override
  public TrainAndTest read() throws DataSourceException {
    Map<DataFile, IdxContent> files = new EnumMap<>(DataFile.class);
    for (DataFile file : DataFile.values()) {
      String name = "The bundled " + file.gzipName();
      try (InputStream in = BundledSource.class.getResourceAsStream("mnist/" + file.gzipName())) {
        if (in == null) {
          throw new DataSourceException(name + " is missing from this build of the program.");
        }
        files.put(file, IdxReader.read(file, name, in));
      } catch (DataSourceException e) {
        throw e;
      } catch (IOException e) {
        throw DataSourceException.because(name + " cannot be read", e);
      }
    }
    return TrainAndTest.join(files);
  }
}
