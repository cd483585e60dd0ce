package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.reuse.TextCalibration.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class IsotonicTest {
    private static double[] weights(int rows, double weight) {
        double[] weights = new double[rows];
        Arrays.fill(weights, weight);
        return weights;
    }

    /** Rows so heavy that each may be a step: the middle two break the order and are pooled. */
    @Test
    void curve_ofViolators_poolsThem() {
        List<Point> curve = Isotonic.curve(new double[]{4, 1, 3, 2}, new boolean[]{true, false, false, true},
                weights(4, 60));

        assertThat(curve).containsExactly(new Point(1, 0), new Point(2.5, 0.5), new Point(4, 1));
    }

    @Test
    void curve_ofUnequalWeights_poolsByThem() {
        List<Point> curve = Isotonic.curve(new double[]{1, 2, 4}, new boolean[]{false, true, false},
                new double[]{50, 150, 50});

        assertThat(curve).containsExactly(new Point(1, 0), new Point(2.5, 0.75));
    }

    @Test
    void curve_ofFewExamples_isOneStep() {
        List<Point> curve = Isotonic.curve(new double[]{1, 2, 3, 4}, new boolean[]{false, false, true, true},
                weights(4, 1));

        assertThat(curve).containsExactly(new Point(2.5, 0.5));
    }

    @RepeatedTest(20)
    void curve_ofAnyData_rises(RepetitionInfo repetition) {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        double[] scores = random.doubles(2000, -5, 5).toArray();
        boolean[] right = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            right[row] = random.nextDouble() < 1 / (1 + Math.exp(-scores[row]));
        }

        List<Point> curve = Isotonic.curve(scores, right, weights(scores.length, 1));

        assertThat(curve).as("seed %d", seed).hasSizeGreaterThan(3);
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i).score()).isGreaterThan(curve.get(i - 1).score());
            assertThat(curve.get(i).probability()).isGreaterThanOrEqualTo(curve.get(i - 1).probability());
        }
    }
}
