package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Euler's method with the preconditioning of Karras et al. (arXiv 2206.00364, table 1, column "Ours", and algorithm 2
 * without churn and correction), as diffusers 0.40 {@code EDMEulerScheduler}. Its noise levels are its own, between
 * {@code sigma_min} and {@code sigma_max}; those of training are not asked. The network is told 0.25 ln sigma.
 */
public final class EdmEulerScheduler extends SigmaScheduler {
    private final double sigmaData;
    private final double signOfOutput;

    EdmEulerScheduler(SchedulerConfig config, int steps) {
        super(SigmaSchedule.ofEdm(config, steps));
        this.sigmaData = config.positive("sigma_data", 0.5);
        this.signOfOutput = config.noisePredictionType() == PredictionType.EPSILON ? 1 : -1;
    }

    /** c_in = 1 / sqrt(sigma^2 + sigma_data^2). */
    @Override
    public float[] scaleModelInput(float[] latents, int index) {
        double divisor = Math.hypot(sigma(index), sigmaData);
        float[] scaled = new float[latents.length];
        for (int i = 0; i < scaled.length; i++)
            scaled[i] = (float) (latents[i] / divisor);
        return scaled;
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. c_skip and c_out
        double sigma = sigma(state.index());
        double skip = sigmaData * sigmaData / (sigma * sigma + sigmaData * sigmaData);
        double out = signOfOutput * sigma * sigmaData / Math.hypot(sigma, sigmaData);

        // 2. D(x) = c_skip x + c_out F, formula 7, and the derivative d = (x - D) / sigma, 3. a straight step
        double dt = schedule().sigma(state.index() + 1) - sigma;
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double denoised = skip * sample[i] + out * modelOutput[i];
            previous[i] = (float) (sample[i] + (sample[i] - denoised) / sigma * dt);
        }
        return state.next(previous);
    }
}
