package dev.gradus.ops.kernel;

import dev.gradus.core.Workers;
import java.util.Arrays;
import java.util.function.IntFunction;

/** {@link Softmax} by blocks of rows, which are divided among workers if there are many. */
public final class DividedSoftmax implements Softmax {
  /** Elements that take one worker some tens of microseconds. */
  private static final int PART = 1 << 14;

  private static final int MOST_PARTS = 256;
  private static final float[] NONE = {};
  private static final long[] NO_CLASSES = {};

  private enum Function {
    SOFTMAX,
    LOG_SOFTMAX,
    LOG_SUM_EXP,
    CROSS_ENTROPY,
    SPARSE_CROSS_ENTROPY
  }

  private final int rows;
  private final int classes;
  private final int rowsOfPart;
  private final SoftmaxBlock[] blocks;
  private final Workers workers;
  private final Workers.Part runPart = this::runPart;

  // Of the run.
  private Function function = Function.SOFTMAX;
  private float[] logits = NONE;
  private float[] labels = NONE;
  private long[] classLabels = NO_CLASSES;
  private float[] byRow = NONE;
  private float[] result = NONE;

  /**
   * Prepares for a matrix.
   *
   * @param newBlock makes a block for so many classes
   */
  public DividedSoftmax(
      int rows, int classes, Workers workers, IntFunction<SoftmaxBlock> newBlock) {
    this.rows = rows;
    this.classes = classes;
    this.workers = workers;
    SoftmaxBlock first = newBlock.apply(classes);
    int atOnce = Math.max(PART / Math.max(1, classes), rows / MOST_PARTS);
    rowsOfPart = (atOnce / first.rows() + 1) * first.rows();
    blocks = new SoftmaxBlock[(int) (((long) rows + rowsOfPart - 1) / rowsOfPart)];
    Arrays.setAll(blocks, part -> part == 0 ? first : newBlock.apply(classes));
  }

  @Override
  public void softmax(float[] x, float[] result) {
    run(Function.SOFTMAX, x, NONE, NO_CLASSES, NONE, result);
  }

  @Override
  public void logSoftmax(float[] x, float[] result) {
    run(Function.LOG_SOFTMAX, x, NONE, NO_CLASSES, NONE, result);
  }

  @Override
  public void logSumExp(float[] x, float[] result) {
    run(Function.LOG_SUM_EXP, x, NONE, NO_CLASSES, result, NONE);
  }

  @Override
  public void crossEntropy(float[] logits, float[] labels, float[] loss, float[] backprop) {
    run(Function.CROSS_ENTROPY, logits, labels, NO_CLASSES, loss, backprop);
  }

  @Override
  public void sparseCrossEntropy(float[] logits, long[] labels, float[] loss, float[] backprop) {
    DoubleSoftmax.checkLabels(labels, rows, classes);
    run(Function.SPARSE_CROSS_ENTROPY, logits, NONE, labels, loss, backprop);
  }

  private void run(
      Function function,
      float[] logits,
      float[] labels,
      long[] classLabels,
      float[] byRow,
      float[] result) {
    this.function = function;
    this.logits = logits;
    this.labels = labels;
    this.classLabels = classLabels;
    this.byRow = byRow;
    this.result = result;
    workers.run(blocks.length, runPart);
    this.logits = NONE;
    this.labels = NONE;
    this.classLabels = NO_CLASSES;
    this.byRow = NONE;
    this.result = NONE;
  }

  private void runPart(int part) {
    SoftmaxBlock block = blocks[part];
    int end = (int) Math.min(rows, (part + 1L) * rowsOfPart);
    int count;
    for (int row = part * rowsOfPart; row < end; row += count) {
      count = Math.min(block.rows(), end - row);
      switch (function) {
        case SOFTMAX -> block.softmax(logits, row, count, result);
        case LOG_SOFTMAX -> block.logSoftmax(logits, row, count, result);
        case LOG_SUM_EXP -> block.logSumExp(logits, row, count, byRow);
        case CROSS_ENTROPY -> block.crossEntropy(logits, labels, row, count, byRow, result);
        case SPARSE_CROSS_ENTROPY ->
            block.sparseCrossEntropy(logits, classLabels, row, count, byRow, result);
      }
    }
  }
}
