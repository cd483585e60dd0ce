package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.bench.PromptPair.Verdict;
import io.dreamcacher.gate.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThresholdFitTest {
    private static final double BUDGET = 0.01;

    @Test
    void fit_separableSimilarities_isStrictWithinTheLossAllowed() {
        List<MeasuredPair> evidence = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            evidence.add(pair(Verdict.RIGHT, 0.80005 + i * 0.0001, 0.30005 + i * 0.0001, false));
            evidence.add(pair(Verdict.WRONG, 0.4 + i * 0.0003, 0.1, false));
        }

        Calibration.Thresholds thresholds = new ThresholdFit(evidence, BUDGET).fit(0.01);

        assertThat(thresholds).isEqualTo(new Calibration.Thresholds(0.801, 0.3019));
        Calibration.Rates rates = Reuses.count(evidence, e -> e.isReused(thresholds));
        assertThat(rates).isEqualTo(new Calibration.Rates(1000, 981, 1000, 0));
    }

    @Test
    void fit_overlappingSimilarities_keepsTheBudget() {
        List<MeasuredPair> evidence = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            evidence.add(pair(Verdict.RIGHT, 0.5 + i * 0.00025, 0.5, false));
            evidence.add(pair(Verdict.WRONG, 0.2 + i * 0.00025, 0.5, false));
        }

        Calibration.Thresholds thresholds = new ThresholdFit(evidence, BUDGET).fit(0);

        Calibration.Rates rates = Reuses.count(evidence, e -> e.isReused(thresholds));
        assertThat(rates.rightReused()).isBetween(1000L, 1300L);
        assertThat(ErrorStatistics.upperShare(rates.wrongReused(), rates.wrongReused() + rates.rightReused()))
                .isLessThanOrEqualTo(BUDGET);
    }

    @Test
    void fit_wrongPairsTheGuardStops_doNotRaiseTheThreshold() {
        List<MeasuredPair> evidence = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            evidence.add(pair(Verdict.RIGHT, 0.9, 0.5, false));
            evidence.add(pair(Verdict.WRONG, 0.99, 0.5, true));
        }

        assertThat(new ThresholdFit(evidence, BUDGET).fit(0).promptSimilarity()).isEqualTo(0.9);
    }

    @Test
    void fit_tooLittleEvidence_isRefused() {
        List<MeasuredPair> evidence = List.of(pair(Verdict.RIGHT, 0.9, 0.5, false),
                pair(Verdict.WRONG, 0.1, 0.5, false));

        assertThatThrownBy(() -> new ThresholdFit(evidence, BUDGET).fit(0)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0.01");
    }

    private static MeasuredPair pair(Verdict verdict, double prompt, double image, boolean vetoed) {
        return new MeasuredPair(new PromptPair(0, 1, "test", verdict), prompt, OptionalDouble.of(image), vetoed);
    }
}
