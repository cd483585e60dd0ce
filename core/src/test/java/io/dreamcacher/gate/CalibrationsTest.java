package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationsTest {
    private static final Calibration CALIBRATION = TestCalibrations.withThresholds(0.86, 0.2);

    @TempDir
    Path folder;

    @Test
    void find_afterWriting_readsTheSame() throws IOException {
        CalibrationFile.write(folder.resolve("calibration.json"), CALIBRATION);

        assertThat(calibrations().find("model", folder)).contains(CALIBRATION);
    }

    @Test
    void find_usersOwn_comesFirst() throws IOException {
        Calibration own = TestCalibrations.withThresholds(0.9, 0.3);
        CalibrationFile.write(folder.resolve("calibration.json"), CALIBRATION);
        CalibrationFile.write(calibrations().userFile("model"), own);

        assertThat(calibrations().find("model", folder)).contains(own);
        assertThat(calibrations().find("other", folder)).contains(CALIBRATION);
    }

    @Test
    void gate_withoutCalibration_missesAndSaysWhatToDo() {
        Decision decision = decide(
                calibrations().gate("kettles", "model", folder, encoder("ab".repeat(32), Pooling.END)));

        assertThat(decision).isInstanceOf(Decision.Miss.class);
        assertThat(decision.needed()).isGreaterThan(1);
        assertThat(decision.reason())
                .isEqualTo("The model kettles has no calibration, so only exact repeats are answered "
                        + "from memory: place a calibration.json beside it to reuse similar pictures.");
    }

    @Test
    void gate_ofAnotherSearchModel_misses() throws IOException {
        CalibrationFile.write(folder.resolve("calibration.json"), CALIBRATION);

        assertThat(
                decide(calibrations().gate("teapots", "model", folder, encoder("cd".repeat(32), Pooling.END))).reason())
                .contains("measured with the search model teapots/clip, but this memory uses some/clip");
        assertThat(decide(calibrations().gate("teapots", "model", folder, encoder("ab".repeat(32), Pooling.MEAN)))
                .reason())
                .contains("measured with END pooling, but this memory uses MEAN");
    }

    @Test
    void gate_ofFittingCalibration_returns() throws IOException {
        CalibrationFile.write(folder.resolve("calibration.json"), CALIBRATION);

        assertThat(decide(calibrations().gate("teapots", "model", folder, encoder("ab".repeat(32), Pooling.END))))
                .isInstanceOf(Decision.Return.class);
    }

    @Test
    void gateOfLaidOver_withTheBundledCalibrationOnly_missesAndSaysWhatToDo() throws IOException {
        CalibrationFile.write(folder.resolve("calibration.json"), CALIBRATION);
        EncoderDescription encoder = encoder("ab".repeat(32), Pooling.END);

        Decision decision = decide(calibrations().gateOfLaidOver("teapots?vae=x", "other", encoder));

        assertThat(decision).isInstanceOf(Decision.Miss.class);
        assertThat(decision.reason()).isEqualTo("The calibration beside a model holds for its own weights only, and "
                + "teapots?vae=x has adapters, so only exact repeats are answered from memory: place a "
                + "calibration of them at %s to reuse similar pictures.".formatted(calibrations().userFile("other")));
    }

    @Test
    void gateOfLaidOver_withTheUsersOwnCalibration_returns() throws IOException {
        CalibrationFile.write(calibrations().userFile("other"), CALIBRATION);
        EncoderDescription encoder = encoder("ab".repeat(32), Pooling.END);

        assertThat(decide(calibrations().gateOfLaidOver("teapots?vae=x", "other", encoder)))
                .isInstanceOf(Decision.Return.class);
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
    void find_brokenFile_saysWhatMustHold(String from, String to, String sentence) throws IOException {
        Path file = folder.resolve("calibration.json");
        CalibrationFile.write(file, CALIBRATION);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));

        assertThatThrownBy(() -> calibrations().find("model", folder))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_DATA))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("Correct it, or remove it to answer exact repeats only.");
    }

    private Calibrations calibrations() {
        return new Calibrations(folder.resolve("data"));
    }

    private static EncoderDescription encoder(String fingerprint, Pooling pooling) {
        return new EncoderDescription("some/clip", fingerprint, 128, 128, pooling);
    }

    private static Decision decide(Gate gate) {
        return gate.decide("a crimson kettle", new Candidate("a red teapot", false, 0.9, OptionalDouble.of(0.4)));
    }
}
