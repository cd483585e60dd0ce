package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;

/**
 * Classifier-free guidance (Ho and Salimans 2022): away from what the network predicts for the negative prompt, towards
 * what it predicts for the prompt.
 *
 * @param scale how far; up to 1 the negative prompt is left out, as in diffusers
 * @param rescale share by which the result gets the prompt's own standard deviation back (Lin et al. 2023, section
 *        3.4); 0 to 1, mostly 0
 */
public record Guidance(double scale, double rescale) {
    /** No guidance: the prediction for the prompt as it is. */
    public static final Guidance NONE = of(1);

    /** Refuses numbers that make no sense. */
    public Guidance {
        if (!(scale >= 0) || !Double.isFinite(scale) || !(rescale >= 0) || rescale > 1) {
            throw new IllegalArgumentException(
                    "Guidance must have a finite scale of 0 or more and a rescale from 0 to 1; found %s and %s"
                            .formatted(scale, rescale));
        }
    }

    /** Guidance without rescaling. */
    public static Guidance of(double scale) {
        return new Guidance(scale, 0);
    }

    /** Whether predictions for the negative prompt are needed. */
    public boolean isActive() {
        return scale > 1;
    }

    /**
     * Predictions for negative prompts, then as many for prompts, [2 batch, channels, h, w], to one for each pair:
     * {@code u + scale (c - u)}.
     *
     * @return the values of a tensor [batch, channels, h, w], in an array of the caller's own
     */
    public float[] combine(FloatTensor predictions) {
        float[] both = predictions.values();
        int length = both.length / 2;
        float factor = (float) scale;
        float[] guided = new float[length];
        for (int i = 0; i < length; i++) {
            guided[i] = both[i] + factor * (both[length + i] - both[i]);
        }
        if (rescale > 0) {
            int image = both.length / predictions.shape().intSize(0);
            for (int start = 0; start < length; start += image) {
                rescale(guided, both, start, image);
            }
        }
        return guided;
    }

    private void rescale(float[] guided, float[] both, int start, int length) {
        double ratio = standardDeviation(both, guided.length + start, length)
                / standardDeviation(guided, start, length);
        float factor = (float) (rescale * ratio + 1 - rescale);
        for (int i = start; i < start + length; i++) {
            guided[i] *= factor;
        }
    }

    private static double standardDeviation(float[] values, int start, int length) {
        double sum = 0;
        for (int i = start; i < start + length; i++) {
            sum += values[i];
        }
        double mean = sum / length;
        double squares = 0;
        for (int i = start; i < start + length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(squares / (length - 1));
    }
}
