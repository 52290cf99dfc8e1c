package dev.gradus.ops.kernel.vector;

import dev.gradus.ops.kernel.Patches;
import java.util.Arrays;

/**
 * Where the pixels of a source of {@link Patches} lie: in the source itself, if all patches lie
 * inside of it, or in a copy that has zeros around each image, as far as the patches jut out.
 *
 * <p>So each patch is there as it is in the law of convolutions, and no loop need ask whether a
 * pixel lies outside.
 */
final class PaddedImages {
  private final int sourceRows;
  private final int sourceLine;
  private final int channels;
  private final int firstRow;
  private final int firstColumn;
  private final int line;
  private final int pixelStride;
  private final int channelStride;
  private final int size;
  private final boolean isDirect;

  PaddedImages(Patches patches) {
    this(patches, false);
  }

  /**
   * Lays the images out.
   *
   * @param byChannels whether the elements of one channel in a row of pixels lie one after the
   *     other, instead of those of a pixel
   */
  PaddedImages(Patches patches, boolean byChannels) {
    sourceRows = patches.sourceRows();
    channels = patches.sourceChannels();
    sourceLine = patches.sourceColumns() * channels;
    firstRow = patches.rows().first();
    firstColumn = patches.columns().first();
    int endRow = Math.max(patches.rows().end(), sourceRows);
    int endColumn = Math.max(patches.columns().end(), patches.sourceColumns());
    int columns = endColumn - firstColumn;
    line = Math.multiplyExact(columns, channels);
    pixelStride = byChannels ? 1 : channels;
    channelStride = byChannels ? columns : 1;
    size = Math.multiplyExact(endRow - firstRow, line);
    isDirect = size == sourceRows * sourceLine && (!byChannels || channels == 1);
  }

  /** Returns whether the source needs no copy. */
  boolean isDirect() {
    return isDirect;
  }

  /** Returns the number of elements of an image. */
  int imageSize() {
    return size;
  }

  /**
   * Returns where the first channel of a pixel is in its image; it may lie outside of the source.
   */
  int at(int row, int column) {
    return (row - firstRow) * line + (column - firstColumn) * pixelStride;
  }

  /** Copies an image of the source to the place {@code to} among zeros, which it leaves zeros. */
  void copy(float[] source, int image, float[] padded, int to) {
    int from = image * sourceRows * sourceLine;
    int at = to * size + at(0, 0);
    for (int row = 0; row < sourceRows; row++, from += sourceLine, at += line) {
      if (channelStride == 1) {
        System.arraycopy(source, from, padded, at, sourceLine);
      } else {
        for (int channel = 0; channel < channels; channel++) {
          copyChannel(source, from + channel, padded, at + channel * channelStride);
        }
      }
    }
  }

  private void copyChannel(float[] source, int from, float[] padded, int to) {
    for (int at = from, end = from + sourceLine, next = to; at < end; at += channels) {
      padded[next++] = source[at];
    }
  }

  /** Returns where the patches of the pixels of some images begin, in order of the pixels. */
  int[] patchStarts(Patches patches, int images) {
    int columns = patches.columns().count();
    int[] starts = new int[images * patches.pixelsOfImage()];
    Arrays.setAll(
        starts,
        pixel -> {
          int row = pixel / columns % patches.rows().count();
          int image = pixel / patches.pixelsOfImage();
          // The places are added to the first pixel of the source, wherever the first patch begins.
          return image * size
              + row * patches.rows().step() * line
              + pixel % columns * patches.columns().step() * pixelStride;
        });
    return starts;
  }

  /** Returns how far from the start of a patch its terms are, in order of the terms. */
  int[] termOffsets(Patches patches) {
    int[] rows = patches.rows().offsets();
    int[] columns = patches.columns().offsets();
    int[] offsets = new int[patches.terms()];
    Arrays.setAll(
        offsets,
        term -> {
          int place = term / channels;
          return at(rows[place / columns.length], columns[place % columns.length])
              + term % channels * channelStride;
        });
    return offsets;
  }
}
