package dev.gradus.ops.kernel;

/**
 * Walks a window over images, place by place, in the order which the law of convolutions gives to
 * the terms of an element. For kernels that have no reason to be fast.
 */
final class Steps {
  private final Convolution sizes;

  Steps(Convolution sizes) {
    this.sizes = sizes;
  }

  /** Takes the terms that come from one pixel, or to it. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes the terms.
     *
     * @param target the number of the pixel that they belong to, of all images
     * @param source the number of the pixel that they come from, of all images; -1 if it lies
     *     outside
     * @param place the number of the place in the window
     */
    void visit(int target, int source, int place);
  }

  /** For each step, visits the pixels of the images that lie under the window. */
  void forEach(Visitor visitor) {
    WindowAxis rows = sizes.rows();
    WindowAxis columns = sizes.columns();
    int step = 0;
    for (int image = 0; image < sizes.batch(); image++) {
      for (int row = 0; row < rows.steps(); row++) {
        for (int column = 0; column < columns.steps(); column++, step++) {
          int place = 0;
          for (int i = 0; i < rows.window(); i++) {
            int y = rows.element(row, i);
            for (int j = 0; j < columns.window(); j++, place++) {
              int x = columns.element(column, j);
              boolean inside = rows.isInside(y) && columns.isInside(x);
              visitor.visit(
                  step, inside ? (image * rows.input() + y) * columns.input() + x : -1, place);
            }
          }
        }
      }
    }
  }

  /** For each pixel of the images, visits the steps at which it lies under the window. */
  void forEachBack(Visitor visitor) {
    WindowAxis rows = sizes.rows();
    WindowAxis columns = sizes.columns();
    int pixel = 0;
    for (int image = 0; image < sizes.batch(); image++) {
      for (int y = 0; y < rows.input(); y++) {
        for (int x = 0; x < columns.input(); x++, pixel++) {
          for (int i = 0; i < rows.window(); i++) {
            int row = rows.step(y, i);
            for (int j = 0; row != WindowAxis.SKIPPED && j < columns.window(); j++) {
              int column = columns.step(x, j);
              if (column != WindowAxis.SKIPPED) {
                boolean made = rows.isMade(row) && columns.isMade(column);
                visitor.visit(
                    pixel,
                    made ? (image * rows.steps() + row) * columns.steps() + column : -1,
                    i * columns.window() + j);
              }
            }
          }
        }
      }
    }
  }
}
