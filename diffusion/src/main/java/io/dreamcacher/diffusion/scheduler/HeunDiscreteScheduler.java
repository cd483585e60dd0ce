package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Heun's second-order method on sigma (Karras et al., arXiv 2206.00364, algorithm 1), as diffusers 0.40
 * {@code HeunDiscreteScheduler}. Each step but the last is two calls: Euler's step, then the same step again with the
 * mean of the derivatives at its ends.
 */
final class HeunDiscreteScheduler extends Scheduler {
    private final SampleLimits limits;

    HeunDiscreteScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.exploding(
                Levels.spaced(config, TrainedNoise.of(config, false, TrainedNoise.Defaults.K_DIFFUSION), steps)
                        .respaced(config)
                        .withEndsTwice(),
                config.predictionType()));
        this.limits = SampleLimits.clipping(config, false);
    }

    @Override
    public int callsPerStep() {
        return 2;
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();
        boolean correction = state.index() % 2 == 1;

        // 1. predicted x_0 and 2. the derivative d = (x - x_0) / sigma, where the network was asked
        double sigma = sigma(state.index());
        float[] derivative = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = limits.clip(schedule().original(state.index(), modelOutput[i], sample[i]));
            derivative[i] = (float) ((sample[i] - original) / sigma);
        }

        // 3. line 5 of the algorithm: a straight step with d
        if (!correction) {
            float[] ahead = along(sample, derivative, schedule().sigma(state.index() + 1) - sigma);
            return state.keep(sample, derivative).next(ahead);
        }

        // 4. line 8: from the same start with (d + d') / 2
        for (int i = 0; i < sample.length; i++)
            derivative[i] = (state.sum()[i] + derivative[i]) / 2;
        return state.next(along(state.kept(), derivative, sigma - sigma(state.index() - 1)));
    }

    private static float[] along(float[] sample, float[] derivative, double dt) {
        float[] moved = new float[sample.length];
        for (int i = 0; i < sample.length; i++)
            moved[i] = (float) (sample[i] + derivative[i] * dt);
        return moved;
    }
}
