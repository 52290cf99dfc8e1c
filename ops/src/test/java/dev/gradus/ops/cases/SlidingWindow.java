package dev.gradus.ops.cases;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a window slides over images.
 *
 * @param images their shape
 * @param size its rows, columns
 * @param stride by rows, columns
 * @param dilation by rows, columns
 * @param padding SAME, VALID or EXPLICIT, which is then 1 before the rows and 2 behind the columns
 */
// The arrays are not changed, and nothing compares two of these.
@SuppressWarnings("ArrayRecordComponent")
record SlidingWindow(int[] images, int[] size, int[] stride, int[] dilation, String padding) {
  /** Takes a pixel of the images that lies under a place of the window at a step. */
  interface Meeting {
    /**
     * Takes it.
     *
     * @param image number of the image
     * @param step row and column of the step
     * @param pixel row and column of the pixel
     * @param place row and column of the place
     */
    void at(int image, int[] step, int[] pixel, int[] place);
  }

  /** Returns windows of several kinds, none dilated, over images of several sizes. */
  static Stream<SlidingWindow> samples() {
    return Stream.of(
        of(shape(2, 5, 4, 2), 3, 3, 1, "SAME"),
        of(shape(1, 6, 5, 3), 2, 3, 1, "VALID"),
        of(shape(2, 5, 6, 1), 3, 2, 2, "SAME"),
        of(shape(1, 7, 6, 2), 2, 2, 3, "VALID"),
        of(shape(1, 6, 6, 2), 4, 4, 2, "SAME"),
        of(shape(1, 2, 3, 2), 5, 5, 1, "SAME"),
        of(shape(1, 3, 3, 1), 5, 4, 2, "SAME"),
        of(shape(2, 3, 2, 3), 1, 1, 1, "VALID"),
        of(shape(1, 5, 4, 2), 1, 1, 2, "SAME"),
        of(shape(1, 3, 13, 1), 3, 5, 1, "SAME"),
        of(shape(0, 3, 3, 2), 2, 2, 1, "SAME"));
  }

  private static int[] shape(int... dimensions) {
    return dimensions;
  }

  static SlidingWindow of(int[] images, int rows, int columns, int stride, String padding) {
    return new SlidingWindow(
        images, new int[] {rows, columns}, new int[] {stride, stride}, new int[] {1, 1}, padding);
  }

  private int covered(int axis) {
    return (size[axis] - 1) * dilation[axis] + 1;
  }

  private int steps(int axis) {
    int image = images[axis + 1];
    return switch (padding) {
      case "SAME" -> (image + stride[axis] - 1) / stride[axis];
      case "VALID" -> (image - covered(axis) + stride[axis]) / stride[axis];
      default -> (image + 1 + axis - covered(axis) + stride[axis]) / stride[axis];
    };
  }

  private int before(int axis) {
    int outside = (steps(axis) - 1) * stride[axis] + covered(axis) - images[axis + 1];
    return switch (padding) {
      case "SAME" -> Math.max(0, outside) / 2;
      case "VALID" -> 0;
      default -> 1 - axis;
    };
  }

  int[] result(int channels) {
    return new int[] {images[0], steps(0), steps(1), channels};
  }

  boolean isDilated() {
    return dilation[0] > 1 || dilation[1] > 1;
  }

  boolean isUneven() {
    return stride[0] != stride[1];
  }

  void forEach(Meeting meeting) {
    for (int image = 0; image < images[0]; image++) {
      for (int[] step : pairs(steps(0), steps(1))) {
        for (int[] place : pairs(size[0], size[1])) {
          int y = step[0] * stride[0] + place[0] * dilation[0] - before(0);
          int x = step[1] * stride[1] + place[1] * dilation[1] - before(1);
          if (y >= 0 && y < images[1] && x >= 0 && x < images[2]) {
            meeting.at(image, step, new int[] {y, x}, place);
          }
        }
      }
    }
  }

  private static List<int[]> pairs(int rows, int columns) {
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        pairs.add(new int[] {i, j});
      }
    }
    return pairs;
  }

  private static List<Long> perDimension(int... values) {
    return List.of(1L, (long) values[0], (long) values[1], 1L);
  }

  Map<String, Object> ofConvolution() {
    ImmutableMap.Builder<String, Object> attributes = ImmutableMap.builder();
    attributes.put("strides", perDimension(stride)).put("padding", padding);
    if (isDilated()) {
      attributes.put("dilations", perDimension(dilation));
    }
    if (padding.equals("EXPLICIT")) {
      attributes.put("explicit_paddings", List.of(0L, 0L, 1L, 0L, 0L, 2L, 0L, 0L));
    }
    return attributes.buildOrThrow();
  }

  Map<String, Object> ofPooling() {
    return Map.of("ksize", perDimension(size), "strides", perDimension(stride), "padding", padding);
  }
}
