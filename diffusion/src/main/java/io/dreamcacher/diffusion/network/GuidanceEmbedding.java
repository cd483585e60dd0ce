package io.dreamcacher.diffusion.network;

/**
 * A guidance scale in sines and cosines of falling frequencies, as LatentConsistencyModelPipeline of diffusers makes it
 * for networks that are told the scale.
 */
final class GuidanceEmbedding {
    private static final float LONGEST_PERIOD = 10_000;
    private static final float STRETCH = 1_000;

    private GuidanceEmbedding() {}

    /** The sines, then the cosines, of {@code (scale − 1) * 1000}; an odd width ends with a zero. */
    static float[] of(double scale, int width) {
        int half = width / 2;
        float step = (float) (Math.log(LONGEST_PERIOD) / (half - 1));
        float stretched = (float) (scale - 1) * STRETCH;
        float[] embedded = new float[width];
        for (int i = 0; i < half; i++) {
            float angle = stretched * (float) Math.exp(i * -step);
            embedded[i] = (float) Math.sin(angle);
            embedded[half + i] = (float) Math.cos(angle);
        }
        return embedded;
    }
}
