package io.dreamcacher.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.testkit.Recipes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeJsonTest {
    private static final Provenance PROVENANCE = new Provenance(Recipes.of("a ⛵", "rain"),
            Instant.parse("2026-11-24T10:00:00.123Z"), Duration.ofMillis(640));
    /** Written by version 1; must be readable for ever. */
    private static final String VERSION_1 = """
            {"version":1,"prompt":"a \\u26F5","promptCut":false,"negativePrompt":"rain","model":"postcards",\
            "fingerprint":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","width":128,"height":96,\
            "steps":20,"guidanceScale":7.5,"scheduler":"pndm","seed":42,\
            "key":"abababababababababababababababababababababababababababababababab",\
            "settingsKey":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",\
            "createdAt":"2026-11-24T10:00:00.123Z","tookMilliseconds":640}""";

    @Test
    void write_isVersion1() {
        assertThat(RecipeJson.write(PROVENANCE)).isEqualTo(VERSION_1);
    }

    @Test
    void read_ofVersion1_isTheProvenance() {
        assertThat(RecipeJson.read(VERSION_1)).isEqualTo(PROVENANCE);
    }

    /** Zeros and the encoded empty text are two things to SDXL; documents of before do not tell them apart. */
    @Test
    void read_negativePromptAbsentEmptyOrGiven_isWhatWasWritten() {
        for (Recipe recipe : List.of(Recipes.of("a"), Recipes.of("a", ""), Recipes.of("a", "rain"))) {
            Provenance provenance = new Provenance(recipe, PROVENANCE.createdAt(), PROVENANCE.took());
            assertThat(RecipeJson.read(RecipeJson.write(provenance))).isEqualTo(provenance);
        }
        assertThat(RecipeJson.read(VERSION_1.replace("rain", "")).recipe().settings().negativePrompt()).isEmpty();
    }

    @Test
    void read_withUnknownFields_passesThemOver() {
        assertThat(RecipeJson.read(VERSION_1.replace("\"steps\"", "\"loras\":[{\"a\":1}],\"steps\"")))
                .isEqualTo(PROVENANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "99999999999999999999"})
    void read_ofALaterVersion_saysBothVersions(String version) {
        assertThatThrownBy(() -> RecipeJson.read(VERSION_1.replace("\"version\":1", "\"version\":" + version)))
                .isInstanceOf(DreamCacherException.class)
                .hasMessage("The recipe inside this picture has version " + version
                        + ", but this Dream Cacher reads version 1; use the one that made it, or a newer one.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"version\":\"1\"}", "{\"version\":1}", "{\"version\":1.5}"})
    void read_ofSomethingElse_isRefused(String document) {
        assertThatThrownBy(() -> RecipeJson.read(document)).isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("The recipe inside a picture")
                .hasMessageEndingWith("; use the picture without its recipe.");
    }

    @Test
    void read_ofValuesOutOfRange_saysWhatMustHold() {
        assertThatThrownBy(() -> RecipeJson.read(VERSION_1.replace("\"steps\":20", "\"steps\":0")))
                .hasMessage("steps must be from 1 to 1000, but 0 was given.");
        assertThatThrownBy(
                () -> RecipeJson.read(VERSION_1.replace("\"tookMilliseconds\":640", "\"tookMilliseconds\":-1")))
                .isInstanceOf(DreamCacherException.class);
    }
}
