package io.dreamcacher.server;

import static io.dreamcacher.server.TestService.detail;
import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Scope;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.server.TestService.Events;
import io.dreamcacher.server.requests.Starters;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ServiceTest {
    private final TestService service = TestService.start();

    @AfterEach
    void close() {
        service.close();
    }

    private HttpRequest.Builder asOwner(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + TestService.TOKEN);
    }

    @Test
    void settings_always_sayWhatARequestMayHave() {
        JsonNode settings = json(service.get("/api/v1/settings"));

        assertThat(settings.get("model").asString()).isEqualTo("fake");
        assertThat(settings.get("models").toString()).isEqualTo("[\"fake\",\"second\"]");
        assertThat(settings.get("defaults").toString()).isEqualTo("""
                {"negativePrompt":"","width":128,"height":128,"steps":20,"guidanceScale":3.0,"scheduler":"pndm"}""");
        assertThat(settings.get("limits").toString()).isEqualTo(
                """
                        {"promptCharacters":10000,"pixels":1048576,"steps":150,"count":16,"pixelSteps":251658240,"uploadBytes":16777216,"sendSeconds":30}""");
        assertThat(settings.get("schedulers")).hasSize(4);
        assertThat(settings.get("sizeMultiple").asInt()).isEqualTo(8);
        assertThat(settings.get("promptWindow").asInt()).isEqualTo(77);
        assertThat(settings.get("seesPictures").asBoolean()).isTrue();
        assertThat(settings.get("version").asString()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(settings.get("starters")).hasSize(2);
        assertThat(settings.get("reuse").asString()).isEqualTo("refine");
        assertThat(settings.get("budget").asDouble()).isEqualTo(0.01);
    }

    @Test
    void models_severalOffered_areListedAndEachDraws() {
        JsonNode models = json(service.get("/api/v1/models")).get("models");

        assertThat(models).hasSize(2);
        assertThat(models.get(0).get("name").asString()).isEqualTo("fake");
        assertThat(models.get(0).get("usual").asBoolean()).isTrue();
        assertThat(models.get(1).get("usual").asBoolean()).isFalse();
        assertThat(models.get(1).get("fingerprint").asString()).hasSize(64);
        assertThat(models.get(1).get("defaults").get("steps").asInt()).isEqualTo(20);
        assertThat(models.get(1).get("parameters").toString()).contains("negative_prompt");
        assertThat(service.post("/api/v1/answers", "{\"prompt\": \"a boat\", \"model\": \"second\"}").statusCode())
                .isEqualTo(200);
        assertThat(service.second.started()).isEqualTo(1);
    }

    @Test
    void stats_afterThreeAnswers_countThem() {
        service.ask("a red boat at sea");
        service.ask("a red boat at sea");
        service.ask("at sea a red boat");

        JsonNode stats = json(service.get("/api/v1/stats"));

        assertThat(stats.get("generations").asLong()).isEqualTo(1);
        assertThat(stats.get("requests").asLong()).isEqualTo(3);
        assertThat(stats.get("exact").asLong()).isEqualTo(1);
        assertThat(stats.get("similar").asLong()).isEqualTo(1);
        assertThat(stats.get("generated").asLong()).isEqualTo(1);
        assertThat(stats.get("hitShare").asDouble()).isEqualTo(2.0 / 3);
        assertThat(stats.get("indexed").asLong()).isEqualTo(1);
        assertThat(stats.get("imageBytes").asLong()).isPositive();
    }

    @Test
    void suggestions_typedPrefix_offerThePromptAndItsPicture() {
        String id = service.ask("a red boat").get("id").asString();

        JsonNode suggestions = json(service.get("/api/v1/suggestions?q=a+re")).get("suggestions");

        assertThat(suggestions.get(0).toString()).isEqualTo("""
                {"text":"a red boat","uses":1,"picture":"/api/v1/images/%s.png"}""".formatted(id));
    }

    @Test
    void warm_emptyMemory_makesTheModelsPrompts() throws InterruptedException {
        HttpResponse<String> started = service.post("/api/v1/warm", """
                {"count": 3}""");

        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(json(started).get("total").asInt()).isEqualTo(3);
        JsonNode state = json(service.get("/api/v1/warm"));
        while (state.get("running").asBoolean()) {
            Thread.onSpinWait();
            state = json(service.get("/api/v1/warm"));
        }
        assertThat(state.toString()).isEqualTo("""
                {"running":false,"done":3,"total":3,"failed":0}""");
        assertThat(json(service.get("/api/v1/generations")).get("generations")).hasSize(3);
        assertThat(json(service.post("/api/v1/warm", "{}")).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void warm_impossibleCount_isASentence() {
        HttpResponse<String> response = service.post("/api/v1/warm", """
                {"count": 0}""");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("must be from 1 to 500, but 0");
    }

    @Test
    void warm_modelWithoutPrompts_isASentence() {
        try (TestService bare = TestService.withoutStarters()) {
            HttpResponse<String> response = bare.post("/api/v1/warm", "{}");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(detail(response)).contains("Only the bundled model brings prompts along");
        }
    }

    @Test
    void prompts_owner_areSuggestedWithoutPictures() {
        HttpResponse<String> response = service.send(asOwner(service.posting("/api/v1/prompts", """
                {"prompts": ["a quiet lake", "A quiet lake!"]}""")));

        assertThat(response.statusCode()).isEqualTo(204);
        JsonNode suggestions = json(service.get("/api/v1/suggestions?q=a+quiet")).get("suggestions");
        assertThat(suggestions).hasSize(1);
        assertThat(suggestions.get(0).get("picture").isNull()).isTrue();
    }

    @Test
    void reindex_owner_countsGenerations() {
        service.ask("a boat");

        HttpResponse<String> response = service
                .send(asOwner(service.request("/api/v1/reindex").POST(BodyPublishers.noBody())));

        assertThat(json(response).get("generations").asLong()).isEqualTo(1);
    }

    @Test
    void check_owner_isToldWhatIsWrong() {
        String id = service.ask("a boat").get("id").asString();
        service.ask("a house");
        assertThat(json(service.get("/health/ready")).get("faultyImages").asInt()).isZero();
        service.images.delete(List.of(new ImageKey(Scope.PUBLIC, new GenerationId(id))));

        HttpResponse<String> response = service
                .send(asOwner(service.request("/api/v1/check?setAside=true").POST(BodyPublishers.noBody())));

        assertThat(json(response).get("checked").asLong()).isEqualTo(2);
        assertThat(json(response).get("findings").toString()).isEqualTo("""
                [{"id":"%s","scope":"public","fault":"missing","setAside":false}]""".formatted(id));
        assertThat(json(service.get("/health/ready")).get("faultyImages").asInt()).isEqualTo(1);
        assertThat(service.get("/metrics").body()).contains("dreamcacher_store_faulty 1.0");
        assertThat(service.post("/api/v1/check", "").statusCode()).isEqualTo(401);
    }

    @Test
    void ownersWork_byOthers_isRefused() {
        assertThat(service.post("/api/v1/prompts", "{\"prompts\": []}").statusCode()).isEqualTo(401);
        HttpResponse<String> wrong = service.send(service.posting("/api/v1/reindex", "")
                .header("Authorization", "Bearer " + "0".repeat(32)));
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(detail(wrong)).contains("owner.json");
    }

    @Test
    void health_opened_isUp() {
        assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = service.get("/health/ready");
        while (ready.statusCode() == 503) {
            assertThat(json(ready).get("status").asString()).isEqualTo("STARTING");
            ready = service.get("/health/ready");
        }
        assertThat(json(ready).get("status").asString()).isEqualTo("UP");
    }

    @Test
    void ask_plainForm_isAPageWithThePicture() {
        HttpResponse<String> response = form("prompt=%3Cb%3Eboat+%22x%22");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(response.body()).contains("&lt;b&gt;boat &quot;x&quot;")
                .doesNotContain("<b>boat")
                .contains("<img src=\"/api/v1/images/")
                .contains("New. Nothing made with these settings");
    }

    @Test
    void ask_plainFormRefused_isAPageWithTheSentence() {
        HttpResponse<String> response = form("prompt=" + "x".repeat(10_001));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<p>The length of prompt may be 10,000 at most here, but is 10,001.</p>");
    }

    private HttpResponse<String> form(String body) {
        return service.send(service.request("/ask")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void page_root_isTheStaticPage() {
        HttpResponse<String> response = service.get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
    }

    @Test
    void start_portInUse_isASentence() {
        int port = service.address().getPort();

        assertThatThrownBy(() -> MemoryServer.start(service.memory, Starters.NONE,
                TestService.OPTIONS.withPort(port), TestService.TOKEN, () -> {}))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY))
                .hasMessage(
                        "Port %d of 127.0.0.1 must be free, but another program listens there; stop it, or choose another one with --port."
                                .formatted(port));
    }

    @Test
    void start_unknownHost_isASentence() {
        assertThatThrownBy(() -> MemoryServer.start(service.memory, Starters.NONE,
                TestService.OPTIONS.withHost("no such host"), TestService.TOKEN, () -> {}))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessageContaining("--host")
                .hasMessageContaining("no such host");
    }

    @Test
    void close_pictureBeingMade_endsItAndCancelsTheRest() {
        service.generator.hold();
        try (Events running = service.stream("{\"prompt\": \"one\"}")) {
            service.generator.allow(1);
            running.next("progress");
            try (Events waiting = service.stream("{\"prompt\": \"two\"}")) {
                waiting.next("nearest");
                CompletableFuture<Void> closing = CompletableFuture.runAsync(service.service::close);
                assertThat(waiting.next("error").data().get("status").asInt()).isEqualTo(409);
                HttpResponse<String> late = service.post("/api/v1/answers", "{\"prompt\": \"three\"}");
                assertThat(late.statusCode()).isEqualTo(503);
                assertThat(json(service.get("/health/ready")).get("status").asString()).isEqualTo("STOPPING");
                service.generator.release();
                assertThat(running.next("answer").data().get("answers").get(0).get("outcome").asString())
                        .isEqualTo("GENERATED");
                closing.join();
            }
        }
        service.service.awaitStop();
    }
}
