package dev.gradus.ops.kernel;

/**
 * The sizes of a convolution of images {@code [batch, rows, columns, channels]} with a filter
 * {@code [window rows, window columns, channels, filters]}, which gives {@code [batch, row steps,
 * column steps, filters]}.
 *
 * <p>In a depthwise convolution, {@code filters} counts those of each channel.
 *
 * @param batch the number of images
 * @param rows how the window moves from row to row
 * @param columns how it moves from column to column
 * @param channels the number of channels of the images
 * @param filters the number of channels of the result
 */
public record Convolution(
    int batch, WindowAxis rows, WindowAxis columns, int channels, int filters) {
  /** Returns the number of steps in all images. */
  public int steps() {
    return batch * rows.steps() * columns.steps();
  }

  /** Returns the number of elements of the images. */
  public int imageSize() {
    return batch * rows.input() * columns.input() * channels;
  }

  /** Returns the number of places of the window. */
  public int places() {
    return rows.window() * columns.window();
  }
}
