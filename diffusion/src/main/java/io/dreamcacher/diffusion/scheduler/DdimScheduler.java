package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Denoising diffusion implicit models (Song, Meng and Ermon, arXiv 2010.02502, formulas 12 and 16); names of diffusers
 * and symbols of the paper are matched in {@link #step}.
 */
public final class DdimScheduler extends AlphaScheduler {
    private final int stride;
    private final double finalAlphaCumprod;
    private final SampleLimits limits;
    private final double eta;
    private final boolean useClippedModelOutput;

    DdimScheduler(SchedulerConfig config, int steps) {
        this(config, steps, 0, false);
    }

    /**
     * A stochastic variant.
     *
     * @param eta
     *            0 takes no noise, 1 as much as denoising diffusion probabilistic models
     * @param useClippedModelOutput
     *            whether the direction is taken from the limited x0, as in GLIDE
     */
    public DdimScheduler(SchedulerConfig config, int steps, double eta, boolean useClippedModelOutput) {
        super(config, AlphasCumprod.of(config, true),
                config.choice("timestep_spacing", TimestepSpacing.LEADING).wholeTimesteps(config, steps));
        this.stride = alphasCumprod().size() / steps;
        this.finalAlphaCumprod = config.flag("set_alpha_to_one", true) ? 1 : alphasCumprod().at(0);
        this.limits = SampleLimits.of(config, true);
        this.eta = eta;
        this.useClippedModelOutput = useClippedModelOutput;
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents(); // x_t

        // 1. alpha_t and alpha_(t-1); the one before is a stride away, not the next in the list
        int t = wholeTimestep(state.index());
        double alpha = alphasCumprod().at(t);
        double alphaPrev = t - stride >= 0 ? alphasCumprod().at(t - stride) : finalAlphaCumprod;
        double beta = 1 - alpha;

        // 2. predicted x_0 and predicted noise e_theta
        float[] original = new float[sample.length];
        float[] epsilon = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            original[i] = (float) predictionType().original(modelOutput[i], sample[i], alpha);
            epsilon[i] = (float) predictionType().noise(modelOutput[i], sample[i], alpha);
        }

        // 3. x_0 kept within limits
        limits.apply(original);

        // 4. sigma_t = eta sqrt((1 - alpha_(t-1)) / (1 - alpha_t)) sqrt(1 - alpha_t / alpha_(t-1)), formula 16
        double variance = (1 - alphaPrev) / beta * (1 - alpha / alphaPrev);
        double sigma = eta * Math.sqrt(variance);
        if (useClippedModelOutput) {
            for (int i = 0; i < sample.length; i++)
                epsilon[i] = (float) ((sample[i] - Math.sqrt(alpha) * original[i]) / Math.sqrt(beta));
        }

        // 5. formula 12: x_(t-1) = sqrt(alpha_(t-1)) x_0 + sqrt(1 - alpha_(t-1) - sigma_t^2) e_theta + sigma_t noise
        double direction = Math.sqrt(Math.max(0, 1 - alphaPrev - sigma * sigma));
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++)
            previous[i] = (float) (Math.sqrt(alphaPrev) * original[i] + direction * epsilon[i]);
        if (eta > 0) {
            float[] drawn = noise.randn(sample.length);
            for (int i = 0; i < sample.length; i++)
                previous[i] += (float) (sigma * drawn[i]);
        }
        return state.next(previous);
    }
}
