package io.dreamcacher.server.requests;

import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generation.Provenance;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.server.TestService;
import io.dreamcacher.testkit.generator.RemoteGenerator;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A generator that is unlike those of this process, through HTTP. */
@Timeout(60)
class OtherGeneratorsTest {
    private static final String BOAT = "{\"prompt\": \"a boat\", \"model\": \"remote\"}";
    private static final String FORBIDDEN = "{\"prompt\": \"a forbidden boat\", \"model\": \"remote\"}";

    private final TestService service = TestService.withRemote();

    @AfterEach
    void close() {
        service.close();
    }

    private JsonNode ask(String body) {
        return json(service.post("/api/v1/answers", body)).get("answers").get(0);
    }

    @Test
    void ask_ofOneWithoutSeeds_isAWebPWithItsRevisedPrompt() {
        JsonNode first = ask(BOAT);
        JsonNode second = ask(BOAT);

        assertThat(first.get("outcome").asString()).isEqualTo("GENERATED");
        assertThat(second.get("outcome").asString()).isEqualTo("EXACT");
        for (JsonNode answer : new JsonNode[]{first, second}) {
            assertThat(answer.get("seed").isNull()).isTrue();
            assertThat(answer.get("prompt").asString()).isEqualTo("a boat");
            assertThat(answer.get("revisedPrompt").asString()).isEqualTo(RemoteGenerator.revised("a boat"));
        }
        JsonNode generation = json(service.get("/api/v1/generations/" + first.get("id").asString()));
        assertThat(generation.get("revisedPrompt")).isEqualTo(first.get("revisedPrompt"));
        for (String field : new String[]{"seed", "steps", "guidanceScale", "scheduler"}) {
            assertThat(generation.get(field).isNull()).as(field).isTrue();
        }
        assertThat(service.ask("a red boat").get("revisedPrompt").isNull()).isTrue();
    }

    @Test
    void image_ofAWebP_hasItsTypeItsRecipeAndAThumbnail() {
        String path = ask(BOAT).get("path").asString();

        HttpResponse<byte[]> response = service.send(service.request(path), BodyHandlers.ofByteArray());
        HttpResponse<byte[]> thumbnail = service.send(service.request(path + "?size=256"),
                BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Type")).contains("image/webp");
        Provenance inside = new ImageFormats().provenance(new ImageFile(response.body(), MediaType.WEBP)).orElseThrow();
        assertThat(inside.recipe().prompt()).isEqualTo("a boat");
        assertThat(thumbnail.statusCode()).isEqualTo(200);
        assertThat(thumbnail.headers().firstValue("Content-Type")).contains("image/jpeg");
    }

    @Test
    void ask_leavingNoTrace_carriesTheWebP() {
        JsonNode answer = ask("{\"prompt\": \"a boat\", \"model\": \"remote\", \"memory\": \"NONE\"}");
        assertThat(answer.get("path").asString()).startsWith("data:image/webp;base64,");
    }

    @Test
    void ask_whatItsPolicyForbids_isRefusedAsThatAndCounted() {
        HttpResponse<String> response = service.post("/api/v1/answers", FORBIDDEN);

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode problem = json(response);
        assertThat(problem.get("category").asString()).isEqualTo("REFUSED");
        assertThat(problem.get("type").asString()).isEqualTo("urn:dreamcacher:refused");
        assertThat(problem.get("title").asString()).isEqualTo("Refused by policy");
        assertThat(problem.get("detail").asString()).contains(RemoteGenerator.REASON);
        assertThat(json(service.get("/api/v1/generations")).get("generations")).isEmpty();
        assertThat(service.get("/metrics").body())
                .contains("dreamcacher_failure_time_seconds_count{category=\"refused\"} 1");
        try (TestService.Events events = service.stream(FORBIDDEN)) {
            assertThat(events.next("error").data().get("status").asInt()).isEqualTo(422);
        }
    }
}
