package io.dreamcacher.diffusion.scheduler;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Noise levels and timesteps of the schedulers that walk sigma, where latents are x0 + sigma noise (Karras et al.,
 * arXiv 2206.00364). Immutable.
 */
final class SigmaSchedule {
    private enum Interpolation {
        LINEAR, LOG_LINEAR
    }

    private enum EdmLevels {
        KARRAS, EXPONENTIAL
    }

    private enum TimestepType {
        DISCRETE, CONTINUOUS
    }

    private final double[] timesteps;
    private final double[] sigmas;
    private final DoubleUnaryOperator timestepOf;
    private final boolean leading;

    private SigmaSchedule(double[] timesteps, double[] sigmas, DoubleUnaryOperator timestepOf, boolean leading) {
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.timestepOf = timestepOf;
        this.leading = leading;
    }

    /** Levels at the spaced timesteps, and zero at the end. */
    static SigmaSchedule of(SchedulerConfig config, int steps, AlphasCumprod alphasCumprod) {
        return of(config, steps, new TrainedSigmas(alphasCumprod), Interpolation.LINEAR);
    }

    /** With what only Euler knows: other interpolation, last sigma, bounds and time scale. */
    static SigmaSchedule ofEuler(SchedulerConfig config, int steps) {
        TrainedSigmas trained = new TrainedSigmas(AlphasCumprod.of(config, true));
        SigmaSchedule spaced = of(config, steps, trained, config.choice("interpolation_type", Interpolation.LINEAR));
        SigmaSchedule common = spaced.respaced(Respacing.of(config),
                config.number("sigma_min", spaced.lowest()), config.number("sigma_max", spaced.sigmas[0]));
        double[] sigmas = common.sigmas.clone();
        if (config.choice("final_sigmas_type", FinalSigma.ZERO) == FinalSigma.SIGMA_MIN)
            sigmas[sigmas.length - 1] = trained.smallest();
        boolean continuous = config.choice("timestep_type", TimestepType.DISCRETE) == TimestepType.CONTINUOUS
                && config.predictionType() == PredictionType.V_PREDICTION;
        double[] timesteps = continuous
                ? Arrays.stream(sigmas).limit(steps).map(SigmaSchedule::continuousTimestep).toArray()
                : common.timesteps;
        return new SigmaSchedule(timesteps, sigmas, common.timestepOf, common.leading);
    }

    /** Levels between bounds of the configuration's own (equation 5), told as in table 1. */
    static SigmaSchedule ofEdm(SchedulerConfig config, int steps) {
        double min = config.positive("sigma_min", 0.002);
        double max = config.positive("sigma_max", 80);
        if (min >= max)
            throw config.invalid("sigma_min", "below sigma_max, which is %s,".formatted(max));
        double[] levels = switch (config.choice("sigma_schedule", EdmLevels.KARRAS)) {
            case KARRAS -> Respacing.karras(min, max, steps, config.positive("rho", Respacing.RHO));
            case EXPONENTIAL -> Respacing.logSpaced(max, min, steps);
        };
        double[] sigmas = Arrays.copyOf(levels, steps + 1);
        if (config.choice("final_sigmas_type", FinalSigma.ZERO) == FinalSigma.SIGMA_MIN)
            sigmas[steps] = levels[steps - 1];
        return new SigmaSchedule(Arrays.stream(levels).map(SigmaSchedule::continuousTimestep).toArray(), sigmas,
                SigmaSchedule::continuousTimestep, true);
    }

    private static SigmaSchedule of(SchedulerConfig config, int steps, TrainedSigmas trained,
            Interpolation interpolation) {
        TimestepSpacing spacing = config.choice("timestep_spacing", TimestepSpacing.LINSPACE);
        double[] timesteps = spacing.timesteps(config, steps);
        double[] sigmas = switch (interpolation) {
            case LINEAR -> Arrays.stream(timesteps).map(trained::at).toArray();
            case LOG_LINEAR -> Respacing.logSpaced(trained.largest(), trained.smallest(), steps + 1);
        };
        return new SigmaSchedule(timesteps, Arrays.copyOf(sigmas, sigmas.length + 1), trained::timestepOf,
                spacing == TimestepSpacing.LEADING);
    }

    /** c_noise of table 1. */
    private static double continuousTimestep(double sigma) {
        return 0.25 * Math.log(sigma);
    }

    /** With Karras, exponential or beta levels between the same ends, if the configuration says so. */
    SigmaSchedule respaced(SchedulerConfig config) {
        return respaced(Respacing.of(config), lowest(), sigmas[0]);
    }

    /** As above; Karras levels, and only those, are told to the network at whole timesteps. */
    SigmaSchedule respacedWithWholeKarras(SchedulerConfig config) {
        SigmaSchedule respaced = respaced(config);
        if (Respacing.of(config) != Respacing.KARRAS)
            return respaced;
        return new SigmaSchedule(Arrays.stream(respaced.timesteps).map(Math::rint).toArray(), respaced.sigmas,
                timestepOf, leading);
    }

    private SigmaSchedule respaced(Respacing respacing, double min, double max) {
        if (respacing == Respacing.NONE)
            return this;
        double[] respaced = respacing.sigmas(min, max, size());
        return new SigmaSchedule(Arrays.stream(respaced).map(timestepOf).toArray(),
                Arrays.copyOf(respaced, size() + 1), timestepOf, leading);
    }

    /** The last level before the end. */
    private double lowest() {
        return sigmas[sigmas.length - 2];
    }

    /** Every step but the last as two calls, the second at the step's end. */
    SigmaSchedule withEndsTwice() {
        int calls = 2 * size() - 1;
        return new SigmaSchedule(IntStream.range(0, calls).mapToDouble(i -> timesteps[(i + 1) / 2]).toArray(),
                IntStream.rangeClosed(0, calls).mapToDouble(i -> sigmas[(i + 1) / 2]).toArray(), timestepOf, leading);
    }

    /** Every step but the last as two calls, the second at a level made of those at the step's ends. */
    SigmaSchedule withSecondCalls(DoubleBinaryOperator level) {
        double[] callTimesteps = new double[2 * size() - 1];
        double[] callSigmas = new double[2 * size()];
        for (int step = 0; step < size(); step++) {
            callTimesteps[2 * step] = timesteps[step];
            callSigmas[2 * step] = sigmas[step];
            if (step + 1 < size()) {
                callSigmas[2 * step + 1] = level.applyAsDouble(sigmas[step], sigmas[step + 1]);
                callTimesteps[2 * step + 1] = timestepOf.applyAsDouble(callSigmas[2 * step + 1]);
            }
        }
        return new SigmaSchedule(callTimesteps, callSigmas, timestepOf, leading);
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
        double largest = Arrays.stream(sigmas).max().orElseThrow();
        return leading ? Math.hypot(largest, 1) : largest;
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
