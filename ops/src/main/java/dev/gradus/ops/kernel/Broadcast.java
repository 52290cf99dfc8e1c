package dev.gradus.ops.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The plan by which an element-wise function of two arguments runs on arrays of different shapes,
 * by the broadcasting rule of NumPy.
 *
 * <p>Each function has exactly one loop, over consecutive elements (see {@link BinaryBlock}), so
 * what has to be arranged is that both arguments lie consecutively. The plan, computed once from
 * the two shapes, distinguishes:
 *
 * <ol>
 *   <li>equal shapes: one call on the whole range;
 *   <li>an argument whose last axes are long and present (a matrix and a long row): one call per
 *       run, on the argument where it lies;
 *   <li>else the argument is repeated into a scratch block of at most {@value #BLOCK} elements,
 *       which stays in the cache, and the function is called block by block. A scalar or a short
 *       row (a bias vector) is written there once, as often as it fits, and serves for all blocks.
 * </ol>
 *
 * <p>A plan is immutable and holds no scratch, so any number of threads may run it.
 */
public final class Broadcast {

  /** The most elements of a scratch block. */
  static final int BLOCK = 1024;

  /** The least length of a run that is worth a call of its own. */
  private static final int LONG_RUN = 256;

  private final int[] resultShape;
  private final int size;
  private final Side x;
  private final Side y;
  private final int block;

  /** Whether every block but the last is {@link #block} long. */
  private final boolean evenBlocks;

  private Broadcast(int[] resultShape, int size, Side x, Side y) {
    this.resultShape = resultShape;
    this.size = size;
    this.x = x;
    this.y = y;
    boolean scratch = x.needsScratch() || y.needsScratch();
    this.evenBlocks = x.reading != Side.Reading.RUNS && y.reading != Side.Reading.RUNS;
    this.block = scratch ? Math.min(size, Math.min(x.blockLength(), y.blockLength())) : size;
  }

  /**
   * The plan for arguments of the given shapes.
   *
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  public static Broadcast of(int[] xShape, int[] yShape) {
    int[] shape = resultShape(xShape, yShape);
    BroadcastView x = BroadcastView.of(xShape, shape);
    BroadcastView y = BroadcastView.of(yShape, shape);
    return new Broadcast(shape, x.size(), new Side(x), new Side(y));
  }

  /**
   * The shape of the result of arguments of the given shapes: aligned at the last axis, each axis
   * the one of the two that is not 1.
   *
   * @throws IllegalArgumentException if two axes differ and neither is 1
   */
  public static int[] resultShape(int[] xShape, int[] yShape) {
    int rank = Math.max(xShape.length, yShape.length);
    int[] result = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int xAxis = axis - rank + xShape.length;
      int yAxis = axis - rank + yShape.length;
      int xLength = xAxis < 0 ? 1 : xShape[xAxis];
      int yLength = yAxis < 0 ? 1 : yShape[yAxis];
      if (xLength != yLength && xLength != 1 && yLength != 1) {
        throw new IllegalArgumentException(
            String.format(
                "Shapes %s and %s cannot be broadcast together: axis %d of the result would be %d"
                    + " or %d, and neither is 1.",
                Arrays.toString(xShape), Arrays.toString(yShape), axis, xLength, yLength));
      }
      result[axis] = xLength == 1 ? yLength : xLength;
    }
    return result;
  }

  /** The shape of the result. */
  public int[] resultShape() {
    return resultShape.clone();
  }

  /** Whether both arguments have an element for each of the result, at the same place. */
  public boolean isDirect() {
    return x.reading == Side.Reading.DIRECT && y.reading == Side.Reading.DIRECT;
  }

  /** The number of elements of the result. */
  public int size() {
    return size;
  }

  /**
   * Whether a run needs a scratch array of {@link #scratchLength} elements for the first argument.
   */
  public boolean needsXScratch() {
    return x.needsScratch();
  }

  /** Whether a run needs a scratch array of {@link #scratchLength} elements for the second. */
  public boolean needsYScratch() {
    return y.needsScratch();
  }

  /** The length of the scratch arrays, at most {@value #BLOCK}. */
  public int scratchLength() {
    return block;
  }

  /** Runs the function with scratch arrays of its own. */
  public <A, R> void run(BinaryBlock<A, R> function, A xs, A ys, R result) {
    run(
        function,
        xs,
        ys,
        result,
        x.needsScratch() ? ElementArrays.newLike(xs, block) : null,
        y.needsScratch() ? ElementArrays.newLike(ys, block) : null);
  }

  /** Runs the function on all elements, as the method below does on a range of them. */
  public <A, R> void run(
      BinaryBlock<A, R> function,
      A xs,
      A ys,
      R result,
      @Nullable A xScratch,
      @Nullable A yScratch) {
    run(function, xs, ys, result, xScratch, yScratch, 0, size);
  }

  /**
   * Runs the function on a range of elements.
   *
   * @param result at least {@link #size()} elements; may be an argument that has the result's shape
   * @param xScratch at least {@link #scratchLength()} elements, for this call alone; may be null if
   *     not {@link #needsXScratch()}
   * @param yScratch the same for the second argument
   * @param from the first element of the result to compute
   * @param to the one after the last
   */
  public <A, R> void run(
      BinaryBlock<A, R> function,
      A xs,
      A ys,
      R result,
      @Nullable A xScratch,
      @Nullable A yScratch,
      int from,
      int to) {
    for (int start = from; start < to; ) {
      int count = Math.min(block, to - start);
      count = Math.min(x.directLength(start, count), y.directLength(start, count));
      A xBlock = xs;
      A yBlock = ys;
      if (xScratch != null && x.needsScratch()) {
        fill(x, xs, start, count, xScratch, start == from);
        xBlock = xScratch;
      }
      if (yScratch != null && y.needsScratch()) {
        fill(y, ys, start, count, yScratch, start == from);
        yBlock = yScratch;
      }
      function.apply(xBlock, x.offset(start), yBlock, y.offset(start), result, start, count);
      start += count;
    }
  }

  /**
   * Writes a block of an argument to its scratch, unless what the first block left serves again.
   */
  private <A> void fill(Side side, A source, int start, int count, A scratch, boolean isFirst) {
    int period = side.view.period();
    boolean repeats = evenBlocks && period > 0 && block % period == 0;
    if (isFirst || !repeats) {
      side.view.copy(source, start, count, scratch, 0);
    }
  }

  /** How one of the two arguments is read. */
  private record Side(BroadcastView view, Reading reading) {

    enum Reading {
      DIRECT,
      RUNS,
      SCRATCH
    }

    Side(BroadcastView view) {
      this(
          view,
          view.isDirect()
              ? Reading.DIRECT
              : view.runLength() >= LONG_RUN ? Reading.RUNS : Reading.SCRATCH);
    }

    boolean needsScratch() {
      return reading == Reading.SCRATCH;
    }

    /** The block length this side asks for: a multiple of its period, if it has a short one. */
    int blockLength() {
      int period = needsScratch() ? view.period() : -1;
      return period > 0 && period <= BLOCK ? BLOCK / period * period : BLOCK;
    }

    /** How many of the {@code count} elements from {@code start} on can be read without a break. */
    int directLength(int start, int count) {
      int run = view.runLength();
      return reading == Reading.RUNS ? Math.min(count, run - start % run) : count;
    }

    /** Where in the array that is read (the argument, or the scratch) the block begins. */
    int offset(int start) {
      return switch (reading) {
        case DIRECT -> start;
        case RUNS -> view.sourceOffset(start);
        case SCRATCH -> 0;
      };
    }
  }
}
