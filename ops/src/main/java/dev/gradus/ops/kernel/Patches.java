package dev.gradus.ops.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The patches of images from which the pixels of a target are computed, in a convolution and in its
 * gradient by the images.
 *
 * <p>A <i>patch</i> is what one pixel of the target is computed from: at some places, each of which
 * lies on a pixel of the source or outside of it, all channels; outside, zeros. Each channel of the
 * target is the sum of these terms, each times a weight.
 *
 * <p>In a convolution, the source are the images, and the patch of a step of the window is what
 * lies under it. In the gradient by the images, the source is the gradient by the result, and the
 * patch of a pixel is what the steps of the window give that had the pixel under it. If the window
 * makes strides, which places had depends on where the pixel lies; so there are the pixels apart
 * that the same places reach.
 *
 * @param batch the number of images
 * @param rows which rows of the source the rows of the target are computed from
 * @param columns which columns
 * @param sourceRows the number of rows of the source
 * @param sourceColumns the number of its columns
 * @param sourceChannels the number of its channels
 * @param targetRows the number of rows of the target
 * @param targetColumns the number of its columns
 * @param targetChannels the number of its channels
 */
public record Patches(
    int batch,
    Reach rows,
    Reach columns,
    int sourceRows,
    int sourceColumns,
    int sourceChannels,
    int targetRows,
    int targetColumns,
    int targetChannels) {
  /** Returns the patches of a convolution. */
  public static Patches forward(Convolution sizes) {
    return new Patches(
        sizes.batch(),
        Reach.forward(sizes.rows()),
        Reach.forward(sizes.columns()),
        sizes.rows().input(),
        sizes.columns().input(),
        sizes.channels(),
        sizes.rows().steps(),
        sizes.columns().steps(),
        sizes.filters());
  }

  /** Returns those of a convolution's gradient by the images; together they have every pixel. */
  public static List<Patches> back(Convolution sizes) {
    List<Patches> all = new ArrayList<>();
    for (int y = 0; y < Math.min(sizes.rows().stride(), sizes.rows().input()); y++) {
      for (int x = 0; x < Math.min(sizes.columns().stride(), sizes.columns().input()); x++) {
        all.add(
            new Patches(
                sizes.batch(),
                Reach.back(sizes.rows(), y),
                Reach.back(sizes.columns(), x),
                sizes.rows().steps(),
                sizes.columns().steps(),
                sizes.filters(),
                sizes.rows().input(),
                sizes.columns().input(),
                sizes.channels()));
      }
    }
    return all;
  }

  /** Returns the number of pixels of the target in each image. */
  public int pixelsOfImage() {
    return rows.count() * columns.count();
  }

  /** Returns the number of pixels of the target in all images. */
  public int pixels() {
    return batch * pixelsOfImage();
  }

  /** Returns the number of terms of an element of the target. */
  public int terms() {
    return rows.places().length * columns.places().length * sourceChannels;
  }

  /** Returns the number of the place of the window, of all, at which a term stands. */
  public int place(int term, int windowColumns) {
    int place = term / sourceChannels;
    int count = columns.places().length;
    return rows.places()[place / count] * windowColumns + columns.places()[place % count];
  }
}
