package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * Precision over cache-hit ratio. Pairs of one score come in no order, so that each point within them is the expectation over all
 * orders: as many right ones as their share.
 */
final class PrecisionCurve {
    private static final int MOST_POINTS = 200;

    private final NavigableMap<Double, Share> counts;
    private final long all;

    /**
     * A curve.
     *
     * @param counts of right pairs among all, by score
     */
    PrecisionCurve(NavigableMap<Double, Share> counts) {
        this.counts = counts;
        this.all = counts.values().stream().mapToLong(Share::all).sum();
    }

    ReuseEvaluation.Curve named(String name) {
        List<ReuseEvaluation.Point> points = new ArrayList<>();
        long reused = 0;
        double right = 0;
        double sum = 0;
        for (Share level : counts.descendingMap().values()) {
            for (long i = level.all(); i > 0; i--) {
                reused++;
                right += level.value();
                double precision = Math.min(1, right / reused);
                sum += precision;
                if (isPoint(reused)) {
                    points.add(new ReuseEvaluation.Point((double) reused / all, precision));
                }
            }
        }
        return new ReuseEvaluation.Curve(name, points, all == 0 ? 0 : sum / all);
    }

    /** Whether one of evenly spaced hit ratios is reached with this pair. */
    private boolean isPoint(long reused) {
        return reused * MOST_POINTS / all != (reused - 1) * MOST_POINTS / all;
    }
}
