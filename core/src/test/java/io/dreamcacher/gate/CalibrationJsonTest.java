package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationJsonTest {
    private static final Calibration CALIBRATION = TestCalibrations.withThresholds(0.86, 0.2);

    @Test
    void read_whatWasWritten_isTheSame() {
        assertThat(CalibrationJson.read(CalibrationJson.write(CALIBRATION), "here")).isEqualTo(CALIBRATION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "formatVersion" : 1        | "formatVersion" : 7        | formatVersion must be 1, found 7
            "pooling" : "end"          | "pooling" : "max"          | pooling must be "end" or "mean", found "max"
            "promptSimilarity" : 0.86  | "promptSimilarity" : 1.86  | promptSimilarity must be from -1 to 1, found 1.86
            "promptSimilarity" : 0.86  | "promptSimilarity" : "x"   | promptSimilarity must be a number, found "x"
            "pictureSimilarity" : 0.2  | "picture" : 0.2            | pictureSimilarity must be a number, found nothing
            "date" : "2026-11-24"      | "date" : "yesterday"       | date must be a day such as 2026-11-24, found "yesterday"
            "errorBudget" : 0.01       | "errorBudget" : 1          | errorBudget must be between 0 and 1, found 1.0
            "wrongReused" : 5          | "wrongReused" : 5000       | found 90 of 100 right, 5000 of 1000 wrong
            "wrongReused" : 5          | "wrongReused" : 0.5        | wrongReused must be a whole number, found 0.5
            "model" : "teapots",       | "model" : "teapots"        | cannot be parsed
            """, quoteCharacter = '\'')
    void read_brokenDocument_saysWhereAndWhatMustHold(String from, String to, String sentence) {
        String text = CalibrationJson.write(CALIBRATION);
        assertThat(text).contains(from);

        assertThatThrownBy(() -> CalibrationJson.read(text.replace(from, to), "/data/calibration.json"))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_DATA))
                .hasMessageContaining("/data/calibration.json")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("Correct it, or remove it to answer exact repeats only.");
    }
}
