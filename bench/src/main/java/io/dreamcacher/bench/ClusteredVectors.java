package io.dreamcacher.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Unit vectors that lie as embeddings do: around some hundred centres, of which few have most, and with much less spread in most directions than in some.
 * Independent numbers would have no neighbours worth finding. The same seed gives the same ones.
 */
final class ClusteredVectors {
    private static final int CENTRES = 500;
    private static final double SPREAD = 0.6;

    private final SplittableRandom random;
    private final float[][] centres = new float[CENTRES][];
    private final double[] scales;

    ClusteredVectors(int dimension, long seed) {
        this.random = new SplittableRandom(seed);
        SplittableRandom fixed = new SplittableRandom(1); // vectors and queries have the same centres
        scales = new double[dimension];
        Arrays.setAll(scales, i -> 1 / Math.sqrt(1 + 20.0 * i / dimension));
        for (int i = 0; i < CENTRES; i++) {
            centres[i] = gaussian(fixed);
        }
    }

    private float[] gaussian(SplittableRandom from) {
        float[] vector = new float[scales.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (scales[i] * from.nextGaussian());
        }
        return vector;
    }

    float[] next() {
        float[] centre = centres[(int) (CENTRES * random.nextDouble() * random.nextDouble())];
        float[] vector = gaussian(random);
        double length = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (centre[i] + SPREAD * vector[i]);
            length += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(length);
        }
        return vector;
    }
}
