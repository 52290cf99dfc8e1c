package dev.gradus.ops.kernel;

/**
 * The diagonals of matrices, of any element type: to take, to set, and to keep what is near them.
 *
 * <p>Arrays are {@code [batch, rows, columns]}, and diagonals {@code [batch, min(rows, columns)]}.
 */
public final class Diagonals {

  private Diagonals() {}

  /** Copies the diagonal of each matrix. */
  public static <A> void take(A matrices, int batch, int rows, int columns, A diagonals) {
    int length = Math.min(rows, columns);
    for (int b = 0; b < batch; b++) {
      int from = b * rows * columns;
      ElementArrays.copyStrided(matrices, from, columns + 1, diagonals, b * length, length);
    }
  }

  /** Sets the diagonal of each matrix, and nothing else. */
  public static <A> void set(A diagonals, int batch, int rows, int columns, A matrices) {
    int length = Math.min(rows, columns);
    for (int b = 0; b < batch; b++) {
      int to = b * rows * columns;
      for (int i = 0; i < length; i++, to += columns + 1) {
        System.arraycopy(diagonals, b * length + i, matrices, to, 1);
      }
    }
  }

  /**
   * Copies the diagonal band of each matrix: what is at most so far below or above the diagonal.
   *
   * @param below the number of places, or −1 for all
   * @param above the number of places, or −1 for all
   * @param zero an array of one element, which is put everywhere else
   */
  public static <A> void band(
      A matrices, int batch, int rows, int columns, int below, int above, A zero, A result) {
    ElementArrays.fill(zero, 0, result, 0, batch * rows * columns);
    for (int row = 0; row < batch * rows; row++) {
      int diagonal = row % rows;
      int first = below < 0 ? 0 : Math.min(columns, Math.max(0, diagonal - below));
      int end = above < 0 ? columns : Math.min(columns - 1, diagonal + above) + 1;
      if (end > first) {
        System.arraycopy(
            matrices, row * columns + first, result, row * columns + first, end - first);
      }
    }
  }
}
