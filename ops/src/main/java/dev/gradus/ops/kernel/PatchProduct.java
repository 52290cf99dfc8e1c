package dev.gradus.ops.kernel;

import java.util.Arrays;

/**
 * The product of a matrix of weights with {@link Patches}: what both a convolution and its gradient
 * by the images are.
 *
 * <p>With one column for each patch the patches are a matrix, and each channel of the target is a
 * row of weights times that matrix. It is never there as a whole: {@value #DEPTH} of its rows at a
 * time, {@value #WIDTH} columns wide at most, are packed into a panel that stays in the cache, and
 * all rows of weights pass over it, see {@link FloatChains}. So the inner loop runs along pixels,
 * of which there are many, and not along channels.
 */
final class PatchProduct {
  private static final int DEPTH = 64;
  private static final int WIDTH = 512;

  /** The most elements that the sums of a block may have. */
  private static final int MOST_SUMS = 1 << 18;

  private final Patches patches;
  private final Reach rows;
  private final Reach columns;
  private final int sourceRows;
  private final int sourceColumns;
  private final int sourceChannels;
  private final int targetRows;
  private final int targetColumns;
  private final int targetChannels;

  PatchProduct(Patches patches) {
    this.patches = patches;
    rows = patches.rows();
    columns = patches.columns();
    sourceRows = patches.sourceRows();
    sourceColumns = patches.sourceColumns();
    sourceChannels = patches.sourceChannels();
    targetRows = patches.targetRows();
    targetColumns = patches.targetColumns();
    targetChannels = patches.targetChannels();
  }

  /** What a product needs while it runs; may be used for one after the other. */
  static final class Scratch {
    private final FloatChains chains;
    private final int width;

    /** Where each run of pixels of a block begins in the target: image, row, column, in turn. */
    private final int[] runs;

    /** Of each run, where the part on the source begins and ends, and where that is there. */
    private final int[] spans;

    private int runCount;

    Scratch(int pixels, int depth, int targetChannels) {
      width =
          Math.max(1, Math.min(Math.min(WIDTH, pixels), MOST_SUMS / Math.max(targetChannels, 1)));
      chains = new FloatChains(Math.min(DEPTH, depth), targetChannels, width);
      runs = new int[4 * width];
      spans = new int[4 * width];
    }
  }

  Patches patches() {
    return patches;
  }

  Scratch newScratch() {
    return new Scratch(patches.pixels(), patches.terms(), targetChannels);
  }

  /**
   * Computes the pixels of the target.
   *
   * @param weights a row for each channel of the target: for each place, for each channel of the
   *     source
   */
  void run(float[] source, float[] weights, float[] target, Scratch scratch) {
    int pixels = patches.pixels();
    int depth = patches.terms();
    for (int first = 0; first < pixels; first += scratch.width) {
      int width = Math.min(scratch.width, pixels - first);
      findRuns(first, width, scratch);
      for (float[] sums : scratch.chains.sums) {
        Arrays.fill(sums, 0, width, 0f);
      }
      for (int k = 0; k < depth; k += DEPTH) {
        int rowsOfPanel = Math.min(DEPTH, depth - k);
        pack(source, k, rowsOfPanel, scratch);
        scratch.chains.run(weights, k, depth, 1, targetChannels, rowsOfPanel, width);
      }
      unpack(target, scratch);
    }
  }

  /** Splits a block of pixels into runs along rows. */
  private void findRuns(int first, int width, Scratch scratch) {
    int count = 0;
    int column = first % columns.count();
    int row = first / columns.count() % rows.count();
    int image = first / columns.count() / rows.count();
    for (int done = 0; done < width; ) {
      int length = Math.min(columns.count() - column, width - done);
      scratch.runs[count++] = image;
      scratch.runs[count++] = row;
      scratch.runs[count++] = column;
      scratch.runs[count++] = length;
      done += length;
      column = 0;
      if (++row == rows.count()) {
        row = 0;
        image++;
      }
    }
    scratch.runCount = count;
  }

  private void pack(float[] source, int firstTerm, int count, Scratch scratch) {
    int channel = firstTerm % sourceChannels;
    int place = firstTerm / sourceChannels;
    int stride = columns.step() * sourceChannels;
    findSpans(place, scratch);
    for (int k = 0; k < count; k++) {
      if (channel == sourceChannels) {
        channel = 0;
        findSpans(++place, scratch);
      }
      packRow(source, channel++, stride, scratch.chains.panel[k], scratch);
    }
  }

  /** Finds which part of each run lies on the source, for a place of the window. */
  private void findSpans(int place, Scratch scratch) {
    int rowOffset = rows.offsets()[place / columns.places().length];
    int columnOffset = columns.offsets()[place % columns.places().length];
    int step = columns.step();
    for (int run = 0; run < scratch.runCount; run += 4) {
      int y = scratch.runs[run + 1] * rows.step() + rowOffset;
      int x = scratch.runs[run + 2] * step + columnOffset;
      int length = scratch.runs[run + 3];
      boolean isInside = y >= 0 && y < sourceRows;
      int rest = isInside ? sourceColumns - x : 0;
      int before = x >= 0 ? 0 : Math.min(length, (-x + step - 1) / step);
      int end = rest <= 0 ? before : Math.max(before, Math.min(length, (rest + step - 1) / step));
      int line = (scratch.runs[run] * sourceRows + y) * sourceColumns + x;
      scratch.spans[run] = before;
      scratch.spans[run + 1] = end;
      scratch.spans[run + 2] = (line + before * step) * sourceChannels;
    }
  }

  private static void packRow(
      float[] source, int channel, int stride, float[] row, Scratch scratch) {
    int to = 0;
    for (int run = 0; run < scratch.runCount; run += 4) {
      int before = scratch.spans[run];
      int end = scratch.spans[run + 1];
      int length = scratch.runs[run + 3];
      for (int i = 0; i < before; i++) {
        row[to + i] = 0f;
      }
      gather(source, scratch.spans[run + 2] + channel, stride, row, to + before, end - before);
      for (int i = end; i < length; i++) {
        row[to + i] = 0f;
      }
      to += length;
    }
  }

  private static void gather(float[] source, int from, int stride, float[] row, int to, int count) {
    if (stride == 1 && count > 0) {
      System.arraycopy(source, from, row, to, count);
      return;
    }
    for (int i = 0, at = from; i < count; i++, at += stride) {
      row[to + i] = source[at];
    }
  }

  private void unpack(float[] target, Scratch scratch) {
    int from = 0;
    int stride = columns.stride() * targetChannels;
    for (int run = 0; run < scratch.runCount; run += 4) {
      int y = rows.start() + scratch.runs[run + 1] * rows.stride();
      int x = columns.start() + scratch.runs[run + 2] * columns.stride();
      int length = scratch.runs[run + 3];
      int to = ((scratch.runs[run] * targetRows + y) * targetColumns + x) * targetChannels;
      int channel = 0;
      for (; channel <= targetChannels - 4; channel += 4) {
        scatterFour(scratch.chains.sums, channel, from, length, target, to + channel, stride);
      }
      for (; channel < targetChannels; channel++) {
        float[] sums = scratch.chains.sums[channel];
        for (int i = 0, at = to + channel; i < length; i++, at += stride) {
          target[at] = sums[from + i];
        }
      }
      from += length;
    }
  }

  private static void scatterFour(
      float[][] sums, int channel, int from, int length, float[] target, int to, int stride) {
    float[] sums0 = sums[channel];
    float[] sums1 = sums[channel + 1];
    float[] sums2 = sums[channel + 2];
    float[] sums3 = sums[channel + 3];
    for (int i = from, at = to; i < from + length; i++, at += stride) {
      target[at] = sums0[i];
      target[at + 1] = sums1[i];
      target[at + 2] = sums2[i];
      target[at + 3] = sums3[i];
    }
  }
}
