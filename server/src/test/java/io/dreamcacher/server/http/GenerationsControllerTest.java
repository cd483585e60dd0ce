package io.dreamcacher.server.http;

import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.server.TestService;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GenerationsControllerTest {
    private static final String GENERATIONS = "/api/v1/generations";

    private final TestService service = TestService.start();

    @AfterEach
    void close() {
        service.close();
    }

    private String made(String prompt) {
        return service.ask(prompt).get("id").asString();
    }

    @Test
    void picture_remembered_isCachedForEver() {
        String id = made("a boat");

        HttpResponse<byte[]> response = service.send(service.request("/api/v1/images/" + id + ".png"),
                BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(response.headers().firstValue("Cache-Control")).contains("max-age=31536000, public, immutable");
        assertThat(response.body()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
        String tag = response.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).as("a strong one, of the bytes")
                .isEqualTo(
                        "\"%s\"".formatted(new ImageFile(response.body(), MediaType.PNG).sha256()));
        HttpResponse<byte[]> again = service.send(
                service.request("/api/v1/images/" + id + ".png").header("If-None-Match", tag),
                BodyHandlers.ofByteArray());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void thumbnail_ofAPicture_isASmallJpegCachedForEver() {
        String id = made("a boat");

        HttpResponse<byte[]> response = service.send(service.request("/api/v1/images/" + id + ".png?size=256"),
                BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(response.headers().firstValue("Cache-Control")).contains("max-age=31536000, public, immutable");
        assertThat(response.body()).startsWith(0xff, 0xd8);
        assertThat(service.get("/api/v1/images/" + id + ".png?size=300").statusCode()).isEqualTo(400);
        assertThat(service.get("/api/v1/images/" + id + ".png?size=x").statusCode()).isEqualTo(400);
    }

    @Test
    void show_remembered_saysEverythingThatMadeIt() {
        String id = made("a boat");

        JsonNode generation = json(service.get(GENERATIONS + "/" + id));

        assertThat(generation.get("id").asString()).isEqualTo(id);
        assertThat(generation.get("prompt").asString()).isEqualTo("a boat");
        assertThat(generation.get("model").asString()).isEqualTo("fake");
        assertThat(generation.get("steps").asInt()).isEqualTo(20);
        assertThat(generation.get("path").asString()).isEqualTo("/api/v1/images/" + id + ".png");
        assertThat(generation.get("sizeBytes").asLong()).isPositive();
    }

    @Test
    void newest_several_listsTheLastFirst() {
        made("one");
        made("two");
        made("three");

        JsonNode listed = json(service.get(GENERATIONS + "?limit=2")).get("generations");

        assertThat(listed).hasSize(2);
        assertThat(json(service.get(GENERATIONS)).get("generations")).hasSize(3);
    }

    @Test
    void newest_pageAfterPage_showsEachOnceWhateverComesAndGoes() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(made("thing%d of kind%d".formatted(i, i)));
        }
        JsonNode first = json(service.get(GENERATIONS + "?limit=2"));
        String next = first.get("next").asString();
        made("thing of another kind");
        service.delete(GENERATIONS + "/" + first.get("generations").get(1).get("id").asString());

        JsonNode second = json(service.get(GENERATIONS + "?limit=2&before=" + next));
        JsonNode third = json(service.get(GENERATIONS + "?limit=2&before=" + second.get("next").asString()));

        assertThat(ids(first, second, third)).containsExactlyElementsOf(made);
        assertThat(third.get("next").isNull()).isTrue();
        assertThat(service.get(GENERATIONS + "?before=yesterday").statusCode()).isEqualTo(400);
    }

    private static List<String> ids(JsonNode... pages) {
        return Stream.of(pages)
                .flatMap(page -> page.get("generations").valueStream())
                .map(generation -> generation.get("id").asString())
                .toList();
    }

    @Test
    void delete_remembered_isGoneEverywhere() {
        String id = made("a boat");

        assertThat(service.delete(GENERATIONS + "/" + id).statusCode()).isEqualTo(204);

        assertThat(service.get(GENERATIONS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(service.get("/api/v1/images/" + id + ".png").statusCode()).isEqualTo(404);
        assertThat(service.delete(GENERATIONS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(json(service.get("/api/v1/search?q=boat")).get("results")).isEmpty();
        assertThat(service.ask("a boat").get("outcome").asString()).isEqualTo("GENERATED");
    }

    @Test
    void judge_wrong_neverAnswersThatPromptAgain() {
        String id = made("a red boat at sea");
        assertThat(service.ask("at sea a red boat").get("sourceId").asString()).isEqualTo(id);

        HttpResponse<String> judged = service.post(GENERATIONS + "/" + id + "/feedback", """
                {"prompt": "at sea a red boat", "right": false}""");

        assertThat(judged.statusCode()).isEqualTo(204);
        assertThat(service.ask("at sea a red boat").get("outcome").asString()).isEqualTo("GENERATED");
        assertThat(service.ask("a red boat at sea").get("outcome").asString()).isEqualTo("EXACT");
    }

    @Test
    void judge_right_changesNothing() {
        String id = made("a boat");

        assertThat(service.post(GENERATIONS + "/" + id + "/feedback", """
                {"prompt": "a boat", "right": true}""").statusCode()).isEqualTo(204);

        assertThat(service.ask("a boat").get("outcome").asString()).isEqualTo("EXACT");
    }

    @Test
    void judge_incomplete_isASentence() {
        String id = made("a boat");

        HttpResponse<String> judged = service.post(GENERATIONS + "/" + id + "/feedback", """
                {"prompt": "a boat"}""");

        assertThat(judged.statusCode()).isEqualTo(400);
        assertThat(TestService.detail(judged)).isEqualTo("The field \"right\" must be given.");
    }

    @Test
    void judge_withoutPrompt_isOfItsOwn() {
        String id = made("a boat");

        assertThat(service.post(GENERATIONS + "/" + id + "/feedback", """
                {"right": false}""").statusCode()).isEqualTo(204);

        assertThat(service.ask("a boat").get("outcome").asString()).isEqualTo("GENERATED");
    }

    @Test
    void why_remembered_namesWhatItAnswered() {
        String id = made("a red boat at sea");
        service.ask("at sea a red boat");

        JsonNode asked = json(service.get(GENERATIONS + "/" + id + "/why")).get("asked");

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).get("prompt").asString()).isEqualTo("at sea a red boat");
        assertThat(asked.get(0).get("similarity").asDouble()).isGreaterThan(0.8);
        assertThat(service.get(GENERATIONS + "/aaaaaaaaaaaaaaaaaaaa/why").statusCode()).isEqualTo(404);
    }

    @Test
    void report_afterAnswers_hasEveryFigure() {
        made("a boat");
        service.ask("a boat");

        JsonNode report = json(service.get("/api/v1/report?price=2"));

        assertThat(report.get("exact").asInt()).isEqualTo(1);
        assertThat(report.get("moneySaved").isNumber()).isTrue();
        assertThat(report.get("wrongReuses").get("share").isNull()).isTrue();
        assertThat(report.get("answersFromMemory").asInt()).isEqualTo(1);
        assertThat(json(service.get("/api/v1/report")).get("moneySaved").isNull()).isTrue();
        assertThat(service.get("/api/v1/report?price=-3").statusCode()).isEqualTo(400);
        assertThat(service.get("/api/v1/report?price=-1").statusCode()).isEqualTo(400);
        assertThat(service.get("/api/v1/report?price=x").statusCode()).isEqualTo(400);
    }

    @Test
    void judge_unknownPicture_isNotFound() {
        assertThat(service.post(GENERATIONS + "/aaaaaaaaaaaaaaaaaaaa/feedback", """
                {"prompt": "a boat", "right": false}""").statusCode()).isEqualTo(404);
    }
}
