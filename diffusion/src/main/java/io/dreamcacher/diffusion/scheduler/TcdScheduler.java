package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Strategic stochastic sampling of trajectory consistency distillation (Zheng et al., arXiv 2402.19159, algorithm 4):
 * a deterministic jump to a timestep s below the next, and fresh noise up to the next; as diffusers 0.40
 * {@code TCDScheduler}. Stochastic unless eta is 0: it draws noise at every step but the last.
 */
public final class TcdScheduler extends AlphaScheduler {
    private static final double ETA = 0.3;

    private final double eta;

    TcdScheduler(SchedulerConfig config, int steps) {
        this(config, steps, ETA);
    }

    /**
     * Another share of noise.
     *
     * @param eta
     *            the paper's gamma: 0 takes no noise, 1 is consistency sampling
     */
    TcdScheduler(SchedulerConfig config, int steps, double eta) {
        super(config, AlphasCumprod.of(config, true, AlphasCumprod.Defaults.STABLE_DIFFUSION),
                DistilledTimesteps.of(config, steps, DistilledTimesteps.originalSteps(config)));
        this.eta = eta;
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. the next timestep, and s = (1 - eta) times it
        boolean last = state.index() == size() - 1;
        int next = last ? 0 : wholeTimestep(state.index() + 1);
        double alpha = alphasCumprod().at(wholeTimestep(state.index()));
        double alphaNext = alphasCumprod().at(next);
        double alphaS = alphasCumprod().at((int) ((float) (1 - eta) * next));

        // 2. x_s from the predicted x_0 and noise
        float[] jumped = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = predictionType().original(modelOutput[i], sample[i], alpha);
            double epsilon = predictionType().noise(modelOutput[i], sample[i], alpha);
            jumped[i] = (float) (Math.sqrt(alphaS) * original + Math.sqrt(1 - alphaS) * epsilon);
        }

        // 3. from s back up to the next timestep with fresh noise
        if (last || eta == 0)
            return state.next(jumped);
        return state.next(VariancePreserving.addNoise(jumped, noise.randn(sample.length), alphaNext / alphaS));
    }
}
