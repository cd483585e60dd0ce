package io.dreamcacher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against what a service, or what stands in between, may send. */
class DreamCacherClientTest {
    private static final String ANSWER = "{\"answers\": [{\"id\": \"a\", \"outcome\": \"EXACT\"}]}";

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private DreamCacherClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = DreamCacherClient.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answers(String path, int status, String body) {
        server.createContext(path, exchange -> {
            asked.add("%s %s %s\n%s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
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
}
