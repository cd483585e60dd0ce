package io.dreamcacher.diffusion.scheduler;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Ways from the highest to the lowest noise level other than by timesteps. */
enum Respacing {
    /** By timesteps. */
    NONE,
    /** Even in sigma^(1/7) (Karras et al., arXiv 2206.00364, equation 5). */
    KARRAS,
    /** Even in log sigma. */
    EXPONENTIAL,
    /** Even in lambda, which is -log sigma (Lu et al., arXiv 2206.00927, section 3.3). */
    LAMBDA,
    /** By quantiles of a beta distribution, dense at both ends (Lee et al., arXiv 2407.12173). */
    BETA;

    /** The choice of Karras et al. */
    static final double RHO = 7;

    private static final double BETA_SHAPE = 0.6;

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

    /** So many levels, falling from the largest to the smallest. */
    double[] sigmas(double min, double max, int steps) {
        return switch (this) {
            case NONE -> throw new IllegalStateException("nothing to respace");
            case KARRAS -> karras(min, max, steps, RHO);
            case EXPONENTIAL, LAMBDA -> logSpaced(max, min, steps);
            case BETA -> ramp(steps).map(at -> min + betaQuantile(1 - at) * (max - min)).toArray();
        };
    }

    /** Equation 5 of Karras et al. */
    static double[] karras(double min, double max, int steps, double rho) {
        double minRoot = Math.pow(min, 1 / rho);
        double maxRoot = Math.pow(max, 1 / rho);
        return ramp(steps).map(at -> Math.pow(maxRoot + at * (minRoot - maxRoot), rho)).toArray();
    }

    /** So many numbers whose logarithms are evenly apart. */
    static double[] logSpaced(double from, double to, int count) {
        return ramp(count).map(at -> Math.exp(Math.log(from) + at * (Math.log(to) - Math.log(from)))).toArray();
    }

    private static DoubleStream ramp(int count) {
        return IntStream.range(0, count).mapToDouble(i -> count == 1 ? 0 : i / (count - 1.0));
    }

    /** The point below which the share p of the symmetric Beta(0.6, 0.6) distribution lies, p in [0, 1]. */
    private static double betaQuantile(double p) {
        if (p > 0.5)
            return 1 - betaQuantile(1 - p);
        double half = betaIntegral(0.5);
        double low = 0;
        double high = 0.5;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (betaIntegral(middle) / half / 2 < p)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /** The integral of t^(a-1) (1-t)^(a-1) from 0 to x, at most one half, by its power series. */
    private static double betaIntegral(double x) {
        double coefficient = 1;
        double sum = 0;
        for (int k = 0; k < 60; k++) {
            sum += coefficient / (BETA_SHAPE + k);
            coefficient *= (1 - BETA_SHAPE + k) / (k + 1) * x;
        }
        return Math.pow(x, BETA_SHAPE) * sum;
    }
}
