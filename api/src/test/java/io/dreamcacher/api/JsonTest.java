package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.api.Answers.AnsweredImage;
import io.dreamcacher.api.GenerationList.RememberedImage;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Field names are what others parse: added to, never renamed. */
class JsonTest {
    private static Iterable<String> fields(Class<?> type) {
        return Json.fields(type).stream().map(RecordComponent::getName).toList();
    }

    @Test
    void fields_ofThePublishedRecords_areThese() {
        assertThat(fields(RequestPatch.class)).contains("prompt", "model", "negativePrompt", "width", "height", "steps",
                "guidanceScale", "scheduler", "sigmas", "seed", "variation", "count", "memory", "reuse", "budget",
                "conditioning", "start");
        assertThat(fields(AnsweredImage.class)).contains("id", "outcome", "similarity", "needed", "sourceId",
                "sourcePrompt", "prompt", "seed", "milliseconds", "millisecondsSaved", "path", "reason", "createdAt",
                "width", "height", "flagged", "promptCutAt");
        assertThat(fields(RememberedImage.class)).contains("id", "prompt", "negativePrompt", "model", "width", "height",
                "steps", "guidanceScale", "scheduler", "conditioning", "seed", "flagged", "createdAt", "milliseconds",
                "sizeBytes", "path");
        assertThat(fields(SearchResults.Result.class)).contains("id", "similarity", "prompt", "path", "seed", "width",
                "height", "createdAt");
        assertThat(fields(Stats.class)).contains("generations", "prompts", "imageBytes", "requests", "exact", "similar",
                "generated", "hitShare", "millisecondsSaved", "millisecondsGenerating", "indexed", "judgedGood",
                "judgedBad");
        assertThat(fields(Settings.class)).contains("model", "models", "defaults", "schedulers", "sizeMultiple",
                "limits", "seesPictures", "version", "promptWindow", "starters");
        assertThat(fields(Suggestions.Offer.class)).contains("text", "uses", "picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"promt\": \"x\"}", "{\"conditioning\": {\"etta\": 1}}", "{\"settings\": {}}"})
    void read_unknownField_isRefusedByName(String json) {
        assertThatThrownBy(() -> Json.STRICT.readValue(json, RequestPatch.class))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"width\": \"12\"}", "{\"width\": 1.5}", "{\"width\": 5, \"width\": 6}",
            "{\"negativePrompt\": 5}", "{\"variation\": \"true\"}", "{\"seed\": 99999999999999999999}", "{} {}"})
    void read_wrongKindOrTwice_isRefused(String json) {
        assertThatThrownBy(() -> Json.STRICT.readValue(json, RequestPatch.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void write_absentFields_areLeftOutByClients() {
        RequestPatch patch = RequestPatch.of("x");

        assertThat(Json.LENIENT.writeValueAsString(patch)).isEqualTo("{\"prompt\":\"x\"}");
        assertThat(Json.STRICT.readValue(Json.STRICT.writeValueAsString(patch), RequestPatch.class)).isEqualTo(patch);
    }

    @Test
    void read_newerService_isUnderstood() {
        Answers answers = Json.LENIENT.readValue(
                "{\"answers\": [{\"id\": \"a\", \"outcome\": \"EXACT\", \"novelty\": {}, \"seed\": 7}], \"more\": 1}",
                Answers.class);

        assertThat(answers.answers().getFirst().id()).isEqualTo(Optional.of("a"));
        assertThat(answers.answers().getFirst().image().seed()).hasValue(7);
    }

    @Test
    void docs_ofARecord_areItsJavadocInPlainWords() {
        RecordDocs docs = RecordDocs.parse("""
                 What is {@code said} of {@link Json some {@code}} things.

                 @param one the first,
                        over two lines: {@code data:image/png;base64,x}
                 @param two
                """);

        assertThat(docs.component("one")).contains("the first, over two lines: data:image/png;base64,x");
        assertThat(docs.component("two")).isEmpty();
        assertThat(RecordDocs.of(RequestPatch.class).component("prompt")).isPresent();
    }
}
