package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.failure.DreamCacherException;
import java.util.stream.IntStream;

/**
 * Multistep sampling of latent consistency models (Luo et al., arXiv 2310.04378, algorithm 3): each call predicts x_0,
 * which is noised again to the next level; as diffusers 0.40 {@code LCMScheduler}. Stochastic: it draws noise at every
 * step but the last.
 */
final class LcmScheduler extends Scheduler {
    private static final int ORIGINAL_STEPS = 50;
    /** The deviation of the data that the boundary condition assumes. */
    private static final double SIGMA_DATA = 0.5;

    private final SampleLimits limits;
    private final double timestepScaling;

    LcmScheduler(SchedulerConfig config, int steps) {
        this(config, steps, originalSteps(config));
    }

    LcmScheduler(SchedulerConfig config, int steps, int originalSteps) {
        super(NoiseSchedule.atTimesteps(config,
                TrainedNoise.of(config, true, TrainedNoise.Defaults.STABLE_DIFFUSION),
                distilledTimesteps(config, steps, originalSteps), 1));
        this.limits = SampleLimits.of(config, false);
        this.timestepScaling = config.number("timestep_scaling", 10);
    }

    /** How many of the timesteps of training a distilled network was trained on. */
    static int originalSteps(SchedulerConfig config) {
        return config.count("original_inference_steps", ORIGINAL_STEPS);
    }

    /** Some of those few, evenly picked, highest first (section 4.3: every k-th, counted from the last one). */
    static int[] distilledTimesteps(SchedulerConfig config, int steps, int originalSteps) {
        if (steps > originalSteps)
            throw DreamCacherException.badRequest("Steps must be 1 to %d for %s (original_inference_steps); found %d."
                    .formatted(originalSteps, config.kind().className(), steps));
        int k = config.trainTimesteps() / originalSteps;
        double stride = (double) originalSteps / steps;
        return IntStream.range(0, steps).map(i -> (originalSteps - (int) (i * stride)) * k - 1).toArray();
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        float[] sample = state.latents();

        // 1. c_skip and c_out, which make the network the identity at timestep 0 (section 3, after Karras et al. 2022)
        double scaled = schedule().wholeTimestep(state.index()) * timestepScaling;
        double skip = SIGMA_DATA * SIGMA_DATA / (scaled * scaled + SIGMA_DATA * SIGMA_DATA);
        double out = scaled / Math.hypot(scaled, SIGMA_DATA);

        // 2. predicted x_0 within limits, 3. the consistency function f = c_skip x + c_out x_0 (formula 9)
        float[] denoised = limits.original(schedule(), state, modelOutput);
        for (int i = 0; i < sample.length; i++)
            denoised[i] = (float) (out * denoised[i] + skip * sample[i]);

        // 4. noised to the next level; the last one stays
        if (state.index() == size() - 1)
            return state.next(denoised);
        return state.next(schedule().addNoise(denoised, noise.randn(sample.length), state.index() + 1));
    }
}
