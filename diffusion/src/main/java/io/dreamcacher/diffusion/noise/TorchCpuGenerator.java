package io.dreamcacher.diffusion.noise;

/**
 * {@code torch.Generator("cpu").manual_seed(seed)} and its draws, after ATen (PyTorch 2.13:
 * {@code CPUGeneratorImpl}, {@code DistributionTemplates.h}, {@code DistributionsHelper.h}).
 *
 * <p>
 * Uniform numbers agree bit for bit. {@link #randn} agrees to 2e-6: PyTorch's vector units approximate logarithm, sine
 * and cosine, and which approximation depends on its processor. Here a seed gives the same bits on every machine.
 *
 * <p>
 * One owner; not thread-safe.
 */
public final class TorchCpuGenerator implements NoiseSource {
    private static final int BLOCK = 16;
    private static final float TWO_PI = (float) (2 * Math.PI);

    private final MersenneTwister twister;
    /** The second number of the last Box-Muller pair of {@link #nextNormal}; NaN if it was given out. */
    private double kept = Double.NaN;

    /** A generator; like PyTorch's it takes only the low 32 bits of the seed. */
    public TorchCpuGenerator(long seed) {
        twister = new MersenneTwister((int) seed);
    }

    /** Uniform numbers in [0, 1), multiples of 2^-24; {@code torch.rand(count)}. */
    float[] rand(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = nextUniform();
        return values;
    }

    /** Standard normal numbers; {@code torch.randn} of any shape with so many elements. */
    @Override
    public float[] randn(int count) {
        return count < BLOCK ? scalarNormals(count) : blockNormals(count, rand(count));
    }

    private float[] blockNormals(int count, float[] values) {
        for (int start = 0; start + BLOCK <= count; start += BLOCK)
            transformBlock(values, start);
        if (count % BLOCK != 0) {
            int start = count - BLOCK; // the last 16 are drawn anew, overwriting part of the last full block
            System.arraycopy(rand(BLOCK), 0, values, start, BLOCK);
            transformBlock(values, start);
        }
        return values;
    }

    private float[] scalarNormals(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float) nextNormal();
        return values;
    }

    /** Box-Muller on 16 uniform numbers: the first 8 give the radii, the other 8 the angles. */
    private static void transformBlock(float[] values, int start) {
        for (int j = start; j < start + BLOCK / 2; j++) {
            float u1 = 1 - values[j]; // (0, 1]: the logarithm is finite
            float u2 = values[j + BLOCK / 2];
            double radius = Math.sqrt(-2 * StrictMath.log(u1));
            double angle = TWO_PI * u2; // rounded to float first, as there
            values[j] = (float) (radius * StrictMath.cos(angle));
            values[j + BLOCK / 2] = (float) (radius * StrictMath.sin(angle));
        }
    }

    private double nextNormal() {
        if (!Double.isNaN(kept)) {
            double value = kept;
            kept = Double.NaN;
            return value;
        }
        double u1 = nextUniformDouble();
        double u2 = nextUniformDouble();
        double radius = Math.sqrt(-2 * StrictMath.log1p(-u2));
        double angle = 2 * Math.PI * u1;
        kept = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    private float nextUniform() {
        return (nextBits() & 0xffffff) * 0x1p-24f;
    }

    private double nextUniformDouble() {
        return (nextLongBits() & 0x1fffffffffffffL) * 0x1p-53;
    }

    /** 32 bits. */
    private long nextBits() {
        return twister.next() & 0xffffffffL;
    }

    /** 64 bits, the first draw being the upper half. */
    private long nextLongBits() {
        long high = nextBits();
        return high << 32 | nextBits();
    }
}
