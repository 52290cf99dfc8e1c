package dev.gradus.mnist.source;

import java.io.IOException;
import java.io.InputStream;

/** The MNIST data among this module's resources. */
final class BundledSource implements DataSource {
  @Override
  public TrainAndTest read() throws DataSourceException {
    return TrainAndTest.read(BundledSource::readFile);
  }

  private static IdxContent readFile(DataFile file) throws DataSourceException {
    String name = "The bundled " + file.gzipName();
    try (InputStream in = BundledSource.class.getResourceAsStream("mnist/" + file.gzipName())) {
      if (in == null) {
        throw new DataSourceException(name + " is missing from this build of the program.");
      }
      return IdxReader.read(file, name, in);
    } catch (DataSourceException e) {
      throw e;
    } catch (IOException e) {
      throw DataSourceException.because(name + " cannot be read", e);
    }
  }
}
