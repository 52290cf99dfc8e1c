package dev.gradus.ops.kernel;

/**
 * The random generator Philox 4x32-10 (J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw,
 * <i>Parallel Random Numbers: As Easy as 1, 2, 3</i>, SC 2011), keyed as TensorFlow keys it.
 *
 * <p>It has no state. Block n of the stream (seed, seed2) is a function of these three numbers, ten
 * rounds of multiplications that scramble a 128-bit counter under a 64-bit key: the key is {@code
 * seed}, the lower half of the counter n, the upper half {@code seed2}. So any part of a stream can
 * be computed anywhere, in any order, by any thread, and is the same.
 */
public final class Philox {

  /** 32-bit words in a block. */
  public static final int WORDS = 4;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_2 = 0xCD9E8D57L;

  /** The golden ratio and √3 − 1, by which the halves of the key grow each round. */
  private static final int KEY_STEP_0 = 0x9E3779B9;

  private static final int KEY_STEP_1 = 0xBB67AE85;

  private Philox() {}

  /**
   * Computes one block of 128 random bits.
   *
   * @param seed the key
   * @param seed2 the upper half of the counter
   * @param index the lower half of the counter: which block, as an unsigned number
   * @param block receives the four words
   */
  public static void block(long seed, long seed2, long index, int[] block) {
    int key0 = (int) seed;
    int key1 = (int) (seed >>> 32);
    int word0 = (int) index;
    int word1 = (int) (index >>> 32);
    int word2 = (int) seed2;
    int word3 = (int) (seed2 >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(word0);
      long product2 = MULTIPLIER_2 * Integer.toUnsignedLong(word2);
      word0 = (int) (product2 >>> 32) ^ word1 ^ key0;
      word1 = (int) product2;
      word2 = (int) (product0 >>> 32) ^ word3 ^ key1;
      word3 = (int) product0;
      key0 += KEY_STEP_0;
      key1 += KEY_STEP_1;
    }
    block[0] = word0;
    block[1] = word1;
    block[2] = word2;
    block[3] = word3;
  }
}
