package io.dreamcacher.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.failure.DreamCacherException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextCalibrationTest {
    private static final TextCalibration CALIBRATION = new TextCalibration(
            new Verifier.Description("teapots", "a".repeat(64)),
            new Likelihood(-1,
                    List.of(new TextCalibration.Term("verifier", 0, 4, 0.5),
                            new TextCalibration.Term("missing", 0, 1, -2)),
                    List.of(new TextCalibration.Point(-1, 0), new TextCalibration.Point(1, 0.8))),
            List.of(new TextCalibration.Certainty("identical", 0.9)), List.of("moved"),
            Map.of("words", 20.0),
            List.of(new TextCalibration.Threshold(0.01, 0.7, 2), new TextCalibration.Threshold(0.1, 0.4, 0.6)));

    @Test
    void probability_isInterpolatedAndClamped() {
        assertThat(CALIBRATION.probability(evidence(2, 0, 0)).getAsDouble()).isCloseTo(0.4, within(1e-12));
        assertThat(CALIBRATION.probability(evidence(99, 0, 0)).getAsDouble()).isCloseTo(0.8, within(1e-12));
        assertThat(CALIBRATION.probability(evidence(2, 5, 0)).getAsDouble()).isZero();
    }

    @Test
    void probability_somethingUnknown_isEmpty() {
        assertThat(CALIBRATION.probability(new Evidence(Map.of("verifier", 3.0)))).isEmpty();
    }

    @Test
    void probability_featureThatDecidesByItself_isAtLeastItsOwn() {
        assertThat(CALIBRATION.probability(evidence(0, 5, 0).with("identical", 1))).hasValue(0.9);
        assertThat(CALIBRATION.probability(evidence(0, 5, 0).with("identical", 0))).hasValue(0);
        assertThat(CALIBRATION.probability(new Evidence(Map.of("identical", 1.0)))).hasValue(0.9);
    }

    @Test
    void needed_budgetsBetweenThoseMeasured_takesTheStricter() {
        assertThat(CALIBRATION.needed(evidence(0, 0, 0), new ErrorBudget(0.05))).isEqualTo(OptionalDouble.of(0.7));
        assertThat(CALIBRATION.needed(evidence(0, 0, 0), new ErrorBudget(0.5))).isEqualTo(OptionalDouble.of(0.4));
        assertThat(CALIBRATION.needed(evidence(0, 0, 1), new ErrorBudget(0.2))).isEqualTo(OptionalDouble.of(0.6));
        assertThat(CALIBRATION.needed(evidence(0, 0, 0), new ErrorBudget(0.001))).isEmpty();
    }

    @Test
    void needed_longerThanWhatWasFittedOn_nothingButACertaintyDecides() {
        Evidence longer = evidence(4, 0, 0).with("words", 21);

        assertThat(CALIBRATION.needed(evidence(4, 0, 0).with("words", 20), new ErrorBudget(0.05))).isPresent();
        assertThat(CALIBRATION.needed(longer, new ErrorBudget(0.5))).isEmpty();
        assertThat(CALIBRATION.needed(longer.with("identical", 1), new ErrorBudget(0.05))).isPresent();
    }

    @Test
    void isUnsettled_unknownFeature_isTakenForTheWorse() {
        assertThat(CALIBRATION.isUnsettled(new Evidence(Map.of()))).isTrue();
        assertThat(CALIBRATION.isUnsettled(evidence(0, 0, 0))).isFalse();
    }

    @Test
    void json_roundTrip_isEqual() {
        assertThat(TextCalibrationJson.read(TextCalibrationJson.write(CALIBRATION), "here")).isEqualTo(CALIBRATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"formatVersion\":1}", "{\"formatVersion\":1,\"calibration\":null}",
            "{\"formatVersion\":2,\"calibration\":null}",
            "{\"formatVersion\":2,\"calibration\":{\"likelihood\":\"x\"}}"})
    void read_damagedDocument_isASentenceThatNamesThePlace(String document) {
        assertThatThrownBy(() -> TextCalibrationJson.read(document, "/data/calibration.json"))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("/data/calibration.json");
    }

    @Test
    void constructor_curveThatFalls_isRefused() {
        assertThatThrownBy(() -> new Likelihood(0, List.of(),
                List.of(new TextCalibration.Point(0, 0.5), new TextCalibration.Point(1, 0.4))))
                .hasMessageContaining("curve must rise");
        assertThatThrownBy(() -> new Evidence(Map.of("x", Double.NaN))).hasMessageContaining("x must be finite");
    }

    private static Evidence evidence(double verifier, double missing, double moved) {
        return new Evidence(Map.of("verifier", verifier, "missing", missing, "moved", moved));
    }
}
