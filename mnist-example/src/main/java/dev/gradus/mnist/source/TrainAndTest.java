package dev.gradus.mnist.source;

/**
 * What the four files hold together: images to learn from, and others to be tested on.
 *
 * @param train the images of {@code train-images}: 60,000 for MNIST
 * @param test the images of {@code t10k-images}: 10,000 for MNIST
 */
public record TrainAndTest(LabelledImages train, LabelledImages test) {
  /** Reads one of the four files, wherever it lies. */
  @FunctionalInterface
  interface FileReader {
    IdxContent read(DataFile file) throws DataSourceException;
  }

  /**
   * Reads the four files and joins them.
   *
   * @throws DataSourceException if one cannot be read, if images and labels differ in number, or
   *     images in size
   */
  static TrainAndTest read(FileReader reader) throws DataSourceException {
    IdxContent trainImages = reader.read(DataFile.TRAIN_IMAGES);
    IdxContent trainLabels = reader.read(DataFile.TRAIN_LABELS);
    IdxContent testImages = reader.read(DataFile.TEST_IMAGES);
    IdxContent testLabels = reader.read(DataFile.TEST_LABELS);
    if (trainImages.rows() != testImages.rows() || trainImages.columns() != testImages.columns()) {
      throw new DataSourceException(
          "%s holds images of %d x %d pixels, but %s of %d x %d."
              .formatted(
                  trainImages.name(),
                  trainImages.rows(),
                  trainImages.columns(),
                  testImages.name(),
                  testImages.rows(),
                  testImages.columns()));
    }
    return new TrainAndTest(
        LabelledImages.join(trainImages, trainLabels), LabelledImages.join(testImages, testLabels));
  }
}
