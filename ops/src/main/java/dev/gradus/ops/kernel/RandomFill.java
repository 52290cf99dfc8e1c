package dev.gradus.ops.kernel;

/**
 * Fills arrays with random numbers as TensorFlow's CPU kernels do: the same bits of the same {@link
 * Philox} stream for each element, and the same formulas.
 *
 * <p>Every method is a pure function. {@code seed} and {@code seed2} choose the stream, {@code
 * skip} says at which 128-bit block of it to begin; after a fill of n elements the next one begins
 * {@link #reservedBlocks reservedBlocks(n)} blocks later. The caller keeps that count.
 *
 * <p>Uniform integers and floats are TensorFlow's to the bit. Normal numbers pass through a
 * logarithm and a sine, which differ in their last bits from those of the C library that TensorFlow
 * was built with; here they are {@link FloatMath#log}, {@link DoubleMath#log} and {@link
 * StrictMath}, hence the same on every machine.
 */
public final class RandomFill {

  /**
   * What TensorFlow sets aside per element, enough for a rejection loop of any plausible length.
   */
  private static final int RESERVED_PER_ELEMENT = 256;

  /** Standard deviations at which the truncated normal distribution is cut off. */
  private static final double CUT_OFF = 2.0;

  /** The least uniform number whose logarithm is taken. */
  private static final float EPSILON = 1e-7f;

  private static final double DOUBLE_EPSILON = 1e-7;

  private RandomFill() {}

  /** How many blocks of the stream a fill of {@code count} elements uses up, used or not. */
  public static long reservedBlocks(int count) {
    return (long) count * RESERVED_PER_ELEMENT;
  }

  /** Uniform numbers in [0, 1), multiples of 2<sup>-23</sup>, one word each. */
  public static void uniform(float[] result, int count, long seed, long seed2, long skip) {
    // Whole blocks, so that the processor can compute several at a time.
    int[] block = new int[Philox.WORDS];
    int whole = count - count % Philox.WORDS;
    long index = skip;
    for (int i = 0; i < whole; i += Philox.WORDS) {
      Philox.block(seed, seed2, index++, block);
      result[i] = toFloat(block[0]);
      result[i + 1] = toFloat(block[1]);
      result[i + 2] = toFloat(block[2]);
      result[i + 3] = toFloat(block[3]);
    }
    Words words = new Words(seed, seed2, index);
    for (int i = whole; i < count; i++) {
      result[i] = toFloat(words.next());
    }
  }

  /** Uniform numbers in [0, 1), multiples of 2<sup>-52</sup>, two words each. */
  public static void uniform(double[] result, int count, long seed, long seed2, long skip) {
    Words words = new Words(seed, seed2, skip);
    for (int i = 0; i < count; i++) {
      result[i] = toDouble(words.next(), words.next());
    }
  }

  /**
   * Uniform integers in [minimum, maximum), one word each: the remainder of the word, so slightly
   * biased unless the range is a power of two.
   *
   * @throws IllegalArgumentException if minimum is not less than maximum
   */
  public static void uniform(
      int[] result, int count, int minimum, int maximum, long seed, long seed2, long skip) {
    checkRange(minimum, maximum);
    Words words = new Words(seed, seed2, skip);
    for (int i = 0; i < count; i++) {
      result[i] = minimum + Integer.remainderUnsigned(words.next(), maximum - minimum);
    }
  }

  /**
   * Uniform integers in [minimum, maximum), two words each, the lower first.
   *
   * @throws IllegalArgumentException if minimum is not less than maximum
   */
  public static void uniform(
      long[] result, int count, long minimum, long maximum, long seed, long seed2, long skip) {
    checkRange(minimum, maximum);
    Words words = new Words(seed, seed2, skip);
    for (int i = 0; i < count; i++) {
      long low = Integer.toUnsignedLong(words.next());
      long bits = low | ((long) words.next() << 32);
      result[i] = minimum + Long.remainderUnsigned(bits, maximum - minimum);
    }
  }

  /**
   * Normal numbers of mean 0 and standard deviation 1, two from two words by {@link #normalPair}.
   */
  public static void normal(float[] result, int count, long seed, long seed2, long skip) {
    Words words = new Words(seed, seed2, skip);
    float[] pair = new float[2];
    for (int i = 0; i < count; i += 2) {
      normalPair(words, pair);
      System.arraycopy(pair, 0, result, i, Math.min(2, count - i));
    }
  }

  /** Normal numbers of mean 0 and standard deviation 1, two from four words. */
  public static void normal(double[] result, int count, long seed, long seed2, long skip) {
    Words words = new Words(seed, seed2, skip);
    double[] pair = new double[2];
    for (int i = 0; i < count; i += 2) {
      normalPair(words, pair);
      System.arraycopy(pair, 0, result, i, Math.min(2, count - i));
    }
  }

  /**
   * Normal numbers as of {@link #normal(float[], int, long, long, long)}, those of magnitude 2 and
   * more drawn again. Each group of four results begins at a multiple of 256 blocks, so that it
   * does not depend on how many draws the groups before it needed.
   */
  public static void truncatedNormal(float[] result, int count, long seed, long seed2, long skip) {
    int group = Philox.WORDS;
    float[] pair = new float[2];
    for (int start = 0; start < count; start += group) {
      Words words = new Words(seed, seed2, skip + groupSkip(start));
      int end = Math.min(count, start + group);
      int i = start;
      while (i < end) {
        normalPair(words, pair);
        for (int k = 0; k < 2 && i < end; k++) {
          if (Math.abs(pair[k]) < CUT_OFF) {
            result[i++] = pair[k];
          }
        }
      }
    }
  }

  /** As for {@code float}, but in groups of two results, each at a multiple of 128 blocks. */
  public static void truncatedNormal(double[] result, int count, long seed, long seed2, long skip) {
    int group = Philox.WORDS / 2;
    double[] pair = new double[2];
    for (int start = 0; start < count; start += group) {
      Words words = new Words(seed, seed2, skip + groupSkip(start));
      int end = Math.min(count, start + group);
      int i = start;
      while (i < end) {
        normalPair(words, pair);
        for (int k = 0; k < 2 && i < end; k++) {
          if (Math.abs(pair[k]) < CUT_OFF) {
            result[i++] = pair[k];
          }
        }
      }
    }
  }

  /** Blocks from the first group to the one that begins at element {@code start}. */
  private static long groupSkip(int start) {
    return (long) start * RESERVED_PER_ELEMENT / Philox.WORDS;
  }

  /**
   * Two normal numbers from two uniform ones: √(−2 ln u) times the sine and the cosine of 2πv (G.
   * E. P. Box and M. E. Muller, <i>A Note on the Generation of Random Normal Deviates</i>, 1958).
   */
  private static void normalPair(Words words, float[] pair) {
    float u = Math.max(toFloat(words.next()), EPSILON);
    float angle = (float) (2.0 * Math.PI * toFloat(words.next()));
    float radius = (float) Math.sqrt(-2f * FloatMath.log(u));
    pair[0] = (float) StrictMath.sin(angle) * radius;
    pair[1] = (float) StrictMath.cos(angle) * radius;
  }

  private static void normalPair(Words words, double[] pair) {
    double u = Math.max(toDouble(words.next(), words.next()), DOUBLE_EPSILON);
    double angle = 2.0 * Math.PI * toDouble(words.next(), words.next());
    double radius = Math.sqrt(-2.0 * DoubleMath.log(u));
    pair[0] = StrictMath.sin(angle) * radius;
    pair[1] = StrictMath.cos(angle) * radius;
  }

  /** The lower 23 bits as the fraction of a number in [1, 2), less 1. */
  private static float toFloat(int word) {
    return Float.intBitsToFloat((word & 0x7fffff) | 0x3f800000) - 1f;
  }

  /** 20 bits of one word and 32 of the next as the fraction of a number in [1, 2), less 1. */
  private static double toDouble(int high, int low) {
    long fraction = ((long) (high & 0xfffff) << 32) | Integer.toUnsignedLong(low);
    return Double.longBitsToDouble(fraction | 0x3ff0000000000000L) - 1.0;
  }

  private static void checkRange(long minimum, long maximum) {
    if (minimum >= maximum) {
      throw new IllegalArgumentException(
          "Random integers need minval < maxval, not " + minimum + " and " + maximum + ".");
    }
  }

  /** The words of a stream one after the other, from the beginning of a block on. */
  private static final class Words {
    private final long seed;
    private final long seed2;
    private final int[] block = new int[Philox.WORDS];
    private long index;
    private int used = Philox.WORDS;

    Words(long seed, long seed2, long index) {
      this.seed = seed;
      this.seed2 = seed2;
      this.index = index;
    }

    int next() {
      if (used == Philox.WORDS) {
        Philox.block(seed, seed2, index++, block);
        used = 0;
      }
      return block[used++];
    }
  }
}
