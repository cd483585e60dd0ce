package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LiveEstimateTest {
    private static final int RUNS = 100;

    /** The judge's number of a right answer has mean 0 and of a wrong one {@code apart}, both with deviation 1. */
    private static double[] numbers(SplittableRandom random, int n, double wrong, double apart) {
        return random.doubles(n)
                .map(chance -> (chance < wrong ? apart : 0) + random.nextGaussian())
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"400, 60, 60, 0.005, 2", "400, 60, 60, 0.01, 3", "400, 40, 200, 0.05, 1.5", "100, 30, 30, 0.1, 2",
            "1000, 200, 500, 0.02, 1", "60, 20, 20, 0.3, 3"})
    void of_simulated_hasTheTruthInItsIntervalInNinetyOfHundredRuns(int checked, int right, int wrong, double truth,
            double apart) {
        SplittableRandom random = new SplittableRandom(20_261_130);
        int within = 0;
        for (int run = 0; run < RUNS; run++) {
            LiveEstimate estimate = LiveEstimate.of(numbers(random, checked, truth, apart),
                    numbers(random, right, 0, apart), numbers(random, wrong, 1, apart));
            within += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }

        assertThat(within).as("runs of 100 with %s in the interval", truth).isGreaterThanOrEqualTo(90);
    }

    /** Each image is checked ten times, and is alike each time: a right one, or one that its model drew badly. */
    private static List<LiveEstimate.Judged> popular(SplittableRandom random, int images, double wrong) {
        List<LiveEstimate.Judged> judged = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            double loss = numbers(random, 1, wrong, 2)[0];
            for (int i = 0; i < 10; i++) {
                judged.add(new LiveEstimate.Judged(loss, image));
            }
        }
        return judged;
    }

    private static List<LiveEstimate.Judged> apart(double[] losses) {
        List<LiveEstimate.Judged> judged = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            judged.add(new LiveEstimate.Judged(losses[i], i));
        }
        return judged;
    }

    @Test
    void of_fewPopularImages_hasTheTruthInItsIntervalAllTheSame() {
        SplittableRandom random = new SplittableRandom(20_261_130);
        double truth = 0.1;
        int within = 0;
        for (int run = 0; run < RUNS; run++) {
            LiveEstimate estimate = LiveEstimate.of(popular(random, 40, truth), apart(numbers(random, 400, 0, 2)),
                    apart(numbers(random, 400, 1, 2)));
            within += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }

        assertThat(within).isGreaterThanOrEqualTo(90);
    }

    @Test
    void of_imagesOfTheirOwn_isTheSameAsOfNumbers() {
        SplittableRandom random = new SplittableRandom(4);
        double[] checked = numbers(random, 200, 0.1, 2);
        double[] right = numbers(random, 50, 0, 2);
        double[] wrong = numbers(random, 50, 1, 2);

        assertThat(LiveEstimate.of(apart(checked), apart(right), apart(wrong)))
                .isEqualTo(LiveEstimate.of(checked, right, wrong));
    }

    @Test
    void of_manyChecks_isNarrow() {
        SplittableRandom random = new SplittableRandom(1);

        LiveEstimate estimate = LiveEstimate.of(numbers(random, 20_000, 0.05, 3), numbers(random, 5_000, 0, 3),
                numbers(random, 5_000, 1, 3));

        assertThat(estimate.share()).isBetween(0.035, 0.065);
        assertThat(estimate.high() - estimate.low()).isLessThan(0.04);
        assertThat(estimate.isKnown()).isTrue();
    }

    @Test
    void of_fewControls_knowsNothing() {
        SplittableRandom random = new SplittableRandom(2);

        LiveEstimate estimate = LiveEstimate.of(numbers(random, 100, 0, 3), numbers(random, 9, 0, 3),
                numbers(random, 50, 1, 3));

        assertThat(estimate).isEqualTo(new LiveEstimate(0, 0, 1, 100, 59));
        assertThat(estimate.isKnown()).isFalse();
    }

    @Test
    void of_aJudgeWhoCannotTell_knowsNothing() {
        SplittableRandom random = new SplittableRandom(3);

        assertThat(LiveEstimate.of(numbers(random, 100, 0, 0), numbers(random, 100, 0, 0), numbers(random, 100, 1, 0))
                .isKnown()).isFalse();
        assertThat(LiveEstimate.of(new double[0], numbers(random, 100, 0, 3), numbers(random, 100, 1, 3)).isKnown())
                .isFalse();
    }
}
