package io.dreamcacher.diffusion.scheduler;

/** Latents whose variance stays 1: signal and noise are weighted by the roots of alpha and 1 - alpha. */
final class VariancePreserving {
    private VariancePreserving() {}

    /** Ho et al. 2020, equation 4. */
    static float[] addNoise(float[] latents, float[] noise, double alphaCumprod) {
        if (noise.length != latents.length)
            throw new IllegalArgumentException(
                    "Noise must have %d numbers; found %d".formatted(latents.length, noise.length));
        float[] noisy = new float[latents.length];
        for (int i = 0; i < noisy.length; i++)
            noisy[i] = (float) (Math.sqrt(alphaCumprod) * latents[i] + Math.sqrt(1 - alphaCumprod) * noise[i]);
        return noisy;
    }
}
