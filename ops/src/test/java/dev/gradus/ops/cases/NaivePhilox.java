package dev.gradus.ops.cases;

import java.math.BigInteger;

/**
 * Philox 4x32-10 by the book, in arithmetic of unlimited precision: the words of the stream that
 * TensorFlow draws from for a pair of seeds.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">J. K. Salmon et al., Parallel random
 *     numbers: as easy as 1, 2, 3, SC 2011</a>
 */
public final class NaivePhilox {
  private static final BigInteger TWO_32 = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger M0 = BigInteger.valueOf(0xD2511F53L);
  private static final BigInteger M1 = BigInteger.valueOf(0xCD9E8D57L);
  private static final BigInteger W0 = BigInteger.valueOf(0x9E3779B9L);
  private static final BigInteger W1 = BigInteger.valueOf(0xBB67AE85L);

  private final BigInteger seed;
  private final BigInteger seed2;
  private long nextWord;

  /** Starts a stream at a 128-bit block, which holds four words. */
  public NaivePhilox(long seed, long seed2, long block) {
    this.seed = BigInteger.valueOf(seed).mod(TWO_64);
    this.seed2 = BigInteger.valueOf(seed2).mod(TWO_64);
    this.nextWord = 4 * block;
  }

  /** Returns the next 32-bit word, 0 to 2³²-1. */
  public long word() {
    long block = nextWord / 4;
    int place = (int) (nextWord % 4);
    nextWord++;
    return block(BigInteger.valueOf(block))[place].longValueExact();
  }

  private BigInteger[] block(BigInteger index) {
    BigInteger c0 = index.mod(TWO_32);
    BigInteger c1 = index.divide(TWO_32);
    BigInteger c2 = seed2.mod(TWO_32);
    BigInteger c3 = seed2.divide(TWO_32);
    BigInteger k0 = seed.mod(TWO_32);
    BigInteger k1 = seed.divide(TWO_32);
    for (int round = 0; round < 10; round++) {
      BigInteger p0 = M0.multiply(c0);
      BigInteger p1 = M1.multiply(c2);
      c0 = p1.divide(TWO_32).xor(c1).xor(k0);
      c1 = p1.mod(TWO_32);
      c2 = p0.divide(TWO_32).xor(c3).xor(k1);
      c3 = p0.mod(TWO_32);
      k0 = k0.add(W0).mod(TWO_32);
      k1 = k1.add(W1).mod(TWO_32);
    }
    return new BigInteger[] {c0, c1, c2, c3};
  }

  /** Returns a multiple of 2⁻²³ from 0 up to 1, from one word. */
  public double uniformFloat() {
    return (word() % (1L << 23)) / (double) (1L << 23);
  }

  /** Returns a multiple of 2⁻⁵² from 0 up to 1, from two words, the upper first. */
  public double uniformDouble() {
    long upper = word() % (1L << 20);
    return (upper * 0x1p32 + word()) / 0x1p52;
  }

  /** Returns two normal numbers, from two uniform ones, by Box and Muller's formula. */
  public double[] normals(boolean isFloat) {
    double u = Math.max(isFloat ? uniformFloat() : uniformDouble(), 1e-7);
    double angle = 2 * Math.PI * (isFloat ? uniformFloat() : uniformDouble());
    double radius = Math.sqrt(-2 * Math.log(u));
    return new double[] {Math.sin(angle) * radius, Math.cos(angle) * radius};
  }
}
