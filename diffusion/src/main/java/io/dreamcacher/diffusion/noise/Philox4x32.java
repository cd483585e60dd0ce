package io.dreamcacher.diffusion.noise;

/**
 * Philox 4x32 with ten rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a
 * keyed bijection of 128-bit counters whose outputs look random. Stateless.
 */
final class Philox4x32 {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xd2511f53L;
    private static final long MULTIPLIER_1 = 0xcd9e8d57L;
    /** The golden ratio and sqrt(3) - 1, as fractions of 2^32: what the key grows by each round. */
    private static final int WEYL_0 = 0x9e3779b9;
    private static final int WEYL_1 = 0xbb67ae85;

    private Philox4x32() {}

    /**
     * Replaces a counter by its four 32-bit outputs.
     *
     * @param block the counter's four words, the lowest first
     * @param key the key's low word in the lower half
     */
    static void encrypt(int[] block, long key) {
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (block[0] & 0xffffffffL);
            long product1 = MULTIPLIER_1 * (block[2] & 0xffffffffL);
            block[0] = (int) (product1 >>> 32) ^ block[1] ^ key0;
            block[1] = (int) product1;
            block[2] = (int) (product0 >>> 32) ^ block[3] ^ key1;
            block[3] = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
    }
}
