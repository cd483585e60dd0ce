package io.dreamcacher.diffusion.noise;

import java.util.Arrays;

/**
 * {@code torch.Generator("cpu").manual_seed(seed)} and its draws, after ATen (PyTorch 2.13:
 * {@code CPUGeneratorImpl}, {@code DistributionTemplates.h}, {@code DistributionsHelper.h}).
 *
 * <p>
 * Uniform and whole numbers agree bit for bit. {@link #randn} agrees to 2e-6: PyTorch's vector units approximate logarithm, sine
 * and cosine, and which approximation depends on its processor. Here a seed gives the same bits on every machine.
 *
 * <p>
 * One owner; not thread-safe.
 */
public final class TorchCpuGenerator implements NoiseSource {
    private static final int BLOCK = 16;
    private static final float TWO_PI = (float) (2 * Math.PI);
    /** Ranges from here on take two draws a number, lest some numbers are likelier than others. */
    private static final long ONE_DRAW = 1L << 28;

    private final MersenneTwister twister;
    /** The second number of the last Box-Muller pair of {@link #nextNormal}; NaN if it was given out. */
    private double kept = Double.NaN;

    /** A generator; like PyTorch's it takes only the low 32 bits of the seed. */
    public TorchCpuGenerator(long seed) {
        twister = new MersenneTwister((int) seed);
    }

    /** Uniform numbers in [0, 1), multiples of 2^-24; {@code torch.rand(count)}. */
    public float[] rand(int count) {
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

    /** Standard normal numbers as {@code torch.randn} gives them in float16, as pipelines in half precision draw. */
    public float[] randnFloat16(int count) {
        float[] values = reducedNormals(count);
        for (int i = 0; i < count; i++)
            values[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
        return values;
    }

    /** Standard normal numbers as {@code torch.randn} gives them in bfloat16. */
    public float[] randnBfloat16(int count) {
        float[] values = reducedNormals(count);
        for (int i = 0; i < count; i++)
            values[i] = bfloat16(values[i]);
        return values;
    }

    /** Uniform numbers in [0, 1), multiples of 2^-53; {@code torch.rand} in float64. */
    public double[] randFloat64(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = nextUniformDouble();
        return values;
    }

    /** Standard normal numbers; {@code torch.randn} in float64. */
    public double[] randnFloat64(int count) {
        double[] values = new double[count];
        if (count < BLOCK) {
            for (int i = 0; i < count; i++)
                values[i] = nextNormal();
            return values;
        }
        values = randFloat64(count);
        for (int start = 0; start + BLOCK <= count; start += BLOCK)
            transformBlock(values, start);
        if (count % BLOCK != 0) {
            int start = count - BLOCK;
            System.arraycopy(randFloat64(BLOCK), 0, values, start, BLOCK);
            transformBlock(values, start);
        }
        return values;
    }

    /**
     * Whole numbers; {@code torch.randint(from, to, ...)} in int64.
     *
     * @param from the least
     * @param to above the largest, by less than 2^63 above the least
     */
    public long[] randint(long from, long to, int count) {
        long range = to - from;
        if (range <= 0)
            throw new IllegalArgumentException(
                    "A range must hold 1 to 2^63 - 1 numbers; found %d to %d".formatted(from, to));
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
            values[i] = from + Long.remainderUnsigned(range < ONE_DRAW ? nextBits() : nextLongBits(), range);
        return values;
    }

    /** As for float32, but the numbers behind the last full block are not drawn before those that replace them. */
    private float[] reducedNormals(int count) {
        if (count < BLOCK)
            return scalarNormals(count);
        return blockNormals(count, Arrays.copyOf(rand(count / BLOCK * BLOCK), count));
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

    /** To nearest, halves to even. */
    private static float bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
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

    private static void transformBlock(double[] values, int start) {
        for (int j = start; j < start + BLOCK / 2; j++) {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - values[j]));
            double angle = 2 * Math.PI * values[j + BLOCK / 2];
            values[j] = radius * StrictMath.cos(angle);
            values[j + BLOCK / 2] = radius * StrictMath.sin(angle);
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
