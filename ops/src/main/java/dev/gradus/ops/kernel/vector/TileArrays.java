package dev.gradus.ops.kernel.vector;

import java.util.Arrays;

/** What one part of a convolution needs while it runs: tables of a tile, and sums of one. */
final class TileArrays {
  /** Multiply-adds that take one worker some ten microseconds. */
  static final long WORTH = 1 << 20;

  private static final int MOST_PARTS = 256;

  /** For sums that begin at zero. */
  static final float[] ZEROS = new float[PatchTile.WIDE];

  /** The most rows of a tile. */
  private static final int ROWS = Math.max(PatchTile.ROWS, AdjacentTile.TALL);

  static final int[] AT_ZEROS = new int[ROWS];

  /** What each row begins with. */
  final int[] at = new int[ROWS];

  /** Where the sums of each row are. */
  final int[] sumsAt = new int[ROWS];

  /** Room for the sums of a tile that juts out of the result; row after row. */
  final float[] edge = new float[ROWS * PatchTile.WIDE];

  final int[] edgeAt = new int[ROWS];

  TileArrays() {
    Arrays.setAll(edgeAt, row -> row * PatchTile.WIDE);
  }

  /**
   * Returns how many tiles make a part, if each takes so many multiply-adds: as many as are worth
   * the time of a worker, and so many that there are no more than {@value #MOST_PARTS} parts.
   */
  static int tilesOfPart(int tiles, long work) {
    long worth = WORTH / Math.max(1, work);
    return (int) Math.max(1, Math.max(tiles / MOST_PARTS, Math.min(tiles, worth)));
  }

  static TileArrays[] forParts(int parts) {
    TileArrays[] arrays = new TileArrays[parts];
    Arrays.setAll(arrays, part -> new TileArrays());
    return arrays;
  }

  /** Returns the number of columns that whole vectors need for so many. */
  static int wholeVectors(int columns) {
    return Math.multiplyExact((columns + PatchTile.LANES - 1) / PatchTile.LANES, PatchTile.LANES);
  }
}
