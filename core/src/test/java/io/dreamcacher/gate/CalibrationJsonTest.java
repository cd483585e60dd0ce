package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationJsonTest {
    private static final Calibration CALIBRATION = TestCalibrations.needing(0.86, 0.2,
            new Calibration.Domain(Set.of("red", "teapot"), Set.of("medium")))
            .withRefining(List.of(new Calibration.RefineStep(0.3, 0.25)));

    @Test
    void read_whatWasWritten_isTheSame() {
        assertThat(CalibrationJson.read(CalibrationJson.write(CALIBRATION), "here")).isEqualTo(CALIBRATION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "formatVersion" : 2        | "formatVersion" : 1        | formatVersion must be 2, found 1
            "formatVersion" : 2        | "version" : 2              | formatVersion must be 2, found nothing
            "pooling" : "END"          | "pooling" : "MAX"          | not one of the values accepted
            "leastImage" : 0.2         | "leastImage" : 1.2         | leastImage must be from -1 to 1, found 1.2
            "leastImage" : 0.2         | "leastImage" : "x"         | it must be a JSON object of that form
            "leastImage" : 0.2         | "image" : 0.2              | leastImage
            "probability" : 0.86       | "probability" : 1.86       | a probability in [0, 1]
            "share" : 0.25             | "share" : 1.25             | a share between 0 and 1
            "date" : "2026-11-24"      | "date" : "yesterday"       | yesterday
            "errorBudget" : 0.01       | "errorBudget" : 1          | errorBudget must be between 0 and 1, found 1.0
            "wrongReused" : 5          | "wrongReused" : 5000       | found 90 of 100 right, 5000 of 1000 wrong
            "wrongReused" : 5          | "wrongReused" : 0.5        | 0.5
            "model" : "teapots",       | "model" : "teapots"        | it must be a JSON object of that form
            """, quoteCharacter = '\'')
    void read_brokenDocument_saysWhereAndWhatMustHold(String from, String to, String sentence) {
        String text = CalibrationJson.write(CALIBRATION);
        assertThat(text).contains(from);

        assertRefused(text.replace(from, to), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{}", "{\"formatVersion\":2}",
            "{\"formatVersion\":2,\"calibration\":null}",
            "{\"formatVersion\":2,\"calibration\":{}}"})
    void read_otherJson_isRefused(String document) {
        assertRefused(document, "cannot be used");
    }

    private static void assertRefused(String document, String sentence) {
        assertThatThrownBy(() -> CalibrationJson.read(document, "/data/calibration.json"))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_DATA))
                .hasMessageContaining("/data/calibration.json")
                .hasMessageContaining(sentence)
                .hasMessageContaining("dreamcacher calibrate");
    }
}
