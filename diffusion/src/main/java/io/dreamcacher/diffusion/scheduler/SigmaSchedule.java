package io.dreamcacher.diffusion.scheduler;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Noise levels and timesteps of the schedulers that walk sigma, where latents are x0 + sigma noise (Karras et al.,
 * arXiv 2206.00364). Immutable.
 */
final class SigmaSchedule {
    /** Equation 5 of Karras et al. with their choice. */
    private static final double RHO = 7;

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
        return of(config, steps, AlphasCumprod.of(config, false).sigmas(), Interpolation.LINEAR);
    }

    /** With what only Euler knows: other interpolation, last sigma, time scale, and rescaling to no signal. */
    static SigmaSchedule ofEuler(SchedulerConfig config, int steps) {
        double[] trained = AlphasCumprod.of(config, true).sigmas();
        SigmaSchedule common = of(config, steps, trained, config.choice("interpolation_type", Interpolation.LINEAR));
        double[] sigmas = common.sigmas.clone();
        if (config.choice("final_sigmas_type", FinalSigma.ZERO) == FinalSigma.SIGMA_MIN)
            sigmas[sigmas.length - 1] = trained[0];
        boolean continuous = config.choice("timestep_type", TimestepType.DISCRETE) == TimestepType.CONTINUOUS
                && config.predictionType() == PredictionType.V_PREDICTION;
        double[] timesteps = continuous
                ? Arrays.stream(sigmas).limit(steps).map(sigma -> 0.25 * Math.log(sigma)).toArray()
                : common.timesteps;
        return new SigmaSchedule(timesteps, sigmas, common.initNoiseSigma);
    }

    private static SigmaSchedule of(SchedulerConfig config, int steps, double[] trained, Interpolation interpolation) {
        TimestepSpacing spacing = config.choice("timestep_spacing", TimestepSpacing.LINSPACE);
        double[] timesteps = spacing.timesteps(config, steps);
        double[] sigmas = switch (interpolation) {
            case LINEAR -> Arrays.stream(timesteps).map(t -> interpolate(trained, t)).toArray();
            case LOG_LINEAR -> logSpaced(trained[trained.length - 1], trained[0], steps + 1);
        };
        Respacing respacing = Respacing.of(config);
        if (respacing != Respacing.NONE) {
            double min = config.number("sigma_min", sigmas[sigmas.length - 1]);
            double max = config.number("sigma_max", sigmas[0]);
            sigmas = respacing.sigmas(min, max, steps);
            timesteps = Arrays.stream(sigmas).map(sigma -> timestepOf(trained, sigma)).toArray();
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

    /** Straight lines between the trained levels, flat beyond them. */
    private static double interpolate(double[] trained, double timestep) {
        double t = Math.clamp(timestep, 0, trained.length - 1);
        int below = (int) t;
        int above = Math.min(below + 1, trained.length - 1);
        return trained[below] + (t - below) * (trained[above] - trained[below]);
    }

    /** The timestep of a level: straight lines on its logarithm. */
    private static double timestepOf(double[] trained, double sigma) {
        int found = Arrays.binarySearch(trained, sigma);
        int low = Math.clamp(found >= 0 ? found : -found - 2, 0, trained.length - 2);
        double lowLog = Math.log(trained[low]);
        double weight = (lowLog - Math.log(sigma)) / (lowLog - Math.log(trained[low + 1]));
        return low + Math.clamp(weight, 0, 1);
    }

    private static double[] logSpaced(double from, double to, int count) {
        return ramp(count).map(at -> Math.exp(Math.log(from) + at * (Math.log(to) - Math.log(from)))).toArray();
    }

    private static DoubleStream ramp(int count) {
        return IntStream.range(0, count).mapToDouble(i -> count == 1 ? 0 : i / (count - 1.0));
    }

    /** Other ways from the highest to the lowest level. */
    private enum Respacing {
        NONE, KARRAS, EXPONENTIAL, BETA;

        static Respacing of(SchedulerConfig config) {
            boolean karras = config.flag("use_karras_sigmas", false);
            boolean exponential = config.flag("use_exponential_sigmas", false);
            boolean beta = config.flag("use_beta_sigmas", false);
            if ((karras && exponential) || (karras && beta) || (exponential && beta))
                throw config.invalid(karras ? "use_karras_sigmas" : "use_exponential_sigmas",
                        "the only one of use_karras_sigmas, use_exponential_sigmas and use_beta_sigmas that is true");
            if (karras)
                return KARRAS;
            return exponential ? EXPONENTIAL : beta ? BETA : NONE;
        }

        double[] sigmas(double min, double max, int steps) {
            return switch (this) {
                case NONE -> throw new IllegalStateException("nothing to respace");
                case KARRAS -> {
                    double minRoot = Math.pow(min, 1 / RHO);
                    double maxRoot = Math.pow(max, 1 / RHO);
                    yield ramp(steps).map(at -> Math.pow(maxRoot + at * (minRoot - maxRoot), RHO)).toArray();
                }
                case EXPONENTIAL -> logSpaced(max, min, steps);
                case BETA -> ramp(steps).map(at -> min + BetaQuantile.of(1 - at) * (max - min)).toArray();
            };
        }
    }
}
