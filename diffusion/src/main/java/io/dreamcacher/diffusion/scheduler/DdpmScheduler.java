package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Denoising diffusion probabilistic models (Ho, Jain and Abbeel, arXiv 2006.11239, formulas 7 and 15) between the
 * timesteps of the list, as diffusers 0.40 {@code DDPMScheduler}. Stochastic: it draws noise at every timestep above 0.
 */
final class DdpmScheduler extends Scheduler {
    private static final double SMALLEST_VARIANCE = 1e-20;

    /** Section 3.2 of the paper: which of the two extremes; the logarithm of the small one is only taken and undone. */
    private enum Variance {
        FIXED_SMALL, FIXED_SMALL_LOG, FIXED_LARGE
    }

    private final SampleLimits limits;
    private final Variance variance;

    DdpmScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.atTimesteps(config, TrainedNoise.of(config, true),
                config.choice("timestep_spacing", TimestepSpacing.LEADING).wholeTimesteps(config, steps), 1));
        this.limits = SampleLimits.of(config, true);
        this.variance = config.choice("variance_type", Variance.FIXED_SMALL);
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        float[] sample = state.latents(); // x_t

        // 1. alpha bar and beta from this timestep to the next of the list; after the last there is only signal
        double alphaBar = schedule().alpha(state.index());
        double alphaBarPrev = schedule().alpha(state.index() + 1);
        double alpha = alphaBar / alphaBarPrev;
        double beta = 1 - alpha;

        // 2. predicted x_0, formula 15, 3. within limits
        float[] original = limits.original(schedule(), state, modelOutput);

        // 4. its weight and that of x_t in 5. the mean of x_(t-1), formula 7
        double originalWeight = Math.sqrt(alphaBarPrev) * beta / (1 - alphaBar);
        double sampleWeight = Math.sqrt(alpha) * (1 - alphaBarPrev) / (1 - alphaBar);
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++)
            previous[i] = (float) (originalWeight * original[i] + sampleWeight * sample[i]);

        // 6. noise of the posterior's variance, or of beta
        if (schedule().wholeTimestep(state.index()) == 0)
            return state.next(previous);
        double deviation = Math.sqrt(switch (variance) {
            case FIXED_SMALL, FIXED_SMALL_LOG ->
                Math.max(SMALLEST_VARIANCE, (1 - alphaBarPrev) / (1 - alphaBar) * beta);
            case FIXED_LARGE -> beta;
        });
        float[] drawn = noise.randn(sample.length);
        for (int i = 0; i < sample.length; i++)
            previous[i] += (float) (deviation * drawn[i]);
        return state.next(previous);
    }
}
