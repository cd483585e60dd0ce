package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.network.PublicAddress;
import io.dreamcacher.testkit.hub.FakeHub;
import io.dreamcacher.testkit.hub.FakeHub.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store against hubs that never come to an end, or lead astray: each is a sentence, soon. */
@Timeout(30)
class HostileHubTest {
    private static final String REPOSITORY = "openai/clip";
    private static final HubName NAME = HubName.parse(REPOSITORY);
    private static final String WEIGHTS = "model.safetensors";
    private static final byte[] CONTENT = new byte[300_000];
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    @TempDir
    private Path folder;

    private final FakeHub hub = FakeHub.start().put(REPOSITORY, "config.json", "{}").put(REPOSITORY, WEIGHTS, CONTENT);

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubSettings settings(URI endpoint) {
        return new HubSettings(endpoint, folder.resolve("hub"), Optional.empty(), false, true, TIMEOUT);
    }

    private AbstractThrowableAssert<?, ?> assertPullFails(URI endpoint, PublicAddress.Resolver resolver,
            FailureCategory category) {
        ModelStore store = new ModelStore(settings(endpoint), pause -> {}, place -> Long.MAX_VALUE, resolver);
        return assertThatThrownBy(() -> store.pull(NAME, PullListener.NONE)).isInstanceOfSatisfying(
                DreamCacherException.class,
                e -> assertThat(e.category()).as(e.getMessage()).isEqualTo(category));
    }

    private AbstractThrowableAssert<?, ?> assertPullFails(FailureCategory category) {
        return assertPullFails(hub.endpoint(), InetAddress::getAllByName, category);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void always(String pathPart, FakeHub.Answer answer) {
        for (int i = 0; i < 20; i++) {
            hub.next(pathPart, answer);
        }
    }

    /** A byte now and then, each in time for a limit on pauses, until nobody listens. */
    private static void drip(OutputStream out, byte[] some) throws IOException {
        for (int i = 0; i < 300; i++) {
            out.write(some[i % some.length]);
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void pull_listingThatDrips_isGivenUp() {
        always("/tree/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            drip(exchange.getResponseBody(), bytes(" "));
        });

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("too slowly").hasMessageContaining("tried 5 times");
    }

    @Test
    void pull_weightsThatDrip_areGivenUp() {
        always(WEIGHTS + "?signature", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            drip(exchange.getResponseBody(), CONTENT);
        });

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("too slowly");
    }

    @Test
    void pull_weightsThatStall_areGivenUp() {
        always(WEIGHTS + "?signature", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        });

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("too slowly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX-", "HTTP/1.1 102 Wait\r\n\r\n"})
    void pull_headersThatDrip_areGivenUp(String sent) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        Thread.ofVirtual().start(() -> dripHeaders(socket, sent));
                    } catch (IOException e) {
                        return;
                    }
                }
            });

            assertPullFails(URI.create("http://localhost:" + server.getLocalPort()), InetAddress::getAllByName,
                    FailureCategory.BUSY).hasMessageContaining("tried 5 times");
        }
    }

    private static void dripHeaders(Socket socket, String sent) {
        try (socket) {
            socket.getOutputStream().write(bytes(sent));
            drip(socket.getOutputStream(), bytes(sent.isEmpty() ? "H" : "x"));
        } catch (IOException e) {
            // given up, as it should be
        }
    }

    @Test
    void pull_listingWithoutEnd_isGivenUp() {
        AtomicInteger page = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            hub.next("/tree/", exchange -> page(exchange, page.incrementAndGet(),
                    "/api/models/openai/clip/tree/main?page=" + page.get()));
        }

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("a list of files that ends");
    }

    @Test
    void pull_pageThatLinksToItself_isSaid() {
        always("/tree/", exchange -> page(exchange, 1, exchange.getRequestURI().toString()));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("a list of files that ends");
        assertThat(hub.requests()).filteredOn(request -> request.path().contains("/tree/")).hasSize(1);
    }

    private static void page(HttpExchange exchange, int file, String next) throws IOException {
        exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        FakeHub.body(bytes("[{\"type\":\"file\",\"oid\":\"%s\",\"size\":1,\"path\":\"%d.json\"}]"
                .formatted("a".repeat(40), file))).to(exchange);
    }

    @Test
    void pull_webPageForJson_isSaidAtOnce() {
        hub.next("/revision/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            FakeHub.body(bytes("<!doctype html><title>Welcome to the hotel</title>")).to(exchange);
        });

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("JSON, not with a web page");
        assertThat(hub.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "nonsense", "{\"sha\": }", "\u0000\u0001"})
    void pull_noJson_isSaidAtOnce(String answer) {
        hub.next("/revision/", FakeHub.body(bytes(answer)));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("must answer with JSON");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void pull_jsonOfAbsurdDepth_isSaid() {
        hub.next("/tree/", FakeHub.body(bytes("[".repeat(1_000_000))));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("must answer with JSON");
    }

    @Test
    void pull_jsonOfAbsurdLength_isRefusedUnread() {
        hub.next("/tree/", exchange -> promise(exchange, Long.MAX_VALUE));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("at most 67,108,864 bytes");
    }

    @Test
    void pull_weightsOfAbsurdLength_areRefusedUnread() {
        hub.next(WEIGHTS + "?signature", exchange -> promise(exchange, Long.MAX_VALUE));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("sends more");
    }

    private static void promise(HttpExchange exchange, long length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(CONTENT, 0, 1000);
        exchange.getResponseBody().flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[", "http://localhost:99999/", "mailto:a@example.com", "http:///x", "//",
            "http://a b/"})
    void pull_addressThatIsNone_isSaid(String address) {
        hub.next("/revision/", FakeHub.redirect(address));
        assertPullFails(FailureCategory.BAD_MODEL);

        hub.next("/tree/", exchange -> page(exchange, 1, address));
        assertPullFails(FailureCategory.BAD_MODEL);
    }

    @Test
    void pull_redirectsWithoutEnd_areSaidAtOnce() {
        AtomicInteger hop = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            hub.next("/api/models/", exchange -> FakeHub.redirect("/api/models/" + hop.incrementAndGet()).to(exchange));
        }

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("more than 10 redirects");
        assertThat(hub.requests()).hasSize(11);
    }

    @Test
    void pull_slowRedirects_endWithTheTimeout() {
        AtomicInteger hop = new AtomicInteger();
        for (int i = 0; i < 60; i++) {
            hub.next("/api/models/", exchange -> {
                LockSupport.parkNanos(TIMEOUT.toNanos() * 2 / 3);
                FakeHub.redirect("/api/models/" + hop.incrementAndGet()).to(exchange);
            });
        }

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("tried 5 times");
        assertThat(hub.requests()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void pull_patienceAskedForAgainAndAgain_endsAfterFiveMinutes() {
        always("/revision/", FakeHub.status(429, "Retry-After", "200"));

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("429").hasMessageContaining("asked 2 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "2130706433", "[::1]", "[::]", "[::ffff:10.0.0.1]", "[::ffff:7f00:1]",
            "[::127.0.0.1]", "[fd00::1]", "[fe80::1]", "[64:ff9b::a00:1]", "[2002:a00:1::1]", "inside.example",
            "both.example"})
    void pull_redirectToAPrivateAddress_isRefused(String host) {
        hub.next("/revision/", FakeHub.redirect("http://" + host + ":" + hub.store().getPort() + "/secret"));

        assertPullFails(hub.endpoint(), HostileHubTest::resolved, FailureCategory.BAD_MODEL)
                .hasMessageContaining("public addresses only")
                .hasMessageContaining("Nothing was sent there");
        assertThat(hub.requests()).noneMatch(Request::toStore);
    }

    /** The hub under a public address, though it is on this machine. */
    private static InetAddress[] resolved(String host) throws UnknownHostException {
        return switch (host) {
            case "localhost" -> InetAddress.getAllByName("8.8.8.8");
            case "inside.example" -> InetAddress.getAllByName("10.0.0.5");
            case "both.example" -> new InetAddress[]{InetAddress.getByName("8.8.8.8"),
                    InetAddress.getByName("192.168.0.7")};
            default -> InetAddress.getAllByName(host);
        };
    }
}
