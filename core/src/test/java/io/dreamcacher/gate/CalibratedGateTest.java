package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.reuse.ErrorBudget;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibratedGateTest {
    private static final double NEEDED = 0.86;
    private static final double IMAGE = 0.2;

    private final Gate gate = gate(TestCalibrations.needing(NEEDED, IMAGE));

    private static Gate gate(Calibration calibration) {
        return new CalibratedGate(Optional.of(calibration), Optional.empty());
    }

    @Test
    void decide_likelyEnough_returnsWithTheSimilarityThatWasNeeded() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", 0.9, 0.5));

        assertThat(decision).isInstanceOfSatisfying(Gate.Decision.Return.class, found -> {
            assertThat(found.needed()).isBetween(NEEDED, NEEDED + 1e-6);
            assertThat(found.reason()).isEqualTo("Same thing in other words: probability 0.900, 0.860 needed.");
        });
    }

    @Test
    void decide_lessLikely_misses() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", 0.71, 0.9));

        assertThat(decision).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(decision.reason()).isEqualTo("Not close enough: probability 0.710, 0.860 needed.");
    }

    @Test
    void decide_justLessLikely_saysSoWithMoreDigits() {
        Gate.Decision decision = gate.decide("a crimson kettle", candidate("a red teapot", 0.8599, 0.9));

        assertThat(decision.reason()).isEqualTo("Not close enough: probability 0.85990, 0.86000 needed.");
    }

    /** The image is one of the signs: an image that hides what is asked makes it less likely. */
    @Test
    void decide_imageThatShowsLess_isLessLikely() {
        assertThat(gate.decide("a crimson kettle", candidate("a red teapot", 0.9, -0.1)))
                .isInstanceOf(Gate.Decision.Miss.class);
    }

    @Test
    void decide_sameWordsOfAnImageThatShowsSomethingElse_misses() {
        Gate.Decision decision = gate.decide("a red kettle", candidate("A red kettle, 8k", 0.95, 0.1));

        assertThat(decision.reason())
                .isEqualTo("The remembered picture does not show it well enough: similarity 0.10, 0.20 needed.");
    }

    @Test
    void decide_guardFindsDifference_missesAtAnyCosine() {
        Gate.Decision decision = gate.decide("a blue kettle", candidate("a red kettle", 1, 1));

        assertThat(decision).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(decision.reason()).isEqualTo(
                "The colour differs: \"blue\" is asked for, the remembered picture is of \"red\".");
    }

    @Test
    void decide_smallerBudgetThanWasMeasured_misses() {
        assertThat(gate.ask("a crimson kettle", new ErrorBudget(0.001)).decide(candidate("a red teapot", 1, 1)))
                .isInstanceOf(Gate.Decision.Miss.class);
    }

    /** What a model draws and hears alike, nobody can tell by its pictures. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a man surfing         | a woman surfing
            a girl with a kite    | a boy with a kite
            """)
    void decide_contrastTheModelDoesNotHear_missesAtAnyCosine(String asked, String stored) {
        Gate deaf = gate(TestCalibrations.needing(NEEDED, IMAGE, TestCalibrations.unheard("medium", "sex")));

        assertThat(deaf.decide(asked, candidate(stored, 1, 1))).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(gate.decide(asked, candidate(stored, 1, 1))).isInstanceOf(Gate.Decision.Return.class);
    }

    @Test
    void decide_noContrast_isHeard() {
        Gate deaf = gate(TestCalibrations.needing(NEEDED, IMAGE, TestCalibrations.unheard("medium", "sex")));

        assertThat(deaf.decide("a photograph of a cat", candidate("a photo of a kitten", 1, 1)))
                .isInstanceOf(Gate.Decision.Return.class);
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
