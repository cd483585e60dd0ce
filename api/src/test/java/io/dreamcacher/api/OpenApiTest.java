package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What others make their clients from. */
class OpenApiTest {
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode document = Json.STRICT.readTree(OpenApi.document());
    private final JsonNode schemas = document.path("components").path("schemas");

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void schemas_everyField_hasADescriptionInPlainWords() {
        List<String> without = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            for (Map.Entry<String, JsonNode> field : schema.getValue().path("properties").properties()) {
                String said = field.getValue().path("description").asString("");
                if (said.isBlank() || said.contains("{@") || said.contains("<")) {
                    without.add("%s.%s: \"%s\"".formatted(schema.getKey(), field.getKey(), said));
                }
            }
        }

        assertThat(schemas.size()).isGreaterThan(20);
        assertThat(without).isEmpty();
    }

    @Test
    void schemas_everySchema_hasADescription() {
        assertThat(schemas.properties())
                .allSatisfy(schema -> assertThat(schema.getValue().path("description").asString("")).as(schema.getKey())
                        .isNotBlank());
    }

    @Test
    void document_everyReference_isThere() {
        Set<String> references = new HashSet<>();
        document.findValuesAsString("$ref").forEach(references::add);

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            String pointer = reference.substring(1);
            assertThat(reference).startsWith("#/");
            assertThat(document.at(pointer).isMissingNode()).as(reference).isFalse();
        });
    }

    @Test
    void document_everySchemaButThoseOfEvents_isReferredTo() {
        Set<String> references = new HashSet<>(document.findValuesAsString("$ref"));
        List.of("Queued", "Nearest", "Progress", "Preview").forEach(event -> references.add(SCHEMAS + event));

        assertThat(schemas.propertyNames()).allSatisfy(name -> assertThat(references).contains(SCHEMAS + name));
    }

    @ParameterizedTest
    @CsvSource({"RequestPatch, prompt", "Feedback, right", "Prompts, prompts", "InitImageFiles, picture",
            "ConditioningPatch, ''", "Start, ''"})
    void required_ofWhatClientsSend_isWhatTheyCannotLeaveOut(String schema, String fields) {
        assertThat(strings(schemas.path(schema).path("required")))
                .containsExactlyInAnyOrder(fields.isEmpty() ? new String[0] : fields.split(";"));
    }

    @Test
    void required_ofWhatClientsGet_isEveryField() {
        for (String name : List.of("Answers", "AnsweredImage", "Problem", "Settings", "Stats", "RememberedImage")) {
            JsonNode schema = schemas.path(name);
            assertThat(strings(schema.path("required"))).as(name)
                    .isNotEmpty()
                    .containsExactlyElementsOf(schema.path("properties").propertyNames());
        }
    }

    @ParameterizedTest
    @CsvSource({"Answers, answers, array", "AnsweredImage, id, string|null", "AnsweredImage, seed, integer|null",
            "AnsweredImage, similarity, number|null", "AnsweredImage, flagged, boolean",
            "AnsweredImage, createdAt, string", "Problem, retryAfterSeconds, integer|null",
            "RequestPatch, width, integer", "RequestPatch, guidanceScale, number", "RequestPatch, variation, boolean",
            "RequestPatch, memory, string", "Stats, hitShare, number"})
    void type_ofAField_isThatOfItsJson(String schema, String field, String types) {
        JsonNode type = schemas.path(schema).path("properties").path(field).path("type");

        assertThat(type.isArray() ? strings(type) : List.of(type.asString())).containsExactly(types.split("\\|"));
    }

    @Test
    void unknownFields_areForbiddenWhereTheServiceRefusesThem() {
        assertThat(schemas.path("RequestPatch").path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schemas.path("RequestPatch").path("properties").propertyNames()).doesNotContain("settings", "seeds");
    }

    @Test
    void operations_haveASummaryAndTellOfFailures() {
        Set<String> methods = Set.of("get", "post", "put", "delete");
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (methods.contains(operation.getKey().toLowerCase(Locale.ROOT))) {
                    String name = operation.getKey() + " " + path.getKey();
                    assertThat(operation.getValue().path("summary").asString("")).as(name).isNotBlank();
                    assertThat(operation.getValue().path("responses").has("default")).as(name).isTrue();
                }
            }
        }
    }
}
