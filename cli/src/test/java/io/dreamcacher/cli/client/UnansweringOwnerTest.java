package io.dreamcacher.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dreamcacher.api.DreamCacherClient.Patience;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.Owner;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands whose data folder is held by a service that does not answer, as after {@code kill -STOP}. */
@Timeout(60)
class UnansweringOwnerTest {
    private static final long PID = 4711;
    private static final Patience SHORT = new Patience(Duration.ofMillis(200), Duration.ofSeconds(5),
            Duration.ofHours(1), Duration.ofSeconds(2));
    private static final String QUEUED = "event: queued\ndata: {\"requestId\":\"r1\",\"position\":0}\n\n";
    private static final String ANSWER = """
            event: answer
            data: {"answers": [{"id": "abcdefghij234567abcd", "outcome": "EXACT", "milliseconds": 1, "millisecondsSaved": 5, "seed": 7,\
             "path": "/x", "reason": "same request", "flagged": false}]}

            """;

    @TempDir
    private Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket mute;

    @BeforeEach
    void listen() throws IOException {
        mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        mute.close();
        threads.close();
    }

    private static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private MemoryAccess access(URI address) {
        return new RemoteAccess(new Owner.Service(PID, address, "secret"), folder, SHORT);
    }

    /** Everything a command may ask of a service. */
    static Stream<Named<Consumer<MemoryAccess>>> questions() {
        return Stream.of(
                Named.of("generate",
                        memory -> memory.answer(RequestPatch.of("a cat"), event -> {})),
                Named.of("search", memory -> memory.search(SearchRequest.of("a cat", 8))),
                Named.of("search by image",
                        memory -> memory.search(new SearchRequest(Optional.empty(), Optional.of(new byte[9]), false, 8,
                                Optional.empty(), Optional.empty()))),
                Named.of("suggest", memory -> memory.suggest("a", 8)), Named.of("show", memory -> memory.show("a")),
                Named.of("delete", memory -> memory.delete("a")), Named.of("stats", MemoryAccess::stats),
                Named.of("reindex", MemoryAccess::reindex),
                Named.of("check", memory -> memory.check(false, looked -> {})),
                Named.of("remember", memory -> memory.rememberPrompts(List.of("a cat"))));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void ask_serviceThatTakesConnectionsOnly_endsWithASentence(Consumer<MemoryAccess> question) {
        MemoryAccess memory = access(address(mute.getLocalPort()));

        assertThatThrownBy(() -> question.accept(memory))
                .isInstanceOfSatisfying(DreamCacherException.class, e -> {
                    assertThat(e.category()).isEqualTo(FailureCategory.BUSY);
                    assertThat(e.retryAfter()).as("warm would try again for hours").isEmpty();
                })
                .hasMessageContaining("Process 4711")
                .hasMessageContaining("has not answered")
                .hasMessageContaining("kill -CONT 4711");
    }

    /** Something a server does with a request. */
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private HttpServer service(Behaviour answers, Behaviour health) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v1/answers", exchange -> behave(exchange, answers));
        server.createContext("/health/live", exchange -> behave(exchange, health));
        server.start();
        return server;
    }

    private static void behave(HttpExchange exchange, Behaviour behaviour) throws IOException {
        try (exchange) {
            behaviour.answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void generate(HttpServer server) {
        access(address(server.getAddress().getPort())).answer(RequestPatch.of("a cat"), event -> {});
    }

    private static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Test
    void generate_serviceThatStopsMidStream_isGivenUp() throws IOException {
        HttpServer server = service(exchange -> {
            send(stream(exchange), QUEUED);
            end.await();
        }, exchange -> end.await());
        try {
            assertThatThrownBy(() -> generate(server)).isInstanceOfSatisfying(DreamCacherException.class,
                    e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY))
                    .hasMessageContaining("Process 4711")
                    .hasMessageContaining("has not answered");
        } finally {
            end.countDown();
            server.stop(0);
        }
    }

    @Test
    void generate_requestThatIsForgottenByAServiceThatLives_isGivenUp() throws IOException {
        HttpServer server = service(exchange -> {
            send(stream(exchange), QUEUED);
            end.await();
        }, exchange -> exchange.sendResponseHeaders(200, -1));
        try {
            assertThatThrownBy(() -> generate(server)).hasMessageContaining("has not answered for 2 seconds");
        } finally {
            end.countDown();
            server.stop(0);
        }
    }

    @Test
    void generate_longWorkWithHeartbeats_isWaitedFor() throws IOException {
        HttpServer server = service(exchange -> {
            OutputStream out = stream(exchange);
            send(out, QUEUED);
            for (int i = 0; i < 8; i++) {
                end.await(500, TimeUnit.MILLISECONDS);
                send(out, ": still here\n\n");
            }
            send(out, ANSWER);
        }, exchange -> exchange.sendResponseHeaders(200, -1));
        try {
            generate(server);
        } finally {
            server.stop(0);
        }
    }
}
