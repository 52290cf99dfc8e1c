package dev.gradus.ops.kernel.vector;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.Convolution;
import dev.gradus.ops.kernel.ConvolutionLoop;
import dev.gradus.ops.kernel.Patches;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A convolution's gradient by the filter: the sums, over all steps of the window, of what lies
 * under it times the gradient.
 *
 * <p>It has a row for each term of a patch, and a column for each filter. What lies under the
 * window is read where it is, in {@link PaddedImages}, and so are the gradients, if they are whole
 * vectors. Rows are divided among the workers; each element is one chain over all steps in one
 * part.
 */
final class VectorFilterGradient implements ConvolutionLoop {
  /** The most elements of images that are copied at a time (unless one image has more). */
  private static final int MOST_COPIED = 1 << 19;

  /** Steps that are taken with one tile before the next: what they read stays in the cache. */
  private static final int DEPTH = 512;

  private static final float[] NONE = {};

  private final Patches patches;
  private final PaddedImages images;
  private final Workers workers;
  private final int terms;
  private final int columns;
  private final int packedColumns;
  private final int group;
  private final int tilesOfPart;
  private final int parts;
  private final boolean areGradientsWhole;
  private final float[] padded;
  private final float[] packed;
  private final int[] patchStarts;
  private final int[] termOffsets;

  /** Of each tile, whether its terms lie one after the other. */
  private final boolean[] areAdjacent;

  private final float[] sums;
  private final TileArrays[] arrays;
  private final Workers.Part copyImage = this::copyImage;
  private final Workers.Part computePart = this::computePart;

  // Of the run, and of the group of images that is being added.
  private float[] source = NONE;
  private float[] gradient = NONE;
  private int firstImage;
  private int pixels;

  VectorFilterGradient(Convolution sizes, Workers workers) {
    this.workers = workers;
    patches = Patches.forward(sizes);
    images = new PaddedImages(patches);
    terms = patches.terms();
    columns = patches.targetChannels();
    packedColumns = TileArrays.wholeVectors(columns);
    areGradientsWhole = packedColumns == columns;
    int perImage = Math.max(images.imageSize(), patches.pixelsOfImage() * packedColumns);
    group = Math.min(patches.batch(), Math.max(1, MOST_COPIED / Math.max(1, perImage)));
    patchStarts = images.patchStarts(patches, group);
    padded = images.isDirect() ? NONE : new float[Math.multiplyExact(group, images.imageSize())];
    packed = areGradientsWhole ? NONE : new float[patchStarts.length * packedColumns];
    int tiles = (terms + PatchTile.ROWS - 1) / PatchTile.ROWS;
    // The last tile may have rows of nothing, which read what the last term reads.
    int[] offsets = images.termOffsets(patches);
    termOffsets = new int[tiles * PatchTile.ROWS];
    Arrays.setAll(termOffsets, term -> offsets[Math.min(term, terms - 1)]);
    areAdjacent = new boolean[tiles];
    for (int tile = 0; tile < tiles; tile++) {
      int first = tile * PatchTile.ROWS;
      areAdjacent[tile] =
          AdjacentTile.IS_USABLE
              && IntStream.range(1, PatchTile.ROWS)
                  .allMatch(row -> termOffsets[first + row] == termOffsets[first] + row);
    }
    sums = new float[Math.multiplyExact(termOffsets.length, packedColumns)];
    long workOfTile = (long) PatchTile.ROWS * patchStarts.length * packedColumns;
    tilesOfPart = TileArrays.tilesOfPart(tiles, workOfTile);
    parts = (tiles + tilesOfPart - 1) / tilesOfPart;
    arrays = TileArrays.forParts(parts);
  }

  @Override
  public void run(float[] images, float[] gradient, float[] byFilter) {
    this.source = images;
    this.gradient = gradient;
    if (patches.pixels() == 0) {
      Arrays.fill(sums, 0f);
    }
    for (firstImage = 0; firstImage < patches.batch(); firstImage += group) {
      int count = Math.min(group, patches.batch() - firstImage);
      if (!this.images.isDirect() || !areGradientsWhole) {
        workers.run(count, copyImage);
      }
      pixels = count * patches.pixelsOfImage();
      workers.run(parts, computePart);
    }
    for (int term = 0; term < terms; term++) {
      System.arraycopy(sums, term * packedColumns, byFilter, term * columns, columns);
    }
    this.source = NONE;
    this.gradient = NONE;
  }

  private void copyImage(int image) {
    if (!images.isDirect()) {
      images.copy(source, firstImage + image, padded, image);
    }
    if (!areGradientsWhole) {
      int count = patches.pixelsOfImage();
      int from = (firstImage + image) * count * columns;
      int to = image * count * packedColumns;
      for (int pixel = 0; pixel < count; pixel++, from += columns, to += packedColumns) {
        System.arraycopy(gradient, from, packed, to, columns);
      }
    }
  }

  private void computePart(int part) {
    TileArrays tile = arrays[part];
    float[] read = images.isDirect() ? source : padded;
    int readFrom = images.isDirect() ? firstImage * images.imageSize() : 0;
    float[] weights = areGradientsWhole ? gradient : packed;
    int weightsFrom = areGradientsWhole ? firstImage * patches.pixelsOfImage() * columns : 0;
    int first = part * tilesOfPart * PatchTile.ROWS;
    int end = Math.min(termOffsets.length, first + tilesOfPart * PatchTile.ROWS);
    for (int step = 0; step < pixels; step += DEPTH) {
      boolean isFirst = firstImage == 0 && step == 0;
      for (int term = first; term < end; term += PatchTile.ROWS) {
        for (int column = 0; column < packedColumns; column += PatchTile.WIDE) {
          for (int row = 0; row < PatchTile.ROWS; row++) {
            tile.at[row] = readFrom + termOffsets[term + row];
            tile.sumsAt[row] = (term + row) * packedColumns + column;
          }
          int weightsAt = weightsFrom + step * packedColumns + column;
          int width = Math.min(PatchTile.WIDE, packedColumns - column);
          advance(tile, isAdjacent(term), read, step, weights, weightsAt, width, isFirst);
        }
      }
    }
  }

  /** Returns whether the terms of a tile lie one after the other. */
  private boolean isAdjacent(int term) {
    return areAdjacent[term / PatchTile.ROWS];
  }

  private void advance(
      TileArrays tile,
      boolean isAdjacent,
      float[] read,
      int step,
      float[] weights,
      int weightsAt,
      int width,
      boolean isFirst) {
    int to = Math.min(pixels, step + DEPTH);
    float[] start = isFirst ? TileArrays.ZEROS : sums;
    int[] startAt = isFirst ? TileArrays.AT_ZEROS : tile.sumsAt;
    if (isAdjacent) {
      AdjacentTile.advance(
          PatchTile.ROWS,
          read,
          tile.at[0],
          patchStarts,
          step,
          to,
          weights,
          weightsAt,
          packedColumns,
          width,
          start,
          startAt,
          sums,
          tile.sumsAt);
    } else {
      PatchTile.advance(
          read,
          tile.at,
          patchStarts,
          step,
          to,
          weights,
          weightsAt,
          packedColumns,
          width,
          start,
          startAt,
          sums,
          tile.sumsAt);
    }
  }
}
