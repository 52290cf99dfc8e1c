package dev.gradus.ops.kernel;

/**
 * Turns round the first so many steps of each of several sequences; the others stay as they are.
 *
 * <p>Immutable; computed once from a shape, of which one axis counts the sequences (the
 * <i>batch</i> axis) and another the steps. What lies between and behind these two is moved along
 * in blocks.
 */
public final class SequenceReversal {
  private final int outer;
  private final int middle;
  private final int inner;
  private final int sequences;
  private final int steps;
  private final int sequenceStride;
  private final int stepStride;
  private final int outerStride;
  private final int middleStride;

  private SequenceReversal(int[] shape, int sequenceAxis, int stepAxis) {
    int first = Math.min(sequenceAxis, stepAxis);
    int second = Math.max(sequenceAxis, stepAxis);
    outer = product(shape, 0, first);
    middle = product(shape, first + 1, second);
    inner = product(shape, second + 1, shape.length);
    sequences = shape[sequenceAxis];
    steps = shape[stepAxis];
    sequenceStride = product(shape, sequenceAxis + 1, shape.length);
    stepStride = product(shape, stepAxis + 1, shape.length);
    outerStride = product(shape, first, shape.length);
    middleStride = product(shape, second, shape.length);
  }

  /** Returns the plan for an array of the given shape. */
  public static SequenceReversal of(int[] shape, int sequenceAxis, int stepAxis) {
    return new SequenceReversal(shape, sequenceAxis, stepAxis);
  }

  private static int product(int[] shape, int begin, int end) {
    int product = 1;
    for (int axis = begin; axis < end; axis++) {
      product *= shape[axis];
    }
    return product;
  }

  /**
   * Writes the result.
   *
   * @param lengths how many steps of each sequence are turned round
   * @throws IllegalArgumentException if that is less than none, or more than there are
   */
  public <A> void run(A source, long[] lengths, A result) {
    for (int sequence = 0; sequence < sequences; sequence++) {
      long wanted = lengths[sequence];
      if (wanted < 0 || wanted > steps) {
        throw new IllegalArgumentException(
            String.format(
                "Sequence %d cannot have the length %d, as there are %d steps",
                sequence, wanted, steps));
      }
      int length = (int) wanted;
      for (int o = 0; o < outer; o++) {
        for (int m = 0; m < middle; m++) {
          int base = o * outerStride + m * middleStride + sequence * sequenceStride;
          for (int step = 0; step < steps; step++) {
            int from = step < length ? length - 1 - step : step;
            System.arraycopy(
                source, base + from * stepStride, result, base + step * stepStride, inner);
          }
        }
      }
    }
  }
}
