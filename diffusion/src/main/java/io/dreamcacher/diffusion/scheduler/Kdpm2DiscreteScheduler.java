package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * DPM-Solver-2 on sigma (Lu et al., arXiv 2206.00927, algorithm 1 with r1 = 1/2, in the form of k-diffusion's
 * {@code sample_dpm_2}), as diffusers 0.40 {@code KDPM2DiscreteScheduler}. Each step but the last is two calls: half a
 * step to the geometric mean of its levels, then the whole step with the derivative found there.
 */
final class Kdpm2DiscreteScheduler extends Scheduler {
    Kdpm2DiscreteScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.exploding(
                Levels.spaced(config, TrainedNoise.of(config, false, TrainedNoise.Defaults.K_DIFFUSION), steps)
                        .respacedWithWholeKarras(config)
                        .withSecondCalls((sigma, next) -> Math.sqrt(sigma * next)),
                config.noisePredictionType()));
    }

    @Override
    public int callsPerStep() {
        return 2;
    }

    /** At a second call as much noise as after the step, as in diffusers. */
    @Override
    public float[] addNoise(float[] latents, float[] noise, int index) {
        return super.addNoise(latents, noise, index + index % 2);
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        boolean second = state.index() % 2 == 1;
        float[] start = second ? state.kept() : state.latents();

        // 1. from the step's start to the middle, then to the end
        double asked = sigma(state.index());
        double from = second ? sigma(state.index() - 1) : asked;
        double dt = schedule().sigma(state.index() + 1) - from;

        // 2. predicted x_0 and 3. the derivative d = (x - x_0) / sigma where the network was asked, 4. straight along d
        float[] previous = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            float sample = state.latents()[i];
            double original = schedule().original(state.index(), modelOutput[i], sample);
            previous[i] = (float) (start[i] + (sample - original) / asked * dt);
        }
        return state.keep(start, state.sum()).next(previous);
    }
}
