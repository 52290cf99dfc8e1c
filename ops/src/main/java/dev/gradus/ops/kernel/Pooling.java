package dev.gradus.ops.kernel;

/**
 * The sizes of a pooling of images {@code [batch, rows, columns, channels]}, which gives {@code
 * [batch, row steps, column steps, channels]}.
 *
 * <p>Pixels outside of the image have no part in a pooling. Every window has one inside, as the
 * padding is less than the window.
 *
 * @param batch the number of images
 * @param rows how the window moves from row to row
 * @param columns how it moves from column to column
 * @param channels the number of channels
 */
public record Pooling(int batch, WindowAxis rows, WindowAxis columns, int channels) {
  /** Returns the number of elements of the images. */
  int imageSize() {
    return batch * rows.input() * columns.input() * channels;
  }

  /** Takes a step of the window, before the pixels under it are visited. */
  @FunctionalInterface
  interface StepVisitor {
    /**
     * Takes it.
     *
     * @param step where its channels begin in the result
     * @param pixels how many pixels lie under the window
     * @param first where the channels of the first of these begin in the images
     */
    void visit(int step, int pixels, int first);
  }

  /** Takes a pixel that lies under the window. */
  @FunctionalInterface
  interface PixelVisitor {
    /**
     * Takes it.
     *
     * @param step where the channels of the step begin in the result
     * @param pixel where the channels of the pixel begin in the images
     */
    void visit(int step, int pixel);
  }

  /** Takes a step of the window, when all pixels under it have been visited. */
  @FunctionalInterface
  interface EndVisitor {
    /**
     * Takes it.
     *
     * @param step where its channels begin in the result
     * @param pixels how many pixels lie under the window
     */
    void visit(int step, int pixels);
  }

  /** Visits the steps of the window and, at each, the pixels under it by row and column. */
  void forEach(StepVisitor begin, PixelVisitor each) {
    forEach(begin, each, (step, pixels) -> {});
  }

  /** Visits the steps of the window and, at each, the pixels under it by row and column. */
  void forEach(StepVisitor begin, PixelVisitor each, EndVisitor end) {
    int step = 0;
    for (int image = 0; image < batch; image++) {
      for (int row = 0; row < rows.steps(); row++) {
        int firstRow = rows.firstPlace(row);
        int endRow = rows.endPlace(row);
        for (int column = 0; column < columns.steps(); column++, step += channels) {
          int firstColumn = columns.firstPlace(column);
          int endColumn = columns.endPlace(column);
          int pixels = (endRow - firstRow) * (endColumn - firstColumn);
          begin.visit(step, pixels, pixel(image, row, column, firstRow, firstColumn));
          for (int i = firstRow; i < endRow; i++) {
            for (int j = firstColumn; j < endColumn; j++) {
              each.visit(step, pixel(image, row, column, i, j));
            }
          }
          end.visit(step, pixels);
        }
      }
    }
  }

  private int pixel(int image, int row, int column, int i, int j) {
    int line = image * rows.input() + rows.element(row, i);
    return (line * columns.input() + columns.element(column, j)) * channels;
  }
}
