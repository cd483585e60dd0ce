package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CalibratedGateTest {
    private static final double PROMPT = 0.86;
    private static final double IMAGE = 0.2;

    private final Gate gate = new CalibratedGate(
            Optional.of(TestCalibrations.withThresholds(PROMPT, IMAGE)), Optional.empty());

    @Test
    void decide_bothSignalsAtTheirThresholds_returns() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", PROMPT, IMAGE));

        assertThat(decision).isEqualTo(
                new Gate.Decision.Return(PROMPT, PROMPT, "Same thing in other words: similarity 0.86, 0.86 needed."));
    }

    @Test
    void decide_promptBelowThreshold_misses() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", 0.71, 0.9));

        assertThat(decision).isEqualTo(
                new Gate.Decision.Miss(0.71, PROMPT, "Not close enough: similarity 0.71, 0.86 needed."));
    }

    @Test
    void decide_farAndDifferent_saysBoth() {
        Gate.Decision decision = gate.decide("a blue kettle", candidate("a red teapot", 0.71, 0.9));

        assertThat(decision.reason()).isEqualTo("Not close enough: similarity 0.71, 0.86 needed. The colour differs: "
                + "\"blue\" is asked for, the remembered picture is of \"red\".");
    }

    @Test
    void decide_justBelowThreshold_saysSoWithMoreDigits() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", 0.8599, 0.9));

        assertThat(decision.reason()).isEqualTo("Not close enough: similarity 0.8599, 0.8600 needed.");
    }

    @Test
    void decide_imageBelowThreshold_misses() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", 0.95, 0.1));

        assertThat(decision).isEqualTo(new Gate.Decision.Miss(0.95, PROMPT,
                "The remembered picture does not show it well enough: similarity 0.10, 0.20 needed."));
    }

    @Test
    void decide_guardFindsDifference_missesAtAnyCosine() {
        Gate.Decision decision = gate.decide("a blue kettle", candidate("a red kettle", 1, 1));

        assertThat(decision).isEqualTo(new Gate.Decision.Miss(1, PROMPT,
                "The colour differs: \"blue\" is asked for, the remembered picture is of \"red\"."));
    }

    @Test
    void decide_promptCut_missesEvenForEqualPrompts() {
        Gate.Decision decision = gate.decide("a red kettle",
                new Gate.Candidate("a red kettle", true, 1, OptionalDouble.of(1)));

        assertThat(decision).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(decision.reason()).contains("longer than the model reads");
    }

    @Test
    void decide_noImageSignal_misses() {
        Gate.Decision decision = gate.decide("a red kettle",
                new Gate.Candidate("a red kettle", false, 1, OptionalDouble.empty()));

        assertThat(decision).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(decision.reason()).contains("sees no pictures");
    }

    @Test
    void candidate_similarityThatIsNoCosine_isRefused() {
        assertThatThrownBy(() -> candidate("a", 1.2, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("promptSimilarity must be from -1 to 1, found 1.2");
        assertThatThrownBy(() -> candidate("a", 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictureSimilarity must be from -1 to 1, found NaN");
    }

    private static Gate.Candidate candidate(String prompt, double promptSimilarity, double imageSimilarity) {
        return new Gate.Candidate(prompt, false, promptSimilarity, OptionalDouble.of(imageSimilarity));
    }
}
