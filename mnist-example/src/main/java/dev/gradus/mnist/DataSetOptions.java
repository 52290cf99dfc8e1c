package dev.gradus.mnist;

import dev.gradus.core.GradusException;

/**
 * How to make {@link DataSets} of images and labels.
 *
 * <pre>{@code
 * DataSetOptions.defaults().withOneHot(true).withSeed(42)
 * }</pre>
 *
 * @param oneHot whether labels are rows with a 1 at the class, or the classes themselves
 * @param validationSize how many of the training examples, from the first, become the validation
 *     set
 * @param seed decides the order in which batches come; the same seed gives the same batches, on
 *     every machine
 */
public record DataSetOptions(boolean oneHot, int validationSize, long seed) {
  /**
   * Checks the options.
   *
   * @throws GradusException if the validation size is negative
   */
  public DataSetOptions {
    if (validationSize < 0) {
      throw new GradusException(
          "The size of the validation set is 0 or more, not " + validationSize + ".");
    }
  }

  /** Returns TensorFlow's defaults: classes as labels, 5,000 for validation; and the seed 0. */
  public static DataSetOptions defaults() {
    return new DataSetOptions(false, 5_000, 0);
  }

  /** Returns these options with another form of the labels. */
  public DataSetOptions withOneHot(boolean changed) {
    return new DataSetOptions(changed, validationSize, seed);
  }

  /** Returns these options with another size of the validation set. */
  public DataSetOptions withValidationSize(int changed) {
    return new DataSetOptions(oneHot, changed, seed);
  }

  /** Returns these options with another seed. */
  public DataSetOptions withSeed(long changed) {
    return new DataSetOptions(oneHot, validationSize, changed);
  }
}
