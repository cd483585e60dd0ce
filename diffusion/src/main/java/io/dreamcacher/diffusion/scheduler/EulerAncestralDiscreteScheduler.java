package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Euler's method to below the next sigma, and fresh noise up to it (Katherine Crowson, k-diffusion,
 * {@code sample_euler_ancestral}; the split is that of Song, Meng and Ermon, arXiv 2010.02502, formula 16 with eta 1),
 * as diffusers 0.40 {@code EulerAncestralDiscreteScheduler}. Stochastic: it draws noise at every step, the last one's
 * multiplied by 0.
 */
public final class EulerAncestralDiscreteScheduler extends SigmaScheduler {
    private final PredictionType predictionType;

    EulerAncestralDiscreteScheduler(SchedulerConfig config, int steps) {
        super(SigmaSchedule.of(config, steps, AlphasCumprod.of(config, true)));
        this.predictionType = config.noisePredictionType();
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. what remains of the noise, sigma_down, and what is renewed, sigma_up
        double sigma = sigma(state.index());
        AncestralSplit split = AncestralSplit.of(sigma, schedule().sigma(state.index() + 1));

        // 2. predicted x_0 and the derivative d = (x - x_0) / sigma, 3. a straight step, 4. fresh noise
        float[] drawn = noise.randn(sample.length);
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = predictionType.original(modelOutput[i], sample[i], sigma, sigma);
            double derivative = (sample[i] - original) / sigma;
            previous[i] = (float) (sample[i] + derivative * (split.down() - sigma) + drawn[i] * split.up());
        }
        return state.next(previous);
    }
}
