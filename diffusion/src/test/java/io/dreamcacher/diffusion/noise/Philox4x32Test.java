package io.dreamcacher.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Known answers: Random123 1.14.0, tests/kat_vectors, the three lines "philox4x32 10". */
class Philox4x32Test {
    @Test
    void encrypt_knownAnswers_isEqual() {
        assertThat(encrypted(0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(encrypted(-1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(encrypted(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0x299f31d0a4093822L))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static int[] encrypted(int word0, int word1, int word2, int word3, long key) {
        int[] block = {word0, word1, word2, word3};
        Philox4x32.encrypt(block, key);
        return block;
    }
}
