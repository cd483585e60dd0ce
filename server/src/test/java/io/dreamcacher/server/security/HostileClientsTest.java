package io.dreamcacher.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.server.RawHttp;
import io.dreamcacher.server.TestService;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that withhold, drip, leave, or speak another HTTP; issue 10. */
@Timeout(120)
class HostileClientsTest {
    private static final int UPLOAD = 200_000;
    private static final int ALMOST = UPLOAD - 2_000;
    private static final String JSON = "Content-Type: application/json\r\n";

    private final TestService service = TestService.start(32,
            new ServiceLimits(10_000, 1024 * 1024, 150, 16, 1_000_000_000, UPLOAD, 2));
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        service.close();
    }

    private Socket open(String head, int bodyBytes) throws IOException {
        URI address = service.address();
        Socket socket = new Socket(address.getHost(), address.getPort());
        sockets.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write("x".repeat(bodyBytes).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String head(String path, String type, int length) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n".formatted(path, type, length);
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void bodies_manyWithheld_areRefusedBeforeTheyFillTheHeapAndOthersAreServed() throws IOException {
        service.ask("a boat");
        for (int i = 0; i < 30; i++) {
            open(head("/api/v1/answers", JSON, UPLOAD) + "{\"prompt\":\"", ALMOST);
        }

        assertThat(service.ask("a boat").get("outcome").asString()).isEqualTo("EXACT");

        List<String> answers = new ArrayList<>();
        for (Socket socket : sockets) {
            answers.add(answer(socket));
        }
        assertThat(answers).anyMatch(text -> text.startsWith("HTTP/1.1 429") && text.contains("Retry-After: 5")
                && text.contains("All bodies under way may have"));
        assertThat(answers).allMatch(text -> text.startsWith("HTTP/1.1 429") || text.startsWith("HTTP/1.1 408"));
        assertThat(service.ask("a boat").get("outcome").asString()).isEqualTo("EXACT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/api/v1/answers | application/json",
            "/ask | application/x-www-form-urlencoded", "/api/v1/search | multipart/form-data; boundary=b"})
    void body_neverWhole_isAnsweredInTime(String path, String type) throws IOException {
        String answer = answer(open(head(path, "Content-Type: " + type + "\r\n", 1000), 10));

        assertThat(answer).startsWith("HTTP/1.1 408").contains("A body must have arrived whole 2 s after");
    }

    @Test
    void body_drippingIn_isAnsweredInTime() throws Exception {
        Socket socket = open(head("/api/v1/answers", JSON, 1000), 1);
        long begun = System.nanoTime();
        Thread dripping = Thread.ofVirtual().start(() -> drip(socket));

        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        dripping.interrupt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: loc", "GE"})
    void header_drippingIn_isClosedInTime(String begin) throws Exception {
        Socket socket = open(begin, 0);
        Thread dripping = Thread.ofVirtual().start(() -> drip(socket));

        while (dripping.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
    }

    /** One byte every 300 ms until nobody takes it any more. */
    private static void drip(Socket socket) {
        try {
            while (true) {
                Thread.sleep(300);
                socket.getOutputStream().write('x');
            }
        } catch (IOException | InterruptedException e) {
            return; // the service closed it, or the test is over
        }
    }

    @Test
    void ask_clientLeft_isNotDrawn() throws Exception {
        service.generator.hold();
        String body = "{\"prompt\":\"a boat\"}";
        Socket socket = open(head("/api/v1/answers", JSON, body.length()) + body, 0);
        service.generator.awaitStarted(1);

        socket.close();

        try (TestService.Events events = service.stream("{\"prompt\": \"another\"}")) {
            service.generator.awaitStarted(2); // the one generator is free only when the first has been cancelled
            service.generator.release();
            events.next("answer");
        }
        assertThat(service.generator.finished()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "CONNECT localhost:80 HTTP/1.1       |                              | 501 | not known here",
            "GET / HTTP/9.9                      |                              | 505 | HTTP/1.0 and HTTP/1.1",
            "GET / HTTP/2.0                      |                              | 505 | HTTP/1.0 and HTTP/1.1",
            "POST /api/v1/answers HTTP/1.1       | Transfer-Encoding: gzip      | 501 | Transfer-Encoding",
            "POST /api/v1/answers HTTP/1.1       | Transfer-Encoding: br, chunked | 501 | Transfer-Encoding",
            "TRACE / HTTP/1.1                    |                              | 405 | not possible",
            "BREW / HTTP/1.1                     |                              | 405 | not possible",
            "POST /api/v1/answers HTTP/1.1       | Expect: miracles             | 417 | 100-continue"})
    void request_ofAnotherHttp_isASentence(String line, String field, String status, String sentence)
            throws IOException {
        String answer = RawHttp.send(service.address(), line.strip() + "\r\nHost: localhost\r\n"
                + (field == null ? "" : field + "\r\n") + "Connection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 " + status + " .*")
                .contains("application/problem+json")
                .contains(sentence == null ? "detail" : sentence)
                .doesNotContain("a defect");
    }

    @Test
    void header_tooLong_isASentence() throws IOException {
        String answer = RawHttp.send(service.address(),
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: %s\r\nConnection: close\r\n\r\n".formatted("x".repeat(9000)));

        assertThat(answer).matches("(?s)HTTP/1.1 4(00|31) .*").contains("application/problem+json");
    }
}
