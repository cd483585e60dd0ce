package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * What a step of DPM-Solver multiplies: the latents, the prediction D0, its first and second derivative over the
 * step D1 and D2, and fresh noise. With h the step in lambda, z = -h, h, -2h or h by variant and phi_1(z) = exp(z) - 1,
 * they are the exact integrals over the step (arXiv 2206.00927, section 3.2; 2211.01095, section 4 and appendix B).
 *
 * @param sample
 *            of the latents
 * @param d0
 *            of the prediction
 * @param d1
 *            of its first derivative
 * @param d2
 *            of its second; only where the step is finite
 * @param noise
 *            of fresh noise; 0 for none
 */
record DpmWeights(double sample, double d0, double d1, double d2, double noise) {

    /** Those of a step from one call's level to another's. */
    static DpmWeights of(DpmVariant variant, LambdaSchedule schedule, int from, int to) {
        double h = schedule.lambda(to) - schedule.lambda(from);
        double signal = schedule.alphaT(to);
        double noise = schedule.sigmaT(to);
        double signalRatio = signal / schedule.alphaT(from);
        double noiseRatio = noise / schedule.sigmaT(from);
        return switch (variant) {
            case DPMSOLVER -> of(signalRatio, noise, h, 0);
            case DPMSOLVER_PLUS_PLUS, DEIS -> of(noiseRatio, signal, -h, 0);
            case SDE_DPMSOLVER -> of(signalRatio, 2 * noise, h, noise * Math.sqrt(Math.expm1(2 * h)));
            case SDE_DPMSOLVER_PLUS_PLUS -> {
                DpmWeights weights = of(noiseRatio * Math.exp(-h), signal, -2 * h,
                        noise * Math.sqrt(-Math.expm1(-2 * h)));
                // diffusers subtracts 1/2 where the integral adds it; its images are the measure
                yield new DpmWeights(weights.sample, weights.d0, weights.d1, weights.d2 - signal, weights.noise);
            }
        };
    }

    private static DpmWeights of(double sample, double scale, double z, double noise) {
        double phi = Math.expm1(z);
        return new DpmWeights(sample, -scale * phi, -scale * (phi / z - 1), -scale * ((phi - z) / (z * z) - 0.5),
                noise);
    }

    /** A step of first order. */
    double step(double x, double prediction) {
        return sample * x + d0 * prediction;
    }

    /** A step of second order, by the midpoint rule or Heun's. */
    double step(double x, double prediction, double slope, SolverType type) {
        return step(x, prediction) + (type == SolverType.HEUN ? d1 : d0 / 2) * slope;
    }

    /** A step of third order. */
    double step(double x, double prediction, double slope, double curvature) {
        return step(x, prediction) + d1 * slope + d2 * curvature;
    }

    /** The latents with their share of fresh noise, in place. */
    float[] withNoise(float[] latents, NoiseSource source) {
        float[] drawn = source.randn(latents.length);
        for (int i = 0; i < latents.length; i++)
            latents[i] += (float) (noise * drawn[i]);
        return latents;
    }
}
