package dev.gradus.mnist.source;

import java.util.Map;

/**
 * What the four files hold together: images to learn from, and others to be tested on.
 *
 * @param train the images of {@code train-images}: 60,000 for MNIST
 * @param test the images of {@code t10k-images}: 10,000 for MNIST
 */
public record TrainAndTest(LabelledImages train, LabelledImages test) {
  /**
   * Joins the four files.
   *
   * @throws DataSourceException if images and labels differ in number, or images in size
   */
  static TrainAndTest join(Map<DataFile, IdxContent> files) throws DataSourceException {
    IdxContent trainImages = files.get(DataFile.TRAIN_IMAGES);
    IdxContent testImages = files.get(DataFile.TEST_IMAGES);
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
        LabelledImages.join(trainImages, files.get(DataFile.TRAIN_LABELS)),
        LabelledImages.join(testImages, files.get(DataFile.TEST_LABELS)));
  }
}
