package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Strategic stochastic sampling of trajectory consistency distillation (Zheng et al., arXiv 2402.19159, algorithm 4):
 * a deterministic jump to a timestep s below the next, and fresh noise up to the next; as diffusers 0.40
 * {@code TCDScheduler}. Stochastic unless eta is 0: it draws noise at every step but the last.
 */
final class TcdScheduler extends Scheduler {
    private final TrainedNoise trained;
    private final double eta;

    /**
     * A run.
     *
     * @param eta
     *            the paper's gamma: 0 takes no noise, 1 is consistency sampling. (The class in diffusers takes 0.3 where it
     *            is called by itself; called by a pipeline, 0.)
     */
    TcdScheduler(SchedulerConfig config, int steps, double eta) {
        this(config, TrainedNoise.of(config, true, TrainedNoise.Defaults.STABLE_DIFFUSION), steps, eta);
    }

    private TcdScheduler(SchedulerConfig config, TrainedNoise trained, int steps, double eta) {
        super(NoiseSchedule.atTimesteps(config, trained,
                LcmScheduler.distilledTimesteps(config, steps, LcmScheduler.originalSteps(config)), trained.alpha(0)));
        this.trained = trained;
        this.eta = eta;
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. the next timestep, and s = (1 - eta) times it
        boolean last = state.index() == size() - 1;
        int next = last ? 0 : schedule().wholeTimestep(state.index() + 1);
        double alpha = schedule().alpha(state.index());
        double alphaNext = schedule().alpha(state.index() + 1);
        double alphaS = trained.alpha((int) ((float) (1 - eta) * next));

        // 2. x_s from the predicted x_0 and noise
        float[] jumped = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = schedule().original(state.index(), modelOutput[i], sample[i]);
            double epsilon = schedule().noise(modelOutput[i], sample[i], alpha);
            jumped[i] = (float) (Math.sqrt(alphaS) * original + Math.sqrt(1 - alphaS) * epsilon);
        }

        // 3. from s back up to the next timestep with fresh noise
        if (last || eta == 0)
            return state.next(jumped);
        return state.next(NoiseSchedule.mixed(jumped, noise.randn(sample.length), alphaNext / alphaS));
    }
}
