package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Multistep sampling of latent consistency models (Luo et al., arXiv 2310.04378, algorithm 3): each call predicts x_0,
 * which is noised again to the next level; as diffusers 0.40 {@code LCMScheduler}. Stochastic: it draws noise at every
 * step but the last.
 */
public final class LcmScheduler extends AlphaScheduler {
    /** The deviation of the data that the boundary condition assumes. */
    private static final double SIGMA_DATA = 0.5;

    private final SampleLimits limits;
    private final double timestepScaling;

    LcmScheduler(SchedulerConfig config, int steps) {
        this(config, steps, DistilledTimesteps.originalSteps(config));
    }

    LcmScheduler(SchedulerConfig config, int steps, int originalSteps) {
        super(config, AlphasCumprod.of(config, true, AlphasCumprod.Defaults.STABLE_DIFFUSION),
                DistilledTimesteps.of(config, steps, originalSteps));
        this.limits = SampleLimits.of(config, false);
        this.timestepScaling = config.number("timestep_scaling", 10);
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. c_skip and c_out, which make the network the identity at timestep 0 (section 3, after Karras et al. 2022)
        int t = wholeTimestep(state.index());
        double alpha = alphasCumprod().at(t);
        double scaled = t * timestepScaling;
        double skip = SIGMA_DATA * SIGMA_DATA / (scaled * scaled + SIGMA_DATA * SIGMA_DATA);
        double out = scaled / Math.hypot(scaled, SIGMA_DATA);

        // 2. predicted x_0 within limits, 3. the consistency function f = c_skip x + c_out x_0 (formula 9)
        float[] denoised = new float[sample.length];
        for (int i = 0; i < sample.length; i++)
            denoised[i] = (float) predictionType().original(modelOutput[i], sample[i], alpha);
        limits.apply(denoised);
        for (int i = 0; i < sample.length; i++)
            denoised[i] = (float) (out * denoised[i] + skip * sample[i]);

        // 4. noised to the next level; the last one stays
        if (state.index() == size() - 1)
            return state.next(denoised);
        double alphaNext = alphasCumprod().at(wholeTimestep(state.index() + 1));
        return state.next(VariancePreserving.addNoise(denoised, noise.randn(sample.length), alphaNext));
    }
}
