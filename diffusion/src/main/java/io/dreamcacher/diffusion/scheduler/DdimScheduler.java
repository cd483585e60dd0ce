package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.stream.IntStream;

/**
 * Denoising diffusion implicit models (Song, Meng and Ermon, arXiv 2010.02502, formulas 12 and 16); names of diffusers
 * and symbols of the paper are matched in {@link #step}.
 */
final class DdimScheduler extends Scheduler {
    private final double[] alphasPrev;
    private final SampleLimits limits;
    private final double eta;
    private final boolean useClippedModelOutput;

    /**
     * A run.
     *
     * @param eta
     *            0 takes no noise, 1 as much as denoising diffusion probabilistic models
     * @param useClippedModelOutput
     *            whether the direction is taken from the limited x0, as in GLIDE
     */
    DdimScheduler(SchedulerConfig config, int steps, double eta, boolean useClippedModelOutput) {
        this(config, TrainedNoise.of(config, true), steps, eta, useClippedModelOutput);
    }

    private DdimScheduler(SchedulerConfig config, TrainedNoise trained, int steps, double eta,
            boolean useClippedModelOutput) {
        super(NoiseSchedule.atTimesteps(config, trained,
                config.choice("timestep_spacing", TimestepSpacing.LEADING).wholeTimesteps(config, steps),
                finalAlpha(config, trained)));
        int stride = trained.size() / steps; // the timestep before is a stride away, not the next in the list
        this.alphasPrev = IntStream.range(0, size())
                .map(call -> schedule().wholeTimestep(call) - stride)
                .mapToDouble(t -> t >= 0 ? trained.alpha(t) : finalAlpha(config, trained))
                .toArray();
        this.limits = SampleLimits.of(config, true);
        this.eta = eta;
        this.useClippedModelOutput = useClippedModelOutput;
    }

    private static double finalAlpha(SchedulerConfig config, TrainedNoise trained) {
        return config.flag("set_alpha_to_one", true) ? 1 : trained.alpha(0);
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        float[] sample = state.latents(); // x_t

        // 1. alpha_t and alpha_(t-1)
        double alpha = schedule().alpha(state.index());
        double alphaPrev = alphasPrev[state.index()];
        double beta = 1 - alpha;

        // 2. predicted noise e_theta, 3. predicted x_0 within limits
        float[] epsilon = schedule().noise(state, modelOutput);
        float[] original = limits.original(schedule(), state, modelOutput);

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
