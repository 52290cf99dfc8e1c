package dev.gradus.ops.kernel;

/**
 * The one place that decides which implementation of {@link FloatKernels} serves.
 *
 * <p>Today there is one, {@link ScalarFloatKernels}, written so that the JVM's own compiler
 * vectorises its loops. Whatever may join it agrees with it bit for bit, so this choice can change
 * the speed of a program and nothing else.
 */
public final class Kernels {

  private static final FloatKernels FLOATS = new ScalarFloatKernels();

  private Kernels() {}

  /** The kernels for {@code float} arrays that are not element-wise. */
  public static FloatKernels floats() {
    return FLOATS;
  }

  /** The element-wise functions on {@code float} arrays. */
  public static Elements<float[]> floatElements() {
    return new FloatElements();
  }

  /** The element-wise functions on {@code double} arrays. */
  public static Elements<double[]> doubleElements() {
    return new DoubleElements();
  }

  /** The element-wise functions on {@code int} arrays. */
  public static Elements<int[]> intElements() {
    return new IntElements();
  }

  /** The element-wise functions on {@code long} arrays. */
  public static Elements<long[]> longElements() {
    return new LongElements();
  }

  /** The element-wise functions on arrays of unsigned bytes. */
  public static Elements<byte[]> unsignedByteElements() {
    return new UInt8Elements();
  }

  /** The element-wise functions on {@code boolean} arrays. */
  public static Elements<boolean[]> booleanElements() {
    return new BooleanElements();
  }

  /** Returns the loop of x, and {@code slope · x} below 0, on {@code float} arrays. */
  public static UnaryBlock<float[], float[]> leakyRelu(float slope) {
    return FloatElements.leakyRelu(slope);
  }

  /** Returns the loop of x, and {@code slope · x} below 0, on {@code double} arrays. */
  public static UnaryBlock<double[], double[]> leakyRelu(double slope) {
    return DoubleElements.leakyRelu(slope);
  }
}
