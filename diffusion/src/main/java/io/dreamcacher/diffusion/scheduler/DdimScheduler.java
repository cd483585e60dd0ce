package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.Arrays;

/**
 * Denoising diffusion implicit models (Song, Meng and Ermon, arXiv 2010.02502, formulas 12 and 16); names of diffusers
 * and symbols of the paper are matched in {@link #step}.
 */
public final class DdimScheduler extends AlphaScheduler {
    private final PredictionType predictionType;
    private final int stride;
    private final double finalAlphaCumprod;
    private final Limits limits;
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
    DdimScheduler(SchedulerConfig config, int steps, double eta, boolean useClippedModelOutput) {
        super(AlphasCumprod.of(config, true),
                config.choice("timestep_spacing", TimestepSpacing.LEADING).wholeTimesteps(config, steps));
        this.predictionType = config.predictionType();
        this.stride = alphasCumprod().size() / steps;
        this.finalAlphaCumprod = config.flag("set_alpha_to_one", true) ? 1 : alphasCumprod().at(0);
        this.limits = Limits.of(config);
        this.eta = eta;
        this.useClippedModelOutput = useClippedModelOutput;
        if (predictionType == PredictionType.EPSILON && alphasCumprod().at(wholeTimestep(0)) == 0)
            throw config.invalid("prediction_type",
                    "v_prediction or sample where the first timestep has no signal (rescale_betas_zero_snr)");
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
            double output = modelOutput[i];
            switch (predictionType) {
                case EPSILON -> {
                    original[i] = (float) ((sample[i] - Math.sqrt(beta) * output) / Math.sqrt(alpha));
                    epsilon[i] = modelOutput[i];
                }
                case V_PREDICTION -> {
                    original[i] = (float) (Math.sqrt(alpha) * sample[i] - Math.sqrt(beta) * output);
                    epsilon[i] = (float) (Math.sqrt(alpha) * output + Math.sqrt(beta) * sample[i]);
                }
                case SAMPLE -> {
                    original[i] = modelOutput[i];
                    epsilon[i] = (float) ((sample[i] - Math.sqrt(alpha) * output) / Math.sqrt(beta));
                }
            }
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

    /**
     * What keeps x0 in range: nothing, a fixed range, or a quantile (Saharia et al. 2022, dynamic thresholding), which
     * takes all latents of a call for one image.
     *
     * @param range
     *            of clipping; infinite for none
     * @param ratio
     *            the quantile; 0 for no thresholding
     * @param maximum
     *            the largest threshold
     */
    private record Limits(double range, double ratio, double maximum) {
        static Limits of(SchedulerConfig config) {
            boolean clip = config.flag("clip_sample", true);
            boolean threshold = config.flag("thresholding", false);
            double range = config.number("clip_sample_range", 1);
            double ratio = config.number("dynamic_thresholding_ratio", 0.995);
            if (!(ratio > 0 && ratio <= 1))
                throw config.invalid("dynamic_thresholding_ratio", "above 0 and at most 1");
            return new Limits(clip ? range : Double.POSITIVE_INFINITY, threshold ? ratio : 0,
                    config.number("sample_max_value", 1));
        }

        void apply(float[] original) {
            double threshold = ratio == 0 ? range : Math.min(maximum, Math.max(1, quantile(original)));
            double divisor = ratio == 0 ? 1 : threshold;
            for (int i = 0; i < original.length; i++)
                original[i] = (float) (Math.max(-threshold, Math.min(threshold, original[i])) / divisor);
        }

        private double quantile(float[] values) {
            float[] sorted = new float[values.length];
            for (int i = 0; i < values.length; i++)
                sorted[i] = Math.abs(values[i]);
            Arrays.sort(sorted);
            double position = ratio * (sorted.length - 1);
            int below = (int) position;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        }
    }
}
