package dev.gradus.mnist.source;

import java.util.Objects;

/**
 * Images of one size, each with its label, kept as bytes: one a pixel, one a label.
 *
 * <p>Immutable. {@link #range} shares the bytes, so that cutting a validation set off costs
 * nothing.
 */
public final class LabelledImages {
  /**
   * Brings a pixel from 0..255 to 0..1 as TensorFlow does: by a product in float32, no division.
   */
  private static final float PIXEL_SCALE = 1f / 255f;

  private final int rows;
  private final int columns;
  private final byte[] pixels;
  private final byte[] labels;
  private final int from;
  private final int count;

  private LabelledImages(int rows, int columns, byte[] pixels, byte[] labels, int from, int count) {
    this.rows = rows;
    this.columns = columns;
    this.pixels = pixels;
    this.labels = labels;
    this.from = from;
    this.count = count;
  }

  /**
   * Returns images with their labels.
   *
   * @param rows the height of each image in pixels
   * @param columns the width of each image in pixels
   * @param pixels image after image, row after row; each byte is read as 0 to 255; copied
   * @param labels one label an image; copied
   * @throws IllegalArgumentException if the number of pixels is not rows x columns x the number of
   *     labels, or a label is not 0 to 9
   */
  public static LabelledImages of(int rows, int columns, byte[] pixels, byte[] labels) {
    if (rows < 1 || columns < 1 || pixels.length != (long) rows * columns * labels.length) {
      throw new IllegalArgumentException(
          "%d pixels cannot be %d images of %d x %d pixels."
              .formatted(pixels.length, labels.length, rows, columns));
    }
    for (byte label : labels) {
      if (label < 0 || label >= IdxReader.CLASSES) {
        throw new IllegalArgumentException(
            "A label is 0 to %d, not %d."
                .formatted(IdxReader.CLASSES - 1, Byte.toUnsignedInt(label)));
      }
    }
    return new LabelledImages(rows, columns, pixels.clone(), labels.clone(), 0, labels.length);
  }

  /** Joins two files, which are not copied: 47 MB twice would be a waste. */
  static LabelledImages join(IdxContent images, IdxContent labels) throws DataSourceException {
    if (images.count() != labels.count()) {
      throw new DataSourceException(
          "%s holds %d images, but %s holds %d labels."
              .formatted(images.name(), images.count(), labels.name(), labels.count()));
    }
    return new LabelledImages(
        images.rows(), images.columns(), images.values(), labels.values(), 0, images.count());
  }

  /** Returns the number of images. */
  public int count() {
    return count;
  }

  /** Returns the height of each image in pixels. */
  public int rows() {
    return rows;
  }

  /** Returns the width of each image in pixels. */
  public int columns() {
    return columns;
  }

  /** Returns the number of pixels of each image: 784 for MNIST. */
  public int imageSize() {
    return rows * columns;
  }

  /** Returns the number of classes, 10: labels run from 0 to 9. */
  public int classes() {
    return IdxReader.CLASSES;
  }

  /**
   * Returns the label of one image, 0 to 9.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public int label(int index) {
    return labels[from + Objects.checkIndex(index, count)];
  }

  /**
   * Writes the pixels of one image into an array, row after row, each as value x (1/255f): from 0
   * (background) to 1.
   *
   * @param index which image
   * @param target where to write them
   * @param offset where in the target to begin
   * @throws IndexOutOfBoundsException if there is no such image, or not so much room
   */
  public void copyImage(int index, float[] target, int offset) {
    int size = imageSize();
    int start = (from + Objects.checkIndex(index, count)) * size;
    Objects.checkFromIndexSize(offset, size, target.length);
    for (int i = 0; i < size; i++) {
      target[offset + i] = (pixels[start + i] & 0xff) * PIXEL_SCALE;
    }
  }

  /**
   * Returns some of these images, which are not copied.
   *
   * @param fromIndex the first one
   * @param toIndex the one after the last
   * @throws IndexOutOfBoundsException if there is no such range
   */
  public LabelledImages range(int fromIndex, int toIndex) {
    Objects.checkFromToIndex(fromIndex, toIndex, count);
    return new LabelledImages(rows, columns, pixels, labels, from + fromIndex, toIndex - fromIndex);
  }
}
