package dev.gradus.ops.kernel.vector;

import static dev.gradus.ops.kernel.vector.VectorMath.LANES;
import static dev.gradus.ops.kernel.vector.VectorMath.SPECIES;

import dev.gradus.core.Workers;
import dev.gradus.ops.kernel.FloatMaxPooling;
import dev.gradus.ops.kernel.Pooling;
import dev.gradus.ops.kernel.WindowAxis;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Max pooling, several channels of a window at a time; images are divided among the workers.
 *
 * <p>Channels are taken in whole vectors, of which the last overlaps the one before, so there must
 * be enough for one.
 */
final class VectorMaxPooling implements FloatMaxPooling {
  /** Elements that take one worker some ten microseconds. */
  private static final int PART = 1 << 15;

  private static final float[] NONE = {};

  private final Pooling sizes;
  private final WindowAxis rows;
  private final WindowAxis columns;
  private final int channels;
  private final Workers workers;
  private final int imagesOfPart;
  private final Window[] windows;
  private final Workers.Part forwardPart = this::forwardPart;
  private final Workers.Part backPart = this::backPart;

  // Of the run.
  private float[] images = NONE;
  private float[] gradient = NONE;
  private float[] result = NONE;

  /** What lies under a window at a step, and scratch for its channels. */
  private static final class Window {
    final int[] offsets;
    final int[] places;
    int count;
    int first;

    Window(int most, int channels) {
      offsets = new int[most];
      places = new int[channels];
    }
  }

  VectorMaxPooling(Pooling sizes, Workers workers) {
    this.sizes = sizes;
    this.workers = workers;
    rows = sizes.rows();
    columns = sizes.columns();
    channels = sizes.channels();
    int image = Math.max(1, rows.input() * columns.input() * channels);
    imagesOfPart = Math.max(1, Math.max(PART / image, sizes.batch() / 256));
    windows = new Window[(int) (((long) sizes.batch() + imagesOfPart - 1) / imagesOfPart)];
    Arrays.setAll(windows, part -> new Window(rows.window() * columns.window(), channels));
  }

  /** Returns whether there are enough channels. */
  static boolean isFor(Pooling sizes) {
    return sizes.channels() >= LANES;
  }

  @Override
  public void forward(float[] images, float[] result) {
    this.images = images;
    this.result = result;
    workers.run(windows.length, forwardPart);
    forget();
  }

  @Override
  public void byImages(float[] images, float[] gradient, float[] byImages) {
    this.images = images;
    this.gradient = gradient;
    this.result = byImages;
    workers.run(windows.length, backPart);
    forget();
  }

  private void forget() {
    images = NONE;
    gradient = NONE;
    result = NONE;
  }

  private void forwardPart(int part) {
    Window window = windows[part];
    int end = Math.min(sizes.batch(), (part + 1) * imagesOfPart);
    int step = part * imagesOfPart * rows.steps() * columns.steps() * channels;
    for (int image = part * imagesOfPart; image < end; image++) {
      for (int row = 0; row < rows.steps(); row++) {
        for (int column = 0; column < columns.steps(); column++, step += channels) {
          find(window, image, row, column);
          greatest(images, window.first, window.offsets, window.count, result, step, channels);
        }
      }
    }
  }

  private void backPart(int part) {
    Window window = windows[part];
    int first = part * imagesOfPart;
    int end = Math.min(sizes.batch(), first + imagesOfPart);
    int size = rows.input() * columns.input() * channels;
    Arrays.fill(result, first * size, end * size, 0f);
    int step = first * rows.steps() * columns.steps() * channels;
    for (int image = first; image < end; image++) {
      for (int row = 0; row < rows.steps(); row++) {
        for (int column = 0; column < columns.steps(); column++, step += channels) {
          find(window, image, row, column);
          places(images, window.first, window.offsets, window.count, window.places, channels);
          for (int i = 0; i < channels; i++) {
            result[window.places[i] + i] += gradient[step + i];
          }
        }
      }
    }
  }

  /** Finds the pixels under the window at a step: the first, and how far from it the others are. */
  private void find(Window window, int image, int row, int column) {
    int firstRow = rows.firstPlace(row);
    int firstColumn = columns.firstPlace(column);
    int height = rows.endPlace(row) - firstRow;
    int width = columns.endPlace(column) - firstColumn;
    int line = image * rows.input() + rows.element(row, firstRow);
    window.first = (line * columns.input() + columns.element(column, firstColumn)) * channels;
    window.count = height * width;
    int to = 0;
    for (int i = 0; i < height; i++) {
      int from = i * rows.dilation() * columns.input();
      for (int j = 0; j < width; j++) {
        window.offsets[to++] = (from + j * columns.dilation()) * channels;
      }
    }
  }

  /** Computes the greatest elements of each channel; NaN only where there is no other. */
  private static void greatest(
      float[] x, int first, int[] offsets, int count, float[] result, int to, int channels) {
    int end = channels - LANES;
    for (int i = 0; i < channels; i += LANES) {
      int channel = Math.min(i, end);
      FloatVector most = FloatVector.fromArray(SPECIES, x, first + channel);
      for (int k = 1; k < count; k++) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, first + channel + offsets[k]);
        VectorMask<Float> isGreater = next.compare(VectorOperators.GT, most);
        VectorMask<Float> isNumberWanted = most.compare(VectorOperators.NE, most);
        most = most.blend(next, isGreater.or(isNumberWanted));
      }
      most.intoArray(result, to + channel);
    }
  }

  /** Finds where the first of the greatest elements of each channel is; not less than a NaN. */
  private static void places(
      float[] x, int first, int[] offsets, int count, int[] places, int channels) {
    int end = channels - LANES;
    for (int i = 0; i < channels; i += LANES) {
      int channel = Math.min(i, end);
      FloatVector most = FloatVector.fromArray(SPECIES, x, first + channel);
      IntVector place = IntVector.broadcast(IntVector.SPECIES_PREFERRED, first);
      for (int k = 1; k < count; k++) {
        FloatVector next = FloatVector.fromArray(SPECIES, x, first + channel + offsets[k]);
        VectorMask<Float> isGreater = next.compare(VectorOperators.GT, most);
        most = most.blend(next, isGreater);
        place = place.blend(first + offsets[k], isGreater.cast(IntVector.SPECIES_PREFERRED));
      }
      place.intoArray(places, channel);
    }
  }
}
