package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.scheduler.NoiseSchedule.PredictionType;
import io.dreamcacher.diffusion.scheduler.Scheduler.State;
import java.util.Arrays;

/**
 * What keeps the predicted x0 in range: nothing, a fixed range, or a quantile (Saharia et al. 2022, dynamic
 * thresholding), which takes all latents of a call for one image.
 *
 * @param range
 *            of clipping; infinite for none
 * @param ratio
 *            the quantile; 0 for no thresholding
 * @param maximum
 *            the largest threshold
 */
record SampleLimits(double range, double ratio, double maximum) {
    /**
     * Those of a configuration; thresholding goes before clipping.
     *
     * @param clips
     *            whether the algorithm clips where the configuration does not say
     */
    static SampleLimits of(SchedulerConfig config, boolean clips) {
        SampleLimits thresholding = thresholding(config);
        return new SampleLimits(clipping(config, clips).range, thresholding.ratio, thresholding.maximum);
    }

    /** Those of a configuration whose algorithm does not know clipping. */
    static SampleLimits thresholding(SchedulerConfig config) {
        boolean threshold = config.flag("thresholding", false);
        double ratio = config.number("dynamic_thresholding_ratio", 0.995);
        if (!(ratio > 0 && ratio <= 1))
            throw config.invalid("dynamic_thresholding_ratio", "above 0 and at most 1");
        return new SampleLimits(Double.POSITIVE_INFINITY, threshold ? ratio : 0,
                config.positive("sample_max_value", 1));
    }

    /** Those of a configuration whose algorithm does not know thresholding. */
    static SampleLimits clipping(SchedulerConfig config, boolean clips) {
        double range = config.number("clip_sample_range", 1);
        if (!(range > 0))
            throw config.invalid("clip_sample_range", "above 0");
        return new SampleLimits(config.flag("clip_sample", clips) ? range : Double.POSITIVE_INFINITY, 0, 1);
    }

    /** The predicted x0 at a state's call, within limits. */
    float[] original(NoiseSchedule schedule, State state, float[] modelOutput) {
        state.requireLength(modelOutput, "The model output");
        float[] original = new float[modelOutput.length];
        for (int i = 0; i < original.length; i++)
            original[i] = (float) schedule.original(state.index(), modelOutput[i], state.latents()[i]);
        apply(original);
        return original;
    }

    /** The predicted noise at a state's call, such that x0 is within limits. */
    float[] noise(NoiseSchedule schedule, State state, float[] modelOutput) {
        if (ratio == 0 && range == Double.POSITIVE_INFINITY)
            return schedule.noise(state, modelOutput);
        float[] original = original(schedule, state, modelOutput);
        double alpha = schedule.alpha(state.index());
        float[] noise = new float[original.length];
        for (int i = 0; i < noise.length; i++)
            noise[i] = (float) PredictionType.SAMPLE.noise(original[i], state.latents()[i], alpha);
        return noise;
    }

    double clip(double value) {
        return Math.max(-range, Math.min(range, value));
    }

    /** Limits the numbers in place. */
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
