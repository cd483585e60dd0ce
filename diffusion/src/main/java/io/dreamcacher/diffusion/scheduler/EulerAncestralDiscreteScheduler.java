package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Euler's method to below the next sigma, and fresh noise up to it (Katherine Crowson, k-diffusion,
 * {@code sample_euler_ancestral}; the split is that of Song, Meng and Ermon, arXiv 2010.02502, formula 16 with eta 1),
 * as diffusers 0.40 {@code EulerAncestralDiscreteScheduler}. Stochastic: it draws noise at every step, the last one's
 * multiplied by 0.
 */
final class EulerAncestralDiscreteScheduler extends Scheduler {
    EulerAncestralDiscreteScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.exploding(Levels.spaced(config, TrainedNoise.of(config, true), steps),
                config.noisePredictionType()));
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. what remains of the noise, sigma_down, and what is renewed, sigma_up
        double sigma = sigma(state.index());
        Renewal renewal = Renewal.of(sigma, schedule().sigma(state.index() + 1));

        // 2. predicted x_0 and the derivative d = (x - x_0) / sigma, 3. a straight step, 4. fresh noise
        float[] drawn = noise.randn(sample.length);
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = schedule().original(state.index(), modelOutput[i], sample[i]);
            double derivative = (sample[i] - original) / sigma;
            previous[i] = (float) (sample[i] + derivative * (renewal.down() - sigma) + drawn[i] * renewal.up());
        }
        return state.next(previous);
    }

    /**
     * The noise of the next level in two parts, {@code next^2 = down^2 + up^2}: what remains of the old and what is drawn
     * anew (k-diffusion, {@code get_ancestral_step} with eta 1).
     *
     * @param down
     *            the level a deterministic step ends at
     * @param up
     *            the deviation of the fresh noise
     */
    record Renewal(double down, double up) {
        static Renewal of(double sigma, double next) {
            double up = next * Math.sqrt((sigma * sigma - next * next) / (sigma * sigma));
            return new Renewal(Math.sqrt(next * next - up * up), up);
        }
    }
}
