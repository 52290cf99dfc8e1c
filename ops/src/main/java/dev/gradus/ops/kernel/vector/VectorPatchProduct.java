package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.Patches;
import java.util.Arrays;

/**
 * The product of {@link Patches} with a matrix of weights, which is what both a convolution and its
 * gradient by the images are: a row of the result for each pixel, a column for each channel.
 *
 * <p>The patches are read where they lie, in {@link PaddedImages}; the weights are packed into
 * blocks of columns as wide as a tile. Some images at a time are computed, so that what is copied
 * is of bounded size; these are divided among the workers by pixels, and each element is one chain
 * in one part, so that it does not matter how.
 */
final class VectorPatchProduct {
  /** The most elements of images that are copied at a time (unless one image has more). */
  private static final int MOST_COPIED = 1 << 19;

  /** Terms of a block of weights: with {@link PatchTile#WIDE} columns, 64 KiB at most. */
  private static final int DEPTH = 512;

  private static final float[] NONE = {};

  private final Patches patches;
  private final PaddedImages images;

  /** Whether the pixels of a tile are neighbours in a line, and lie so in the source. */
  private final boolean isInLines;

  private final boolean isDirect;
  private final Workers workers;
  private final int terms;
  private final int columns;
  private final int packedColumns;

  /** How many images are computed at a time. */
  private final int group;

  private final int rowsOfTile;
  private final int tilesOfPart;
  private final float[] padded;
  private final int[] patchStarts;
  private final int[] termOffsets;
  private final int[] targets;
  private final float[] weights;
  private final TileArrays[] arrays;
  private final Workers.Part copyImage = this::copyImage;
  private final Workers.Part computePart = this::computePart;

  // Of the run, and of the group of images that is being computed.
  private float[] source = NONE;
  private float[] target = NONE;
  private float[] read = NONE;
  private int firstImage;
  private int pixels;

  VectorPatchProduct(Patches patches, Workers workers) {
    this.patches = patches;
    this.workers = workers;
    isInLines = AdjacentTile.IS_USABLE && isForLines(patches);
    rowsOfTile = isInLines ? AdjacentTile.TALL : PatchTile.ROWS;
    images = new PaddedImages(patches, isInLines);
    terms = patches.terms();
    columns = patches.targetChannels();
    packedColumns = TileArrays.wholeVectors(columns);
    int most = MOST_COPIED / Math.max(1, Math.max(images.imageSize(), patches.pixelsOfImage()));
    group = Math.min(patches.batch(), Math.max(1, most));
    int copied = Math.multiplyExact(group, images.imageSize());
    // The last tile of a line may jut out of it, even out of the last image.
    isDirect = images.isDirect() && !isInLines;
    padded = isDirect ? NONE : new float[Math.addExact(copied, isInLines ? rowsOfTile : 0)];
    patchStarts = images.patchStarts(patches, group);
    termOffsets = images.termOffsets(patches);
    targets = targets(patches, group);
    weights = new float[Math.multiplyExact(terms, packedColumns)];
    long workOfTile = (long) rowsOfTile * terms * packedColumns;
    int tiles = tiles(patchStarts.length);
    tilesOfPart = TileArrays.tilesOfPart(tiles, workOfTile);
    arrays = TileArrays.forParts((tiles + tilesOfPart - 1) / tilesOfPart);
  }

  /**
   * Returns whether patches of neighbours in a line are neighbours, and the lines fill their tiles
   * well, and there are so many terms that it pays to lay the source out for that.
   */
  private static boolean isForLines(Patches patches) {
    int length = patches.columns().count();
    int tiles = (length + AdjacentTile.TALL - 1) / AdjacentTile.TALL;
    return length > 0
        && patches.columns().step() == 1
        && 4 * length >= 3 * tiles * AdjacentTile.TALL
        && patches.rows().places().length * patches.columns().places().length > 1;
  }

  /** Returns how many tiles some pixels need: a tile ends where its line ends. */
  private int tiles(int pixels) {
    int lines = isInLines ? pixels / patches.columns().count() : 1;
    return lines * tilesOfLine(isInLines ? patches.columns().count() : pixels);
  }

  private int tilesOfLine(int length) {
    return (length + rowsOfTile - 1) / rowsOfTile;
  }

  /** Returns where each pixel of some images lies in the target. */
  private static int[] targets(Patches patches, int images) {
    int columns = patches.columns().count();
    int[] targets = new int[images * patches.pixelsOfImage()];
    Arrays.setAll(
        targets,
        pixel -> {
          int image = pixel / patches.pixelsOfImage();
          int y = pixel / columns % patches.rows().count();
          int row = patches.rows().start() + y * patches.rows().stride();
          int column = patches.columns().start() + pixel % columns * patches.columns().stride();
          int line = image * patches.targetRows() + row;
          return (line * patches.targetColumns() + column) * patches.targetChannels();
        });
    return targets;
  }

  Patches patches() {
    return patches;
  }

  /**
   * Takes the weights of one term, of which the next one is {@code stride} after each.
   *
   * @param filter the array
   * @param from where the weight for the first channel of the target is
   */
  void setWeights(int term, float[] filter, int from, int stride) {
    for (int column = 0; column < columns; column += PatchTile.WIDE) {
      int width = Math.min(PatchTile.WIDE, packedColumns - column);
      int to = column * terms + term * width;
      int count = Math.min(width, columns - column);
      int at = from + column * stride;
      if (stride == 1) {
        System.arraycopy(filter, at, weights, to, count);
      } else {
        for (int i = 0; i < count; i++, at += stride) {
          weights[to + i] = filter[at];
        }
      }
    }
  }

  /** Computes the target. */
  void run(float[] source, float[] target) {
    if (patches.pixelsOfImage() == 0) {
      return; // There may be very many such images.
    }
    this.source = source;
    this.target = target;
    for (firstImage = 0; firstImage < patches.batch(); firstImage += group) {
      int count = Math.min(group, patches.batch() - firstImage);
      read = isDirect ? source : padded;
      if (!isDirect) {
        if (padded.length < TileArrays.WORTH / 16) {
          for (int image = 0; image < count; image++) {
            copyImage(image);
          }
        } else {
          workers.run(count, copyImage);
        }
      }
      pixels = count * patches.pixelsOfImage();
      int tiles = tiles(pixels);
      workers.run((tiles + tilesOfPart - 1) / tilesOfPart, computePart);
    }
    this.source = NONE;
    this.target = NONE;
    read = NONE;
  }

  private void copyImage(int image) {
    images.copy(source, firstImage + image, padded, image);
  }

  private void computePart(int part) {
    int length = isInLines ? patches.columns().count() : pixels;
    int tilesOfLine = tilesOfLine(length);
    int first = part * tilesOfPart;
    int end = Math.min(tiles(pixels), first + tilesOfPart);
    for (int k = 0; k == 0 || k < terms; k += DEPTH) {
      for (int column = 0; column < columns; column += PatchTile.WIDE) {
        int width = Math.min(PatchTile.WIDE, packedColumns - column);
        for (int tile = first; tile < end; tile++) {
          int from = tile % tilesOfLine * rowsOfTile;
          int pixel = tile / tilesOfLine * length + from;
          int rows = Math.min(rowsOfTile, length - from);
          tile(arrays[part], pixel, rows, k, Math.min(terms, k + DEPTH), column, width);
        }
      }
    }
  }

  private void tile(TileArrays tile, int pixel, int rows, int from, int to, int column, int width) {
    int readFrom = isDirect ? firstImage * images.imageSize() : 0;
    int writeFrom = firstImage * patches.targetRows() * patches.targetColumns() * columns + column;
    for (int row = 0; row < rowsOfTile; row++) {
      int known = pixel + Math.min(row, rows - 1);
      tile.at[row] = readFrom + patchStarts[known];
      tile.sumsAt[row] = writeFrom + targets[known];
    }
    int count = Math.min(width, columns - column);
    boolean isWhole = rows == rowsOfTile && count == width;
    float[] sums = isWhole ? target : tile.edge;
    int[] sumsAt = isWhole ? tile.sumsAt : tile.edgeAt;
    if (!isWhole && from > 0) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(target, tile.sumsAt[row], tile.edge, tile.edgeAt[row], count);
      }
    }
    int weightsAt = column * terms + from * width;
    float[] start = from == 0 ? TileArrays.ZEROS : sums;
    int[] startAt = from == 0 ? TileArrays.AT_ZEROS : sumsAt;
    if (isInLines) {
      AdjacentTile.advance(
          rowsOfTile,
          read,
          tile.at[0],
          termOffsets,
          from,
          to,
          weights,
          weightsAt,
          width,
          width,
          start,
          startAt,
          sums,
          sumsAt);
    } else {
      PatchTile.advance(
          read,
          tile.at,
          termOffsets,
          from,
          to,
          weights,
          weightsAt,
          width,
          width,
          start,
          startAt,
          sums,
          sumsAt);
    }
    if (!isWhole) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(tile.edge, tile.edgeAt[row], target, tile.sumsAt[row], count);
      }
    }
  }
}
