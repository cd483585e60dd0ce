package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorStatisticsTest {
    @Test
    void auc_ofSeparatedScores_isOne() {
        assertThat(ErrorStatistics.auc(new double[]{0.9, 0.8}, new double[]{0.1, 0.7, 0.3})).isEqualTo(1);
    }

    @Test
    void auc_ofEqualScores_isHalf() {
        assertThat(ErrorStatistics.auc(new double[]{0.5, 0.5}, new double[]{0.5, 0.5, 0.5})).isEqualTo(0.5);
    }

    @Test
    void auc_ofRandomScores_isTheShareOfOrderedPairs() {
        Random random = new Random(7);
        double[] right = random.doubles(40).map(x -> Math.round(x * 20) / 20.0).toArray();
        double[] wrong = random.doubles(60).map(x -> Math.round(x * 20) / 20.0).toArray();
        double ordered = 0;
        for (double r : right) {
            for (double w : wrong) {
                ordered += r > w ? 1 : r == w ? 0.5 : 0;
            }
        }

        assertThat(ErrorStatistics.auc(right, wrong)).isCloseTo(ordered / (40 * 60), within(1e-12));
    }

    /** Limits by the formula worked out by hand: 0 of 10 is z²/(n+z²). */
    @Test
    void upperShare_ofKnownCounts_agreesWithWilson() {
        assertThat(ErrorStatistics.upperShare(0, 10)).isCloseTo(3.841459 / 13.841459, within(1e-6));
        assertThat(ErrorStatistics.upperShare(5, 100)).isCloseTo(0.1118, within(1e-4));
        assertThat(ErrorStatistics.upperShare(0, 0)).isEqualTo(1);
    }
}
