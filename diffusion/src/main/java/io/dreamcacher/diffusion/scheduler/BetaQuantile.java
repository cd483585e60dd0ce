package io.dreamcacher.diffusion.scheduler;

/** The quantile function of the symmetric Beta(0.6, 0.6) distribution (Lee et al., arXiv 2407.12173). */
final class BetaQuantile {
    private static final double SHAPE = 0.6;
    private static final double HALF = integral(0.5);

    private BetaQuantile() {}

    /** The point below which the share p of the distribution lies, p in [0, 1]. */
    static double of(double p) {
        if (p > 0.5)
            return 1 - of(1 - p);
        double low = 0;
        double high = 0.5;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (integral(middle) / HALF / 2 < p)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /** The integral of t^(a-1) (1-t)^(a-1) from 0 to x, at most one half, by its power series. */
    private static double integral(double x) {
        double coefficient = 1;
        double sum = 0;
        for (int k = 0; k < 60; k++) {
            sum += coefficient / (SHAPE + k);
            coefficient *= (1 - SHAPE + k) / (k + 1) * x;
        }
        return Math.pow(x, SHAPE) * sum;
    }
}
