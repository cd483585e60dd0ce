package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.evaluation.ThresholdSearch.Row;
import io.dreamcacher.reuse.Share;
import io.dreamcacher.reuse.TextCalibration.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdSearchTest {
    private final List<Row> rows = new ArrayList<>();
    private final Random random = new Random(5);

    private void add(int count, String kind, boolean right, boolean unsettled, double from, double to) {
        random.doubles(count, from, to).forEach(value -> rows.add(new Row(kind, right, unsettled, value)));
    }

    private long passed(Threshold threshold, String kind, boolean right) {
        return rows.stream()
                .filter(row -> row.kind().startsWith(kind) && row.right() == right)
                .filter(row -> row.probability() >= (row.unsettled() ? threshold.unsettled() : threshold.settled()))
                .count();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.05, 0.2})
    void best_overlappingData_keepsToTheUpperBoundAndNotFarBelow(double share) {
        add(5000, "wrong", false, false, 0, 0.8);
        add(5000, "right", true, false, 0.3, 1);

        Threshold best = new ThresholdSearch(rows, share).best(ThresholdSearch.none());

        long wrong = passed(best, "wrong", false);
        assertThat(best.share()).isEqualTo(share);
        assertThat(new Share(wrong, 5000).upper()).isLessThanOrEqualTo(share);
        assertThat(new Share(wrong + 60, 5000).upper()).isGreaterThan(share); // candidates are 25 right rows apart
        assertThat(passed(best, "right", true)).isGreaterThan(1300);
    }

    @Test
    void best_oneHardKind_isHeldToItsOwnBound() {
        add(30_000, "easy", false, false, 0, 0.2);
        add(29_000, "plain", false, false, 0, 0.2);
        add(200, "hard", false, false, 0.5, 1);
        add(2000, "right", true, false, 0.4, 1);

        Threshold best = new ThresholdSearch(rows, 0.01).best(ThresholdSearch.none());

        assertThat(passed(best, "hard", false)).isLessThanOrEqualTo(5);
        assertThat(new Share(200, 29_200).upper()).as("all of the kind would keep to the whole's bound")
                .isLessThan(0.01);
        assertThat(passed(best, "right", true)).isPositive();
    }

    @Test
    void best_largestKindEasy_doesNotHideTheOthers() {
        add(50_000, "easy", false, false, 0, 0.2);
        add(3000, "some", false, false, 0, 0.9);
        add(3000, "others", false, false, 0, 0.9);
        add(2000, "right", true, false, 0.4, 1);

        Threshold best = new ThresholdSearch(rows, 0.01).best(ThresholdSearch.none());

        assertThat(new Share(passed(best, "some", false) + passed(best, "others", false), 6000).upper())
                .isLessThanOrEqualTo(0.01);
        assertThat(passed(best, "right", true)).isPositive();
    }

    @Test
    void best_hardPairsUnsettled_asksMoreOfThemAlone() {
        add(5000, "wrong", false, false, 0, 0.3);
        add(1000, "swapped", false, true, 0, 0.95);
        add(2000, "right", true, false, 0.35, 1);
        add(1000, "right and unsettled", true, true, 0.35, 1);

        Threshold best = new ThresholdSearch(rows, 0.01).best(ThresholdSearch.none());

        assertThat(best.settled()).isLessThan(0.4);
        assertThat(best.unsettled()).isBetween(0.9, 1.0);
        assertThat(new Share(passed(best, "", false), 6000).upper()).isLessThanOrEqualTo(0.01);
    }

    /** Of more right pairs that one way to spend a larger share lets through, none is bought with a stricter threshold. */
    @Test
    void best_afterASmallerShare_isNowhereStricter() {
        add(3000, "wrong", false, false, 0, 0.9);
        add(3000, "swapped", false, true, 0, 0.9);
        add(2000, "right", true, false, 0.3, 1);
        add(2000, "right and unsettled", true, true, 0.3, 1);

        Threshold smaller = new ThresholdSearch(rows, 0.005).best(ThresholdSearch.none());
        Threshold larger = new ThresholdSearch(rows, 0.05).best(smaller);

        assertThat(larger.settled()).isLessThanOrEqualTo(smaller.settled());
        assertThat(larger.unsettled()).isLessThanOrEqualTo(smaller.unsettled());
        assertThat(passed(larger, "", true)).isGreaterThan(passed(smaller, "", true));
        assertThat(new Share(passed(larger, "", false), 6000).upper()).isLessThanOrEqualTo(0.05);
    }

    @Test
    void best_tooFewPairsToKeepToTheShare_letsNothingThrough() {
        add(100, "wrong", false, false, 0, 0.1);
        add(100, "right", true, true, 0.9, 1);

        Threshold best = new ThresholdSearch(rows, 0.01).best(ThresholdSearch.none()); // 0 of 100 has an upper bound of 0.036

        assertThat(best.settled()).isGreaterThan(1);
        assertThat(best.unsettled()).isGreaterThan(1);
    }

    @Test
    void best_wrongPairsAboveAllRightOnes_letsNothingThrough() {
        add(2000, "wrong", false, false, 0.9, 1);
        add(2000, "right", true, false, 0, 0.8);

        assertThat(passed(new ThresholdSearch(rows, 0.01).best(ThresholdSearch.none()), "", true)).isZero();
    }

    @Test
    void best_noPairs_letsNothingThrough() {
        Threshold best = new ThresholdSearch(List.of(), 0.5).best(ThresholdSearch.none());

        assertThat(best.settled()).isGreaterThan(1);
        assertThat(best.unsettled()).isGreaterThan(1);
    }
}
