package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.VectorMath.LANES;
import static dev.gradus.ops.kernel.vector.VectorMath.SPECIES;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatMaxPooling;
import dev.gradus.ops.kernel.Pooling;
import dev.gradus.ops.kernel.WindowAxis;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Max pooling with windows of two rows and two columns side by side, which cover the images: the
 * most usual one.
 *
 * <p>Each pixel lies under one window only. So its gradient is that of the window or zero, and can
 * be written at once, where {@link VectorMaxPooling} has to look up where to add it.
 */
final class SquareMaxPooling implements FloatMaxPooling {
  /** Elements that take one worker some ten microseconds. */
  private static final int PART = 1 << 15;

  private static final float[] NONE = {};

  private final Workers workers;
  private final int channels;

  /** The elements of a row of an image. */
  private final int line;

  /** The rows of the results of all images. */
  private final int rows;

  private final int rowsOfPart;
  private final int parts;
  private final Workers.Part forwardPart = this::forwardPart;
  private final Workers.Part backPart = this::backPart;

  // Of the run.
  private float[] images = NONE;
  private float[] gradient = NONE;
  private float[] result = NONE;

  SquareMaxPooling(Pooling sizes, Workers workers) {
    this.workers = workers;
    channels = sizes.channels();
    line = sizes.columns().input() * channels;
    rows = sizes.batch() * sizes.rows().steps();
    rowsOfPart = Math.max(1, Math.max(PART / Math.max(1, 2 * line), rows / 256));
    parts = (int) (((long) rows + rowsOfPart - 1) / rowsOfPart);
  }

  /** Returns whether the windows are such ones, and the channels enough for a vector. */
  static boolean isFor(Pooling sizes) {
    return sizes.channels() >= LANES && isHalved(sizes.rows()) && isHalved(sizes.columns());
  }

  private static boolean isHalved(WindowAxis axis) {
    return axis.window() == 2
        && axis.stride() == 2
        && axis.dilation() == 1
        && axis.before() == 0
        && axis.steps() * 2 == axis.input();
  }

  @Override
  public void forward(float[] images, float[] result) {
    this.images = images;
    this.result = result;
    workers.run(parts, forwardPart);
    forget();
  }

  @Override
  public void byImages(float[] images, float[] gradient, float[] byImages) {
    this.images = images;
    this.gradient = gradient;
    this.result = byImages;
    workers.run(parts, backPart);
    forget();
  }

  private void forget() {
    images = NONE;
    gradient = NONE;
    result = NONE;
  }

  private void forwardPart(int part) {
    int end = Math.min(rows, (part + 1) * rowsOfPart);
    for (int row = part * rowsOfPart; row < end; row++) {
      int to = row * line / 2;
      int endTo = to + line / 2;
      for (int at = row * 2 * line; to < endTo; at += 2 * channels, to += channels) {
        greatest(images, at, line, channels, result, to);
      }
    }
  }

  private void backPart(int part) {
    int end = Math.min(rows, (part + 1) * rowsOfPart);
    for (int row = part * rowsOfPart; row < end; row++) {
      int from = row * line / 2;
      int endFrom = from + line / 2;
      for (int at = row * 2 * line; from < endFrom; at += 2 * channels, from += channels) {
        spread(images, at, line, channels, gradient, from, result);
      }
    }
  }

  /** Computes the greatest elements of each channel; NaN only where there is no other. */
  private static void greatest(
      float[] x, int first, int line, int channels, float[] result, int to) {
    int last = channels - LANES;
    for (int i = 0; i < channels; i += LANES) {
      int channel = Math.min(i, last);
      int at = first + channel;
      FloatVector most = FloatVector.fromArray(SPECIES, x, at);
      FloatVector second = FloatVector.fromArray(SPECIES, x, at + channels);
      FloatVector third = FloatVector.fromArray(SPECIES, x, at + line);
      FloatVector fourth = FloatVector.fromArray(SPECIES, x, at + line + channels);
      most = most.blend(second, isBetter(second, most));
      most = most.blend(third, isBetter(third, most));
      most = most.blend(fourth, isBetter(fourth, most));
      most.intoArray(result, to + channel);
    }
  }

  private static VectorMask<Float> isBetter(FloatVector next, FloatVector most) {
    return next.compare(VectorOperators.GT, most).or(most.compare(VectorOperators.NE, most));
  }

  /** Writes the gradient of each channel to the first of its greatest elements, zero to others. */
  private static void spread(
      float[] x, int first, int line, int channels, float[] gradient, int from, float[] result) {
    int last = channels - LANES;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < channels; i += LANES) {
      int channel = Math.min(i, last);
      int at = first + channel;
      FloatVector most = FloatVector.fromArray(SPECIES, x, at);
      FloatVector second = FloatVector.fromArray(SPECIES, x, at + channels);
      VectorMask<Float> isSecond = second.compare(VectorOperators.GT, most);
      most = most.blend(second, isSecond);
      FloatVector third = FloatVector.fromArray(SPECIES, x, at + line);
      VectorMask<Float> isThird = third.compare(VectorOperators.GT, most);
      most = most.blend(third, isThird);
      FloatVector fourth = FloatVector.fromArray(SPECIES, x, at + line + channels);
      VectorMask<Float> isFourth = fourth.compare(VectorOperators.GT, most);
      // What is left for those before; as everywhere, what is added to zero is never -0.
      FloatVector rest = zero.add(FloatVector.fromArray(SPECIES, gradient, from + channel));
      zero.blend(rest, isFourth).intoArray(result, at + line + channels);
      rest = rest.blend(zero, isFourth);
      zero.blend(rest, isThird).intoArray(result, at + line);
      rest = rest.blend(zero, isThird);
      zero.blend(rest, isSecond).intoArray(result, at + channels);
      rest.blend(zero, isSecond).intoArray(result, at);
    }
  }
}
