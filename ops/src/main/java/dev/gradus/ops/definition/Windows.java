package dev.gradus.ops.definition;

import dev.gradus.core.Attributes;
import dev.gradus.core.GradusException;
import dev.gradus.core.Shape;
import dev.gradus.ops.kernel.WindowAxis;
import java.util.Arrays;
import java.util.List;

/**
 * How a window slides over images {@code [batch, rows, columns, channels]}, as the attributes of a
 * convolution or pooling say.
 *
 * @param rows along the rows
 * @param columns along the columns
 */
record Windows(Slide rows, Slide columns) {
  /**
   * How a window slides along one axis.
   *
   * @param padding {@code SAME}, {@code VALID} or {@code EXPLICIT}
   * @param stride how far it moves in a step
   * @param dilation the distance between its places
   * @param before if explicit, how much padding there is before the image
   * @param behind if explicit, how much there is behind it
   */
  record Slide(String padding, int stride, int dilation, int before, int behind) {
    /** Returns how many steps the window makes, if both sizes are known. */
    int steps(int input, int window) {
      if (input == Shape.UNKNOWN || window == Shape.UNKNOWN) {
        return Shape.UNKNOWN;
      }
      if (window < 1) {
        throw new GradusException("A window must have 1 row and 1 column or more, not " + window);
      }
      if (padding.equals("SAME")) {
        return (int) (((long) input + stride - 1) / stride);
      }
      long padded = (long) input + before + behind;
      long steps = (padded - extent(window) + stride) / stride;
      if (steps < 0) {
        throw new GradusException(
            "The window covers %d elements along an axis, but there are only %d, padding included"
                .formatted(extent(window), padded));
      }
      return Math.toIntExact(steps);
    }

    /** Returns the number of elements from the first place of the window to its last. */
    private long extent(int window) {
      return (window - 1L) * dilation + 1;
    }

    WindowAxis axis(int input, int window) {
      int steps = steps(input, window);
      long outside = Math.max(0, (steps - 1L) * stride + extent(window) - input);
      int start = padding.equals("SAME") ? Math.toIntExact(outside / 2) : before;
      return new WindowAxis(input, window, stride, dilation, start, steps);
    }
  }

  /** Reads the attributes of a convolution. */
  static Windows ofConvolution(Attributes attributes) {
    List<String> paddings =
        attributes.asMap().containsKey("explicit_paddings")
            ? List.of("SAME", "VALID", "EXPLICIT")
            : List.of("SAME", "VALID");
    return of(attributes, perDimension(attributes, "dilations"), paddings);
  }

  /** Reads the attributes of a pooling. */
  static Windows ofPooling(Attributes attributes) {
    perDimension(attributes, "ksize");
    return of(attributes, new int[] {1, 1, 1, 1}, List.of("SAME", "VALID"));
  }

  private static Windows of(Attributes attributes, int[] dilations, List<String> paddings) {
    String format = attributes.getString("data_format");
    if (!format.equals("NHWC")) {
      throw new GradusException(
          "Images must have the data format NHWC here, that is [batch, rows, columns, channels], not "
              + format);
    }
    int[] strides = perDimension(attributes, "strides");
    String padding = attributes.getString("padding");
    if (!paddings.contains(padding)) {
      throw new GradusException(
          "Attribute 'padding' must be one of %s, but is %s".formatted(paddings, padding));
    }
    int[] margins = paddings.contains("EXPLICIT") ? margins(attributes, padding) : new int[8];
    return new Windows(
        new Slide(padding, strides[1], dilations[1], margins[2], margins[3]),
        new Slide(padding, strides[2], dilations[2], margins[4], margins[5]));
  }

  /** Reads a list of a number of 1 or more for each dimension, 1 for batch and channels. */
  private static int[] perDimension(Attributes attributes, String name) {
    int[] values = attributes.getInts(name);
    if (values.length != 4) {
      throw new GradusException(
          "Attribute '%s' must have 4 elements, one for each dimension of the images, but is %s"
              .formatted(name, Arrays.toString(values)));
    }
    if (values[0] != 1 || values[1] < 1 || values[2] < 1 || values[3] != 1) {
      throw new GradusException(
          "Attribute '%s' must be 1 for batch and channels, and 1 or more for rows and columns, but is %s"
              .formatted(name, Arrays.toString(values)));
    }
    return values;
  }

  private static int[] margins(Attributes attributes, String padding) {
    int[] margins = attributes.getInts("explicit_paddings");
    boolean wanted = padding.equals("EXPLICIT");
    if (margins.length != (wanted ? 8 : 0)) {
      throw new GradusException(
          "Attribute 'explicit_paddings' must have %s, but is %s"
              .formatted(
                  wanted
                      ? "8 elements, two for each dimension of the images"
                      : "no elements unless the padding is EXPLICIT",
                  Arrays.toString(margins)));
    }
    boolean fits = Arrays.stream(margins).noneMatch(margin -> margin < 0);
    for (int i : wanted ? new int[] {0, 1, 6, 7} : new int[0]) {
      fits &= margins[i] == 0;
    }
    if (!fits) {
      throw new GradusException(
          "Attribute 'explicit_paddings' must be 0 for batch and channels, and 0 or more for rows"
              + " and columns, but is "
              + Arrays.toString(margins));
    }
    return wanted ? margins : new int[8];
  }

  /** Returns the dimensions of a shape, which must be of rank 4 as far as is known. */
  static int[] dimensions(Shape shape) {
    Shape checked = Shapes.requireRank(shape, 4, "exactly");
    return checked.hasKnownRank() ? checked.toArray() : Shape.unknownOfRank(4).toArray();
  }
}
