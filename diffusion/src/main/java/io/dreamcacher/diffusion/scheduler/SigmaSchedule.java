package io.dreamcacher.diffusion.scheduler;

import java.util.Arrays;

/**
 * Noise levels and timesteps of the schedulers that walk sigma, where latents are x0 + sigma noise (Karras et al.,
 * arXiv 2206.00364). Immutable.
 */
final class SigmaSchedule {
    private enum Interpolation {
        LINEAR, LOG_LINEAR
    }

    private enum FinalSigma {
        ZERO, SIGMA_MIN
    }

    private enum TimestepType {
        DISCRETE, CONTINUOUS
    }

    private final double[] timesteps;
    private final double[] sigmas;
    private final double initNoiseSigma;

    private SigmaSchedule(double[] timesteps, double[] sigmas, double initNoiseSigma) {
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.initNoiseSigma = initNoiseSigma;
    }

    /** The part of a configuration that both linear multistep and Euler know. */
    static SigmaSchedule of(SchedulerConfig config, int steps) {
        return of(config, steps, new TrainedSigmas(AlphasCumprod.of(config, false)), Interpolation.LINEAR);
    }

    /** With what only Euler knows: other interpolation, last sigma, time scale, and rescaling to no signal. */
    static SigmaSchedule ofEuler(SchedulerConfig config, int steps) {
        TrainedSigmas trained = new TrainedSigmas(AlphasCumprod.of(config, true));
        SigmaSchedule common = of(config, steps, trained, config.choice("interpolation_type", Interpolation.LINEAR));
        double[] sigmas = common.sigmas.clone();
        if (config.choice("final_sigmas_type", FinalSigma.ZERO) == FinalSigma.SIGMA_MIN)
            sigmas[sigmas.length - 1] = trained.smallest();
        boolean continuous = config.choice("timestep_type", TimestepType.DISCRETE) == TimestepType.CONTINUOUS
                && config.predictionType() == PredictionType.V_PREDICTION;
        double[] timesteps = continuous
                ? Arrays.stream(sigmas).limit(steps).map(sigma -> 0.25 * Math.log(sigma)).toArray()
                : common.timesteps;
        return new SigmaSchedule(timesteps, sigmas, common.initNoiseSigma);
    }

    private static SigmaSchedule of(SchedulerConfig config, int steps, TrainedSigmas trained,
            Interpolation interpolation) {
        TimestepSpacing spacing = config.choice("timestep_spacing", TimestepSpacing.LINSPACE);
        double[] timesteps = spacing.timesteps(config, steps);
        double[] sigmas = switch (interpolation) {
            case LINEAR -> Arrays.stream(timesteps).map(trained::at).toArray();
            case LOG_LINEAR -> Respacing.logSpaced(trained.largest(), trained.smallest(), steps + 1);
        };
        Respacing respacing = Respacing.of(config);
        if (respacing != Respacing.NONE) {
            double min = config.number("sigma_min", sigmas[sigmas.length - 1]);
            double max = config.number("sigma_max", sigmas[0]);
            sigmas = respacing.sigmas(min, max, steps);
            timesteps = Arrays.stream(sigmas).map(trained::timestepOf).toArray();
        }
        double largest = Arrays.stream(sigmas).max().orElseThrow();
        double init = spacing == TimestepSpacing.LEADING ? Math.hypot(largest, 1) : largest;
        return new SigmaSchedule(timesteps, Arrays.copyOf(sigmas, sigmas.length + 1), init);
    }

    int size() {
        return timesteps.length;
    }

    /** In float32, as the network is told there. */
    double timestep(int index) {
        return (float) timesteps[index];
    }

    /** The noise level before a call; at {@link #size} the one at the end. */
    double sigma(int index) {
        return sigmas[index];
    }

    double[] sigmas() {
        return sigmas.clone();
    }

    double initNoiseSigma() {
        return initNoiseSigma;
    }

    /** The latents divided so that their variance is about 1. */
    float[] scaleModelInput(float[] latents, int index) {
        double divisor = Math.hypot(sigmas[index], 1);
        float[] scaled = new float[latents.length];
        for (int i = 0; i < scaled.length; i++)
            scaled[i] = (float) (latents[i] / divisor);
        return scaled;
    }

    float[] addNoise(float[] latents, float[] noise, int index) {
        if (noise.length != latents.length)
            throw new IllegalArgumentException(
                    "Noise must have %d numbers; found %d".formatted(latents.length, noise.length));
        float[] noisy = new float[latents.length];
        for (int i = 0; i < noisy.length; i++)
            noisy[i] = (float) (latents[i] + sigmas[index] * noise[i]);
        return noisy;
    }
}
