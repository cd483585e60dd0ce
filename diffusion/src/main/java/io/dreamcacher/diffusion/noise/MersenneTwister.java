package io.dreamcacher.diffusion.noise;

/**
 * MT19937 (Matsumoto and Nishimura, 1998), 32-bit outputs, seeded by {@code init_genrand}. One owner; not thread-safe.
 */
final class MersenneTwister {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int position = N;

    /** A twister whose state comes from 32 bits of seed. */
    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++)
            state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }

    /** The next 32 bits. */
    int next() {
        if (position == N)
            twist();
        int y = state[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        position = 0;
    }
}
