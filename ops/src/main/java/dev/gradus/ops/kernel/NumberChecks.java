package dev.gradus.ops.kernel;

/** Looks for numbers that are not finite. */
public final class NumberChecks {
  private NumberChecks() {}

  /** Returns what is wrong with the first elements of an array: nothing, if all are finite. */
  public static String problem(float[] array, int size) {
    boolean nan = false;
    boolean infinite = false;
    for (int i = 0; i < size; i++) {
      nan |= Float.isNaN(array[i]);
      infinite |= Float.isInfinite(array[i]);
    }
    return problem(nan, infinite);
  }

  /** Returns what is wrong with the first elements of an array: nothing, if all are finite. */
  public static String problem(double[] array, int size) {
    boolean nan = false;
    boolean infinite = false;
    for (int i = 0; i < size; i++) {
      nan |= Double.isNaN(array[i]);
      infinite |= Double.isInfinite(array[i]);
    }
    return problem(nan, infinite);
  }

  private static String problem(boolean nan, boolean infinite) {
    if (infinite) {
      return nan ? "Inf and NaN" : "Inf";
    }
    return nan ? "NaN" : "";
  }
}
