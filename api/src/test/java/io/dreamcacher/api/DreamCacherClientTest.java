package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.dreamcacher.api.DreamCacherClient.Patience;
import io.dreamcacher.api.DreamCacherClient.Service;
import io.dreamcacher.api.GenerationList.Feedback;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against what a service, or what stands in between, may send. */
class DreamCacherClientTest {
    private static final String ANSWER = "{\"answers\": [{\"id\": \"a\", \"outcome\": \"EXACT\"}]}";

    private static final Patience SHORT = new Patience(Duration.ofMillis(100), Duration.ofSeconds(1),
            Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private DreamCacherClient client;

    @BeforeEach
    void start() throws IOException {
        server = started();
        client = DreamCacherClient.at(address(server));
    }

    private static HttpServer started() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
        return server;
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        over.countDown();
        client.close();
        server.stop(0);
    }

    private void impatient() {
        client.close();
        client = new DreamCacherClient(Service.at(address(server)), SHORT);
    }

    /** A client that waits long, as long as the service shows to be alive. */
    private void lookingAfter(Duration look) {
        client.close();
        client = new DreamCacherClient(Service.at(address(server)),
                new Patience(look, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }

    private void answers(String path, int status, String body) {
        answers(path, status, body, Map.of());
    }

    private void answers(String path, int status, String body, Map<String, String> headers) {
        server.createContext(path, exchange -> {
            asked.add("%s %s %s\n%s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    /** Takes the request and says nothing until the test is over. */
    private void isSilent(String path) {
        server.createContext(path, exchange -> {
            asked.add(path);
            awaitEnd();
        });
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends the start of a body and closes the connection. */
    private void isCutAfter(String path, String begun) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes(); // else the connection is reset, and what was sent is lost
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(begun.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });
    }

    private static DreamCacherException failure(ThrowingCallable asking) {
        return catchThrowableOfType(DreamCacherException.class, asking);
    }

    private Answers streamed(List<RequestEvent> heard, String... lines) {
        answers("/api/v1/answers", 200, String.join("\n", lines) + "\n");
        return client.answer(RequestPatch.of("a boat"), heard::add);
    }

    @Test
    void answer_events_areToldInOrder() {
        List<RequestEvent> heard = new ArrayList<>();

        Answers answers = streamed(heard, ": hello", "event: queued", "data: {\"requestId\": \"r\", \"position\": 2}",
                "",
                "event:novelty", "data:{\"of\": \"a newer service\"}", "", ": still here", "", "id: 5",
                "event: progress", "data: {\"image\": 0, \"images\": 1,", "data:  \"step\": 3, \"steps\": 9}", "",
                "event: answer", "data: " + ANSWER, "");

        assertThat(heard).startsWith(new RequestEvent.Queued("r", 2, 0), new RequestEvent.Progress(0, 1, 3, 9))
                .hasSize(3);
        assertThat(answers.answers().getFirst().id()).contains("a");
        assertThat(asked).containsExactly("POST /api/v1/answers application/json\n{\"prompt\":\"a boat\"}");
    }

    @Test
    void answer_error_isTheServicesSentence() {
        assertThatThrownBy(() -> streamed(new ArrayList<>(), "event: error",
                "data: {\"status\": 429, \"category\": \"BUSY\", \"detail\": \"The line is full.\", \"retryAfterSeconds\": 3}",
                "")).hasMessage("The line is full.")
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(3)));
    }

    @Test
    void answer_streamThatEnds_isSaid() {
        assertThatThrownBy(() -> streamed(new ArrayList<>(), "event: queued", "data: {}", ""))
                .hasMessageContaining("stopped before it answered");
    }

    @Test
    void ask_whatStandsInBetween_isAProblemToo() {
        answers("/api/v1/stats", 502, "<html>Bad gateway</html>");

        assertThatThrownBy(client::stats).hasMessageContaining("status 502")
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY));
    }

    @Test
    void ask_unknownName_isEmpty() {
        answers("/api/v1/generations/x", 404, "{\"category\": \"NOT_FOUND\", \"detail\": \"There is none.\"}");
        answers("/api/v1/images/x.png", 404, "");

        assertThat(client.generation("x")).isEmpty();
        assertThat(client.delete("x")).isFalse();
        assertThat(client.image("x")).isEmpty();
    }

    @Test
    void search_byImageAndWords_isAForm() {
        answers("/api/v1/search", 200, "{\"results\": []}");

        client.search(new SearchRequest(Optional.of("ein grünes Boot"), Optional.of(new byte[]{65, 66}), false, 4,
                Optional.of("m"), Optional.empty()));
        client.search(SearchRequest.of("a & b", 2));

        assertThat(asked.remove()).startsWith("POST /api/v1/search multipart/form-data; boundary=")
                .contains("name=\"image\"; filename=\"image\"", "AB", "name=\"k\"", "name=\"q\"", "ein grünes Boot",
                        "name=\"model\"");
        assertThat(asked.remove()).startsWith("GET /api/v1/search?k=2&q=a%20%26%20b null");
    }

    @Test
    void ask_nobodyListens_isBusyWithTheAddress() {
        server.stop(0);

        assertThatThrownBy(client::stats).hasMessageContaining("The service at http://127.0.0.1")
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY));
    }

    @ParameterizedTest
    @EnumSource(FailureCategory.class)
    void ask_problemOfACategory_isThatFailureAgain(FailureCategory category) {
        Problem problem = Problem.of(new DreamCacherException(category, "Größer als 1 GiB; \"shorten\" it."));
        String body = Json.STRICT.writeValueAsString(problem);
        answers("/api/v1/stats", problem.status(), body);
        answers("/api/v1/answers", problem.status(), body);

        for (ThrowingCallable asking : List.<ThrowingCallable>of(client::stats,
                () -> client.answer(RequestPatch.of("a boat")), () -> client.answered("r"))) {
            DreamCacherException failure = failure(asking);
            assertThat(failure).hasMessage("Größer als 1 GiB; \"shorten\" it.");
            assertThat(failure.category()).isEqualTo(category);
            assertThat(failure.retryAfter()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(FailureCategory.class)
    void answer_errorEventOfACategory_isThatFailureAgain(FailureCategory category) {
        String problem = Json.STRICT
                .writeValueAsString(Problem.of(new DreamCacherException(category, "It did not work.")));
        List<RequestEvent> heard = new ArrayList<>();

        DreamCacherException failure = failure(() -> streamed(heard, "event: error", "data: " + problem, ""));

        assertThat(failure).hasMessage("It did not work.");
        assertThat(failure.category()).isEqualTo(category);
        assertThat(heard).hasSize(1).first().isInstanceOf(RequestEvent.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"502 | <html>Bad gateway</html> | BUSY", "503 | '' | BUSY", "504 | '' | BUSY",
            "429 | slow down | BUSY", "500 | <html> | INTERNAL", "501 | '' | INTERNAL", "400 | '' | BAD_REQUEST",
            "401 | '' | BAD_REQUEST", "403 | <html> | FORBIDDEN", "302 | '' | BAD_REQUEST", "500 | null | INTERNAL",
            "500 | [1, 2] | INTERNAL", "500 | \"text\" | INTERNAL", "503 | {\"status\": \"x\", \"category\": 5} | BUSY",
            "503 | {\"detail\": null, \"category\": \"NEWER\"} | BUSY",
            "500 | {\"detail\": {}, \"type\": [] | INTERNAL",
            "413 | {\"retryAfterSeconds\": \"soon\"} | BAD_REQUEST"})
    void ask_noProblemButAStatus_hasACategoryAndSaysTheStatus(int status, String body, FailureCategory category) {
        answers("/api/v1/stats", status, body);
        answers("/api/v1/answers", status, body);

        for (ThrowingCallable asking : List.<ThrowingCallable>of(client::stats,
                () -> client.answer(RequestPatch.of("a boat")))) {
            DreamCacherException failure = failure(asking);
            assertThat(failure).hasMessage("The service answered with status %d and no explanation.".formatted(status));
            assertThat(failure.category()).isEqualTo(category);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"429 | '' | 7 | 7", "503 | <html> | 120 | 120",
            "429 | {\"retryAfterSeconds\": 3} | 7 | 3", "429 | {\"retryAfterSeconds\": null} | 7 | 7",
            "429 | {\"retryAfterSeconds\": 3} | - | 3", "429 | '' | - | -", "429 | '' | 0 | -", "429 | '' | -5 | -",
            "429 | '' | soon | -", "503 | '' | Mon, 30 Nov 2026 12:00:00 GMT | -", "500 | '' | 7 | -",
            "429 | '' | 99999999999999999999 | -"})
    void ask_retryAfter_isOfTheBodyOrElseOfTheHeader(int status, String body, String header, Long seconds) {
        Map<String, String> headers = header == null ? Map.of() : Map.of("Retry-After", header);
        answers("/api/v1/stats", status, body, headers);
        answers("/api/v1/answers", status, body, headers);

        Optional<Duration> expected = Optional.ofNullable(seconds).map(Duration::ofSeconds);
        assertThat(failure(client::stats).retryAfter()).isEqualTo(expected);
        assertThat(failure(() -> client.answer(RequestPatch.of("x"))).retryAfter()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<html>Log in first</html>", "null", "[]", "{", "{}", "5", "{\"answers\": null}",
            "{\"answers\": 5}", "{\"answers\": [null], ", "{\"answers\": [5]}", "{\"answers\": []} {}"})
    void ask_successThatIsNoAnswer_isSaidWithTheAddress(String body) {
        answers("/api/v1/answers", 200, body);

        DreamCacherException failure = failure(() -> client.answered("r"));

        assertThat(failure).hasMessageStartingWith("The service at http://127.0.0.1:")
                .hasMessageContaining("answered something that no Dream Cacher service says");
        assertThat(failure.category()).isEqualTo(FailureCategory.INTERNAL);
    }

    @Test
    void ask_everyQuestionAnsweredByAPage_isAFailureOfOurs() {
        answers("/", 200, "<html>Log in first</html>");

        assertThat(List.<ThrowingCallable>of(client::stats, client::settings, client::health, client::warming,
                client::reindex, () -> client.check(false), () -> client.search(SearchRequest.of("x", 1)),
                () -> client.suggest("x", 1), () -> client.generation("x"), () -> client.newest(1, Optional.empty()),
                () -> client.warm(new FirstImages.Start(Optional.empty())), () -> client.answered("x")))
                .allSatisfy(asking -> assertThat(failure(asking).category()).isEqualTo(FailureCategory.INTERNAL));
    }

    @Test
    void health_ofAServiceThatIsNotReady_isTold() {
        answers("/health/ready", 503, "{\"status\": \"STARTING\", \"uncountedAnswers\": 2, \"newer\": []}");

        assertThat(client.health()).isEqualTo(new Health("STARTING", 2, 0));
    }

    @Test
    void answer_pageInsteadOfAStream_isNotTakenForAnEnd() {
        answers("/api/v1/answers", 200, "<html>Log in first</html>",
                Map.of("Content-Type", "text/html; charset=utf-8"));

        assertThat(failure(() -> client.answer(RequestPatch.of("x"))))
                .hasMessageContaining("no Dream Cacher service says (text/html; charset=utf-8)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: answer\ndata: {}", "event: answer\ndata: <html>", "event: queued\ndata: [",
            "event: progress\ndata: {\"step\": \"three\"}", "event: answer\ndata: {\"answers\": [}",
            "event: preview\ndata: 5"})
    void answer_eventThatIsGarbage_isSaid(String event) {
        DreamCacherException failure = failure(() -> streamed(new ArrayList<>(), event, ""));

        assertThat(failure).hasMessageContaining("no Dream Cacher service says");
        assertThat(failure.category()).isEqualTo(FailureCategory.INTERNAL);
    }

    @Test
    void answer_previewsAndFieldsOfANewerService_areHeard() {
        List<RequestEvent> heard = new ArrayList<>();

        streamed(heard, "event: nearest", "data: {\"reason\": \"too far\", \"by\": 0.2}", "", "event: preview",
                "data: {\"image\": 1, \"step\": 4, \"picture\": \"data:image/jpeg;base64,AA\", \"width\": 8}", "",
                "event: answer", "data: " + ANSWER, "", "event: queued", "data: {}", "");

        assertThat(heard).hasSize(3)
                .startsWith(new RequestEvent.Nearest("too far"),
                        new RequestEvent.Preview(1, 4, "data:image/jpeg;base64,AA"));
    }

    @Test
    void answer_linesEndedByCarriageReturns_areLines() {
        answers("/api/v1/answers", 200, "\uFEFFevent: queued\rdata: {\"requestId\": \"ä\"}\r\revent: answer\r\ndata: "
                + ANSWER + "\r\n\r\n", Map.of("Content-Type", "text/event-stream"));
        List<RequestEvent> heard = new ArrayList<>();

        client.answer(RequestPatch.of("x"), heard::add);

        assertThat(heard).hasSize(2).startsWith(new RequestEvent.Queued("ä", 0, 0));
    }

    @Test
    void answer_imageThatLeftNoTrace_isInTheAnswer() {
        Answers answers = streamed(new ArrayList<>(), "event: answer",
                "data: {\"answers\": [{\"path\": \"data:image/png;base64,QUI=\"}, {\"path\": \"/api/v1/images/x.png\"}]}",
                "");

        assertThat(answers.answers().getFirst().id()).isEmpty();
        assertThat(answers.answers().getFirst().unstored().orElseThrow()).containsExactly('A', 'B');
        assertThat(answers.answers().getLast().unstored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "event: answer\n", "event: answer\ndata: " + ANSWER + "\n",
            "event: answer\ndata: {\"answers\": [{\"id\""})
    void answer_streamThatIsCut_isBusyAndNoAnswer(String begun) {
        isCutAfter("/api/v1/answers", "event: progress\ndata: {\"step\": 3}\n\n" + begun);
        List<RequestEvent> heard = new ArrayList<>();

        DreamCacherException failure = failure(() -> client.answer(RequestPatch.of("x"), heard::add));

        assertThat(failure.category()).isEqualTo(FailureCategory.BUSY);
        assertThat(failure).hasMessageContaining("cannot be reached");
        assertThat(heard).containsExactly(new RequestEvent.Progress(0, 0, 3, 0));
    }

    @Test
    void answer_lastEventWithoutItsEmptyLine_isNoAnswer() {
        assertThat(failure(() -> streamed(new ArrayList<>(), "event: answer", "data: " + ANSWER)))
                .hasMessageContaining("stopped before it answered");
    }

    @Test
    void answer_listenerThatThrows_isHeardAndTheStreamIsLeft() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        server.createContext("/api/v1/answers", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write("event: progress\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (IOException e) {
                left.countDown();
            }
        });

        assertThatThrownBy(() -> client.answer(RequestPatch.of("x"), event -> {
            throw new IllegalStateException("the listener's own");
        })).isInstanceOf(IllegalStateException.class).hasMessage("the listener's own");
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ask_bodyThatIsCut_isBusy() {
        isCutAfter("/api/v1/stats", "{\"generations\": 1");
        isCutAfter("/api/v1/images/x.png", "PNG");

        assertThat(failure(client::stats).category()).isEqualTo(FailureCategory.BUSY);
        assertThat(failure(() -> client.image("x")).category()).isEqualTo(FailureCategory.BUSY);
    }

    @Test
    void ask_serviceThatCloses_isBusy() {
        server.createContext("/api/v1", exchange -> {
            throw new IOException("closed");
        });

        assertThat(failure(client::stats).category()).isEqualTo(FailureCategory.BUSY);
        assertThat(failure(() -> client.answer(RequestPatch.of("x")))).hasMessageContaining("cannot be reached");
    }

    @Test
    void ask_serviceThatSaysNothingAtAll_isGivenUp() {
        isSilent("/");
        impatient();

        for (ThrowingCallable asking : List.<ThrowingCallable>of(client::stats,
                () -> client.answer(RequestPatch.of("x")), client::reindex)) {
            DreamCacherException failure = failure(asking);
            assertThat(failure).hasMessageContaining("has not answered for 1 seconds");
            assertThat(failure.category()).isEqualTo(FailureCategory.BUSY);
        }
        assertThat(asked.size()).as("looked whether it is alive").isGreaterThan(3);
    }

    @Test
    void ask_serviceThatIsAliveButDoesNotAnswer_isGivenUpAtTheLimit() {
        isSilent("/api/v1/stats");
        answers("/health/live", 200, "{}");
        impatient();

        assertThat(failure(client::stats)).hasMessageContaining("has not answered for 1 seconds");
        assertThat(asked).filteredOn(request -> request.startsWith("GET /health/live")).isNotEmpty();
    }

    @Test
    void answer_silenceBetweenEvents_isWaitedForWhileTheServiceLives() {
        CountDownLatch looked = new CountDownLatch(1);
        server.createContext("/health/live", exchange -> {
            looked.countDown();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.createContext("/api/v1/answers", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                looked.await();
                out.write(("event: answer\ndata: " + ANSWER + "\n\n").getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        lookingAfter(Duration.ofMillis(500));

        assertThat(client.answer(RequestPatch.of("x")).answers()).hasSize(1);
    }

    @Test
    void answer_streamThatFallsSilent_isGivenUp() {
        ConcurrentLinkedQueue<RequestEvent> heard = new ConcurrentLinkedQueue<>();
        server.createContext("/health/live", exchange -> {
            if (!heard.isEmpty()) {
                awaitEnd();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/api/v1/answers", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("event: progress\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        lookingAfter(Duration.ofMillis(100));

        DreamCacherException failure = failure(() -> client.answer(RequestPatch.of("x"), heard::add));

        assertThat(failure.category()).isEqualTo(FailureCategory.BUSY);
        assertThat(failure).hasMessageContaining("has not answered");
        assertThat(heard).hasSize(1);
    }

    @Test
    void ask_interrupted_isCancelledAndStaysInterrupted() {
        isSilent("/");
        Thread.currentThread().interrupt();

        DreamCacherException failure = failure(client::stats);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.category()).isEqualTo(FailureCategory.CANCELLED);
    }

    @Test
    void close_whileSomebodyWaits_endsTheWait() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        server.createContext("/api/v1/stats", exchange -> {
            arrived.countDown();
            awaitEnd();
        });
        CompletableFuture<DreamCacherException> waiting = CompletableFuture.supplyAsync(() -> failure(client::stats));
        arrived.await();

        client.close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20))
                .satisfies(failure -> assertThat(failure.category()).isEqualTo(FailureCategory.BUSY));
        assertThat(failure(client::stats).category()).isEqualTo(FailureCategory.BUSY);
    }

    @Test
    void token_isSentToItsOwnAddressOnly() throws IOException {
        HttpServer other = started();
        try {
            ConcurrentLinkedQueue<String> elsewhere = new ConcurrentLinkedQueue<>();
            other.createContext("/", exchange -> {
                elsewhere.add(exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            ConcurrentLinkedQueue<String> tokens = new ConcurrentLinkedQueue<>();
            server.createContext("/", exchange -> {
                tokens.add(String.valueOf(exchange.getRequestHeaders().get("Authorization")));
                exchange.getResponseHeaders().add("Location", address(other) + "/api/v1/stats");
                exchange.sendResponseHeaders(307, -1);
                exchange.close();
            });
            client.close();
            client = new DreamCacherClient(
                    new Service(address(server), Optional.of("secret"), "The service", "Start it."), Patience.USUAL);

            for (ThrowingCallable asking : List.<ThrowingCallable>of(client::stats, client::reindex,
                    () -> client.answer(RequestPatch.of("x")), () -> client.image("x"))) {
                assertThat(failure(asking)).hasMessageContaining("status 307").hasMessageNotContaining("secret");
            }
            assertThat(tokens).hasSize(4).containsOnly("[Bearer secret]");
            assertThat(elsewhere).isEmpty();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void token_ofNobody_isNotSent() {
        server.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().get("Authorization")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        client.cancel("r");

        assertThat(asked).containsExactly("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-1", "grünes Boot", "a/b", "../stats", "a?b=c", "100%", "%2F", "a+b", "a&k=9", "a#b",
            "日本 \uD83D\uDEA4", "a;b", "\u0000\n\"", "http://elsewhere/"})
    void ask_anyName_staysOnePartOfTheAddress(String name) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });

        client.image(name);
        client.generation(name);
        client.delete(name);
        client.judge(name, new Feedback(Optional.of(name), Optional.of(true)));
        failure(() -> client.answered(name));
        failure(() -> client.cancel(name));
        failure(() -> client.suggest(name, 3));
        failure(() -> client.newest(2, Optional.of(name)));
        failure(() -> client.search(new SearchRequest(Optional.of(name), Optional.empty(), true, 4, Optional.of(name),
                Optional.of(new ImageSize(64, 32)))));

        String path = "([^/?&=#+ ]+)";
        List<String> shapes = List.of("GET /api/v1/images/" + path + "\\.png", "GET /api/v1/generations/" + path,
                "DELETE /api/v1/generations/" + path, "POST /api/v1/generations/" + path + "/feedback",
                "GET /api/v1/answers/" + path, "DELETE /api/v1/answers/" + path,
                "GET /api/v1/suggestions\\?q=" + path + "&k=3", "GET /api/v1/generations\\?limit=2&before=" + path,
                "GET /api/v1/search\\?k=4&q=" + path + "&model=" + path + "&size=64x32&by=words");
        assertThat(asked).hasSameSizeAs(shapes);
        for (String shape : shapes) {
            Matcher matcher = Pattern.compile(shape).matcher(asked.remove());
            assertThat(matcher.matches()).as(shape).isTrue();
            assertThat(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)).isEqualTo(name);
            assertThat(URLDecoder.decode(matcher.group(matcher.groupCount()), StandardCharsets.UTF_8)).isEqualTo(name);
        }
    }

    @Test
    void tell_whatTheOwnerMay_isSentWhole() {
        answers("/api/v1/prompts", 204, "");
        answers("/api/v1/check", 200,
                "{\"checked\": 3, \"bytes\": 9, \"findings\": [{\"id\": \"a\", \"fault\": \"missing\"}]}");
        answers("/api/v1/warm", 202, "{\"total\": 5}");
        answers("/api/v1/generations/a/feedback", 204, "");

        client.remember(List.of("ein Boot", "\"zwei\"\nBoote"));
        Checked checked = client.check(true);
        FirstImages.Started started = client.warm(new FirstImages.Start(Optional.of(5)));
        boolean judged = client.judge("a", new Feedback(Optional.of("ein Boot"), Optional.of(false)));

        assertThat(checked.findings()).extracting(Checked.Finding::fault).containsExactly("missing");
        assertThat(started.total()).isEqualTo(5);
        assertThat(judged).isTrue();
        assertThat(asked).containsExactly(
                "POST /api/v1/prompts application/json\n{\"prompts\":[\"ein Boot\",\"\\\"zwei\\\"\\nBoote\"]}",
                "POST /api/v1/check?setAside=true null\n", "POST /api/v1/warm application/json\n{\"count\":5}",
                "POST /api/v1/generations/a/feedback application/json\n{\"prompt\":\"ein Boot\",\"right\":false}");
    }

    @Test
    void cancel_requestThatIsNotThere_isSaid() {
        answers("/api/v1/answers/r", 404, "{\"category\": \"NOT_FOUND\", \"detail\": \"There is no such request.\"}");

        assertThat(failure(() -> client.cancel("r"))).hasMessage("There is no such request.");
        assertThat(asked).containsExactly("DELETE /api/v1/answers/r null\n");
    }
}
