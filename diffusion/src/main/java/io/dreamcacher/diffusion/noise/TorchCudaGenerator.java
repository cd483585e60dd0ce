package io.dreamcacher.diffusion.noise;

/**
 * {@code torch.Generator("cuda").manual_seed(seed)} and its float32 {@code randn}, computed on a CPU: what diffusers
 * draws with a generator on the GPU, and what AUTOMATIC1111 draws by default and with its noise source "NV".
 *
 * <p>
 * After ATen ({@code cuda/DistributionTemplates.h}) and cuRAND: GPU thread t of a draw owns Philox's subsequence t, that
 * is counters (c, t) under the seed as key. Each counter gives it four normal numbers, two pairs of Box and Muller with
 * the sine first, for elements t, t + T, t + 2T and t + 3T where T is the number of threads. There are as many threads as
 * elements, in blocks of 256, unless the GPU holds fewer at a time; so where an element exceeds the threads of the GPU,
 * its noise depends on the GPU. This is so in PyTorch. {@link #TorchCudaGenerator(long)} is a GPU that
 * holds them all, as one does that holds 64 blocks for the latents of an image of 512x512, or 256 for one of 1024x1024.
 *
 * <p>
 * Tested: Philox against the known answers of Random123; the first 64 numbers of one seed, 19 of another and the next two
 * draws after a first one against numbers that others published from GPUs, to the four digits they printed. Not tested
 * against a GPU: the last bits, where its logarithm, sine and cosine differ by up to about 1e-6, and draws of more
 * elements than it has threads, which are written after the source alone.
 *
 * <p>
 * One owner; not thread-safe.
 */
final class TorchCudaGenerator implements NoiseSource {
    private static final int BLOCK = 256;
    private static final int NUMBERS_PER_COUNTER = 4;
    private static final float UNIT = 0x1p-32f;
    private static final float TWO_PI_UNIT = (float) (0x1p-32 * 2 * Math.PI);

    private final long seed;
    private final int mostBlocks;
    private long counter;

    /** A generator on a GPU that has a thread for every element. */
    public TorchCudaGenerator(long seed) {
        this(seed, Integer.MAX_VALUE);
    }

    /**
     * A generator on a particular GPU.
     *
     * @param seed all 64 bits count
     * @param mostBlocks blocks of 256 threads that it holds at a time: its multiprocessors times the threads of one, over
     *        256; an RTX 3060 holds 28 * 1536 / 256 = 168, an A100 108 * 2048 / 256 = 864
     */
    public TorchCudaGenerator(long seed, int mostBlocks) {
        if (mostBlocks < 1)
            throw new IllegalArgumentException("A GPU must hold 1 block or more; found " + mostBlocks);
        this.seed = seed;
        this.mostBlocks = mostBlocks;
    }

    @Override
    public float[] randn(int count) {
        float[] values = new float[count];
        long threads = (long) BLOCK * Math.min(mostBlocks, Math.ceilDiv(count, BLOCK));
        int[] block = new int[NUMBERS_PER_COUNTER];
        for (long start = 0; start < count; start += threads * NUMBERS_PER_COUNTER) {
            for (long thread = 0; thread < Math.min(threads, count - start); thread++) {
                block[0] = (int) counter;
                block[1] = (int) (counter >>> 32);
                block[2] = (int) thread;
                block[3] = 0;
                Philox4x32.encrypt(block, seed);
                store(block, values, start + thread, threads);
            }
            counter++;
        }
        return values;
    }

    /** The four numbers of one counter, a thread count apart, as many as there is room for. */
    private static void store(int[] block, float[] values, long first, long stride) {
        for (int pair = 0; pair < NUMBERS_PER_COUNTER; pair += 2) {
            long at = first + pair * stride;
            if (at >= values.length)
                return;
            double radius = Math.sqrt(-2 * StrictMath.log(scaled(block[pair], UNIT)));
            double angle = scaled(block[pair + 1], TWO_PI_UNIT);
            values[(int) at] = (float) (radius * StrictMath.sin(angle));
            if (at + stride < values.length)
                values[(int) (at + stride)] = (float) (radius * StrictMath.cos(angle));
        }
    }

    /** The middle of one of 2^32 intervals, in float32 as there; never 0. */
    private static float scaled(int bits, float unit) {
        return Math.fma((float) (bits & 0xffffffffL), unit, unit / 2);
    }
}
