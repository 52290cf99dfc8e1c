package dev.gradus.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Philox against the known answers that its authors publish with their library Random123 (file
 * {@code tests/kat_vectors}, lines {@code philox4x32 10}).
 */
class PhiloxTest {

  private static int[] block(long seed, long seed2, long index) {
    int[] block = new int[Philox.WORDS];
    Philox.block(seed, seed2, index, block);
    return block;
  }

  @Test
  void givesTheKnownAnswers() {
    assertThat(block(0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0x299f31d0_a4093822L, 0x03707344_13198a2eL, 0x85a308d3_243f6a88L))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }
}
