package io.dreamcacher.bench;

import java.util.Arrays;

/** Two textbook figures. */
final class ErrorStatistics {
    /** Two-sided 95 % of the normal distribution. */
    private static final double Z = 1.959964;

    private ErrorStatistics() {}

    /**
     * Area under the ROC curve: the chance that a random right score is above a random wrong one, ties half (Mann and
     * Whitney 1947).
     *
     * @return in [0, 1]; NaN when either is empty
     */
    static double auc(double[] right, double[] wrong) {
        double[] sorted = wrong.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double score : right) {
            int below = lowerBound(sorted, score);
            int notAbove = lowerBound(sorted, Math.nextUp(score));
            sum += below + (notAbove - below) / 2.0;
        }
        return sum / ((double) right.length * wrong.length);
    }

    private static int lowerBound(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Upper end of the 95 % interval of a share (Wilson 1927); 1 when nothing was counted. */
    static double upperShare(long count, long all) {
        if (all == 0) {
            return 1;
        }
        double n = all;
        double p = count / n;
        double z2 = Z * Z;
        return (p + z2 / (2 * n) + Z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
    }
}
