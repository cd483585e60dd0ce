package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * Timesteps and noise levels of the solvers that integrate over lambda, half the logarithm of signal over noise (Lu et
 * al., arXiv 2206.00927): latents are alpha_t x0 + sigma_t noise with alpha_t^2 + sigma_t^2 = 1, lambda is log(alpha_t /
 * sigma_t), and sigma is sigma_t / alpha_t. There is a level for every call and one where the walk ends. Levels fall;
 * only the last may be the one before once more. Immutable.
 */
final class LambdaSchedule {
    /** What not every algorithm knows. */
    enum Trait {
        /** {@code timestep_spacing}; else linspace. */
        SPACING,
        /** {@code lambda_min_clipped}, which leaves the noisiest timesteps out. */
        LAMBDA_CLIPPING,
        /** {@code rescale_betas_zero_snr}. */
        ZERO_SIGNAL,
        /** {@code use_lu_lambdas}; also, the timesteps of a cosine schedule are cut, not rounded. */
        LU_LAMBDAS,
        /** {@code sigma_min} and {@code sigma_max}. */
        SIGMA_RANGE,
        /** {@code final_sigmas_type}, zero by default; else it is sigma_min. */
        FINAL_SIGMA,
        /** With respaced levels, sigma_min is the last of them once more. */
        LAST_TWICE
    }

    private final int[] timesteps;
    private final double[] sigmas;

    private LambdaSchedule(int[] timesteps, double[] sigmas) {
        this.timesteps = timesteps;
        this.sigmas = sigmas;
    }

    /**
     * The part of a configuration that an algorithm knows.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if there are more steps than levels
     */
    static LambdaSchedule of(SchedulerConfig config, int steps, Set<Trait> traits) {
        requireNoFlow(config);
        TrainedSigmas trained = new TrainedSigmas(AlphasCumprod.of(config, traits.contains(Trait.ZERO_SIGNAL)));
        Respacing respacing = respacing(config, traits);
        int[] timesteps;
        double[] sigmas;
        if (respacing == Respacing.NONE) {
            timesteps = spaced(config, steps, traits, trained);
            sigmas = Arrays.stream(timesteps).mapToDouble(trained::at).toArray();
        } else {
            sigmas = respaced(config, steps, traits, trained, respacing);
            DoubleUnaryOperator whole = rounds(respacing, config, traits) ? Math::rint : Math::floor;
            timesteps = Arrays.stream(sigmas).map(trained::timestepOf).map(whole).mapToInt(t -> (int) t).toArray();
        }
        boolean zero = traits.contains(Trait.FINAL_SIGMA)
                && config.choice("final_sigmas_type", FinalSigma.ZERO) == FinalSigma.ZERO;
        boolean twice = traits.contains(Trait.LAST_TWICE) && respacing != Respacing.NONE;
        double end = zero ? 0 : twice ? sigmas[sigmas.length - 1] : trained.smallest();
        return falling(new LambdaSchedule(timesteps, withEnd(sigmas, end)));
    }

    /** Flow matching is another way of mixing in noise, of other families of networks. */
    private static void requireNoFlow(SchedulerConfig config) {
        for (String key : new String[]{"use_flow_sigmas", "use_dynamic_shifting"}) {
            if (config.flag(key, false))
                throw config.invalid(key, "false (flow matching is not supported)");
        }
    }

    private static Respacing respacing(SchedulerConfig config, Set<Trait> traits) {
        Respacing respacing = Respacing.of(config);
        boolean lu = traits.contains(Trait.LU_LAMBDAS) && config.flag("use_lu_lambdas", false);
        return lu && respacing != Respacing.KARRAS ? Respacing.LAMBDA : respacing;
    }

    private static double[] respaced(SchedulerConfig config, int steps, Set<Trait> traits, TrainedSigmas trained,
            Respacing respacing) {
        if (!traits.contains(Trait.SIGMA_RANGE))
            return respacing.sigmas(trained.smallest(), trained.largest(), steps);
        double min = config.number("sigma_min", trained.smallest());
        double max = config.number("sigma_max", trained.largest());
        if (!(min > 0 && min < max))
            throw config.invalid("sigma_min", "above 0 and below sigma_max");
        return respacing.sigmas(min, max, steps);
    }

    private static boolean rounds(Respacing respacing, SchedulerConfig config, Set<Trait> traits) {
        return switch (respacing) {
            case NONE, EXPONENTIAL, BETA -> false;
            case KARRAS, LAMBDA -> !(traits.contains(Trait.LU_LAMBDAS) && AlphasCumprod.isCosine(config));
        };
    }

    private static int[] spaced(SchedulerConfig config, int steps, Set<Trait> traits, TrainedSigmas trained) {
        double lambdaMin = traits.contains(Trait.LAMBDA_CLIPPING)
                ? config.numberOrInfinite("lambda_min_clipped", Double.NEGATIVE_INFINITY)
                : Double.NEGATIVE_INFINITY;
        int usable = config.trainTimesteps() - trained.countNoisierThan(lambdaMin);
        if (usable == 0)
            throw config.invalid("lambda_min_clipped", "so low that timesteps are left");
        TimestepSpacing spacing = traits.contains(Trait.SPACING)
                ? config.choice("timestep_spacing", TimestepSpacing.LINSPACE)
                : TimestepSpacing.LINSPACE;
        return spacing.intervals(config, steps, usable);
    }

    private static double[] withEnd(double[] sigmas, double end) {
        double[] levels = Arrays.copyOf(sigmas, sigmas.length + 1);
        levels[sigmas.length] = end;
        return Arrays.stream(levels).map(sigma -> (float) sigma).toArray();
    }

    private static LambdaSchedule falling(LambdaSchedule schedule) {
        for (int i = 1; i < schedule.size(); i++) {
            if (!(schedule.sigmas[i] < schedule.sigmas[i - 1]))
                throw DreamCacherException.badRequest(("Every step must have a noise level of its own; found %d steps, "
                        + "of which %d and %d are both at timestep %d. Take fewer steps.")
                        .formatted(schedule.size(), i, i + 1, schedule.timesteps[i]));
        }
        return schedule;
    }

    int size() {
        return timesteps.length;
    }

    double timestep(int index) {
        return timesteps[index];
    }

    /** Noise over signal at a call; at {@link #size} the one at the end, which may be 0. */
    double sigma(int index) {
        return sigmas[index];
    }

    /** What x0 is multiplied with at a call or at the end. */
    double alphaT(int index) {
        return 1 / Math.hypot(sigmas[index], 1);
    }

    /** What noise is multiplied with at a call or at the end. */
    double sigmaT(int index) {
        return sigmas[index] / Math.hypot(sigmas[index], 1);
    }

    /** Half the logarithm of signal over noise at a call or at the end, where it may be infinite. */
    double lambda(int index) {
        return -Math.log(sigmas[index]);
    }

    /** Whether the step of a call leads to the level it begins at, as some last steps do. */
    boolean standsStill(int index) {
        return sigmas[index + 1] == sigmas[index];
    }
}
