package dev.gradus.ops.kernel;

/**
 * Reductions of {@code boolean} arrays over the middle axis of {@code [outer, count, inner]}. Each
 * method has the shape of {@link ReductionBlock}.
 */
public final class BooleanReductions {

  private BooleanReductions() {}

  /** Whether all are true; of nothing, true. */
  public static void all(boolean[] x, int outer, int count, int inner, boolean[] result) {
    search(false, x, outer, count, inner, result);
  }

  /** Whether any is true; of nothing, false. */
  public static void any(boolean[] x, int outer, int count, int inner, boolean[] result) {
    search(true, x, outer, count, inner, result);
  }

  /** Each result is {@code sought} if that occurs in its sequence, else the opposite. */
  private static void search(
      boolean sought, boolean[] x, int outer, int count, int inner, boolean[] result) {
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < inner; c++) {
        boolean found = false;
        for (int i = 0; i < count && !found; i++) {
          found = x[(o * count + i) * inner + c] == sought;
        }
        result[o * inner + c] = found == sought;
      }
    }
  }
}
