package io.dreamcacher.reuse;

import java.util.function.DoublePredicate;

/**
 * So many of so many.
 *
 * @param count at most {@code all}
 * @param all how many there are
 */
public record Share(long count, long all) {
    private static final double TAIL = 0.025;
    private static final int HALVINGS = 60;

    /** Refuses more than all. */
    public Share {
        if (count < 0 || count > all) {
            throw new IllegalArgumentException("a share must be from 0 to all, found %d of %d".formatted(count, all));
        }
    }

    /** In [0, 1]; NaN of none. */
    public double value() {
        return (double) count / all;
    }

    /** Lower end of the two-sided 95 % interval of Clopper and Pearson (1934); 0 of none. */
    public double lower() {
        return count == 0 ? 0 : bound(p -> 1 - atMost(count - 1, p) < TAIL);
    }

    /** Upper end of it; 1 of none. */
    public double upper() {
        return count == all ? 1 : bound(p -> atMost(count, p) > TAIL);
    }

    private static double bound(DoublePredicate below) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (below.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Probability of at most so many of all at a true share. */
    private double atMost(long most, double p) {
        double log = all * Math.log1p(-p);
        double sum = Math.exp(log);
        for (long i = 1; i <= most; i++) {
            log += Math.log((double) (all - i + 1) / i) + Math.log(p) - Math.log1p(-p);
            sum += Math.exp(log);
        }
        return Math.min(1, sum);
    }
}
