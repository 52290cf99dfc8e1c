package dev.gradus.mnist;

import dev.gradus.core.GradusException;
import dev.gradus.mnist.source.DataSource;
import dev.gradus.mnist.source.LabelledImages;
import dev.gradus.mnist.source.TrainAndTest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Reads data sets: what TensorFlow's tutorials call {@code input_data}.
 *
 * <pre>{@code
 * DataSets mnist = InputData.readDataSets(Path.of("MNIST_data"), true);
 * Batch batch = mnist.train().nextBatch(100);
 * }</pre>
 */
public final class InputData {
  private static final System.Logger LOGGER = System.getLogger(InputData.class.getName());

  private InputData() {}

  /**
   * Reads the data set of a directory; or, if there is no such directory, the real MNIST data that
   * this module carries with it, which one line in the log then tells.
   *
   * <p>TensorFlow would download MNIST into a directory that is missing, or lacks files. Here
   * nothing is downloaded or written, and a directory that lacks files is an error. To have an
   * error for a missing directory too, read {@link DataSource#path} instead.
   *
   * @param directory a directory, or an archive, as {@link DataSource#path} describes
   * @param oneHot whether labels are rows with a 1 at the class, [n,10], or the classes, [n]
   * @throws IOException if the data there is incomplete or unsound
   */
  public static DataSets readDataSets(Path directory, boolean oneHot) throws IOException {
    if (!Files.exists(directory)) {
      LOGGER.log(Level.INFO, "There is no directory {0}: using the bundled MNIST data.", directory);
      return bundled(oneHot);
    }
    return readDataSets(DataSource.path(directory), DataSetOptions.defaults().withOneHot(oneHot));
  }

  /**
   * Returns the real MNIST data, which this module carries with it: no file, no network needed.
   *
   * @param oneHot whether labels are rows with a 1 at the class, [n,10], or the classes, [n]
   * @throws IOException if this build of the module lacks the data
   */
  public static DataSets bundled(boolean oneHot) throws IOException {
    return readDataSets(DataSource.bundled(), DataSetOptions.defaults().withOneHot(oneHot));
  }

  /**
   * Reads the data set of any source.
   *
   * @throws IOException if the data is missing, incomplete or unsound
   * @throws GradusException if the validation set would take all of the training set
   */
  public static DataSets readDataSets(DataSource source, DataSetOptions options)
      throws IOException {
    TrainAndTest data = source.read();
    LabelledImages train = data.train();
    int validationSize = options.validationSize();
    if (validationSize >= train.count()) {
      throw new GradusException(
          "Of %d training examples, a validation set can take 0 to %d, not %d."
              .formatted(train.count(), train.count() - 1, validationSize));
    }
    // One seed for each set, or all three would be shuffled alike.
    Random seeds = new Random(options.seed());
    return new DataSets(
        DataSet.of(train.range(validationSize, train.count()), options.oneHot(), seeds.nextLong()),
        DataSet.of(train.range(0, validationSize), options.oneHot(), seeds.nextLong()),
        DataSet.of(data.test(), options.oneHot(), seeds.nextLong()));
  }
}
