package io.dreamcacher.server.requests;

import static io.dreamcacher.server.TestService.detail;
import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.Png;
import io.dreamcacher.server.TestService;
import io.dreamcacher.server.TestService.Events;
import io.dreamcacher.server.TestService.Events.Event;
import io.dreamcacher.testkit.FakeImageGenerator;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class AnswersControllerTest {
    private static final String ANSWERS = "/api/v1/answers";

    private final TestService service = TestService.start(1);

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void ask_nothingRemembered_isGenerated() {
        JsonNode answer = service.ask("a red boat");

        assertThat(answer.get("outcome").asString()).isEqualTo("GENERATED");
        assertThat(answer.get("similarity").isNull()).isTrue();
        assertThat(answer.get("sourceId").isNull()).isTrue();
        assertThat(answer.get("prompt").asString()).isEqualTo("a red boat");
        assertThat(answer.get("width").asInt()).isEqualTo(128);
        assertThat(answer.get("path").asString()).isEqualTo("/api/v1/images/" + answer.get("id").asString() + ".png");
        assertThat(answer.get("promptCutAt").isNull()).isTrue();
        assertThat(answer.get("reason").asString()).isNotEmpty();
    }

    @Test
    void ask_sameAgain_isExact() {
        JsonNode first = service.ask("a red boat");

        JsonNode second = service.ask("a red boat");

        assertThat(second.get("outcome").asString()).isEqualTo("EXACT");
        assertThat(second.get("sourceId")).isEqualTo(first.get("id"));
        assertThat(second.get("seed")).isEqualTo(first.get("seed"));
        assertThat(second.get("createdAt")).isEqualTo(first.get("createdAt"));
    }

    @Test
    void ask_sameWords_isSimilarAndSaysWhy() {
        JsonNode first = service.ask("a red boat at sea");

        JsonNode second = service.ask("at sea a red boat");

        assertThat(second.get("outcome").asString()).isEqualTo("SIMILAR");
        assertThat(second.get("similarity").asDouble()).isGreaterThanOrEqualTo(second.get("needed").asDouble());
        assertThat(second.get("needed").asDouble()).isEqualTo(0.86);
        assertThat(second.get("sourceId")).isEqualTo(first.get("id"));
        assertThat(second.get("sourcePrompt").asString()).isEqualTo("a red boat at sea");
        assertThat(second.get("prompt").asString()).isEqualTo("at sea a red boat");
        assertThat(second.get("reason").asString()).isEqualTo("It is near enough.");
    }

    @Test
    void ask_leavingNoTrace_carriesThePicture() {
        HttpResponse<String> response = service.post(ANSWERS, """
                {"prompt": "a secret", "memory": "NONE"}""");

        JsonNode answer = json(response).get("answers").get(0);
        assertThat(answer.get("id").isNull()).isTrue();
        assertThat(answer.get("path").asString()).startsWith("data:image/png;base64,iVBOR");
        assertThat(json(service.get("/api/v1/generations")).get("generations")).isEmpty();
    }

    @Test
    void ask_everyField_reachesTheGenerator() {
        HttpResponse<String> response = service.post(ANSWERS, """
                {"prompt": "a boat", "model": "fake", "negativePrompt": "rain", "width": 64, "height": 96, "steps": 7,
                 "guidanceScale": 2.5, "scheduler": "euler", "seed": 5, "count": 2, "memory": "REMEMBER_ONLY"}""");

        JsonNode answers = json(response).get("answers");
        assertThat(answers).hasSize(2);
        assertThat(answers.get(1).get("seed").asLong()).isEqualTo(6);
        JsonNode made = json(service.get("/api/v1/generations/" + answers.get(0).get("id").asString()));
        assertThat(made.get("negativePrompt").asString()).isEqualTo("rain");
        assertThat(made.get("width").asInt()).isEqualTo(64);
        assertThat(made.get("height").asInt()).isEqualTo(96);
        assertThat(made.get("steps").asInt()).isEqualTo(7);
        assertThat(made.get("guidanceScale").asDouble()).isEqualTo(2.5);
        assertThat(made.get("scheduler").asString()).isEqualTo("euler");
        assertThat(made.get("seed").asLong()).isEqualTo(5);
    }

    /** As in AUTOMATIC1111, whose clients send it always. */
    @Test
    void ask_seedOfMinusOne_isAnySeed() {
        service.ask("a boat");
        JsonNode again = json(service.post(ANSWERS, "{\"prompt\": \"a boat\", \"seed\": -1}")).get("answers").get(0);
        JsonNode other = json(service.post(ANSWERS, "{\"prompt\": \"a boat\", \"seed\": -1, \"variation\": true}"))
                .get("answers")
                .get(0);

        assertThat(again.get("outcome").asString()).isEqualTo("EXACT");
        assertThat(other.get("outcome").asString()).isEqualTo("GENERATED");
        assertThat(other.get("seed").asLong()).isNotNegative();
    }

    /** 8x8 in one colour, as WebP. */
    @Test
    void ask_startPictureAndMaskInWebP_areRead() {
        String webp = "UklGRh4AAABXRUJQVlA4TBEAAAAvB8ABAAdQjyIXpf+BiOh/AAA=";
        String start = """
                {"prompt": "a boat", "start": {"picture": "%s", "mask": "data:image/webp;base64,%s"}}""".formatted(webp,
                webp);

        JsonNode answer = json(service.post(ANSWERS, start)).get("answers").get(0);

        assertThat(answer.get("outcome").asString()).isEqualTo("GENERATED");
    }

    @Test
    void ask_startPictureInTheWrongAlphabet_saysSo() {
        HttpResponse<String> response = service.post(ANSWERS,
                "{\"prompt\": \"a boat\", \"start\": {\"picture\": \"ab_d\"}}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("start.picture").contains("URL-safe alphabet");
    }

    @Test
    void negativePrompt_absentOrEmpty_isToldApart() {
        assertThat(madeWith("\"steps\": 3").get("negativePrompt").isNull()).isTrue();
        assertThat(madeWith("\"steps\": 4, \"negativePrompt\": \"\"").get("negativePrompt").asString()).isEmpty();
    }

    private JsonNode madeWith(String settings) {
        String id = json(service.post(ANSWERS, "{\"prompt\": \"a boat\", " + settings + "}")).get("answers")
                .get(0)
                .get("id")
                .asString();
        return json(service.get("/api/v1/generations/" + id));
    }

    @Test
    void ask_conditioningAndStartPicture_arePartOfWhatWasMade() {
        String picture = Base64.getEncoder()
                .encodeToString(Png.encode(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB)));
        String start = """
                {"prompt": "a boat", "conditioning": {"clipSkip": 1, "promptSyntax": "WEIGHTED", "eta": 0.25},
                 "start": {"picture": "data:image/png;base64,%s", "strength": 0.5}}""".formatted(picture);

        JsonNode first = json(service.post(ANSWERS, start)).get("answers").get(0);
        JsonNode again = json(service.post(ANSWERS, start)).get("answers").get(0);
        JsonNode plain = service.ask("a boat");

        JsonNode made = json(service.get("/api/v1/generations/" + first.get("id").asString()));
        assertThat(made.get("conditioning").asString()).startsWith("clip-skip=1 syntax=weighted start=")
                .endsWith(":0.5 eta=0.25");
        assertThat(again.get("outcome").asString()).isEqualTo("EXACT");
        assertThat(plain.get("outcome").asString()).isEqualTo("GENERATED");
    }

    @Test
    void ask_pictureTheModelObjectsTo_saysSoNowAndFromMemory() {
        JsonNode first = service.ask("an " + FakeImageGenerator.FLAGGED + " boat");
        JsonNode again = service.ask("an " + FakeImageGenerator.FLAGGED + " boat");

        assertThat(first.get("flagged").asBoolean()).isTrue();
        assertThat(again.get("outcome").asString()).isEqualTo("EXACT");
        assertThat(again.get("flagged").asBoolean()).isTrue();
        assertThat(service.ask("a safe boat").get("flagged").asBoolean()).isFalse();
    }

    @Test
    void ask_emptyPrompt_isTheUnconditionalPicture() {
        assertThat(service.ask("").get("outcome").asString()).isEqualTo("GENERATED");
    }

    @Test
    void ask_overlongPrompt_saysWhereItWasCut() {
        assertThat(service.ask("x ".repeat(75) + "unseen").get("promptCutAt").asInt()).isEqualTo(150);
    }

    @Test
    void ask_variation_isNeverWhatThisCallerSaw() {
        String cookie = cookie(service.post(ANSWERS, """
                {"prompt": "a boat"}"""));

        HttpResponse<String> again = service.send(service.posting(ANSWERS, """
                {"prompt": "a boat", "variation": true}""").header("Cookie", cookie));

        assertThat(json(again).get("answers").get(0).get("outcome").asString()).isEqualTo("GENERATED");
        assertThat(service.generator.started()).isEqualTo(2);
    }

    @Test
    void ask_stranger_getsOneCookie() {
        HttpResponse<String> first = service.post(ANSWERS, """
                {"prompt": "a boat"}""");

        assertThat(first.headers().firstValue("Set-Cookie").orElseThrow()).matches(
                "dreamcacher-caller=[0-9a-f]{32}; Expires=[^;]+; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax");
        HttpResponse<String> second = service.send(service.posting(ANSWERS, """
                {"prompt": "a boat"}""").header("Cookie", cookie(first)));
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    @Test
    void stream_newPicture_tellsEveryStageInOrder() {
        service.generator.hold();
        try (Events events = service.stream("""
                {"prompt": "a boat", "steps": 12}""")) {
            assertThat(events.response().headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            Event queued = events.next();
            assertThat(queued.name()).isEqualTo("queued");
            assertThat(queued.data().get("requestId").asString()).isEqualTo(events.requestId());
            assertThat(queued.data().get("position").asInt()).isZero();
            Event nearest = events.next("nearest");
            assertThat(nearest.data().get("reason").asString()).isNotEmpty();
            service.generator.allow(1);
            Event progress = events.next("progress");
            assertThat(progress.data().toString()).isEqualTo("""
                    {"image":0,"images":1,"step":1,"steps":12}""");
            service.generator.allow(1);
            Event preview = events.next("preview");
            assertThat(preview.data().get("step").asInt()).isEqualTo(2);
            assertThat(preview.data().get("picture").asString()).startsWith("data:image/jpeg;base64,/9j/");
            service.generator.release();
            Event answer = events.next("answer");
            assertThat(answer.data().get("answers").get(0).get("outcome").asString()).isEqualTo("GENERATED");
            assertThat(events.ended()).isTrue();
        }
    }

    @Test
    void stream_answerFromMemory_isQueuedThenAnswered() {
        service.ask("a boat");

        try (Events events = service.stream("""
                {"prompt": "a boat"}""")) {
            assertThat(events.next().name()).isEqualTo("queued");
            Event answer = events.next();
            assertThat(answer.name()).isEqualTo("answer");
            assertThat(answer.data().get("answers").get(0).get("outcome").asString()).isEqualTo("EXACT");
        }
    }

    @Test
    void cancel_whileItIsMade_stopsTheGeneration() {
        service.generator.hold();
        try (Events events = service.stream("""
                {"prompt": "a boat"}""")) {
            service.generator.awaitStarted(1);

            HttpResponse<String> cancelled = service.delete(ANSWERS + "/" + events.requestId());

            assertThat(cancelled.statusCode()).isEqualTo(204);
            Event error = events.next("error");
            assertThat(error.data().get("status").asInt()).isEqualTo(409);
            assertThat(error.data().get("type").asString()).isEqualTo("urn:dreamcacher:cancelled");
            assertThat(error.data().get("category").asString()).isEqualTo("CANCELLED");
            assertThat(error.data().get("retryAfterSeconds").isNull()).isTrue();
            assertThat(service.get(ANSWERS + "/" + events.requestId()).statusCode()).isEqualTo(409);
        }
        service.generator.release();
        assertThat(service.ask("another").get("outcome").asString()).isEqualTo("GENERATED");
        assertThat(service.generator.finished()).isEqualTo(1);
    }

    @Test
    void rejoin_clientLeft_findsStateAndAnswer() {
        service.generator.hold();
        String requestId;
        try (Events events = service.stream("""
                {"prompt": "a boat"}""")) {
            requestId = events.requestId();
            service.generator.allow(3);
            while (events.next("progress").data().get("step").asInt() < 3) {
                assertThat(service.generator.finished()).isZero();
            }
        }
        try (Events again = service.rejoin(requestId)) {
            assertThat(again.next("queued").data().get("requestId").asString()).isEqualTo(requestId);
            assertThat(again.next("progress").data().get("step").asInt()).isEqualTo(3);
            service.generator.release();
            JsonNode answer = again.next("answer").data();
            assertThat(json(service.get(ANSWERS + "/" + requestId))).isEqualTo(answer);
        }
        assertThat(service.generator.started()).isEqualTo(1);
    }

    @Test
    void rejoin_unknown_isNotFound() {
        assertThat(service.get(ANSWERS + "/nothing").statusCode()).isEqualTo(404);
        assertThat(service.delete(ANSWERS + "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void ask_lineIsFull_saysWhenToTryAgain() {
        service.generator.hold();
        CompletableFuture<HttpResponse<String>> running = service.postAsync(ANSWERS, """
                {"prompt": "one"}""");
        service.generator.awaitStarted(1);
        CompletableFuture<HttpResponse<String>> second = service.postAsync(ANSWERS, """
                {"prompt": "two"}""");
        CompletableFuture<HttpResponse<String>> third = service.postAsync(ANSWERS, """
                {"prompt": "three"}""");

        // one of the two has the only place in the line, whichever came first
        CompletableFuture.anyOf(second, third).join();
        HttpResponse<String> refused = (second.isDone() ? second : third).join();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive()
                .isEqualTo(json(refused).get("retryAfterSeconds").asLong());
        assertThat(json(refused).get("category").asString()).isEqualTo("BUSY");
        assertThat(detail(refused)).contains("1 generations are waiting");
        try (Events events = service.stream("""
                {"prompt": "four"}""")) {
            JsonNode error = events.next("error").data();
            assertThat(error.get("status").asInt()).isEqualTo(429);
            assertThat(error.get("category").asString()).isEqualTo("BUSY");
            assertThat(error.get("retryAfterSeconds").asLong()).isPositive();
        }
        service.generator.release();
        assertThat(running.join().statusCode()).isEqualTo(200);
        assertThat(List.of(second.join().statusCode(), third.join().statusCode())).containsExactlyInAnyOrder(200, 429);
    }

    @Test
    void ask_fiftyTimesTheSame_generatesOnce() throws Exception {
        int callers = 50;
        service.generator.hold();
        CountDownLatch barrier = new CountDownLatch(callers);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(executor.submit(() -> {
                    barrier.countDown();
                    barrier.await();
                    try (Events events = service.stream("""
                            {"prompt": "a boat"}""")) {
                        events.next("queued");
                        service.generator.awaitStarted(1);
                        arrived();
                        return events.next("answer").data().get("answers").get(0);
                    }
                }));
            }
            allArrived.await();
            service.generator.release();
            Set<String> ids = new HashSet<>();
            for (Future<JsonNode> answer : answers) {
                ids.add(answer.get().get("id").asString());
            }
            assertThat(ids).hasSize(1);
        }
        assertThat(service.generator.started()).isEqualTo(1);
    }

    private final CountDownLatch allArrived = new CountDownLatch(50);

    private void arrived() {
        allArrived.countDown();
    }

    @Test
    void ask_owner_mayNameAnotherModel() {
        HttpResponse<String> response = service.send(service.posting(ANSWERS, """
                {"prompt": "a boat", "model": "other"}""").header("Authorization", "Bearer " + TestService.TOKEN));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(service.other.finished()).isEqualTo(1);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void ask_generatorFails_isItsProblem() {
        service.generator.failWith(new DreamCacherException(FailureCategory.EXHAUSTED, "The disk is full."));

        HttpResponse<String> response = service.post(ANSWERS, """
                {"prompt": "a boat"}""");

        assertThat(response.statusCode()).isEqualTo(507);
        assertThat(detail(response)).isEqualTo("The disk is full.");
    }
}
